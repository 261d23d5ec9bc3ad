// Files through supabase-js as npm has it: buckets, uploads, downloads, lists, signed addresses; who
// may; and that what lies on the disk tells nothing.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, send, tokenOf } from "../../harness/client.ts";
import { filesIn } from "../../harness/files.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const server = useServer({ arguments: ["--file-megabytes", "3"] });
let boss: Person;
let token = "";
const MARKER = `Marker${randomBytes(8).toString("hex")}`;

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
  for (const name of ["papers", "empty", "money"])
    await dataOf(boss.client.storage.createBucket(name, { public: false }));
  await dataOf(boss.client.storage.createBucket("shelf", { public: false, allowedMimeTypes: ["image/jpeg", "image/png", "image/webp"] }));
  await send(server, "/storage/v1/bucket/shelf", { token, method: "PUT", body: { public: false, module: "warehouse", allowed_mime_types: ["image/jpeg", "image/png", "image/webp"] } });
  const made = await send(server, "/storage/v1/bucket/money", { token, method: "PUT", body: { public: false, module: "finance" } });
  expect(await made.json()).toEqual({ message: "Successfully updated" });
});

const papers = (person: Person = boss) => person.client.storage.from("papers");
const bytesOf = (size: number) => Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255));
const blobFiles = () => filesIn(join(server.folder, "data", "blobs"));
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 600 && !(await holds()); i++) await new Promise((done) => setTimeout(done, 200));
  return holds();
};
/** The bytes of what was replaced or removed are swept right after; waits until nothing goes for two seconds. */
const settled = async () => {
  let last = -1;
  let since = 0;
  await until(() => {
    const now = blobFiles().length;
    since = now === last ? since + 1 : 0;
    last = now;
    return since >= 10;
  });
  return last;
};
const get = (path: string, headers: Record<string, string> = {}, method = "GET") => send(server, `/storage/v1/object/${path}`, { token, headers, method });

describe("buckets", () => {
  it("are listed and looked at by members, with those of the program", async () => {
    const buckets = await dataOf(boss.client.storage.listBuckets());
    expect(buckets.map((each) => each.name)).toEqual(["empty", "knowledge-photos", "money", "papers", "shelf", "warehouse-photos"]);
    const searched = await dataOf(boss.client.storage.listBuckets({ search: "p", limit: 1, offset: 1, sortColumn: "name", sortOrder: "desc" }));
    expect(searched.map((each) => each.name)).toEqual(["papers"]);
    const one = await dataOf(boss.client.storage.getBucket("papers"));
    expect(one).toMatchObject({ id: "papers", public: false, file_size_limit: 3 << 20, allowed_mime_types: null });
  });

  it("are made, changed, emptied and deleted by administrators alone", async () => {
    const { storage } = boss.client;
    await dataOf(storage.createBucket("pictures", { public: false, fileSizeLimit: "1KB", allowedMimeTypes: ["image/*"] }));
    expect(await dataOf(storage.getBucket("pictures"))).toMatchObject({ file_size_limit: 1024, allowed_mime_types: ["image/*"] });
    expect((await storage.createBucket("pictures")).error).toMatchObject({ statusCode: "409", status: 400, message: "The resource already exists" });
    await dataOf(storage.updateBucket("pictures", { public: false, fileSizeLimit: 2048 }));
    expect(await dataOf(storage.getBucket("pictures"))).toMatchObject({ file_size_limit: 2048, allowed_mime_types: null });
    await dataOf(storage.from("pictures").upload("a.txt", "x"));
    expect((await storage.deleteBucket("pictures")).error).toMatchObject({ statusCode: "409" });
    expect(await dataOf(storage.emptyBucket("pictures"))).toEqual({ message: "Successfully emptied" });
    expect(await dataOf(storage.deleteBucket("pictures"))).toEqual({ message: "Successfully deleted" });
    expect((await storage.getBucket("pictures")).error).toMatchObject({ statusCode: "404", message: "Bucket not found" });
    const member = await invite(server, boss, { warehouse: 3 });
    for (const refused of [await member.client.storage.createBucket("own"), await member.client.storage.emptyBucket("papers"), await member.client.storage.deleteBucket("empty"), await member.client.storage.updateBucket("papers", { public: false })])
      expect(refused.error).toMatchObject({ statusCode: "403" });
    for (const own of [await storage.deleteBucket("warehouse-photos"), await storage.updateBucket("warehouse-photos", { public: false })])
      expect(own.error).toMatchObject({ statusCode: "403" });
  });

  it("have plain names, and are not public unless the operator allows it", async () => {
    for (const name of ["", "Has Space", "ÜBER", "list", "sign", "public", "a/b", "..", "x".repeat(64), "-a"])
      expect([name, (await boss.client.storage.createBucket(name)).error?.message]).toEqual([name, "Bucket name invalid"]);
    expect((await boss.client.storage.createBucket("open", { public: true })).error).toMatchObject({ statusCode: "403" });
    expect((await boss.client.storage.updateBucket("papers", { public: true })).error).toMatchObject({ statusCode: "403" });
    for (const body of [{ name: "odd", file_size_limit: "much" }, { name: "odd", allowed_mime_types: ["none"] }, { name: "odd", module: "nothing" }, { name: "odd", file_size_limit: -1 }])
      expect([body, (await send(server, "/storage/v1/bucket", { token, body })).status]).toEqual([body, 400]);
  });
});

describe("uploading and downloading", () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 1_000_003];
  it.each(sizes)("gives %i bytes back as they were, raw and as a form", async (size) => {
    const bytes = bytesOf(size);
    for (const [name, body] of [["raw", bytes], ["form", new Blob([bytes], { type: "application/x-own" })]] as const) {
      const stored = await dataOf(papers().upload(`${name}/${size}.bin`, body, { contentType: "application/x-own" }));
      expect(stored).toMatchObject({ path: `${name}/${size}.bin`, fullPath: `papers/${name}/${size}.bin` });
      const back = await dataOf(papers().download(`${name}/${size}.bin`));
      expect(back.type).toBe("application/x-own");
      expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
    }
  });

  it("streams what is larger than a form may be", async () => {
    const bytes = bytesOf(3 << 20);
    const stream = new Blob([bytes]).stream();
    await dataOf(papers().upload("large.bin", stream, { duplex: "half" }));
    const back = await dataOf(papers().download("large.bin"));
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("refuses what is too large, with and without a length said before", async () => {
    for (const body of [bytesOf((3 << 20) + 1), new Blob([bytesOf((3 << 20) + 1)]).stream(), bytesOf((3 << 20) + 100_000)]) {
      const { error } = await papers().upload("larger.bin", body, { duplex: "half" });
      expect(error).toMatchObject({ statusCode: "413" });
    }
    expect((await papers().exists("larger.bin")).data).toBe(false);
  });

  it("refuses a taken path unless told to replace", async () => {
    await dataOf(papers().upload("taken.txt", "one"));
    expect((await papers().upload("taken.txt", "two")).error).toMatchObject({ statusCode: "409", status: 400, message: "The resource already exists" });
    const before = await dataOf(papers().info("taken.txt"));
    await dataOf(papers().upload("taken.txt", "two", { upsert: true }));
    expect(await (await dataOf(papers().download("taken.txt"))).text()).toBe("two");
    await dataOf(papers().update("taken.txt", "three"));
    expect(await (await dataOf(papers().download("taken.txt"))).text()).toBe("three");
    const after = await dataOf(papers().info("taken.txt"));
    expect([after.id, after.createdAt]).toEqual([before.id, before.createdAt]);
    expect(after.version).not.toBe(before.version);
  });

  it("keeps type, caching and the client's notes", async () => {
    await dataOf(papers().upload("notes.csv", "a,b", { contentType: "text/csv; charset=utf-8", cacheControl: "60", metadata: { batch: 7 } }));
    expect(await dataOf(papers().info("notes.csv"))).toMatchObject({ name: "notes.csv", bucketId: "papers", size: 3, contentType: "text/csv; charset=utf-8", cacheControl: "max-age=60", metadata: { batch: 7 } });
    await dataOf(papers().upload("notes.form", new Blob(["a,b"], { type: "text/csv" }), { cacheControl: "61", metadata: { batch: 8 } }));
    expect(await dataOf(papers().info("notes.form"))).toMatchObject({ cacheControl: "max-age=61", contentType: "text/csv", metadata: { batch: 8 } });
    const answer = await get("papers/notes.csv");
    expect(answer.headers.get("cache-control")).toBe("private, max-age=60");
  });

  it("refuses paths that are none", async () => {
    for (const path of ["a//b", "a/", "a%5Cb", "a%00b", "a%2Fb", "%ff", "x".repeat(1025), "a%0Ab"]) {
      const answer = await send(server, `/storage/v1/object/papers/${path}`, { token, method: "POST", body: {} });
      expect([path, answer.status]).toEqual([path, 400]);
    }
    for (const to of ["a//b", "../b", "/a", "a/", "", "a\nb"]) {
      const { error } = await papers().move("taken.txt", to);
      expect([to, error?.status]).toEqual([to, 400]);
    }
    await dataOf(papers().upload("仓库/鞋 42½.txt", "ok"));
    expect(await (await dataOf(papers().download("仓库/鞋 42½.txt"))).text()).toBe("ok");
  });

  it("says of a bucket or path that is not there what Supabase says", async () => {
    expect((await boss.client.storage.from("nowhere").upload("a", "a")).error).toMatchObject({ statusCode: "404", message: "Bucket not found" });
    const answer = await get("papers/nothing.txt");
    expect([answer.status, await answer.json()]).toEqual([400, { statusCode: "404", error: "not_found", message: "Object not found", code: "NoSuchKey" }]);
    expect((await papers().exists("nothing.txt")).data).toBe(false);
    expect((await papers().exists("taken.txt")).data).toBe(true);
  });

  it("takes only the types of the bucket, by content where it is a picture", async () => {
    const photos = boss.client.storage.from("shelf");
    const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(50)]);
    await dataOf(photos.upload("p/1.png", png, { contentType: "image/png" }));
    expect((await photos.upload("p/2.png", "<script>alert(1)</script>", { contentType: "image/png" })).error).toMatchObject({ statusCode: "415" });
    expect((await photos.upload("p/3.jpg", png, { contentType: "image/jpeg" })).error).toMatchObject({ statusCode: "415" });
    expect((await photos.upload("p/4.html", "<b>", { contentType: "text/html" })).error).toMatchObject({ statusCode: "415", message: "mime type text/html is not supported" });
  });
});

describe("a download", () => {
  it("serves ranges", async () => {
    const bytes = bytesOf(200_000);
    await dataOf(papers().upload("range.bin", bytes));
    for (const [range, from, to] of [["bytes=0-0", 0, 1], ["bytes=65530-65545", 65_530, 65_546], ["bytes=131072-", 131_072, 200_000], ["bytes=-7", 199_993, 200_000], ["bytes=199999-300000", 199_999, 200_000]] as const) {
      const answer = await get("papers/range.bin", { Range: range });
      expect([range, answer.status, answer.headers.get("content-range")]).toEqual([range, 206, `bytes ${from}-${to - 1}/200000`]);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
    }
    expect((await get("papers/range.bin", { Range: "bytes=200000-" })).status).toBe(400);
    expect((await get("papers/range.bin", { Range: "lines=1-2" })).status).toBe(200);
    const etag = (await get("papers/range.bin")).headers.get("etag") ?? "";
    expect((await get("papers/range.bin", { Range: "bytes=0-1", "If-Range": etag })).status).toBe(206);
    expect((await get("papers/range.bin", { Range: "bytes=0-1", "If-Range": '"other"' })).status).toBe(200);
  });

  it("is conditional", async () => {
    await dataOf(papers().upload("same.txt", "same"));
    const first = await get("papers/same.txt");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    const again = await get("papers/same.txt", { "If-None-Match": etag });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await get("papers/same.txt", { "If-Modified-Since": first.headers.get("last-modified") ?? "" })).status).toBe(304);
    await dataOf(papers().update("same.txt", "other"));
    expect((await get("papers/same.txt", { "If-None-Match": etag })).status).toBe(200);
  });

  it("answers HEAD with everything but the bytes", async () => {
    const answer = await get("papers/range.bin", {}, "HEAD");
    expect([answer.status, answer.headers.get("content-length"), answer.headers.get("accept-ranges")]).toEqual([200, "200000", "bytes"]);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
    const next = await get("papers/same.txt"); // the connection is still in order
    expect(await next.text()).toBe("other");
  });

  it("never runs in a browser, whatever it is called", async () => {
    for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/pdf", "application/javascript", "TEXT/HTML; charset=utf-8", "text/html\t", "unknown/unknown"]) {
      await dataOf(papers().upload("evil", "<script>alert(1)</script>", { contentType: type, upsert: true }));
      const answer = await get("papers/evil");
      expect([type, answer.headers.get("content-disposition")]).toEqual([type, expect.stringMatching(/^attachment; filename\*=UTF-8''evil$/)]);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    }
    await dataOf(papers().upload("plain", "x", { contentType: "text/plain", upsert: true }));
    expect((await get("papers/plain")).headers.get("content-disposition")).toBeNull();
    expect((await get("papers/plain?download=r%C3%A9sum%C3%A9%22%0d%0aX-Evil:1.txt")).headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''r%C3%A9sum%C3%A9%22%0D%0AX-Evil%3A1.txt");
  });

  it("waits for a slow reader without holding up others", async () => {
    const bytes = bytesOf(3 << 20);
    await dataOf(papers().upload("slow.bin", bytes, { upsert: true }));
    const slow = await Promise.all(Array.from({ length: 12 }, () => get("papers/slow.bin")));
    expect(await (await get("papers/same.txt")).text()).toBe("other"); // eight threads read at most
    for (const answer of slow) expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    await (await get("papers/slow.bin")).body?.cancel(); // who leaves in the middle does no harm
    expect(await (await get("papers/same.txt")).text()).toBe("other");
  });
});

describe("a list", () => {
  const names = async (path?: string, options?: object) => (await dataOf(boss.client.storage.from("empty").list(path, options))).map((each) => each.name);
  beforeAll(async () => {
    for (const name of ["b.txt", "a.txt", "in/one.txt", "in/two.txt", "in/deep/three.txt", "in/deep/four/five.txt", "in-between/x", "in0/x", "100_off.txt", "100xoff.txt", "Zeta.txt", "inside.txt"])
      await dataOf(boss.client.storage.from("empty").upload(name, name));
  });

  it("shows one folder: its folders, then its files", async () => {
    expect(await names()).toEqual(["in", "in-between", "in0", "100_off.txt", "100xoff.txt", "Zeta.txt", "a.txt", "b.txt", "inside.txt"].sort((x, y) => (x.includes(".") === y.includes(".") ? (x < y ? -1 : 1) : x.includes(".") ? 1 : -1)));
    expect(await names("in")).toEqual(["deep", "one.txt", "two.txt"]);
    expect(await names("in/")).toEqual(["deep", "one.txt", "two.txt"]);
    expect(await names("/in/deep")).toEqual(["four", "three.txt"]);
    expect(await names("in/deep/four")).toEqual(["five.txt"]);
    expect(await names("nothing")).toEqual([]);
    expect(await names("i")).toEqual([]);
  });

  it("says of a file what it is, and of a folder that it is one", async () => {
    const [folder, file] = await dataOf(boss.client.storage.from("empty").list("in"));
    expect(folder).toEqual({ name: "deep", id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null });
    expect(file).toMatchObject({ name: "one.txt", id: expect.stringMatching(/^[0-9a-f-]{36}$/), metadata: { size: 10, mimetype: "text/plain;charset=UTF-8", contentLength: 10 } });
  });

  it("is cut, sorted and searched", async () => {
    const all = await names();
    for (const [offset, limit] of [[0, 2], [1, 3], [2, 4], [3, 2], [5, 100], [9, 5]] as const)
      expect([offset, limit, await names("", { offset, limit })]).toEqual([offset, limit, all.slice(offset, offset + limit)]);
    expect(await names("in", { sortBy: { column: "name", order: "desc" } })).toEqual(["deep", "two.txt", "one.txt"]);
    expect(await names("in", { sortBy: { column: "created_at", order: "desc" } })).toEqual(["deep", "two.txt", "one.txt"]);
    expect(await names("", { search: "in" })).toEqual(["in", "in-between", "in0", "inside.txt"]);
    expect(await names("", { search: "z" })).toEqual(["Zeta.txt"]);
    expect(await names("", { search: "100_" })).toEqual(["100_off.txt"]);
    expect(await names("", { search: "%" })).toEqual([]);
    for (const options of [{ limit: 0 }, { limit: 1001 }, { offset: -1 }, { sortBy: { column: "size; DROP TABLE" } }, { sortBy: { order: "sideways" } }])
      expect([options, (await boss.client.storage.from("empty").list("", options)).error?.status]).toEqual([options, 400]);
  });
});

describe("moving, copying, removing", () => {
  it("moves within and between buckets", async () => {
    await dataOf(papers().upload("old.txt", "content"));
    expect(await dataOf(papers().move("old.txt", "sub/new.txt"))).toEqual({ message: "Successfully moved" });
    expect((await papers().exists("old.txt")).data).toBe(false);
    await dataOf(papers().move("sub/new.txt", "there.txt", { destinationBucket: "money" }));
    expect(await (await dataOf(boss.client.storage.from("money").download("there.txt"))).text()).toBe("content");
    await dataOf(papers().upload("in-the-way.txt", "x"));
    await dataOf(papers().upload("mover.txt", "y"));
    expect((await papers().move("mover.txt", "in-the-way.txt")).error).toMatchObject({ statusCode: "409" });
    expect((await papers().move("gone.txt", "x.txt")).error).toMatchObject({ statusCode: "404" });
    expect((await papers().move("mover.txt", "m.txt", { destinationBucket: "shelf" })).error).toMatchObject({ statusCode: "415" });
  });

  it("copies under a key of its own", async () => {
    const bytes = bytesOf(150_000);
    await dataOf(papers().upload("original.bin", bytes));
    expect(await dataOf(papers().copy("original.bin", "copies/copy.bin"))).toMatchObject({ path: "papers/copies/copy.bin" });
    await dataOf(papers().remove(["original.bin"]));
    expect(Buffer.from(await (await dataOf(papers().download("copies/copy.bin"))).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await papers().copy("copies/copy.bin", "mover.txt")).error).toMatchObject({ statusCode: "409" });
  });

  it("removes many, says which went, and leaves no bytes", async () => {
    const before = await settled();
    await dataOf(papers().upload("r/1.txt", "1"));
    await dataOf(papers().upload("r/2.txt", "2"));
    expect(await until(() => blobFiles().length === before + 2)).toBe(true); // what earlier tests removed is swept
    const removed = await dataOf(papers().remove(["r/1.txt", "r/2.txt", "r/never.txt"]));
    expect(removed.map((each) => each.name).sort()).toEqual(["r/1.txt", "r/2.txt"]);
    expect(await until(() => blobFiles().length === before)).toBe(true);
    expect((await papers().remove([])).error?.status).toBe(400);
    await dataOf(papers().upload("r/3.txt", "3"));
    const one = await send(server, "/storage/v1/object/papers/r/3.txt", { token, method: "DELETE" });
    expect([one.status, await one.json()]).toEqual([200, { message: "Successfully deleted" }]);
    expect((await send(server, "/storage/v1/object/papers/r/3.txt", { token, method: "DELETE" })).status).toBe(400);
  });

  it("removes the bytes of what was replaced", async () => {
    await dataOf(papers().upload("again.bin", bytesOf(100)));
    const count = await settled();
    for (let i = 0; i < 5; i++) await dataOf(papers().update("again.bin", bytesOf(200 + i)));
    expect(await until(() => blobFiles().length === count)).toBe(true);
  });
});

describe("signed addresses", () => {
  const open = (url: string, init: RequestInit = {}) => fetch(url, init);
  it("open one file without a session, until their time is over", async () => {
    await dataOf(papers().upload("to share/ü & 鞋.txt", "shared"));
    const { signedUrl } = await dataOf(papers().createSignedUrl("to share/ü & 鞋.txt", 60));
    expect((await open(signedUrl)).status).toBe(200);
    await dataOf(papers().upload("share/plain.txt", "shared"));
    const plain = await dataOf(papers().createSignedUrl("share/plain.txt", 60));
    const answer = await open(plain.signedUrl);
    expect([answer.status, await answer.text(), answer.headers.get("cache-control")]).toEqual([200, "shared", "private, max-age=3600"]);
    const named = await dataOf(papers().createSignedUrl("share/plain.txt", 60, { download: "report.txt" }));
    expect((await open(named.signedUrl)).headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''report.txt");
    const short = await dataOf(papers().createSignedUrl("share/plain.txt", 1));
    await expect.poll(async () => (await open(short.signedUrl)).status).toBe(400);
    const late = await open(short.signedUrl);
    expect([late.status, await late.json()]).toEqual([400, expect.objectContaining({ code: "InvalidJWT" })]);
  });

  it("open nothing else", async () => {
    const { signedUrl } = await dataOf(papers().createSignedUrl("share/plain.txt", 60));
    const other = signedUrl.replace("share/plain.txt", "taken.txt");
    expect((await open(other)).status).toBe(400);
    expect((await open(signedUrl.replace("papers", "money"))).status).toBe(400);
    const signed = new URL(signedUrl).searchParams.get("token") ?? "";
    const forged = Buffer.from(signed.split(".")[1] ?? "", "base64url").toString().replace(/"exp":\d+/, '"exp":9999999999');
    for (const bad of ["", signed.slice(0, -2), `${signed.split(".")[0]}.${Buffer.from(forged).toString("base64url")}.${signed.split(".")[2]}`, token])
      expect((await open(`${server.url}/storage/v1/object/sign/papers/share/plain.txt?token=${bad}`)).status).toBe(400);
    // It is no access token, and no leave to write.
    expect((await send(server, "/storage/v1/object/papers/share/plain.txt", { token: signed })).status).toBe(401);
    expect((await open(`${server.url}/storage/v1/object/upload/sign/papers/share/plain.txt?token=${signed}`, { method: "PUT", body: "x" })).status).toBe(400);
    await dataOf(papers().remove(["share/plain.txt"]));
    expect((await open(signedUrl)).status).toBe(400);
  });

  it("are made for many at once, and only for what is there", async () => {
    const made = await dataOf(papers().createSignedUrls(["same.txt", "never.txt"], 60));
    expect(made.map((each) => [each.path, each.error])).toEqual([["same.txt", null], ["never.txt", "Either the object does not exist or you do not have access to it"]]);
    expect((await open(made[0]?.signedUrl ?? "")).status).toBe(200);
    expect((await papers().createSignedUrl("never.txt", 60)).error).toMatchObject({ statusCode: "404" });
    for (const seconds of [0, -1, 604_801]) expect((await papers().createSignedUrl("same.txt", seconds)).error?.status).toBe(400);
  });

  it("take an upload at one path, from whoever has the address", async () => {
    const stranger = anonymous(server);
    const { path, token: ticket } = await dataOf(papers().createSignedUploadUrl("handed/in.txt"));
    const sent = await stranger.storage.from("papers").uploadToSignedUrl(path, ticket, new Blob(["handed in"], { type: "text/plain" }));
    expect(sent.error).toBeNull();
    expect(await (await dataOf(papers().download("handed/in.txt"))).text()).toBe("handed in");
    expect((await stranger.storage.from("papers").uploadToSignedUrl(path, ticket, "again")).error).toMatchObject({ statusCode: "409" });
    expect((await stranger.storage.from("papers").uploadToSignedUrl("elsewhere.txt", ticket, "x")).error).toMatchObject({ status: 400 });
    const replacing = await dataOf(papers().createSignedUploadUrl("handed/in.txt", { upsert: true }));
    expect((await stranger.storage.from("papers").uploadToSignedUrl(path, replacing.token, "raw again")).error).toBeNull();
    expect(await (await dataOf(papers().download("handed/in.txt"))).text()).toBe("raw again");
    expect((await stranger.storage.from("papers").download("handed/in.txt")).error?.status).toBe(401);
    expect((await stranger.storage.from("papers").createSignedUrl("handed/in.txt", 60)).error?.status).toBe(401);
  });
});

describe("who may", () => {
  it("nobody sees anything of another workspace", async () => {
    const other = await openShop(server);
    const theirs = other.client.storage;
    await dataOf(papers().upload("secret/plan.txt", "plan"));
    expect((await dataOf(theirs.listBuckets())).map((each) => each.name)).toEqual(["knowledge-photos", "warehouse-photos"]);
    expect((await theirs.from("papers").download("secret/plan.txt")).error).toBeTruthy();
    await dataOf(theirs.createBucket("papers"));
    for (const refused of [await theirs.from("papers").download("secret/plan.txt"), await theirs.from("papers").info("secret/plan.txt"), await theirs.from("papers").createSignedUrl("secret/plan.txt", 9), await theirs.from("papers").move("secret/plan.txt", "mine.txt"), await theirs.from("papers").copy("secret/plan.txt", "mine.txt")])
      expect(refused.error).toMatchObject({ status: expect.any(Number) });
    expect(await dataOf(theirs.from("papers").list("secret"))).toEqual([]);
    expect(await dataOf(theirs.from("papers").remove(["secret/plan.txt"]))).toEqual([]);
    await dataOf(theirs.from("papers").upload("secret/plan.txt", "their own"));
    expect(await (await dataOf(papers().download("secret/plan.txt"))).text()).toBe("plan");
    expect((await dataOf(other.client.from("storage_object").select("name"))).map((each) => each.name)).toEqual(["secret/plan.txt"]);
    expect((await dataOf(other.client.from("storage_object").select("size")))).toEqual([{ size: 9 }]);
  });

  it("the grant of the bucket's module decides, and rows say no more than files", async () => {
    await dataOf(boss.client.storage.from("money").upload("wages.csv", "1,2"));
    const keeper = await invite(server, boss, { warehouse: 1 });
    const { storage } = keeper.client;
    for (const refused of [await storage.from("money").download("wages.csv"), await storage.from("money").list(), await storage.from("money").upload("x", "x"), await storage.from("money").createSignedUrl("wages.csv", 9), await storage.getBucket("money")])
      expect(refused.error).toMatchObject({ statusCode: "403" });
    expect((await dataOf(storage.listBuckets())).map((each) => each.name)).not.toContain("money");
    const rows = await dataOf(keeper.client.from("storage_object").select("bucket"));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((each) => each.bucket)).not.toContain("money");
    expect(await dataOf(keeper.client.from("storage_bucket").select("name").eq("name", "money"))).toEqual([]);
    // Looking is not changing.
    expect((await storage.from("shelf").upload("x.png", "x", { contentType: "image/png" })).error).toMatchObject({ statusCode: "403" });
    expect((await storage.from("shelf").download("p/1.png")).error).toBeNull();
    // Rows are written by the API of files alone.
    for (const answer of [await keeper.client.from("storage_object").insert({ bucket: "papers", name: "forged" }), await boss.client.from("storage_object").update({ module: "core" }).eq("bucket", "money"), await boss.client.from("storage_bucket").delete().eq("name", "money")])
      expect(answer.status).toBe(403);
    expect(Object.keys((await dataOf(boss.client.from("storage_object").select("*").limit(1)))[0] ?? {})).not.toContain("blob_id");
  });

  it("who may change only their own replaces and removes only that", async () => {
    const one = await invite(server, boss);
    const two = await invite(server, boss);
    await dataOf(papers(one).upload("mine/one.txt", "one"));
    expect(await (await dataOf(papers(two).download("mine/one.txt"))).text()).toBe("one");
    for (const refused of [await papers(two).upload("mine/one.txt", "two", { upsert: true }), await papers(two).update("mine/one.txt", "two"), await papers(two).move("mine/one.txt", "mine/two.txt")])
      expect(refused.error).toMatchObject({ statusCode: "403" });
    expect(await dataOf(papers(two).remove(["mine/one.txt"]))).toEqual([]);
    const ticket = await dataOf(papers(two).createSignedUploadUrl("mine/one.txt", { upsert: true }));
    expect((await papers(two).uploadToSignedUrl("mine/one.txt", ticket.token, "two")).error).toMatchObject({ statusCode: "403" });
    expect(await (await dataOf(papers(one).download("mine/one.txt"))).text()).toBe("one");
    await dataOf(papers(boss).update("mine/one.txt", "boss"));
    expect((await dataOf(papers(one).remove(["mine/one.txt"]))).length).toBe(1);
  });

  it("nobody without a session, but by a signed address", async () => {
    const stranger = anonymous(server).storage;
    for (const refused of [await stranger.listBuckets(), await stranger.from("papers").download("same.txt"), await stranger.from("papers").list(), await stranger.from("papers").upload("x", "x")])
      expect(refused.error).toMatchObject({ status: 401 });
    const { publicUrl } = papers().getPublicUrl("same.txt").data;
    expect((await fetch(publicUrl)).status).toBe(400);
  });
});

describe("on the disk and in the log", () => {
  it("a changed byte is told, not given out", async () => {
    const before = new Set(blobFiles());
    await dataOf(papers().upload("fragile.bin", bytesOf(300_000)));
    const [path] = blobFiles().filter((each) => !before.has(each));
    const whole = readFileSync(path ?? "");
    const flip = (at: number) => writeFileSync(path ?? "", Buffer.from(whole.map((byte, i) => (i === at ? byte ^ 1 : byte))));
    flip(100);
    expect((await get("papers/fragile.bin")).status).toBe(500);
    flip(250_000);
    await expect(get("papers/fragile.bin").then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await get("papers/fragile.bin", { Range: "bytes=0-99" })).status).toBe(206);
    writeFileSync(path ?? "", whole);
    expect((await get("papers/fragile.bin")).status).toBe(200);
  });

  it("every file of the data directory is of a kind that the data map names", async () => {
    const map = readFileSync(join(import.meta.dirname, "../../../docs/data-map.md"), "utf8").split("\n## Files\n")[1]?.split("\n## ")[0] ?? "";
    const rows = map.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) for (const cell of row.split("|").slice(1, -1)) expect([row, cell.trim().length > 1]).toEqual([row, true]);
    const patterns = rows.map((row) => new RegExp(`^${(/\| `([^`]+)` \|/.exec(row)?.[1] ?? "").replace(/\./g, "\\.").replace(/\*/g, "[^/]*")}$`));
    const data = join(server.folder, "data");
    for (const path of filesIn(data)) {
      const name = path.slice(data.length + 1);
      expect([name, patterns.some((each) => each.test(name))]).toEqual([name, true]);
    }
  });

  it("nothing of the content stands in plain", async () => {
    await dataOf(papers().upload("marked.txt", MARKER.repeat(20_000)));
    await papers().upload("marked.txt", `${MARKER}-refused`);
    const paths = filesIn(server.folder);
    expect(blobFiles().length).toBeGreaterThan(0);
    for (const path of paths) expect([path, readFileSync(path).includes(MARKER)]).toEqual([path, false]);
    expect(server.lines.join("\n")).not.toContain(MARKER);
    expect(await (await dataOf(papers().download("marked.txt"))).text()).toBe(MARKER.repeat(20_000));
  });
});

describe("when a workspace goes", () => {
  it("its files go with it, bytes included", async () => {
    const leaver = await openShop(server);
    await dataOf(leaver.client.storage.createBucket("papers"));
    const before = await settled();
    await dataOf(leaver.client.storage.from("papers").upload("last.txt", "last"));
    expect(await until(() => blobFiles().length === before + 1)).toBe(true);
    const key = (await server.run("keys", "add", "the end")).stdout.trim();
    const account = (await leaver.client.auth.getUser()).data.user?.id ?? "";
    const office = createClient(server.url, key, { auth: { persistSession: false, autoRefreshToken: false } });
    expect((await office.auth.admin.deleteUser(account)).error).toBeNull();
    await server.restart(); // the sweep for what nobody owns runs at the start and every few hours
    expect(await until(() => blobFiles().length === before)).toBe(true);
  });
});
