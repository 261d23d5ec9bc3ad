// Other processes on the same store: what is ended in one is soon ended in the other.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { type Person, invite, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { Server, engine, useServer } from "../../harness/server.ts";

// A second where there is a core for it; without the telling it would be minutes.
const soon = { timeout: 10_000, interval: 50 };

const isOpen = async (on: Server, token: string) => (await send(on, "/rest/v1/workspace", { token })).status === 200;

/** Another process on its database, with its key. */
const besides = (first: Server) => Server.make({ environment: first.options.environment ?? {}, arguments: ["--key-file", join(first.folder, "data.key"), "--database", first.database?.url ?? ""] });

describe.skipIf(engine !== "postgresql")("two processes", () => {
  const first = useServer();
  const another = () => besides(first);

  it("hear of each other's grants: given and taken in one, they hold in the other", async () => {
    const second = await another();
    try {
      await second.start();
      const boss = await signUp(first);
      const member = await invite(first, boss);
      const token = await tokenOf(member);
      const statusOn = async (on: Server) => (await send(on, "/rest/v1/sale", { token })).status;
      expect([await statusOn(first), await statusOn(second)]).toEqual([403, 403]);
      const grant = async (by: Person, level: number) => expect((await by.client.rpc("member_grant", { id: member.memberId, module: "sales", level })).error).toBeNull();
      await grant(boss, 1);
      expect(await statusOn(first)).toBe(200);
      await expect.poll(() => statusOn(second), soon).toBe(200);
      await grant(boss, 0);
      expect(await statusOn(first)).toBe(403);
      await expect.poll(() => statusOn(second), soon).toBe(403);
      // The other way round: from the second to the first.
      await grant(await signIn(second, boss), 1);
      expect(await statusOn(second)).toBe(200);
      await expect.poll(() => statusOn(first), soon).toBe(200);
    } finally {
      await second.remove();
    }
  });

  it("hear of each other's endings", async () => {
    const second = await another();
    try {
      await second.start();
      const person = await signUp(first);
      const token = await tokenOf(person);
      expect([await isOpen(first, token), await isOpen(second, token)]).toEqual([true, true]);
      await person.client.auth.signOut();
      expect(await isOpen(first, token)).toBe(false);
      await expect.poll(() => isOpen(second, token), soon).toBe(false);
    } finally {
      await second.remove();
    }
  });
});

// Without a time of grace: once a process has heard of the new key, it takes no token of the old one.
describe.skipIf(engine !== "postgresql")("a new key for tokens", () => {
  const first = useServer({ environment: { STEWARD_KEY_GRACE_HOURS: "0" } });

  it("reaches every process: what one signs the other takes, and neither takes what was signed before", async () => {
    const second = await besides(first);
    try {
      await second.start();
      const person = await signUp(first);
      const early = await tokenOf(person);
      expect([await isOpen(first, early), await isOpen(second, early)]).toEqual([true, true]);
      expect((await first.run("keys", "rotate")).code).toBe(0);
      for (const each of [first, second]) await expect.poll(() => isOpen(each, early), soon).toBe(false);
      const here = await tokenOf(await signIn(first, person));
      const there = await tokenOf(await signIn(second, person));
      expect([await isOpen(first, here), await isOpen(second, here)]).toEqual([true, true]);
      expect([await isOpen(first, there), await isOpen(second, there)]).toEqual([true, true]);
    } finally {
      await second.remove();
    }
  });
});

describe("the command line beside a running server", () => {
  const server = useServer();

  it("gives a new password, and the server's sessions of the account end", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    expect(await isOpen(server, token)).toBe(true);
    const file = join(server.folder, "password");
    await writeFile(file, "a passphrase of the operator\n", { mode: 0o600 });
    const done = await server.run("user", "password", "--login", person.email, "--password-file", file);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    await expect.poll(() => isOpen(server, token), soon).toBe(false);
    await signIn(server, { email: person.email, password: "a passphrase of the operator" });
  });
});
