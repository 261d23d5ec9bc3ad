// A whole instance moves: out of one server and into another, between the engines and back, with
// files on the disk and in an object store. Every table and every file is compared, and what the
// copy exports again is the same.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signIn, signUp, tokenOf } from "../harness/client.ts";
import { ObjectStore } from "../harness/s3.ts";
import { type Engine, type Finished, Server, engine, runSteward } from "../harness/server.ts";
import { storedTables } from "../harness/stored.ts";

const MARKER = `Zimt${randomBytes(5).toString("hex")}`;
const ENGINES: Engine[] = engine === "postgresql" ? ["sqlite", "postgresql"] : ["sqlite"];
const SIZES = [0, 1, 65_535, 65_536, 65_537, 300_001];
const hashOf = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");

/** The members of a tar: name and bytes. */
function membersOf(path: string): Map<string, Buffer> {
  const tar = readFileSync(path), members = new Map<string, Buffer>();
  for (let at = 0; tar[at] !== 0;) {
    const name = tar.subarray(at, at + 100).toString().replace(/\0.*$/s, "");
    const size = parseInt(tar.subarray(at + 124, at + 135).toString(), 8);
    members.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** Every table in a form that both engines share: ids without dashes, rows in an order of their own. */
async function canonical(of: Server): Promise<Record<string, { columns: string[]; rows: string[] }>> {
  const plain = (value: string) => (/^[0-9A-F]{32}$/.test(value) ? value.toLowerCase() : /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value.replaceAll("-", "") : value);
  const tables = (await storedTables(of)).filter(({ name }) => !name.startsWith("sqlite_"));
  return Object.fromEntries(tables.map(({ name, columns, rows }) => {
    const order = columns.map((column, at) => [column, at] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    return [name, { columns: order.map(([column]) => column), rows: rows.map((row) => JSON.stringify(order.map(([, at]) => plain(row[at] ?? "")))).sort() }];
  }));
}

const source: Server[] = [];
const made: Server[] = [];
let boss: Person;
let helper: Person;
const files = new Map<string, string>(); // name -> hash

/** People, a member with a grant, records of several kinds, an import under way, and files. */
async function fill(server: Server): Promise<void> {
  boss = await signUp(server);
  helper = await invite(server, boss);
  const token = await tokenOf(boss);
  const rows = Array.from({ length: 900 }, (_, i) => ({ sold_at: "2026-03-01T12:00:00Z", brand: `${MARKER} ${i} "鞋"\\`, shoe_type: "boot", price: i, size: `${36 + (i % 9)}.5` }));
  expect((await send(server, "/rest/v1/sale", { token, body: rows })).status).toBe(201);
  expect((await send(server, "/rest/v1/live_session", { token, body: { day: "2026-03-01", platform: "douyin", title: `${MARKER} 直播`, host: MARKER, review: `${MARKER}\n"1"\t\\` } })).status).toBe(201);
  const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=x.csv`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv" }, body: `Brand,Type,Price,Date\n${MARKER},x,4.5,2026-03-01\n` });
  expect(uploaded.status).toBe(200);
  await dataOf(boss.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" }));
  await dataOf(boss.client.storage.createBucket("papers"));
  for (const size of SIZES) {
    const bytes = Buffer.alloc(size, MARKER);
    await dataOf(boss.client.storage.from("papers").upload(`${size}.bin`, bytes));
    files.set(`${size}.bin`, hashOf(bytes));
  }
  await dataOf(boss.client.storage.from("papers").upload("gone.bin", Buffer.from(MARKER)));
  await dataOf(boss.client.storage.from("papers").remove(["gone.bin"]));
  await signUp(server); // another workspace
}

const archive = (name: string) => join(source[0]?.folder ?? "", name);
const said = (done: Finished) => [done.code, done.stderr];

async function empty(into: Engine, environment?: Record<string, string>): Promise<Server> {
  const server = await Server.make({ engine: into, ...(environment ? { environment } : {}) });
  made.push(server);
  // The master key moves with what it has sealed.
  copyFileSync(join(source[0]?.folder ?? "", "data.key"), join(server.folder, "data.key"));
  chmodSync(join(server.folder, "data.key"), 0o600);
  return server;
}

async function filesAreThere(server: Server): Promise<void> {
  const again = await signIn(server, boss);
  for (const [name, hash] of files) {
    const file = await dataOf(again.client.storage.from("papers").download(name));
    expect([name, hashOf(Buffer.from(await file.arrayBuffer()))]).toEqual([name, hash]);
  }
}

async function isEqual(copy: Server, original: Server, manifest: Buffer): Promise<void> {
  expect(await canonical(copy)).toEqual(await canonical(original));
  const path = archive(`again-${randomBytes(4).toString("hex")}`);
  expect(said(await copy.run("export", "--instance", "--out", path, "--plain"))).toEqual([0, ""]);
  expect(membersOf(path).get("manifest.json")?.toString()).toBe(manifest.toString());
}

let members: Map<string, Buffer>;
let manifest: Buffer;

beforeAll(async () => {
  const server = await Server.make();
  source.push(server);
  await server.start();
  await fill(server);
  await server.stop();
  expect(said(await server.run("export", "--instance", "--out", archive("plain.tar"), "--plain"))).toEqual([0, ""]);
  expect(said(await server.run("export", "--instance", "--out", archive("sealed")))).toEqual([0, ""]);
  members = membersOf(archive("plain.tar"));
  manifest = members.get("manifest.json") ?? Buffer.of();
});
afterAll(async () => {
  for (const server of [...source, ...made]) await server.remove();
});

describe("an export of the instance", () => {
  it("has every row of every table and every file, each with its hash", async () => {
    const tables = await canonical(source[0] as Server);
    const counts = JSON.parse(manifest.toString()) as { rows: Record<string, { count: number; sha256: string }>; files: { count: number; bytes: number } };
    for (const [name, { rows }] of Object.entries(tables)) expect([name, counts.rows[name]?.count ?? 0]).toEqual([name, rows.length]);
    expect(Object.values(tables).filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(15);
    expect(counts.files).toMatchObject({ count: SIZES.length, bytes: SIZES.reduce((a, b) => a + b, 0) });
    const stored = [...members].filter(([name]) => /^files\/[-0-9a-f]{36}$/.test(name));
    expect(stored.map(([, bytes]) => hashOf(bytes)).sort()).toEqual([...files.values()].sort());
    for (const [name, bytes] of members)
      if (!name.endsWith(".sha256")) expect(members.get(`${name}.sha256`)?.toString()).toBe(`${hashOf(bytes)}  ${name}\n`);
    for (const [entity, { sha256 }] of Object.entries(counts.rows)) {
      const parts = [...members].filter(([name]) => name.startsWith(`rows/${entity}/`) && name.endsWith(".jsonl")).map(([, bytes]) => bytes.toString());
      expect([entity, hashOf(parts.map((part) => part.slice(part.indexOf("\n") + 1)).join(""))]).toEqual([entity, sha256]);
    }
  });

  it("is for nobody else: encrypted unless --plain is said, mode 0600, never over another file", async () => {
    const sealed = readFileSync(archive("sealed"));
    for (const word of [MARKER, boss.email, "rows/sale", "manifest"]) expect([word, sealed.includes(word)]).toEqual([word, false]);
    const plain = readFileSync(archive("plain.tar"));
    expect([plain.includes("rows/sale"), plain.includes(MARKER)]).toEqual([true, true]);
    expect(plain.includes(boss.email)).toBe(false); // what is sealed in its column stays so
    for (const name of ["sealed", "plain.tar"]) expect([name, statSync(archive(name)).mode & 0o777]).toEqual([name, 0o600]);
    const twice = await (source[0] as Server).run("export", "--instance", "--out", archive("sealed"));
    expect(said(twice)).toEqual([2, expect.stringContaining("is there already")]);
    expect(readdirSync(source[0]?.folder ?? "").filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
});

describe("an import of the instance", () => {
  for (const into of ENGINES)
    for (const from of ["plain.tar", "sealed"])
      it(`of ${from} into ${into} is equal, and so is what it exports`, async () => {
        const copy = await empty(into);
        const done = await copy.run("import", "--instance", archive(from));
        expect(said(done)).toEqual([0, ""]);
        expect(done.stdout).toMatch(/^\d+ rows and 6 files \(\d+ bytes\) are imported/);
        await isEqual(copy, source[0] as Server, manifest);
        await copy.start();
        await filesAreThere(copy);
        await signIn(copy, helper);
        expect((await send(copy, "/rest/v1/sale", { token: await tokenOf(await signIn(copy, boss)), body: { sold_at: "2026-03-01T12:00:00Z", brand: "new", shoe_type: "x", price: 1 } })).status).toBe(201);
        await copy.stop();
        if (into === "sqlite") expect((await copy.run("doctor")).stdout).toMatch(/^ok +integrity/m);
        expect(said(await copy.run("import", "--instance", archive(from)))).toEqual([2, expect.stringContaining("into an empty instance only")]);
      });

  it.skipIf(engine === "sqlite")("goes there and back again between the engines", async () => {
    const there = await empty("sqlite"), back = await empty("postgresql");
    expect(said(await there.run("import", "--instance", archive("sealed")))).toEqual([0, ""]);
    expect(said(await there.run("export", "--instance", "--out", archive("there")))).toEqual([0, ""]);
    expect(said(await back.run("import", "--instance", archive("there")))).toEqual([0, ""]);
    await isEqual(back, source[0] as Server, manifest);
  });

  it("puts files into an object store, and takes them out of it", async () => {
    const store = new ObjectStore();
    await store.start();
    try {
      const there = await empty(engine, store.environment());
      expect(said(await there.run("import", "--instance", archive("sealed")))).toEqual([0, ""]);
      expect(readdirSync(join(there.folder, "data", "blobs")).filter((name) => name !== "staged")).toEqual([]);
      await isEqual(there, source[0] as Server, manifest);
      await there.start();
      await filesAreThere(there);
    } finally {
      await Promise.all(made.map((server) => server.stop()));
      await store.stop();
    }
  }, 300_000);

  it("killed at any place leaves an empty instance, into which it goes the next time", async () => {
    const copy = await empty(engine);
    const { spawn } = await import("node:child_process");
    const { binary } = await import("../harness/server.ts");
    for (const after of [20, 60, 120, 240, 400]) {
      const child = spawn(binary, ["import", ...copy.place, "--instance", archive("plain.tar")], { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "" } });
      const timer = setTimeout(() => child.kill("SIGKILL"), after);
      const code = await new Promise((done) => child.once("close", done));
      clearTimeout(timer);
      if (code === 0) break; // it was faster than the knife: whole, then
    }
    const last = await copy.run("import", "--instance", archive("plain.tar"));
    expect([0, 2]).toContain(last.code);
    if (last.code === 2) expect(last.stderr).toContain("into an empty instance only");
    await isEqual(copy, source[0] as Server, manifest);
  });

  it("refuses what is damaged, foreign, newer, or sealed with another key, and names the place", async () => {
    const copy = await empty(engine);
    const tar = readFileSync(archive("plain.tar"));
    const at = (name: string) => tar.indexOf(`${name}\0`);
    const put = (name: string, bytes: Buffer) => (writeFileSync(archive(name), bytes), archive(name));
    const refused = async (path: string, ...words: string[]) => {
      const done = await copy.run("import", "--instance", path);
      expect([path, done.code]).toEqual([path, 2]);
      for (const word of [path, ...words]) expect(done.stderr).toContain(word);
      expect(existsSync(join(copy.folder, "data", "steward.db"))).toBe(false); // nothing was begun
    };
    const changed = (from: number, text: string) => Buffer.concat([tar.subarray(0, from), Buffer.from(text), tar.subarray(from + text.length)]);
    const sale = at("rows/sale/000001.jsonl");
    await refused(put("damaged-row", changed(sale + 900, "X")), "damaged in rows/sale/000001.jsonl");
    const file = [...members.keys()].find((name) => /^files\/[-0-9a-f]{36}$/.test(name) && (members.get(name)?.length ?? 0) > 60_000) ?? "";
    await refused(put("damaged-file", changed(at(file) + 5000, tar[at(file) + 5000] === 126 ? "!" : "~")), `damaged in ${file}`);
    await refused(put("cut", tar.subarray(0, tar.length - 3000)), "damaged");
    await refused(put("foreign", Buffer.from("id,name\n1,x\n")), "is no export of Steward");
    await refused(put("no-head", tar.subarray(1024 + 1024)), "is no export of Steward");
    const sealed = readFileSync(archive("sealed"));
    await refused(put("sealed-changed", Buffer.concat([sealed.subarray(0, 70_000), Buffer.from([(sealed[70_000] ?? 0) ^ 1]), sealed.subarray(70_001)])), "damaged", "before byte");
    await refused(join(source[0]?.folder ?? "", "none"), "cannot be read");
    writeFileSync(join(copy.folder, "data.key"), randomBytes(32).toString("hex"), { mode: 0o600 });
    await refused(archive("sealed"), "was encrypted with master key");
    await refused(archive("plain.tar"), "was sealed with master key");
    copyFileSync(join(source[0]?.folder ?? "", "data.key"), join(copy.folder, "data.key"));

    // What a newer program writes: another format, another kind of record, another column.
    const remade = (change: (name: string, text: string) => [string, string], grown?: RegExp, size = 0) => Buffer.concat([...members].flatMap(([name, bytes]) => {
      if (name.endsWith(".sha256")) return [];
      const [as, text] = /^files\//.test(name) ? [name, ""] : change(name, bytes.toString());
      const own = /^files\//.test(name) ? bytes : Buffer.from(text);
      const body = grown?.test(name) ? Buffer.concat([own, Buffer.alloc(size - own.length, " ")]) : own;
      const member = (title: string, content: Buffer) => {
        const block = Buffer.from(tar.subarray(0, 512)); // a header like ours
        block.fill(0, 0, 100).write(title, 0);
        block.write(content.length.toString(8).padStart(11, "0"), 124);
        block.fill(" ", 148, 156);
        block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
        return [block, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
      };
      return [...member(as, body), ...member(`${as}.sha256`, Buffer.from(`${hashOf(body)}  ${as}\n`))];
    }).concat([Buffer.alloc(1024)]));
    expect(said(await (await empty(engine)).run("import", "--instance", put("the-same", remade((name, text) => [name, text]))))).toEqual([0, ""]);
    await refused(put("newer-format", remade((name, text) => [name, text.replace('"format":1', '"format":2')])), "format 2", "newer program");
    await refused(put("newer-kind", remade((name, text) => [name.replace("rows/sale/", "rows/hologram/"), text])), "hologram", "newer");
    await refused(put("newer-column", remade((name, text) => [name, name.startsWith("rows/sale/") ? text.replace('"brand"', '"scent"') : text])), "rows/sale/000001.jsonl", "newer");
    await refused(put("fewer-rows", remade((name, text) => [name, name.startsWith("rows/sale/") ? text.replace(/\n\[.*?\]\n/, "\n") : text])), "damaged in manifest.json");
    await refused(put("bad-id", remade((name, text) => [name, name.startsWith("rows/sale/") ? text.replace(/\n\[(\d+),"/, '\n[$1,"x') : text])), "rows/sale/000001.jsonl", "an id is none");
    // What is longer than anything that an export writes: LIMIT_EXPORT_MANIFEST, LIMIT_WRAPPED_KEY, LIMIT_EXPORT_PART.
    const same = (name: string, text: string): [string, string] => [name, text];
    for (const [grown, most, words] of [
      [/^manifest\.json$/, 1 << 20, "its counts and hashes are not those"], [/^files\/.*\.key$/, 1000, "a wrapped key is none"], [/^rows\/sale\/000001\.jsonl$/, 56 << 20, "a line is no list"],
    ] as const) {
      await refused(put("longest", remade(same, grown, most)), words);
      await refused(put("longer", remade(same, grown, most + 1)), "it is larger than what is written here");
    }
    await refused(put("longer-head", remade(same, /^steward-export\.json$/, (1 << 20) + 1)), "it is larger than what is written here");
    expect(said(await (await empty(engine)).run("import", "--instance", put("longest-head", remade(same, /^steward-export\.json$/, 1 << 20))))).toEqual([0, ""]);
    expect(said(await copy.run("import", "--instance", archive("plain.tar")))).toEqual([0, ""]);
    await isEqual(copy, source[0] as Server, manifest);
  });

  it("says what it needs", async () => {
    const { folder, place } = source[0] as Server;
    for (const [args, words] of [
      [["export", "--instance"], "needs --out FILE"], [["import", "--instance"], "needs the file of one export"], [["import", "--instance", "a", "b"], "needs the file"],
      [["export", "--instance", "--out", join(folder, "none/x")], "cannot be written"],
    ] as const) {
      const done = await runSteward([...args, ...place]);
      expect([args, done.code, done.stderr]).toEqual([args, 2, expect.stringContaining(words)]);
    }
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
