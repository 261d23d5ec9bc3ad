// Barcodes in photos, read on the server: the four kinds lead to the right product; a whole set of
// turned, blurred, small and noisy pictures is read at least as often as zbarimg reads it; what is
// no picture, or a hostile one, harms nobody else.
import { beforeAll, describe, expect, it } from "vitest";

import { type Kind, barcodeSet, codes, greyPng, kinds, pictureOf, sameCode } from "../../harness/barcode_set.ts";
import { type Person, dataOf, invite, signUp, tokenOf } from "../../harness/client.ts";
import { scannedAll } from "../../harness/paper.ts";
import { useServer } from "../../harness/server.ts";
import { make, product } from "./warehouse.ts";

// Drawn before the server starts: it takes a while in which nothing else is answered.
const set = barcodeSet();
const byZbarimg = scannedAll(set.map(({ png }) => png));
const theirs = new Set(set.filter(({ code }, i) => byZbarimg[i]?.some((each) => sameCode(each, code))).map(({ kind, how }) => `${kind}, ${how}`));

const server = useServer();
let keeper: Person;
const variants = {} as Record<Kind, string>;

interface Code { code: string; symbology: string; x: number; y: number; width: number; height: number; image_width: number; image_height: number }

async function ask(photo: Buffer, who = keeper) {
  return fetch(`${server.url}/rest/v1/rpc/barcode_read`, {
    method: "POST", headers: { Authorization: `Bearer ${await tokenOf(who)}`, "Content-Type": "application/octet-stream" }, body: new Uint8Array(photo),
  });
}
async function read(photo: Buffer): Promise<Code[]> {
  const answer = await ask(photo);
  expect([answer.status, answer.ok ? "" : await answer.clone().text()]).toEqual([200, ""]);
  return (await answer.json()) as Code[];
}
const find = async (code: string) => (await dataOf(keeper.client.rpc("stock_find", { code }))) as unknown as { is_known: boolean; variants: { id: string }[] };

beforeAll(async () => {
  keeper = await signUp(server);
  for (const kind of kinds) {
    variants[kind] = await make(keeper, "product_variant", { product_id: await product(keeper, { name: kind }), currency: "USD" });
    await make(keeper, "product_barcode", { product_variant_id: variants[kind], code: codes[kind], symbology: kind });
  }
});

describe("a photo of a barcode", () => {
  it.each(kinds)("of the kind %s leads to the right product", async (kind) => {
    const found = await read(pictureOf(kind).png);
    expect(found.map(({ symbology }) => symbology)).toEqual([kind]);
    expect(sameCode(found[0]?.code ?? "", codes[kind])).toBe(true);
    expect(await find(found[0]?.code ?? "")).toMatchObject({ is_known: true, variants: [{ id: variants[kind] }] });
  });

  it("that nobody knows yet is told as unknown, with what a form needs to make it known", async () => {
    expect(await find("5901234123457")).toMatchObject({ is_known: false, symbology: "ean_13", variants: [] });
  });

  it("says where in the picture it is", async () => {
    const [code] = await read(pictureOf("qr", "plain").png);
    expect(code?.image_width).toBe(code?.image_height);
    for (const [at, size] of [[code?.x, code?.width], [code?.y, code?.height]] as const) {
      expect(at).toBeGreaterThan(20);
      expect((at ?? 0) + (size ?? 0)).toBeLessThan((code?.image_width ?? 0) - 20);
      expect(size).toBeGreaterThan(40);
    }
  });

  it("without one has none", async () => {
    expect(await read(blank())).toEqual([]);
  });
});

const blank = () => greyPng({ width: 300, height: 200, pixels: new Float32Array(60000).fill(200) });

describe("the whole set", () => {
  it("is read at least as often as zbarimg reads it, and never wrongly", { timeout: 300_000 }, async () => {
    const ours = new Set<string>();
    for (const { kind, how, code, png } of set) {
      const found = await read(png);
      if (found.some((each) => sameCode(each.code, code))) ours.add(`${kind}, ${how}`);
      expect([kind, how, found.filter((each) => each.symbology === kind && !sameCode(each.code, code))]).toEqual([kind, how, []]);
    }
    console.log(`of ${set.length} pictures zbarimg reads ${theirs.size}, the server ${ours.size}`);
    expect([...theirs].filter((each) => !ours.has(each))).toEqual([]);
    expect(theirs.size).toBeGreaterThan(set.length / 2); // the set is not hopeless ...
    expect(theirs.size).toBeLessThan(set.length); // ... nor easy
    for (const kind of kinds) expect([...theirs].filter((each) => each.startsWith(kind)).length).toBeGreaterThan(5);
  });
});

describe("hostile pictures", () => {
  it("are refused one by one, and the next photo is read", async () => {
    const { png } = pictureOf("ean_13");
    const lie = Buffer.from(png);
    lie.writeUInt32BE(0x7fffffff, 16); // wider than anything, as its head says
    const torn = Buffer.from(png.subarray(0, png.length / 2)); // what is there may be shown
    const noise = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, "\u00a7x")]);
    for (const [bytes, statuses] of [[Buffer.from("GIF89a"), [422, 413]], [Buffer.from("%PDF-1.7"), [415]], [Buffer.from("<svg/>"), [415]],
      [lie, [422, 413]], [torn, [422, 200]], [noise, [422]], [Buffer.alloc(0), [415, 400]]] as const) {
      expect(statuses).toContain((await ask(bytes)).status);
      expect(await read(png)).toHaveLength(1);
    }
  });

  // LIMIT_CODE_PHOTO
  it("has a ceiling on its bytes", async () => {
    const { png } = pictureOf("ean_13");
    const most = 16 * 1024 * 1024;
    expect(await read(Buffer.concat([png, Buffer.alloc(most - png.length)]))).toHaveLength(1);
    expect((await ask(Buffer.concat([png, Buffer.alloc(most + 1 - png.length)]))).status).toBe(413);
  });

  it("is read for those of the warehouse alone", async () => {
    const seller = await invite(server, keeper, { sales: 3 });
    expect((await ask(pictureOf("ean_13").png, seller)).status).toBe(403);
  });
});
