// Photos of records (N-014): uploaded as any file is, private to who holds the grant of the record's
// module, without anything of the camera in them, and gone with their record.
import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SupabaseClient } from "@supabase/supabase-js";
import { Upload } from "tus-js-client";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, newId, send, signIn, tokenOf } from "../../harness/client.ts";
import { filesIn } from "../../harness/files.ts";
import { CORNERS, HEIGHT, PLACE, TAKEN_WITH, WIDTH, cornersOf, heic, jpeg, partsOf, png, webp } from "../../harness/pictures.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const server = useServer();
const BUCKET = "warehouse-photos";
let boss: Person;
let token = "";

interface Link { id: string; record_id: string; created_by: string | null; position: number; width: number; height: number; path: string; url: string; expires_at: string }

const photos = (person: Person = boss) => person.client.storage.from(BUCKET);
const blobFiles = () => filesIn(join(server.folder, "data", "blobs"));
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 600 && !(await holds()); i++) await new Promise((done) => setTimeout(done, 100));
  return holds();
};

async function newBox(person: Person = boss, supplier = "Hangzhou Shoes"): Promise<string> {
  return ((await dataOf(person.client.from("inbound_box").insert({ supplier }).select("id").single())) as { id: string }).id;
}

async function addPhoto(record: string, picture: Buffer = jpeg(), type = "image/jpeg", person: Person = boss, entity = "inbound_box"): Promise<string> {
  const id = newId();
  await dataOf(photos(person).upload(`${entity}/${record}/${id}`, picture, { contentType: type }));
  return id;
}

const links = async (record: string, more: Record<string, unknown> = {}, client: SupabaseClient = boss.client, entity = "inbound_box") =>
  (await dataOf(client.rpc("photo_links", { entity, records: [record], ...more }))) as Link[];
const fetched = async (url: string) => Buffer.from(await (await fetch(server.url + url)).arrayBuffer());
const stored = async (path: string) => Buffer.from(await (await dataOf(photos().download(path))).arrayBuffer());
const asPng = async (path: string) =>
  Buffer.from(await (await send(server, `/storage/v1/render/image/authenticated/${BUCKET}/${path}?format=png`, { token })).arrayBuffer());

/** Equal but for what compression does to colours. */
function expectCorners(picture: Buffer, width: number, height: number, wanted: number[][]) {
  const seen = cornersOf(picture);
  expect([seen.width, seen.height]).toEqual([width, height]);
  seen.corners.forEach((corner, i) => corner.forEach((value, c) => expect(Math.abs(value - (wanted[i]?.[c] ?? -999)), JSON.stringify(seen.corners)).toBeLessThan(100)));
}

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
});

describe("what is kept of a photo", () => {
  const JPEG_PARTS = ["e0", "db", "c0", "c4", "c2", "dd"];
  it.each([
    ["JPEG", jpeg(), "image/jpeg", "image/jpeg", JPEG_PARTS],
    ["PNG", png(), "image/png", "image/png", ["IHDR", "PLTE", "IDAT", "IEND", "pHYs", "bKGD"]],
    ["WebP", webp(), "image/webp", "image/webp", ["VP8 ", "VP8L"]],
    ["HEIC", heic(), "image/heic", "image/jpeg", JPEG_PARTS],
    ["HEIC by its other name", heic(), "image/heif", "image/jpeg", JPEG_PARTS],
  ] as const)("%s: the picture, and nothing of where, when and with what it was taken", async (_, picture, type, keptType, allowed) => {
    expect(picture.includes(TAKEN_WITH)).toBe(true);
    for (const place of PLACE) expect(picture.includes(place)).toBe(true);
    const box = await newBox();
    const id = await addPhoto(box, picture, type);
    const [photo] = await dataOf(boss.client.from("photo").select("*, storage_object(name, content_type, size, metadata)").eq("record_id", box));
    expect(photo).toMatchObject({ id, entity: "inbound_box", module: "warehouse", width: WIDTH, height: HEIGHT, position: 1, storage_object: { name: `inbound_box/${box}/${id}`, content_type: keptType, metadata: null } });
    const kept = await stored(`inbound_box/${box}/${id}`);
    for (const hidden of [TAKEN_WITH, ...PLACE, "Exif", "ns.adobe", "GPS", "8BIM"]) expect(kept.includes(hidden)).toBe(false);
    expect(partsOf(kept).filter((part) => !(allowed as readonly string[]).includes(part))).toEqual([]);
    expectCorners(await asPng(`inbound_box/${box}/${id}`), WIDTH, HEIGHT, CORNERS);
    for (const size of ["thumbnail", "screen", "original"]) {
      const [link] = await links(box, { size });
      const seen = await fetched(link?.url ?? "");
      expect(seen.length).toBeGreaterThan(50);
      expect(seen.includes(TAKEN_WITH)).toBe(false);
    }
  });

  it("stands upright, whichever way the camera was held", async () => {
    const [a, b, c, d] = CORNERS as [number[], number[], number[], number[]];
    const box = await newBox();
    for (const [orientation, width, height, corners] of [[3, WIDTH, HEIGHT, [d, c, b, a]], [6, HEIGHT, WIDTH, [c, a, d, b]], [8, HEIGHT, WIDTH, [b, d, a, c]], [2, WIDTH, HEIGHT, [b, a, d, c]]] as const) {
      const id = await addPhoto(box, jpeg(orientation));
      expectCorners(await asPng(`inbound_box/${box}/${id}`), width, height, [...corners]);
    }
    expect((await links(box)).map((link) => [link.width, link.height])).toEqual([[64, 32], [32, 64], [32, 64], [64, 32]]);
  });

  it("is the same over a resumable upload, whose bytes nobody can read once this process ends", async () => {
    const box = await newBox();
    const picture = jpeg();
    const upload = (id: string, options: Record<string, unknown> = {}) =>
      new Promise<void>((done, failed) => {
        new Upload(picture, {
          endpoint: `${server.url}/storage/v1/upload/resumable`,
          headers: { Authorization: `Bearer ${token}` },
          metadata: { bucketName: BUCKET, objectName: `inbound_box/${box}/${id}`, contentType: "image/jpeg", metadata: `{"from":"${TAKEN_WITH}"}` },
          chunkSize: 500,
          retryDelays: null,
          onSuccess: () => done(),
          onError: failed,
          ...options,
        }).start();
      });
    const id = newId();
    await upload(id);
    const kept = await stored(`inbound_box/${box}/${id}`);
    expect(kept.includes(TAKEN_WITH)).toBe(false);
    const info = await dataOf(photos().info(`inbound_box/${box}/${id}`));
    expect(JSON.stringify(info)).not.toContain(TAKEN_WITH);

    // Half of one, and a restart: what is staged is of no use to anybody, the server included.
    const begun = await fetch(`${server.url}/storage/v1/upload/resumable`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0", "Upload-Length": String(picture.length), "Content-Type": "application/offset+octet-stream",
        "Upload-Metadata": Object.entries({ bucketName: BUCKET, objectName: `inbound_box/${box}/${newId()}`, contentType: "image/jpeg" }).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`).join(","),
      },
      body: new Uint8Array(picture.subarray(0, picture.length - 100)),
    });
    expect([begun.status, begun.headers.get("upload-offset")]).toEqual([201, String(picture.length - 100)]);
    const where = begun.headers.get("location") ?? "";
    const look = () => fetch(new URL(where, server.url), { method: "HEAD", headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0" } });
    expect((await look()).status).toBe(200);
    await server.stop();
    await server.start();
    boss = await signIn(server, boss);
    token = await tokenOf(boss);
    const lost = await look();
    expect(lost.status).toBe(410);
    const again = newId();
    await upload(again); // the same picture, from its begin
    expect((await links(box)).map((link) => link.id)).toEqual([id, again]);
  });

  it("no byte of it is staged any longer than it takes", async () => {
    const box = await newBox();
    await addPhoto(box);
    const staged = () => filesIn(join(server.folder, "data", "blobs", "staged")).map((file) => statSync(file, { throwIfNoEntry: false })).filter((found) => found && found.size > 0 && Date.now() - found.mtimeMs < 60_000);
    const half = staged().length;
    expect(await until(() => staged().length <= Math.min(half, 1))).toBe(true); // the half one of above
    for (const file of blobFiles()) expect(readFileSync(file).includes(TAKEN_WITH)).toBe(false);
  });
});

describe("who sees photos", () => {
  it("members with the grant of the record's module; who may edit adds, and removes their own", async () => {
    const box = await newBox();
    const id = await addPhoto(box);
    const path = `inbound_box/${box}/${id}`;
    const viewer = await invite(server, boss, { warehouse: 1 });
    const packer = await invite(server, boss, { warehouse: 2 });
    const seller = await invite(server, boss, { sales: 3 });
    expect((await links(box, {}, viewer.client)).map((link) => link.id)).toEqual([id]);
    expect((await dataOf(viewer.client.from("photo").select("id").eq("record_id", box))).length).toBe(1);
    expect((await photos(viewer).download(path)).error).toBeNull();
    expect((await photos(viewer).upload(`inbound_box/${box}/${newId()}`, jpeg(), { contentType: "image/jpeg" })).error).toMatchObject({ statusCode: "403" });

    const own = await addPhoto(box, png(), "image/png", packer);
    expect((await dataOf(photos(packer).remove([path, `inbound_box/${box}/${own}`]))).map((each) => each.name)).toEqual([`inbound_box/${box}/${own}`]);
    expect((await packer.client.rpc("photo_order", { entity: "inbound_box", record_id: box, photos: [id] })).error).toMatchObject({ code: "42501" });

    expect((await dataOf(seller.client.from("photo").select("id"))).length).toBe(0);
    expect((await dataOf(seller.client.from("storage_object").select("id"))).length).toBe(0);
    expect((await seller.client.rpc("photo_links", { entity: "inbound_box", records: [box] })).error).toMatchObject({ code: "42501" });
    for (const refused of [await photos(seller).download(path), await photos(seller).upload(`inbound_box/${box}/${newId()}`, jpeg(), { contentType: "image/jpeg" }), await photos(seller).createSignedUrl(path, 60), await photos(seller).list(`inbound_box/${box}`)])
      expect(refused.error).toMatchObject({ statusCode: "403" });

    const stranger = await openShop(server);
    expect((await dataOf(stranger.client.from("photo").select("id"))).length).toBe(0);
    expect(await links(box, {}, stranger.client)).toEqual([]);
    expect((await photos(stranger).download(path)).error).toMatchObject({ statusCode: "404" });
    expect((await photos(stranger).upload(`inbound_box/${box}/${newId()}`, jpeg(), { contentType: "image/jpeg" })).error).toMatchObject({ statusCode: "404" });
    expect(await dataOf(photos(stranger).remove([path]))).toEqual([]);
    expect((await anonymous(server).storage.from(BUCKET).download(path)).error?.status).toBe(401);
    expect((await anonymous(server).rpc("photo_links", { entity: "inbound_box", records: [box] })).status).toBe(401);
    expect((await photos().download(path)).error).toBeNull();
  });

  it("rows of photos are written by the API of files alone", async () => {
    const box = await newBox();
    const id = await addPhoto(box);
    for (const answer of [await boss.client.from("photo").insert({ entity: "inbound_box", record_id: box }), await boss.client.from("photo").update({ module: "core" }).eq("id", id), await boss.client.from("photo").delete().eq("id", id)])
      expect(answer.status).toBe(403);
  });
});

describe("a photo belongs to its record", () => {
  it("and goes with it: row, file, bytes, addresses; the photos of others stay", async () => {
    const box = await newBox();
    const other = await newBox();
    await addPhoto(other);
    const before = blobFiles().filter((file) => !file.includes("staged")).length;
    for (const picture of [jpeg(), png(), webp()]) await addPhoto(box, picture, partsOf(picture)[0] === "IHDR" ? "image/png" : picture[0] === 0xff ? "image/jpeg" : "image/webp");
    const open = await links(box);
    expect(open.length).toBe(3);
    expect((await fetch(server.url + (open[0]?.url ?? ""))).status).toBe(200);
    expect(blobFiles().filter((file) => !file.includes("staged")).length).toBe(before + 3);

    await dataOf(boss.client.from("inbound_box").delete().eq("id", box).select("id"));
    expect(await links(box)).toEqual([]);
    expect((await dataOf(boss.client.from("photo").select("id").eq("record_id", box))).length).toBe(0);
    expect(await dataOf(photos().list(`inbound_box/${box}`))).toEqual([]);
    for (const link of open) expect((await fetch(server.url + link.url)).status).toBe(400);
    expect(await until(() => blobFiles().filter((file) => !file.includes("staged")).length === before)).toBe(true);
    expect((await links(other)).length).toBe(1);
    expect((await photos().upload(`inbound_box/${box}/${newId()}`, jpeg(), { contentType: "image/jpeg" })).error).toMatchObject({ statusCode: "404" });
  });

  it("a delete that is rolled back takes nothing", async () => {
    const box = await newBox();
    await addPhoto(box);
    const answer = await send(server, `/rest/v1/inbound_box?id=eq.${box}`, { token, method: "DELETE", headers: { Prefer: "tx=rollback" } });
    expect(answer.status).toBe(204);
    expect((await links(box)).length).toBe(1);
  });

  it("goes by itself too, through the storage API", async () => {
    const box = await newBox();
    const [first, second] = [await addPhoto(box), await addPhoto(box)];
    expect((await dataOf(photos().remove([`inbound_box/${box}/${first}`]))).length).toBe(1);
    expect((await links(box)).map((link) => link.id)).toEqual([second]);
    expect((await dataOf(boss.client.from("photo").select("id").eq("id", first))).length).toBe(0);
  });

  it("is put in order, all of them at once", async () => {
    const box = await newBox();
    const ids = [await addPhoto(box), await addPhoto(box), await addPhoto(box)];
    const order = (photoIds: unknown, more = {}) => boss.client.rpc("photo_order", { entity: "inbound_box", record_id: box, photos: photoIds, ...more });
    const wanted = [ids[2], ids[0], ids[1]];
    expect((await order(wanted)).error).toBeNull();
    expect((await links(box)).map((link) => [link.id, link.position])).toEqual(wanted.map((id, i) => [id, i + 1]));
    expect((await links(box, { first: true })).map((link) => link.id)).toEqual([ids[2]]);
    for (const [photoIds, code] of [[wanted.slice(1), "40001"], [[...wanted, newId()], "40001"], [[...wanted.slice(1), newId()], "40001"], [[], "22023"], [[...wanted, ids[0]], "22023"], ["x", "22023"], [["x"], "22023"]] as const)
      expect([photoIds, (await order(photoIds)).error?.code]).toEqual([photoIds, code]);
    expect((await order(wanted, { entity: "sale" })).error).toMatchObject({ code: "22023", details: "field: entity" });
    expect((await order(wanted, { record_id: newId() })).error?.code).toBe("40001");
  });

  it("has as many as its kind may have, and no more", async () => {
    const product = newId();
    await dataOf(boss.client.from("product").insert({ id: product, name: "Air", brand: "Nike" }).select());
    for (let i = 0; i < 12; i++) await addPhoto(product, jpeg(), "image/jpeg", boss, "product");
    const more = await photos().upload(`product/${product}/${newId()}`, jpeg(), { contentType: "image/jpeg" });
    expect(more.error).toMatchObject({ statusCode: "409", message: "This record has 12 photos, which is the most it may have." });
    const open = await links(product, {}, boss.client, "product");
    expect(open.length).toBe(12);
    await dataOf(photos().remove([open[0]?.path ?? ""]));
    await addPhoto(product, jpeg(), "image/jpeg", boss, "product");
    expect((await links(product, {}, boss.client, "product")).map((link) => link.position)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it("stands where its path says, once, and nowhere else", async () => {
    const box = await newBox();
    const id = await addPhoto(box);
    const upload = async (path: string, options = {}) => (await photos().upload(path, jpeg(), { contentType: "image/jpeg", ...options })).error;
    expect(await upload(`inbound_box/${box}/${id}`)).toMatchObject({ statusCode: "409" });
    expect(await upload(`inbound_box/${box}/${id}`, { upsert: true })).toMatchObject({ statusCode: "409" });
    for (const path of ["a.jpg", `inbound_box/${box}`, `inbound_box/${box}/a.jpg`, `inbound_box/${box}/${newId()}.jpg`, `inbound_box/${box}/x/${newId()}`, `inbound_box/${box.toUpperCase()}/${newId()}`, `sale/${box}/${newId()}`, `nothing/${box}/${newId()}`, `inbound_line/${box}/${newId()}`])
      expect([path, await upload(path)]).toEqual([path, expect.objectContaining({ statusCode: "400" })]);
    expect(await upload(`product/${box}/${newId()}`)).toMatchObject({ statusCode: "404" });
    expect((await photos().move(`inbound_box/${box}/${id}`, `inbound_box/${box}/${newId()}`)).error).toBeTruthy();
    const copied = newId();
    const other = await newBox();
    await dataOf(photos().copy(`inbound_box/${box}/${id}`, `inbound_box/${other}/${copied}`));
    expect((await links(other)).map((link) => link.id)).toEqual([copied]);
    expect((await links(box)).map((link) => link.id)).toEqual([id]);
  });

  it("goes with an import that is undone", async () => {
    const name = `Undone ${randomBytes(4).toString("hex")}`;
    const upload = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=product&file_name=p.csv`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv" }, body: `name,brand\n${name},Nike\n` });
    const { id: run } = (await upload.json()) as { id: string };
    await dataOf(boss.client.rpc("import_preview", { id: run, mapping: { name: "name", brand: "brand" } }));
    const started = await boss.client.rpc("import_run", { id: run, mapping: { name: "name", brand: "brand" } });
    expect(started.error).toBeNull();
    const find = async () => (await dataOf(boss.client.from("product").select("id").eq("name", name)))[0] as { id: string } | undefined;
    expect(await until(async () => (await find()) !== undefined)).toBe(true);
    const product = (await find())?.id ?? "";
    await addPhoto(product, jpeg(), "image/jpeg", boss, "product");
    await until(async () => ((await dataOf(boss.client.from("import_run").select("status").eq("id", run)))[0] as { status: string }).status === "done");
    expect((await boss.client.rpc("import_undo", { id: run, force: true })).error).toBeNull();
    expect(await find()).toBeUndefined();
    expect((await dataOf(boss.client.from("photo").select("id").eq("record_id", product))).length).toBe(0);
  });
});

describe("addresses of photos", () => {
  it("are asked for many records at once, in three sizes", async () => {
    const [a, b] = [await newBox(), await newBox()];
    await addPhoto(a);
    await addPhoto(a);
    await addPhoto(b, png(), "image/png");
    const all = (await dataOf(boss.client.rpc("photo_links", { entity: "inbound_box", records: [b, a, newId()] }))) as Link[];
    expect(all.map((link) => link.record_id)).toEqual([b, a, a]);
    const firsts = (await dataOf(boss.client.rpc("photo_links", { entity: "inbound_box", records: [b, a], first: true }))) as Link[];
    expect(firsts.map((link) => link.record_id)).toEqual([b, a]);
    for (const refused of [{ entity: "sale", records: [a] }, { entity: "nothing", records: [a] }, { entity: "inbound_box", records: [] }, { entity: "inbound_box", records: ["x"] }, { entity: "inbound_box", records: Array.from({ length: 101 }, newId) }, { entity: "inbound_box", records: [a], size: "huge" }])
      expect((await boss.client.rpc("photo_links", refused)).status).toBe(400);
  });
});
