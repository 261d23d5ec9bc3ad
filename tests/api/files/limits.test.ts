// What the operator decides about files: how much a workspace may keep, and whether a bucket may be public.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, newId, send, tokenOf } from "../../harness/client.ts";
import { formOf } from "../../harness/files.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const MIB = 1 << 20;
const server = useServer({ arguments: ["--file-megabytes", "3", "--workspace-megabytes", "4", "--public-buckets", "true"] });
let boss: Person;
let other: Person;

beforeAll(async () => {
  [boss, other] = [await openShop(server), await openShop(server)];
  for (const person of [boss, other]) await dataOf(person.client.storage.createBucket("papers"));
});

describe("the room of a workspace", () => {
  it("is used up to the last byte, and not by one more; another workspace has its own", async () => {
    const papers = boss.client.storage.from("papers");
    await dataOf(papers.upload("a.bin", Buffer.alloc(3 * MIB)));
    await dataOf(papers.upload("b.bin", Buffer.alloc(MIB)));
    for (const body of [Buffer.alloc(1), new Blob([Buffer.alloc(1)]).stream()]) {
      const { error } = await papers.upload("c.bin", body, { duplex: "half" });
      expect(error).toMatchObject({ statusCode: "413", message: expect.stringContaining("4 MiB") });
    }
    await dataOf(papers.move("b.bin", "moved/b.bin")); // neither takes room
    await dataOf(papers.update("moved/b.bin", Buffer.alloc(MIB, 1)));
    expect((await papers.update("moved/b.bin", Buffer.alloc(MIB + 1))).error).toMatchObject({ statusCode: "413" });
    await dataOf(papers.move("moved/b.bin", "b.bin"));
    expect((await papers.copy("b.bin", "d.bin")).error).toMatchObject({ statusCode: "413" });
    const token = await tokenOf(boss);
    const words = `bucketName ${Buffer.from("papers").toString("base64")},objectName ${Buffer.from("t.bin").toString("base64")}`;
    const begun = await send(server, "/storage/v1/upload/resumable", { token, method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Metadata": words } });
    expect(begun.status).toBe(413);
    await dataOf(other.client.storage.from("papers").upload("a.bin", Buffer.alloc(MIB)));
    await dataOf(papers.remove(["b.bin"]));
    await dataOf(papers.upload("c.bin", Buffer.alloc(MIB)));
  });
});

// The list had room for 1000 once.
it("more than a thousand buckets are listed, all of them", async () => {
  const person = await openShop(server), token = await tokenOf(person);
  const names = Array.from({ length: 1001 }, (_, at) => `bucket-${String(at).padStart(4, "0")}`);
  for (let from = 0; from < names.length; from += 91) {
    const made = await Promise.all(names.slice(from, from + 91).map((name) => send(server, "/storage/v1/bucket", { token, body: { name } })));
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([200]));
  }
  const list = async (options?: object) => (await dataOf(person.client.storage.listBuckets(options))).map(({ name }) => name).filter((name) => !name.endsWith("-photos"));
  expect(await list()).toEqual(names);
  expect(await list({ limit: 2, offset: 999, search: "bucket" })).toEqual(names.slice(999));
});

// LIMIT_CLAIMS: the longest name, with what JSON and an address write longest, is signed and read
it.each(["\"", "鞋"])("a name of 1,024 bytes of %s has addresses that are read", async (character) => {
  const name = "x".repeat(1024 % Buffer.byteLength(character)) + character.repeat(1024 / Buffer.byteLength(character));
  const papers = other.client.storage.from("papers");
  const token = await tokenOf(other);
  const put = await send(server, `/storage/v1/object/papers/${encodeURIComponent(name)}`, { token, body: "9" });
  expect([put.status, await put.text()]).toEqual([200, expect.any(String)]);
  const { signedUrl } = await dataOf(papers.createSignedUrl(name, 60));
  expect((await fetch(signedUrl)).status).toBe(200);
  const longer = await send(server, `/storage/v1/object/papers/${encodeURIComponent(`${name}x`)}`, { token, body: "9" });
  expect([longer.status, await longer.text()]).toEqual([400, expect.stringContaining("InvalidKey")]);
  await dataOf(papers.remove([name]));
});

it("all folders of a folder are listed", async () => {
  const papers = other.client.storage.from("papers");
  const paths = Array.from({ length: 40 }, (_, at) => `deep/${String(at).padStart(2, "0")}`);
  await Promise.all(paths.map((path) => dataOf(papers.upload(`${path}/a.txt`, "1"))));
  expect((await dataOf(papers.list("deep", { limit: 1000 }))).map(({ name }) => `deep/${name}`)).toEqual(paths);
  await dataOf(papers.remove(paths.map((path) => `${path}/a.txt`)));
});

// LIMIT_FORM_WORDS: what a form says besides its file does not count as the file
it("the largest file is taken in a form as well, with the words around it, and no byte more of either", async () => {
  const token = await tokenOf(other), papers = other.client.storage.from("papers");
  const put = async (name: string, bytes: number, words: number) => {
    const { body, file, headers } = formOf(bytes, { words: "w".repeat(words) });
    const answer = await fetch(`${server.url}/storage/v1/object/papers/${name}`, { method: "POST", headers: { ...headers, Authorization: `Bearer ${token}` }, body });
    return { ...((await answer.json()) as { statusCode?: string; message?: string }), file };
  };
  const room = 3 * MIB + 65_536, around = formOf(room, { words: "" }).file - 3 * MIB;
  const most = await put("form.bin", room, around);
  expect([most.statusCode, most.file]).toEqual([undefined, 3 * MIB]);
  expect((await (await dataOf(papers.download("form.bin"))).arrayBuffer()).byteLength).toBe(3 * MIB);
  await dataOf(papers.remove(["form.bin"]));
  expect(await put("form.bin", room, around - 1)).toMatchObject({ file: 3 * MIB + 1, statusCode: "413", message: expect.stringContaining(String(3 * MIB)) });
  expect(await put("form.bin", room + 1, around)).toMatchObject({ file: 3 * MIB + 1, statusCode: "413", message: expect.stringContaining("at most 3 MiB") });
  expect(await put("form.bin", room + 1, around + 1)).toMatchObject({ file: 3 * MIB, statusCode: "413", message: expect.stringContaining("at most 3 MiB") });
  expect((await papers.download("form.bin")).error).not.toBeNull();
});

describe("a public bucket", () => {
  it("is read by anybody who knows the address, and written by nobody else", async () => {
    const { storage } = other.client;
    await dataOf(storage.createBucket("open", { public: true }));
    await dataOf(storage.from("open").upload("sign/price list.txt", "9"));
    const { publicUrl } = storage.from("open").getPublicUrl("sign/price list.txt").data;
    const answer = await fetch(publicUrl);
    expect([answer.status, await answer.text(), answer.headers.get("cache-control")]).toEqual([200, "9", "public, max-age=3600"]);
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect((await fetch(publicUrl, { method: "POST", body: "x" })).status).not.toBe(200);
    expect((await fetch(publicUrl.replace("/public/", "/"))).status).toBe(401);
    expect((await fetch(publicUrl.replace("/open/", "/papers/"))).status).toBe(400);
    // The name says which bucket on this server: nobody else takes it for a public one.
    expect((await boss.client.storage.createBucket("open", { public: true })).error).toMatchObject({ statusCode: "409" });
    await dataOf(boss.client.storage.createBucket("open"));
    expect((await boss.client.storage.updateBucket("open", { public: true })).error).toMatchObject({ statusCode: "409" });
    await dataOf(storage.updateBucket("open", { public: false }));
    expect((await fetch(publicUrl)).status).toBe(400);
  });
});

describe("what is said of files", () => {
  const PAPERS = "/storage/v1/object/papers";
  const listOf = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
  const records = (count: number) => ({ entity: "inbound_box", records: Array.from({ length: count }, () => newId()) });
  const padded = (bytes: number) => ({ prefixes: ["a"], pad: "x".repeat(bytes - JSON.stringify({ prefixes: ["a"], pad: "" }).length) });
  const metadata = (bytes: number) => Buffer.from(JSON.stringify({ a: "x".repeat(bytes - 8) })).toString("base64");
  const typed = (bytes: number) => ({ id: `types-${bytes}`, name: `types-${bytes}`, allowed_mime_types: ["image/png", `a/${"b".repeat(bytes - 12)}`] });
  const signed = (expiresIn: number, count = 1) => ({ expiresIn, paths: listOf(count) });
  type Ask = { path: string; method?: string; body?: unknown; headers?: Record<string, string> };
  const at: [string, Ask, Ask, string][] = [
    ["LIMIT_REMOVE", { path: PAPERS, method: "DELETE", body: { prefixes: listOf(1000) } }, { path: PAPERS, method: "DELETE", body: { prefixes: listOf(1001) } }, "1000 paths"],
    ["LIMIT_FILES_JSON", { path: PAPERS, method: "DELETE", body: padded(2 << 20) }, { path: PAPERS, method: "DELETE", body: padded((2 << 20) + 1) }, ""],
    ["LIMIT_SIGNED_PATHS", { path: "/storage/v1/object/sign/papers", body: signed(60, 1000) }, { path: "/storage/v1/object/sign/papers", body: signed(60, 1001) }, "1000 paths"],
    ["SIGNED_URL_LIMIT_S", { path: "/storage/v1/object/sign/papers", body: signed(604_800) }, { path: "/storage/v1/object/sign/papers", body: signed(604_801) }, "604800"],
    ["LIMIT_CACHE_CONTROL", { path: `${PAPERS}/cache`, body: 1, headers: { "Cache-Control": "c".repeat(100) } }, { path: `${PAPERS}/cache2`, body: 1, headers: { "Cache-Control": "c".repeat(101) } }, "cache-control"],
    ["LIMIT_CONTENT_TYPE", { path: `${PAPERS}/type`, body: 1, headers: { "Content-Type": `text/${"x".repeat(250)}` } }, { path: `${PAPERS}/type2`, body: 1, headers: { "Content-Type": `text/${"x".repeat(251)}` } }, "mime type"],
    ["LIMIT_METADATA", { path: `${PAPERS}/notes`, body: 1, headers: { "x-metadata": metadata(8000) } }, { path: `${PAPERS}/notes2`, body: 1, headers: { "x-metadata": metadata(8001) } }, "metadata"],
    ["LIMIT_BUCKET_TYPES", { path: "/storage/v1/bucket", body: typed(2000) }, { path: "/storage/v1/bucket", body: typed(2001) }, "allowed_mime_types"],
    ["LIMIT_LINK_RECORDS", { path: "/rest/v1/rpc/photo_links", body: records(100) }, { path: "/rest/v1/rpc/photo_links", body: records(101) }, "100"],
  ];
  it.each(at)("holds %s at its edge", async (_, passes, refused, names) => {
    const token = await tokenOf(other);
    const one = await send(server, passes.path, { token, ...passes });
    expect([one.status, await one.text()]).toEqual([200, expect.any(String)]);
    const more = await send(server, refused.path, { token, ...refused });
    expect([more.status, await more.text()]).toEqual([expect.toSatisfy((status: number) => status >= 400 && status < 500), expect.stringContaining(names)]);
  });
});
