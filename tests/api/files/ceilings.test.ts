// Files at their ceilings: what is exactly so large is kept whole; one byte more is refused in the
// words of the ceiling it meets, and nothing of it stays.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, newId, tokenOf } from "../../harness/client.ts";
import { formOf } from "../../harness/files.ts";
import { png, rawPng } from "../../harness/pictures.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const MIB = 1 << 20;
const server = useServer(); // files of a GiB, and room for fifty
const BUCKET = "warehouse-photos";
let boss: Person;
let token = "";
let box = "";

type Said = { status: number; statusCode?: string; message?: string };
const path = () => `${BUCKET}/inbound_box/${box}/${newId()}`;
async function post(to: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Said> {
  const init = { method: "POST", headers: { Authorization: `Bearer ${token}`, ...headers }, body, duplex: "half" };
  const answer = await fetch(`${server.url}/storage/v1/object/${to}`, init);
  return { ...((await answer.json()) as object), status: answer.status };
}

async function sizeOf(name: string): Promise<number> {
  return (await (await dataOf(boss.client.storage.from("papers").download(name))).arrayBuffer()).byteLength;
}

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
  box = ((await dataOf(boss.client.from("inbound_box").insert({ supplier: "Ceilings" }).select("id").single())) as { id: string }).id;
  await dataOf(boss.client.storage.createBucket("papers"));
});

describe("a photo of 25 MiB is kept, and one of a byte more is refused (LIMIT_PHOTO_BYTES)", () => {
  const photos = async () => (await dataOf(boss.client.from("photo").select("id").eq("record_id", box))).length;
  const padded = (size: number) => new Uint8Array(Buffer.concat([png(), Buffer.alloc(size - png().length)]));
  const PNG = { "Content-Type": "image/png" };
  const ways: [string, (size: number) => Promise<Said>][] = [
    ["that says its size", (size) => post(path(), padded(size), PNG)],
    ["that does not say its size", (size) => post(path(), new Blob([padded(size)]).stream(), PNG)],
    ["in a form", (size) => {
      const body = new FormData();
      body.append("", new Blob([padded(size)], { type: "image/png" }), "photo.png");
      return post(path(), body);
    }],
  ];
  it.each(ways)("%s", async (_, put) => {
    const before = await photos();
    expect(await put(25 * MIB)).toMatchObject({ status: 200 });
    expect(await photos()).toBe(before + 1);
    expect(await put(25 * MIB + 1)).toMatchObject({ statusCode: "413", message: `The object exceeded the maximum allowed size of ${25 * MIB} bytes` });
    expect(await photos()).toBe(before + 1);
  });

  it("in pieces: before a byte of it is taken", async () => {
    const create = async (size: number): Promise<Said> => {
      const words = Object.entries({ bucketName: BUCKET, objectName: path().slice(BUCKET.length + 1), contentType: "image/png" }).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`);
      const answer = await fetch(`${server.url}/storage/v1/upload/resumable`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0", "Upload-Length": String(size), "Upload-Metadata": words.join(",") } });
      return { status: answer.status, message: await answer.text() };
    };
    expect(await create(25 * MIB)).toMatchObject({ status: 201 });
    expect(await create(25 * MIB + 1)).toMatchObject({ status: 413, message: expect.stringContaining(`maximum allowed size of ${25 * MIB} bytes`) });
  });
});

it("a photo of a hundred million pixels is kept, and one of more is refused, in a whole sentence (LIMIT_IMAGE_PIXELS)", async () => {
  const flat = (width: number, height: number, rows: number, language = "en") => post(path(), new Uint8Array(rawPng(width, height, 0, Buffer.alloc(rows * (width + 1)))), { "Content-Type": "image/png", "Accept-Language": language });
  expect(await flat(10_000, 10_000, 10_000)).toMatchObject({ status: 200 });
  // The sentence was cut after 80 characters once.
  expect(await flat(10_001, 10_000, 1)).toMatchObject({ statusCode: "413", message: "The image is too large: at most 64 MiB, 20,000 pixels a side and 100 million pixels." });
  expect(await flat(10_001, 10_000, 1, "zh")).toMatchObject({ statusCode: "413", message: "图片太大：最大 64 MiB，单边 2 万像素，总计 1 亿像素。" });
});

describe("a form", () => {
  it("of 64 MiB is taken, and one of a byte more is refused with the number (LIMIT_FORM)", async () => {
    const most = formOf(64 * MIB), more = formOf(64 * MIB + 1);
    expect(await post("papers/most.bin", most.body, most.headers)).toMatchObject({ status: 200 });
    expect(await sizeOf("most.bin")).toBe(most.file);
    expect(await post("papers/more.bin", more.body, more.headers)).toMatchObject({ statusCode: "413", message: expect.stringContaining("at most 64 MiB") });
    expect(await post("papers/more.bin", more.body, { ...more.headers, "Accept-Language": "zh" })).toMatchObject({ statusCode: "413", message: expect.stringContaining("最大 64 MiB") });
    expect((await dataOf(boss.client.storage.from("papers").list("", { search: "more" }))).length).toBe(0);
    // The same file is taken as the body itself, which is what the refusal is not about.
    expect(await post("papers/more.bin", new Uint8Array(more.file), { "Content-Type": "application/octet-stream" })).toMatchObject({ status: 200 });
  });
});
