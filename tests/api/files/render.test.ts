// Pictures of stored images: made by the confined worker, wished for through supabase-js.
import { deflateSync, crc32 } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const server = useServer();
let boss: Person;
let token = "";

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(content.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A grey PNG of this size, with a comment that must not come out again. */
function png(width: number, height: number, rows = height): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("tEXt", Buffer.from("Comment\0taken at N 52.5163", "latin1")),
    chunk("IDAT", deflateSync(Buffer.alloc(rows * (width + 1)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const photos = () => boss.client.storage.from("photos");
/** Width and height of a PNG. */
const sizeOf = (picture: Buffer) => [picture.readUInt32BE(16), picture.readUInt32BE(20)];
/** The storage API answers 400 and says in the body what it means. */
const meant = async (answer: Response) => `${answer.status} ${((await answer.json()) as { statusCode: string }).statusCode}`;
const render = (query: string, headers: Record<string, string> = {}, as = token) =>
  send(server, `/storage/v1/render/image/authenticated/photos/shoe.png?${query}`, { token: as, method: "GET", headers });

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
  await dataOf(boss.client.storage.createBucket("photos", { public: false }));
  await dataOf(photos().upload("shoe.png", png(400, 200), { contentType: "image/png" }));
  await dataOf(photos().upload("bomb.png", png(20001, 20000, 1), { contentType: "image/png" }));
  await dataOf(photos().upload("list.txt", "no image", { contentType: "text/plain" }));
});

describe("a picture of a stored image", () => {
  it("has the wished size and carries nothing but the picture", async () => {
    const picture = Buffer.from(await (await dataOf(photos().download("shoe.png", { transform: { width: 100, height: 100, resize: "contain", format: "origin" } }))).arrayBuffer());
    expect(sizeOf(picture)).toEqual([100, 50]);
    expect(picture.includes("52.5163")).toBe(false);
    expect(Buffer.from(await (await dataOf(photos().download("shoe.png"))).arrayBuffer()).includes("52.5163")).toBe(true);
    for (const [query, size] of [["width=100&height=100", [100, 100]], ["width=50", [50, 25]], ["height=50", [100, 50]], ["width=30&height=60&resize=fill", [30, 60]], ["width=2500", [400, 200]]] as const) {
      const answer = await render(`${query}&format=origin`);
      expect(sizeOf(Buffer.from(await answer.arrayBuffer())), query).toEqual(size);
    }
  });

  it("is WebP for who takes it, and what was asked for otherwise", async () => {
    const kinds = async (query: string, accept: string) => (await render(query, { Accept: accept })).headers.get("content-type");
    expect(await kinds("width=50", "image/webp,*/*")).toBe("image/webp");
    expect(await kinds("width=50", "*/*")).toBe("image/png");
    expect(await kinds("width=50&format=jpeg", "image/webp")).toBe("image/jpeg");
    const answer = await render("width=50");
    expect(answer.headers.get("cache-control")).toMatch(/^private/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const again = await render("width=50", { "If-None-Match": answer.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it("by a signed address is that picture and no other, and not the image", async () => {
    const { signedUrl } = await dataOf(photos().createSignedUrl("shoe.png", 60, { transform: { width: 40, format: "origin" } }));
    const answer = await fetch(signedUrl);
    expect(answer.status, signedUrl).toBe(200);
    expect(sizeOf(Buffer.from(await answer.arrayBuffer()))).toEqual([40, 20]);
    expect(sizeOf(Buffer.from(await (await fetch(`${signedUrl}&width=400`)).arrayBuffer()))).toEqual([40, 20]);
    expect(await meant(await fetch(signedUrl.replace("/render/image/sign/", "/object/sign/")))).toBe("400 404");
    expect((await fetch(`${signedUrl}x`)).status).toBe(400);
  });

  it("is refused by the field: what no picture can be, what no image is, what is a bomb", async () => {
    for (const [query, field] of [["width=0", "width"], ["width=2501", "width"], ["height=x", "height"], ["quality=19", "quality"], ["quality=101", "quality"], ["resize=zoom", "resize"], ["format=svg", "format"]] as const) {
      const answer = await render(query);
      expect(answer.status, query).toBe(400);
      expect(await answer.text()).toContain(field === "resize" ? "zoom" : field === "format" ? "svg" : field);
    }
    const of = async (name: string) => (send(server, `/storage/v1/render/image/authenticated/photos/${name}?width=9`, { token, method: "GET" }));
    expect(await Promise.all(["list.txt", "bomb.png", "nothing.png"].map(async (name) => meant(await of(name))))).toEqual(["400 415", "400 413", "400 404"]);
    expect((await render("width=50")).status).toBe(200); // the server is none the worse
  });

  it("is nobody else's", async () => {
    const stranger = await tokenOf(await openShop(server));
    expect(await meant(await render("width=50", {}, stranger))).toBe("400 404");
    expect((await fetch(`${server.url}/storage/v1/render/image/authenticated/photos/shoe.png?width=50`)).status).toBe(401);
  });
});
