// docs/adding-an-entity.md, done to the letter: its file and its line go into a copy of the tree,
// which is built and used. The page cannot rot, and nothing else may be needed.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, signUp } from "../harness/client.ts";
import { describeApi } from "../harness/openapi.ts";
import { Server, binary } from "../harness/server.ts";
import { idOf, mustWork } from "./rest/shop.ts";

const run = promisify(execFile);
const top = join(import.meta.dirname, "../..");
const tests = join(top, "tests");

let tree = "";
let built = "";
let server: Server;
let boss: Person;

const inTree = (path: string) => join(tree, path);

/** The block of code behind a heading that names a file. */
function blockOf(page: string, heading: RegExp): { path: string; code: string } {
  const section = page.split(/^## /m).find((each) => heading.test(each)) ?? "";
  const path = /`(src\/[\w./]+)`/.exec(section)?.[1];
  const code = /```c\n([\s\S]*?)```/.exec(section)?.[1];
  if (!path || !code) throw new Error(`docs/adding-an-entity.md has no ${heading.source} with a path and a block`);
  return { path, code };
}

async function addEntity(): Promise<void> {
  const page = await readFile(join(top, "docs/adding-an-entity.md"), "utf8");
  const file = blockOf(page, /The file/);
  const line = blockOf(page, /The line/);
  expect(line.code.trim().split("\n")).toHaveLength(1);
  await writeFile(inTree(file.path), file.code, { flag: "wx" }); // a new file
  const list = await readFile(inTree(line.path), "utf8");
  const lines = list.split("\n");
  const last = lines.findLastIndex((each) => /^ {4}X\(\w+\)/.test(each));
  lines.splice(last + 1, 0, line.code.replace(/\n$/, ""));
  await writeFile(inTree(line.path), lines.join("\n"));
  await run("clang-format", ["--dry-run", "-Werror", inTree(file.path), inTree(line.path)]);
}

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "steward-tree-"));
  for (const path of ["Makefile", ".clang-format", "src", "mk", "tools"]) await cp(join(top, path), inTree(path), { recursive: true, preserveTimestamps: true });
  // What is built already is not built again: objects with their times.
  const objects = dirname(binary);
  await cp(join(objects, "obj"), inTree("build/asan/obj"), { recursive: true, preserveTimestamps: true });
  for (const path of ["gen", "docs", "web/src/api", "web/src/i18n"]) await mkdir(inTree(path), { recursive: true });
  await addEntity();
  await run("make", ["-s", "-C", tree, "-j3", "BUILD=asan", "build/asan/steward-bare"]);
  built = inTree("build/asan/steward-bare");
  server = await Server.make({ binary: built });
  await server.start();
  boss = await signUp(server);
}, 300_000);

afterAll(async () => {
  await server?.remove();
  await rm(tree, { recursive: true, force: true });
});

const suppliers = () => boss.client.from("supplier");

describe("one file and one line", () => {
  it("are in OpenAPI, the tables with labels and the types of the web app, the SQL of both engines and the data map", async () => {
    const { entities } = await describeApi(server);
    const found = entities.find((entity) => entity.name === "supplier");
    expect(found?.methods.sort()).toEqual(["delete", "get", "patch", "post", "put"]);
    expect(Object.keys(found?.properties ?? {})).toEqual(expect.arrayContaining(["name", "contact", "email", "product_id", "terms", "currency", "credit_limit", "notes", "version"]));
    expect(found?.properties["terms"]?.enum).toEqual(["prepaid", "net_30", "net_60"]);
    expect((await describeApi({ url: (await plainServer()).url } as Server)).entities.map((entity) => entity.name)).not.toContain("supplier");

    await run(built, ["derive", "all"], { cwd: tree });
    const files = { "web/src/api/entities.gen.ts": 'label: { en: "Supplier", zh: "供应商" }', "web/src/api/database.gen.ts": "supplier", "gen/sqlite.sql": "CREATE TABLE IF NOT EXISTS main.supplier", "gen/postgresql.sql": "ALTER TABLE main.supplier FORCE ROW LEVEL SECURITY", "gen/openapi.json": "/rest/v1/supplier", "docs/data-map.md": "Supplier" };
    for (const [path, words] of Object.entries(files)) expect([path, (await readFile(inTree(path), "utf8")).includes(words)]).toEqual([path, true]);
  });

  it("are made, read, found, embedded, changed, merged, counted, summed and deleted", async () => {
    const product = (await dataOf(boss.client.from("product").insert({ name: "Dunk", brand: "Nike" }).select("id").single())) as { id: string };
    const id = idOf(8, 1);
    await mustWork(suppliers().insert([
      { id, name: "回力 批发", email: "sales@huili.example", product_id: product.id, terms: "net_30", currency: "CNY", credit_limit: 5_000_000 },
      { name: "Ünïon Shoes", currency: "EUR", credit_limit: 1 },
    ]));
    expect(await dataOf(suppliers().select("name,terms,product(name)").ilike("name", "%ÜNÏON%").single())).toEqual({ name: "Ünïon Shoes", terms: "prepaid", product: null });
    expect(await dataOf(boss.client.from("product").select("name,supplier(name,credit_limit)").eq("id", product.id).single())).toEqual({ name: "Dunk", supplier: [{ name: "回力 批发", credit_limit: 5_000_000 }] });
    expect(await dataOf(suppliers().update({ notes: "早上送货\n二楼" }).eq("id", id).select("notes,version").single())).toEqual({ notes: "早上送货\n二楼", version: 2 });
    expect(await dataOf(suppliers().upsert({ name: "Ünïon Shoes", credit_limit: 7 }, { onConflict: "name" }).select("credit_limit,version").single())).toEqual({ credit_limit: 7, version: 2 });
    expect(await dataOf(suppliers().select("n:count(),total:credit_limit.sum()").single())).toEqual({ n: 2, total: 5_000_007 });
    expect((await dataOf(suppliers().select("name,credit_limit").order("credit_limit").csv())).trim().split("\r\n")).toEqual(["name,credit_limit", "Ünïon Shoes,7", "回力 批发,5000000"]);
    await mustWork(suppliers().delete().eq("id", id));
    expect((await suppliers().select("id", { count: "exact", head: true })).count).toBe(1);
  });

  it("are validated by name", async () => {
    const bad: [string, unknown][] = [["name", ""], ["name", "x".repeat(121)], ["email", "nobody"], ["terms", "never"], ["currency", "RMB"], ["credit_limit", -1], ["credit_limit", 1.5], ["product_id", "7"], ["notes", "x".repeat(4001)]];
    for (const [field, value] of bad) {
      const { status, error } = await suppliers().insert({ name: randomName("s"), currency: "CNY", [field]: value });
      expect([field, status, error?.details]).toEqual([field, 400, `field: ${field}`]);
    }
    expect((await suppliers().insert({ name: "Ünïon Shoes", currency: "CNY" })).error).toMatchObject({ code: "23505", details: "field: name" });
    expect((await suppliers().insert({ name: "x", currency: "CNY", colour: "red" })).error?.code).toBe("PGRST204");
  });

  it("are seen by who has the grant in that workspace, and by nobody else", async () => {
    expect((await anonymous(server).from("supplier").select()).status).toBe(401);
    const outsider = await signUp(server);
    expect(await dataOf(outsider.client.from("supplier").select())).toEqual([]);
    expect((await (await invite(server, boss, { sales: 3 })).client.from("supplier").select()).error?.code).toBe("42501");
    const viewer = await invite(server, boss, { warehouse: 1 });
    expect(await dataOf(viewer.client.from("supplier").select("name"))).toEqual([{ name: "Ünïon Shoes" }]);
    expect((await viewer.client.from("supplier").update({ notes: "x" }).eq("name", "Ünïon Shoes")).error?.code).toBe("42501");
  });

  it("are covered by the matrix of isolation.test.ts, which passes on the built tree", async () => {
    const { stdout } = await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--dir", "api", "isolation", "--reporter=json"], { cwd: tests, maxBuffer: 1 << 24, env: { ...process.env, STEWARD_BINARY: built, STEWARD_SUITE: "" } });
    const result = JSON.parse(stdout.slice(stdout.indexOf('{"numTotal'))) as { numPassedTests: number; numFailedTests: number };
    expect(result.numFailedTests).toBe(0);
    expect(result.numPassedTests).toBeGreaterThan(10);
  }, 180_000);
});

let plain: Server | undefined;
/** The program as it is, without the example; and its data are opened by the tree with it. */
async function plainServer(): Promise<Server> {
  plain ??= await Server.make();
  if (!plain.url) await plain.start();
  return plain;
}

describe("a store that was there before", () => {
  afterAll(async () => plain?.remove());

  it("gets the new table when the new program starts on it", async () => {
    const before = await plainServer();
    const person = await signUp(before);
    expect((await person.client.from("supplier").select()).error?.code).toBe("PGRST205");
    await mustWork(person.client.from("product").insert({ name: "Kept", brand: "x" }));
    await before.stop();
    const after = new Server(before.folder, before.database, { binary: built });
    await after.start();
    try {
      const client = anonymous(after);
      await mustWork(client.auth.signInWithPassword(person));
      expect(await dataOf(client.from("product").select("name"))).toEqual([{ name: "Kept" }]);
      await mustWork(client.from("supplier").insert({ name: "New", currency: "CNY" }));
      expect(await dataOf(client.from("supplier").select("name,version"))).toEqual([{ name: "New", version: 1 }]);
    } finally {
      await after.stop();
    }
  });
});
