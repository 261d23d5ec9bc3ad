// The profile says whose policy the server keeps: what that policy rules out is refused at start, by the
// name of the setting, and what it promises is what the server does and says (C-01, C-02, C-03).
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, setUp, signIn } from "../harness/client.ts";
import { Server } from "../harness/server.ts";
import { storedTables, valueStored } from "../harness/stored.ts";

let server: Server;
let operator: Person;

beforeAll(async () => {
  server = await Server.make();
  await server.start();
  operator = await setUp(server);
});
afterAll(() => server.remove());

const policyLine = async (...args: string[]) => /^(\w+) +policy +(.*)$/m.exec((await server.run("doctor", ...args)).stdout)?.slice(1);
const pageOf = async (language: string) => (await fetch(`${server.url}/privacy?lang=${language}`)).text();
async function under(...args: string[]): Promise<void> {
  server.options.arguments = args;
  await server.restart();
  operator = await signIn(server, operator);
}
const scheme = async () => {
  const { data } = await operator.client.auth.getUser();
  const tables = await storedTables(server);
  const id = data.user?.id ?? "";
  return valueStored(tables, "account", "id", server.database ? id : id.replace(/-/g, "").toUpperCase(), "password") ?? "";
};

describe("how long backups are kept", () => {
  it("is 30 days at most, and 90 where the third policy alone applies; more is refused at start", async () => {
    for (const [profile, days, most] of [["steward", 31, 30], ["steward", 90, 30], ["nexcart", 31, 30], ["imagetools", 31, 30]] as const) {
      const done = await server.run("serve", "--listen", "127.0.0.1:0", "--policy-profile", profile, "--backup-days", String(days));
      expect([done.code === 0, done.stderr]).toEqual([false, `steward: Setting backup_days: the policy profile ${profile} allows at most ${most}, not ${days}.\n`]);
    }
    const beyond = await server.run("serve", "--policy-profile", "nexora", "--backup-days", "91");
    expect([beyond.code === 0, beyond.stderr]).toEqual([false, expect.stringContaining("Setting backup_days: a number from 0 to 90 is needed")]);
    expect((await server.run("backup", "--backup-days", "31")).stderr).toContain("Setting backup_days");
    const unknown = await server.run("serve", "--policy-profile", "mine");
    expect([unknown.code === 0, unknown.stderr]).toEqual([false, expect.stringContaining("Setting policy_profile: one of these is needed")]);
  });

  it("is told as it is in force, on /privacy and by the self-check", async () => {
    expect(await pageOf("en")).toContain("and kept 30 days.");
    expect(await policyLine()).toEqual(["ok", "steward: backups are kept 30 days, passwords as argon2id"]);
    expect(await policyLine("--backup-days", "7")).toEqual(["ok", "steward: backups are kept 7 days, passwords as argon2id"]);
    await under("--policy-profile", "nexora", "--backup-days", "90");
    expect(await pageOf("en")).toContain("and kept 90 days.");
    expect(await pageOf("zh")).toContain("保存 90 天");
    const found = async () =>
      ((await dataOf(operator.client.rpc("self_check_list"))) as { name: string; finding: string; state: string }[]).find((each) => each.name === "policy");
    await expect.poll(found, { timeout: 60_000 }).toMatchObject({ state: "fine", finding: "nexora: backups are kept 90 days, passwords as bcrypt" });
    await under();
    expect(await pageOf("en")).toContain("and kept 30 days.");
  });
});

describe("how passwords are stored", () => {
  it("is the profile's, and a password that is stored otherwise is stored anew at the next sign-in", async () => {
    await under(); // whatever went before
    for (const [profile, form, said] of [
      ["nexcart", /^\$?pbkdf2-sha256\$.*600000/, "pbkdf2-sha256 (600000 rounds)"],
      ["nexora", /^\$2b\$12\$/, "bcrypt (cost 12)"],
      ["imagetools", /argon2id/, "argon2id"],
    ] as const) {
      await under("--policy-profile", profile);
      expect([profile, await scheme()]).toEqual([profile, expect.stringMatching(form)]);
      expect(await pageOf("en")).toContain(`only as ${said} verifiers`);
    }
    await under();
    expect(await scheme()).toContain("argon2id");
  });

  it("may not be another one than the policy names", async () => {
    for (const [profile, promised, other] of [["nexcart", "pbkdf2-sha256", "argon2id"], ["nexora", "bcrypt", "argon2id"]] as const) {
      const done = await server.run("serve", "--policy-profile", profile, "--password-scheme", other);
      expect([done.code === 0, done.stderr]).toEqual([false, `steward: Setting password_scheme: the policy profile ${profile} promises ${promised}, not ${other}.\n`]);
    }
    expect(await policyLine("--password-scheme", "bcrypt")).toEqual(["ok", expect.stringContaining("passwords as bcrypt")]);
    expect(await policyLine("--policy-profile", "nexcart", "--pbkdf2-rounds", "100000")).toEqual(["hint", expect.stringContaining("100000 rounds of pbkdf2-sha256 are few today")]);
  });
});

it("the oldest TLS version is the profile's, and none that the policy rules out", async () => {
  const floor = async (...args: string[]) => /^\w+ +listening +.*, TLS ([\d.]+) and later$/m.exec((await server.run("doctor", "--tls-certificate", "none.pem", "--tls-key", "none.pem", ...args)).stdout)?.[1];
  expect(await floor()).toBe("1.3");
  expect(await floor("--tls-floor", "1.2")).toBe("1.2");
  expect(await floor("--policy-profile", "nexcart")).toBe("1.2");
  expect(await floor("--policy-profile", "nexora")).toBe("1.3");
  const done = await server.run("serve", "--policy-profile", "nexora", "--tls-floor", "1.2");
  expect([done.code === 0, done.stderr]).toEqual([false, "steward: Setting tls_floor: the policy profile nexora promises 1.3, not 1.2.\n"]);
});
