// The server looks at itself: operators see what it found and when, /privacy tells the verdict, and
// whoever answers for the server gets one mail about what turned.
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, setUp, signIn, signUp, tokenOf } from "../harness/client.ts";
import { mailsTo, waitForMail } from "../harness/mail.ts";
import { connect } from "../harness/postgres.ts";
import { Server, engine, useServer } from "../harness/server.ts";

interface Check {
  name: string;
  title: string;
  state: "fine" | "advice" | "fault";
  finding: string;
  since: string;
  checked_at: string;
}

const CONTROLLER = "care@shop.example";
const DAY_MS = 86_400_000;
const BEGUN = Date.now();
const server = useServer({ environment: { STEWARD_DATA_LOCATION: "Hall 3, Leipzig, Germany" } });
const path = (name: string) => join(server.folder, name);
let operator: Person;

const listOf = async (person: Person) => (await dataOf(person.client.rpc("self_check_list"))) as Check[];
const named = (list: Check[], name: string) => list.find((each) => each.name === name);

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("it did not happen within 20 s");
}

/** Asks for a check of everything and waits until all of it was looked at again. */
async function checkNow(person = operator): Promise<Check[]> {
  const before = Math.max(0, ...(await listOf(person)).map((each) => Date.parse(each.checked_at)));
  const { error } = await person.client.rpc("self_check_now");
  if (error) throw new Error(error.message);
  return until(async () => {
    const list = await listOf(person);
    return list.length > 0 && list.every((each) => Date.parse(each.checked_at) > before) ? list : undefined;
  });
}

const verdictOn = async (language: "en" | "zh", of: Server = server) =>
  /<p id="self-check">([^<]*)<\/p>/.exec(await (await fetch(`${of.url}/privacy?lang=${language}`)).text())?.[1] ?? "";

/** What the self-check rightly asks of whoever runs PostgreSQL. */
async function hardenDatabase() {
  if (!server.database) return;
  const database = await connect(server.database.adminUrl);
  await database.query("REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC");
  await database.end();
}

beforeAll(async () => {
  await hardenDatabase();
  operator = await setUp(server, CONTROLLER);
  await checkNow();
});

describe("who operates the server", () => {
  it("is who set it up; nobody else sees its checks", async () => {
    const member = await signUp(server);
    for (const name of ["self_check_list", "self_check_now"]) {
      expect((await send(server, `/rest/v1/rpc/${name}`, { body: {} })).status).toBe(401);
      expect((await send(server, `/rest/v1/rpc/${name}`, { body: {}, token: await tokenOf(member) })).status).toBe(403);
    }
    const claims = JSON.parse(Buffer.from((await tokenOf(operator)).split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
    expect(claims["is_operator"]).toBe(true);
  });

  it("is whoever is named on the command line, from the next call on; the last one stays", async () => {
    const other = await signUp(server);
    const isOne = async () => (await send(server, "/rest/v1/rpc/self_check_list", { body: {}, token: await tokenOf(other) })).status;
    expect((await server.run("user", "operator", "--login", other.email)).code).toBe(0);
    await until(async () => ((await isOne()) === 200 ? true : undefined));
    expect((await server.run("user", "operator", "--login", other.email, "--remove")).code).toBe(0);
    await until(async () => ((await isOne()) === 403 ? true : undefined));
    const last = await server.run("user", "operator", "--login", operator.email, "--remove");
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining("is the only one who operates this server")]);
    const unknown = await server.run("user", "operator", "--login", "nobody@example.com");
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("There is no account")]);
  });
});

describe("the self-check", () => {
  it("covers TLS, keys, permissions and backups, each with its time, in the reader's language", async () => {
    const list = await checkNow();
    expect(list.map((each) => each.name)).toEqual(
      expect.arrayContaining(["data_directory", "master_key", "encryption", "listening", "certificate", "store", "integrity", "backups", "disk"]),
    );
    for (const each of list) expect(Date.parse(each.checked_at)).toBeGreaterThanOrEqual(BEGUN);
    expect(list.filter((each) => each.state === "fault")).toEqual([]);
    expect(named(list, "location")).toMatchObject({ state: "fine", finding: "Hall 3, Leipzig, Germany" });
    const chinese = (await (await send(server, "/rest/v1/rpc/self_check_list", { body: {}, token: await tokenOf(operator), headers: { "Accept-Language": "zh" } })).json()) as Check[];
    expect(named(chinese, "integrity")).toMatchObject({ title: "完整性", finding: "所有页与关联均完好" });
  });

  it("is told on /privacy with its date, without detail, beside where the data are", async () => {
    const today = /\d{4}-\d\d-\d\d \d\d:\d\d UTC/;
    expect(await verdictOn("en")).toMatch(/all is as it should be\.$/);
    expect(await verdictOn("en")).toMatch(today);
    expect(await verdictOn("zh")).toMatch(/一切正常。$/);
    const page = await (await fetch(`${server.url}/privacy?lang=en`)).text();
    expect(page).toContain("The data are kept here: Hall 3, Leipzig, Germany.");
    expect(page).toContain(engine === "sqlite" ? "every backup are encrypted (AES-256)" : "are encrypted (AES-256) before they leave this program");
    expect(page).toContain("kept 30 days");
  });

  const broken: [string, string, () => void, () => void][] = [
    ["the data directory is open to others", "data_directory", () => chmodSync(path("data"), 0o755), () => chmodSync(path("data"), 0o700)],
    ["the master key can be read by others", "master_key", () => chmodSync(path("data.key"), 0o644), () => chmodSync(path("data.key"), 0o600)],
  ];
  for (const [what, name, spoil, mend] of broken)
    it(`turns when ${what}, and back: on the page, on /privacy, and by one mail`, async () => {
      const mails = (await mailsTo(server, CONTROLLER)).length;
      spoil();
      const found = named(await checkNow(), name);
      expect(found).toMatchObject({ state: "fault", finding: expect.stringContaining("chmod go=") });
      expect(await verdictOn("en")).toMatch(/one check needs attention/);
      expect(await verdictOn("en")).not.toContain(server.folder);
      expect(await verdictOn("zh")).toContain("有 1 项需要处理");
      expect(found?.since).toBe(found?.checked_at);
      const again = named(await checkNow(), name);
      expect([again?.state, again?.since]).toEqual(["fault", found?.since]);
      mend();
      expect(named(await checkNow(), name)?.state).toBe("fine");
      expect(await verdictOn("en")).toMatch(/all is as it should be/);
      const mail = await waitForMail(server, CONTROLLER, mails + 1);
      expect(mail.subject).toBe("Your server needs you");
      expect(mail.body).toContain("is open to other users: chmod go=");
      expect(mail.body).toContain("/server");
      expect(await mailsTo(server, CONTROLLER)).toHaveLength(mails + 1);
    });

  it("is the same that doctor prints", async () => {
    const done = await server.run("doctor");
    expect([done.code, done.stderr, done.stdout]).toEqual([0, "", expect.not.stringContaining("FAULT")]);
    for (const name of (await listOf(operator)).map((each) => each.name)) expect(done.stdout).toMatch(new RegExp(`^(ok|hint) +${name} `, "m"));
    expect(done.stdout).toMatch(/^(ok +pictures +made in a process without network, files and keys|hint +pictures +confined by its system calls alone)/m);
  });

  it("sees that no backup was ever made, and looks at the whole store once a day only", async () => {
    const before = named(await listOf(operator), "integrity")?.checked_at;
    server.options.arguments = ["--clock-shift-ms", String(DAY_MS / 2)];
    await server.restart();
    let person = await signIn(server, operator);
    const half = await until(async () => {
      const list = await listOf(person);
      return Date.parse(named(list, "disk")?.checked_at ?? "") > BEGUN + DAY_MS / 4 ? list : undefined;
    });
    expect(named(half, "integrity")?.checked_at).toBe(before);
    expect(named(half, "backups")?.state).toBe("fine");
    server.options.arguments = ["--clock-shift-ms", String(3 * DAY_MS)];
    await server.restart();
    person = await signIn(server, operator);
    const late = await until(async () => {
      const list = await listOf(person);
      return Date.parse(named(list, "disk")?.checked_at ?? "") > BEGUN + 2 * DAY_MS ? list : undefined;
    });
    expect(Date.parse(named(late, "integrity")?.checked_at ?? "")).toBeGreaterThan(BEGUN + 2 * DAY_MS);
    expect(named(late, "backups")).toMatchObject({ state: "fault", finding: expect.stringContaining("none was ever made") });
    expect(await verdictOn("en")).toMatch(/one check needs attention/);
  });
});

describe("the certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-tls-"));
  const certificate = join(folder, "certificate.pem");
  const key = join(folder, "key.pem");
  const make = (days: number) =>
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", String(days), "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  let mine: Server;
  const certificateLine = async () => /^(\w+) +certificate +(.*)$/m.exec((await mine.run("doctor", "--tls-certificate", certificate, "--tls-key", key)).stdout)?.slice(1);

  beforeAll(async () => {
    mine = await Server.make();
  });
  afterAll(async () => {
    await mine.remove();
    rmSync(folder, { recursive: true });
  });

  it("is wrong two weeks before its end, when its key is open, and when there is none", async () => {
    make(60);
    expect(await certificateLine()).toEqual(["ok", expect.stringMatching(/^counts until \d{4}-\d\d-\d\d$/)]);
    make(10);
    expect(await certificateLine()).toEqual(["FAULT", expect.stringMatching(/^ends on \d{4}-\d\d-\d\d: renew it/)]);
    make(60);
    chmodSync(key, 0o644);
    expect(await certificateLine()).toEqual(["FAULT", expect.stringContaining("chmod go=")]);
    rmSync(certificate);
    expect(existsSync(key)).toBe(true);
    expect(await certificateLine()).toEqual(["FAULT", expect.stringContaining("cannot be read")]);
  });
});
