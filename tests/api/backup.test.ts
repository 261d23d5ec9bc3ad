// Backups of a server that is being written to: whole, encrypted, verified, and back again as a
// server of their own; from either engine into either.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, send, signIn, signUp, tokenOf } from "../harness/client.ts";
import { filesIn } from "../harness/files.ts";
import { type Engine, type Finished, Server, engine, runSteward, useServer } from "../harness/server.ts";
import { storedTables, whereStored } from "../harness/stored.ts";

const MARKER = "Zimtschnecke";
const server = useServer();
let person: Person;
let token = "";
let folder = "";
let made: Finished;

const sale = (number: number) => ({ sold_at: "2026-03-01T12:00:00Z", brand: `${MARKER} ${number}`, shoe_type: "boot", price: number });
const salesOf = async (of: Server, by: string) => (await (await send(of, "/rest/v1/sale?order=price,id&limit=1000&price=lt.500", { token: by })).json()) as { id: string; price: number }[];

beforeAll(async () => {
  person = await signUp(server);
  token = await tokenOf(person);
  expect((await send(server, "/rest/v1/sale", { token, body: Array.from({ length: 200 }, (_, i) => sale(i)) })).status).toBe(201);
  expect((await fetch(`${server.url}/storage/v1/bucket`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: JSON.stringify({ id: "papers", name: "papers", public: false }) })).status).toBe(200);
  expect((await fetch(`${server.url}/storage/v1/object/papers/one.txt`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/plain" }, body: `${MARKER} in a file` })).status).toBe(200);
  let isOver = false;
  const writing = (async () => {
    for (let i = 1000; !isOver; i++) expect((await send(server, "/rest/v1/sale", { token, body: sale(i) })).status).toBe(201);
  })();
  made = await server.run("backup");
  isOver = true;
  await writing;
  folder = /^(\S+): \d+ rows, \d+ bytes; restored into a scratch folder and found sound$/m.exec(made.stdout)?.[1] ?? "";
});

interface Snapshot {
  name: string;
  state: string;
  record_count: number;
  size_bytes: number;
  made_at: string;
  verified_at: string | null;
  hash: string | null;
  destroyed_at: string | null;
  destruction_hash: string | null;
}

const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("a backup", () => {
  const restored: Server[] = [];
  afterAll(async () => {
    for (const each of restored) await each.remove();
  });

  it("is made while the server is written to, and names what it holds", async () => {
    expect([made.code, made.stderr]).toEqual([0, ""]);
    expect(basename(folder)).toMatch(/^\d{8}T\d{6}Z$/);
    expect(folder.startsWith(join(server.folder, "data.backups"))).toBe(true);
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { rows: Record<string, number> };
    expect(manifest.rows["sale"]).toBeGreaterThanOrEqual(200);
    expect(readdirSync(join(server.folder, "data.backups")).sort()).toEqual([basename(folder), "erasures.ledger", "keys", "snapshots.ledger"]);
    expect(readdirSync(join(server.folder, "data.backups/keys"))).toEqual([`${basename(folder)}.key`]);
    expect((await server.run("backup", "--list")).stdout.trim()).toMatch(new RegExp(`^${folder} \\d+ rows, \\d+ bytes, verified \\d{4}-[-\\d:T.]+Z$`));
  });

  it("can be read by nobody", () => {
    const files = filesIn(folder);
    expect(files.map((path) => basename(path))).toEqual(expect.arrayContaining(["steward.backup", "manifest.json"]));
    for (const path of files) {
      const text = readFileSync(path, "latin1");
      for (const word of [MARKER, person.email, "CREATE TABLE", "SQLite format"]) expect([path, word, text.includes(word)]).toEqual([path, word, false]);
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
    }
  });

  for (const into of ["sqlite", "postgresql"] as const)
    it.skipIf(into === "postgresql" && engine === "sqlite")(`comes back equal into ${into}`, async () => {
      const again = await Server.make({ engine: into });
      restored.push(again);
      const key = ["--key-file", join(server.folder, "data.key")];
      const done = await again.run("restore", folder, ...key);
      expect([done.code, done.stderr]).toEqual([0, ""]);
      expect(done.stdout).toMatch(/^\d+ rows are restored/);
      again.options.arguments = key;
      await again.start();
      const theirs = await tokenOf(await signIn(again, person));
      expect(await salesOf(again, theirs)).toEqual(await salesOf(server, token));
      const file = await fetch(`${again.url}/storage/v1/object/papers/one.txt`, { headers: { Authorization: `Bearer ${theirs}` } });
      expect([file.status, await file.text()]).toEqual([200, `${MARKER} in a file`]);
      expect((await send(again, "/rest/v1/sale", { token: theirs, body: sale(1) })).status).toBe(201);
      const twice = await again.run("restore", folder, ...key);
      expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("already")]);
    });

  it("never goes over a directory that is in use", async () => {
    const done = await runSteward(["restore", folder, ...server.place]);
    expect([done.code, done.stderr]).toEqual([2, expect.stringContaining("into an empty directory only")]);
    expect((await salesOf(server, token)).length).toBe(200);
  });

  it("says when the key is another one, and when it is damaged", async () => {
    const wrong = await runSteward(["restore", folder, "--data", join(server.folder, "elsewhere")]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/was encrypted with master key [0-9a-f]{8}; the configured key is [0-9a-f]{8}/)]);
    const path = join(folder, "steward.backup");
    const whole = readFileSync(path);
    for (const at of [60_000, whole.length - 100]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      const done = await runSteward(["restore", folder, "--data", join(server.folder, `damaged-${at}`), "--key-file", join(server.folder, "data.key")]);
      expect([at, done.code, done.stderr]).toEqual([at, 2, expect.stringContaining("damaged")]);
      expect(done.stderr).toContain(folder);
    }
    writeFileSync(path, whole);
    const none = await runSteward(["restore", join(server.folder, "data"), "--data", join(server.folder, "none"), "--key-file", join(server.folder, "data.key")]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("manifest")]);
  });

  it("goes when it is older than backup_days, but never the last one", async () => {
    const later = ["--clock-shift-ms", String(40 * 86_400_000)];
    const next = await server.run("backup", ...later);
    expect([next.code, next.stderr]).toEqual([0, ""]);
    expect((await server.run("doctor", ...later)).stdout).toMatch(/^ok +backups +1 in /m);
    const missed = await server.run("doctor", "--clock-shift-ms", String(43 * 86_400_000));
    expect([missed.code, missed.stdout]).toEqual([1, expect.stringMatching(/^FAULT backups +1 in .*: none was made since; see the log$/m)]);
    const left = readdirSync(join(server.folder, "data.backups")).filter((name) => name.endsWith("Z"));
    expect(left).toHaveLength(1);
    expect(left[0]).not.toBe(basename(folder));
    expect(readdirSync(join(server.folder, "data.backups/keys"))).toEqual([`${left[0]}.key`]);
  });
});

describe("the people who run the server", () => {
  const own = useServer();
  let operator: Person;
  const snapshots = async (of: Person) => (await (await send(own, "/rest/v1/backup_snapshot?order=made_at", { token: await tokenOf(of) })).json()) as Snapshot[];

  beforeAll(async () => {
    operator = await signUp(own); // the first workspace of a server
  });

  it("make a backup with one request, and see how it went", async () => {
    expect(await snapshots(operator)).toEqual([]);
    const begun = await send(own, "/rest/v1/rpc/backup_make", { token: await tokenOf(operator), body: {} });
    expect([begun.status, await begun.json()]).toEqual([200, { begun: true }]);
    await expect.poll(async () => (await snapshots(operator)).length, { timeout: 60_000, interval: 100 }).toBe(1);
    const [made] = await snapshots(operator);
    const path = join(own.folder, "data.backups", made?.name ?? "", "steward.backup");
    expect(made).toMatchObject({ state: "kept", hash: hashOf(path), size_bytes: statSync(path).size, destroyed_at: null, destruction_hash: null });
    expect(made?.record_count).toBeGreaterThan(5);
    expect(Date.parse(made?.verified_at ?? "")).toBeGreaterThanOrEqual(Date.parse(made?.made_at ?? "") - 1000);
    const events = (await (await send(own, "/rest/v1/audit_event?action=eq.backup.make", { token: await tokenOf(operator) })).json()) as unknown[];
    expect(events).toHaveLength(1);
  });

  it("are the administrators of the first workspace and nobody else", async () => {
    const other = await signUp(own);
    expect(await snapshots(other)).toEqual([]);
    const refused = await send(own, "/rest/v1/rpc/backup_make", { token: await tokenOf(other), body: {} });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "42501" }]);
    const helper = await invite(own, operator);
    expect((await send(own, "/rest/v1/backup_snapshot", { token: await tokenOf(helper) })).status).toBe(403);
    expect((await send(own, "/rest/v1/rpc/backup_make", { token: await tokenOf(helper), body: {} })).status).toBe(403);
    for (const method of ["POST", "PATCH", "DELETE"])
      expect([method, (await send(own, "/rest/v1/backup_snapshot?name=not.is.null", { token: await tokenOf(operator), method, body: method === "DELETE" ? undefined : { name: "x" } })).status >= 400]).toEqual([method, true]);
    expect(await snapshots(operator)).toHaveLength(1);
  });

  it("see when one was destroyed, with the hash of what is gone", async () => {
    const [first] = await snapshots(operator);
    const later = await own.run("backup", "--clock-shift-ms", String(40 * 86_400_000));
    expect([later.code, later.stderr]).toEqual([0, ""]);
    const [gone, kept] = await snapshots(operator);
    expect(gone).toMatchObject({ name: first?.name, state: "destroyed", hash: first?.hash, made_at: first?.made_at });
    expect(Date.parse(gone?.destroyed_at ?? "")).toBeGreaterThan(Date.parse(first?.made_at ?? "") + 39 * 86_400_000);
    expect(kept).toMatchObject({ state: "kept", destroyed_at: null });
    const listed = await own.run("backup", "--list");
    expect(listed.stdout).toContain(`${gone?.name} destroyed `);
    expect(listed.stdout).toContain(`SHA-256 was ${gone?.hash}, record ${gone?.destruction_hash}`);
    expect(readFileSync(join(own.folder, "data.backups/snapshots.ledger"), "utf8")).toContain(`${gone?.destruction_hash} {"what":"destroyed","name":"${gone?.name}"`);
  });

  it("are told when the log of the backups was changed", async () => {
    const path = join(own.folder, "data.backups/snapshots.ledger");
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.replace('"rows":', '"rows":1'));
    const listed = await own.run("backup", "--list");
    expect([listed.code, listed.stderr]).toEqual([2, expect.stringContaining("line 1 does not follow")]);
    writeFileSync(path, whole);
    expect((await own.run("backup", "--list")).code).toBe(0);
  });
});

describe("what was erased since a backup", () => {
  const own = useServer();
  const made: Server[] = [];
  let operator: Person, gone: Person, leaver: Person, stays: Person;
  let before = "", after = "", ledgerBefore = "", ledgerAtOnce = "";
  const ids = new Map<Person, string>();
  const accounts = async (of: Server) => (await storedTables(of)).find(({ name }) => name === "account")?.rows.length;
  const key = () => ["--key-file", join(own.folder, "data.key")];
  const ledger = () => join(own.folder, "data.backups/erasures.ledger");
  const erase = async (person: Person) => {
    const { data } = await person.client.auth.getUser();
    const service = (await own.run("keys", "add", randomName("eraser"))).stdout.trim().split("\n").pop()?.trim() ?? "";
    const done = await fetch(`${own.url}/auth/v1/admin/users/${data.user?.id}`, { method: "DELETE", headers: { Authorization: `Bearer ${service}` } });
    expect([done.status, await done.text()]).toEqual([200, expect.anything()]);
  };
  const backup = async () => {
    const done = await own.run("backup");
    expect([done.code, done.stderr]).toEqual([0, ""]);
    return /^(\S+): /.exec(done.stdout)?.[1] ?? "";
  };
  const withKey = (server: Server) => {
    copyFileSync(join(own.folder, "data.key"), join(server.folder, "data.key"));
    return server;
  };
  const restore = async (path: string, into: Engine, ...args: string[]) => {
    const server = await Server.make({ engine: into });
    made.push(server);
    server.options.arguments = key();
    return { server, done: await server.run("restore", path, ...key(), ...args) };
  };

  beforeAll(async () => {
    operator = await signUp(own);
    gone = await signUp(own); // alone in a workspace of their own
    leaver = await invite(own, operator);
    stays = await invite(own, operator);
    for (const person of [operator, gone]) {
      const token = await tokenOf(person);
      expect((await send(own, "/rest/v1/sale", { token, body: [sale(1), sale(2)] })).status).toBe(201);
      await dataOf(person.client.storage.createBucket("papers"));
      await dataOf(person.client.storage.from("papers").upload("a.txt", Buffer.from(MARKER)));
      await dataOf(person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" }));
    }
    for (const person of [operator, gone, leaver, stays]) ids.set(person, (await person.client.auth.getUser()).data.user?.id ?? "");
    before = await backup();
    ledgerBefore = readFileSync(ledger(), "utf8");
    await erase(gone);
    await erase(leaver);
    ledgerAtOnce = readFileSync(ledger(), "utf8");
    after = await backup();
  }, 60_000);
  afterAll(async () => {
    for (const each of made) await each.remove();
  });

  it("stands in a ledger outside of every backup: ids and times, chained, and nothing else", async () => {
    const lines = readFileSync(ledger(), "utf8").trim().split("\n");
    let previous = "";
    for (const line of lines) {
      const [hash = "", entry = ""] = [line.slice(0, 64), line.slice(65)];
      expect(hash).toBe(createHash("sha256").update(previous + entry).digest("hex"));
      previous = hash;
    }
    const entries = lines.map((line) => JSON.parse(line.slice(65)) as Record<string, unknown>);
    expect(entries.map((entry) => entry["erased"])).toEqual([undefined, "workspace", "account", "workspace", "account"]);
    for (const entry of entries.slice(1)) expect(Object.keys(entry).filter((name) => !["erased", "workspace", "row", "at", "id"].includes(name))).toEqual([]);
    for (const word of [gone.email, leaver.email, MARKER]) expect(lines.join()).not.toContain(word);
    for (const path of [...filesIn(before), ...filesIn(after)]) expect(path).not.toContain("ledger");
  });

  it("is in the ledger once the erasure is answered, and not only with the next backup", () => {
    expect(ledgerBefore).not.toContain('"erased"');
    expect(ledgerAtOnce.match(/"erased"/g)).toHaveLength(4);
    expect(readFileSync(ledger(), "utf8")).toBe(ledgerAtOnce);
  });

  for (const into of ["sqlite", "postgresql"] as const)
    it.skipIf(into === "postgresql" && engine === "sqlite")(`is erased again when an older backup comes back into ${into}, before anybody can look`, async () => {
      const { server, done } = await restore(before, into);
      expect([done.code, done.stderr]).toEqual([0, ""]);
      // Not served yet: it is gone from the store itself.
      const tables = await storedTables(withKey(server));
      // Addresses are sealed: who is there is told by ids.
      const stored = (id = "") => (into === "sqlite" ? id.replaceAll("-", "").toUpperCase() : id);
      for (const person of [gone, leaver]) expect(whereStored(tables, stored(ids.get(person)))).not.toContain("account.id");
      for (const person of [operator, stays]) expect(whereStored(tables, stored(ids.get(person)))).toContain("account.id");
      expect(tables.find(({ name }) => name === "account")?.rows).toHaveLength(2);
      const numbers = (name: string) => new Set(tables.find((table) => table.name === name)?.rows.map((row) => row[0]));
      expect([numbers("sale").size, numbers("storage_object").size, numbers("member").size]).toEqual([1, 1, 2]);
      await server.start();
      for (const person of [gone, leaver]) expect((await anonymous(server).auth.signInWithPassword(person)).error?.code).toBe("invalid_credentials");
      await signIn(server, stays);
      expect(await accounts(server)).toBe(2);
    }, 60_000);

  it("takes its files along: they are gone from the disk of the restored server, the others' are not", async () => {
    const { server, done } = await restore(before, engine);
    expect([done.code, done.stderr]).toEqual([0, ""]);
    const files = () => filesIn(join(server.folder, "data/blobs")).map((path) => basename(path));
    const both = filesIn(join(before, "blobs")).map((path) => basename(path)); // of the operator, and of who is gone
    expect(both).toHaveLength(2);
    await server.start();
    await expect.poll(files, { timeout: 30_000, interval: 100 }).toHaveLength(1);
    expect(both).toEqual(expect.arrayContaining(files()));
    const theirs = await signIn(server, operator);
    expect(await (await dataOf(theirs.client.storage.from("papers").download("a.txt"))).text()).toBe(MARKER);
  }, 60_000);

  it("is not asked for again by a backup that was made afterwards", async () => {
    const { server, done } = await restore(after, engine);
    expect([done.code, done.stderr]).toEqual([0, ""]);
    await server.start();
    expect((await anonymous(server).auth.signInWithPassword(gone)).error?.code).toBe("invalid_credentials");
    await signIn(server, operator);
  }, 60_000);

  it("goes into the ledger of the restored server, too", async () => {
    const { server, done } = await restore(before, engine);
    expect(done.code).toBe(0);
    expect((await server.run("backup", ...key())).code).toBe(0);
    const theirs = readFileSync(join(server.folder, "data.backups/erasures.ledger"), "utf8");
    expect(theirs.match(/"erased"/g)).toHaveLength(4);
  }, 60_000);

  it("is missed: without its ledger, with an older copy or a changed one nothing is restored, unless that is said", async () => {
    const whole = readFileSync(ledger(), "utf8");
    const refused = async (path: string, words: string) => {
      const { server, done } = await restore(path, engine);
      expect([words, done.code, done.stderr]).toEqual([words, 2, expect.stringContaining(words)]);
      expect(existsSync(join(server.folder, "data", "steward.db"))).toBe(false);
      expect(existsSync(join(server.folder, "data.restoring"))).toBe(false);
    };
    try {
      writeFileSync(ledger(), whole.replace('"erased":"account"', '"erased":"workspace"'));
      await refused(before, "does not follow");
      writeFileSync(ledger(), whole.split("\n").slice(0, 2).join("\n") + "\n");
      await refused(after, "older copy");
      rmSync(ledger());
      await refused(before, "--without-erasures");
      const { server, done } = await restore(before, engine, "--without-erasures");
      expect([done.code, done.stderr]).toEqual([0, ""]);
      await server.start();
      await signIn(server, gone); // what the ledger is for
    } finally {
      writeFileSync(ledger(), whole);
    }
  }, 60_000);
});
