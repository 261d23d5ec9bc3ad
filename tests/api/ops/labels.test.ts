// Labels: which ones a product, a box or a day asks for; the PDF has them in their places, with codes
// that a scanner reads; limits at their edges; who may.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { pagesOf, pictureOf, placesOf, scanned, wordsOf } from "../../harness/paper.ts";
import { useServer } from "../../harness/server.ts";
import { list, make, move, place, product } from "./warehouse.ts";

const server = useServer();
let keeper: Person;
let hall: string;
let dunk: string;
let sizes: string[];
let codes: string[];

interface LabelLine {
  product_variant_id: string;
  name: string;
  size: string | null;
  code: string | null;
  copies: number;
}

const code = async (product_variant_id: string) =>
  ((await dataOf(keeper.client.rpc("barcode_make", { product_variant_id }))) as unknown as { code: string }).code;
const lines = (input: object) => list<LabelLine>(keeper, "label_lines", input);

async function ask(input: object, who = keeper) {
  return send(server, "/rest/v1/rpc/label_print", { token: await tokenOf(who), body: input });
}
async function print(input: object): Promise<Buffer> {
  const answer = await ask(input);
  expect(answer.headers.get("content-type"), await answer.clone().text()).toBe("application/pdf");
  return Buffer.from(await answer.arrayBuffer());
}
async function refusal(input: object, who = keeper) {
  const answer = await ask(input, who);
  return { status: answer.status, text: await answer.text() };
}
const one = (product_variant_id: string | undefined, copies = 1) => [{ product_variant_id, copies }];

beforeAll(async () => {
  keeper = await signUp(server);
  hall = await place(keeper, "Hall");
  dunk = await product(keeper, { name: "Dunk 低帮 熊猫", brand: "耐克", model: "DD1391", colour: "黑白", price: 59900, currency: "CNY" });
  const make_size = (size: string) => make(keeper, "product_variant", { product_id: dunk, currency: "CNY", size, size_system: "EU" });
  sizes = [await make_size("42"), await make_size("42.5"), await make_size("43")];
  codes = [await code(sizes[0]!), await code(sizes[1]!)];
  await move(keeper, [
    { kind: "in", quantity: 3, location_id: hall, product_variant_id: sizes[0] },
    { kind: "in", quantity: 2, location_id: hall, product_variant_id: sizes[1] },
  ]);
  await move(keeper, { kind: "out", quantity: 1, location_id: hall, product_variant_id: sizes[0] });
});

describe("what is wanted", () => {
  it("of a product is a label for each piece, one at least; its own code comes first", async () => {
    await make(keeper, "product_barcode", { product_variant_id: sizes[0], code: "4006381333931", symbology: "ean_13" });
    const wanted = await lines({ product_id: dunk });
    expect(wanted.map((each) => [each.size, each.code, each.copies])).toEqual([["42", codes[0], 2], ["42.5", codes[1], 2], ["43", null, 1]]);
    expect(await lines({ product_variant_id: sizes[2] })).toMatchObject([{ size: "43", name: "Dunk 低帮 熊猫", copies: 1 }]);
  });

  it("of a box is what was counted in it, or should have come", async () => {
    const box = await make(keeper, "inbound_box", { supplier: "莆田" });
    const line = { inbound_box_id: box, product_id: dunk, description: "Dunk" };
    await make(keeper, "inbound_line", { ...line, size: "42", expected: 6, counted: 5 });
    await make(keeper, "inbound_line", { ...line, size: "43", expected: 4 });
    await make(keeper, "inbound_line", { ...line, size: "44", expected: 9 });
    await make(keeper, "inbound_line", { ...line, size: "42.5", expected: 9, counted: 0 });
    expect((await lines({ inbound_box_id: box })).map((each) => [each.size, each.copies])).toEqual([["42", 5], ["43", 4]]);
  });

  it("of a day is what came in on it in the team's time zone, less what was taken back", async () => {
    const variant = await make(keeper, "product_variant", { product_id: await product(keeper), currency: "USD" });
    const at = { location_id: hall, product_variant_id: variant };
    await dataOf(keeper.client.from("workspace").update({ time_zone: "Asia/Shanghai" }).not("id", "is", null).select("id"));
    await move(keeper, { ...at, kind: "in", quantity: 7, moved_at: "2026-03-01T16:30:00Z" });
    const [wrong] = await move(keeper, { ...at, kind: "in", quantity: 4, moved_at: "2026-03-01T17:00:00Z" });
    await dataOf(keeper.client.rpc("stock_undo", { id: wrong?.id }));
    await move(keeper, { ...at, kind: "in", quantity: 1, moved_at: "2026-03-02T16:30:00Z" });
    expect((await lines({ came_in_on: "2026-03-02" })).map((each) => [each.product_variant_id, each.copies])).toEqual([[variant, 7]]);
    expect(await lines({ came_in_on: "2026-03-01" })).toEqual([]);
  });

  it("is asked in one way at a time", async () => {
    for (const input of [{}, { product_id: dunk, came_in_on: "2026-03-02" }])
      expect((await keeper.client.rpc("label_lines", input)).error).toMatchObject({ code: "22023" });
  });
});

describe("the PDF", () => {
  it("says brand, name, colour, size and code, in Chinese too, and no price unless asked", async () => {
    const words = wordsOf(await print({ labels: one(sizes[0]) }));
    for (const part of ["耐克", "Dunk 低帮 熊猫", "DD1391", "黑白", "EU", "42", codes[0]]) expect(words).toContain(part);
    expect(words).not.toContain("599");
    expect(wordsOf(await print({ labels: one(sizes[0]), with_price: true }))).toContain("¥599");
  });

  it("has codes that a scanner reads, on every kind of sheet", async () => {
    const upc = await make(keeper, "product_variant", { product_id: await product(keeper, { name: "UPC" }), currency: "USD" });
    await make(keeper, "product_barcode", { product_variant_id: upc, code: "036000291452", symbology: "upc_a" });
    const free = await make(keeper, "product_variant", { product_id: await product(keeper, { name: "Code 128" }), currency: "USD" });
    await make(keeper, "product_barcode", { product_variant_id: free, code: "SH-42/blue", symbology: "code_128" });
    const square = await make(keeper, "product_variant", { product_id: await product(keeper, { name: "QR" }), currency: "USD" });
    await make(keeper, "product_barcode", { product_variant_id: square, code: "货号-42", symbology: "qr" });
    const wanted = ["CODE-128:SH-42/blue", `EAN-13:${codes[0]}`, "EAN-13:0036000291452", "QR-Code:货号-42"].sort();
    for (const sheet of ["a4_3x8", "a4_3x7", "a4_4x10", "a4_5x13", "a4_2x5"]) {
      const labels = [sizes[0], upc, free, square].map((product_variant_id) => ({ product_variant_id, copies: 1 }));
      expect([sheet, scanned(pictureOf(await print({ labels, sheet }), 1, 300))]).toEqual([sheet, wanted]);
    }
    for (const sheet of ["roll_62x29", "roll_62x40", "roll_62x60"])
      expect([sheet, scanned(pictureOf(await print({ labels: one(free), sheet }), 1, 300))]).toEqual([sheet, ["CODE-128:SH-42/blue"]]);
  });

  it("begins at the first free place, goes on row by row, and turns the page", async () => {
    const pdf = await print({ labels: one(sizes[2], 4), start: 23 });
    const at = placesOf(pdf).filter(({ word }) => word === "43");
    expect(pagesOf(pdf)).toEqual({ pages: 2, width: 210, height: 297 });
    expect(at.map(({ x, y }) => [Math.floor(x / 70), Math.floor(y / 37)])).toEqual([[1, 7], [2, 7], [0, 0], [1, 0]]);
  });

  it("is a page for each label of a roll", async () => {
    expect(pagesOf(await print({ labels: one(sizes[2], 3), sheet: "roll_62x29", start: 1 }))).toEqual({ pages: 3, width: 62, height: 29 });
  });

  it("is the same bytes for the same labels", async () => {
    const input = { labels: [...one(sizes[0], 2), ...one(sizes[1])] };
    expect(await print(input)).toEqual(await print(input));
  });

  it("keeps a long name on its label", async () => {
    const name = "春季新款厚底老爹鞋女ins潮百搭运动休闲小白鞋透气网面轻便跑步鞋 Chunky Sneaker Limited Edition ".repeat(2).trim().slice(0, 160);
    const variant = await make(keeper, "product_variant", { product_id: await product(keeper, { name }), currency: "USD", size: "38" });
    const far = placesOf(await print({ labels: one(variant), sheet: "a4_3x8" })).filter(({ x, y }) => x > 70 || y > 37);
    expect(far).toEqual([]);
  });
});

describe("limits", () => {
  // LIMIT_LABELS
  it("2000 labels are printed, 2001 are not", { timeout: 120_000 }, async () => {
    expect(pagesOf(await print({ labels: one(sizes[0], 2000), sheet: "roll_62x29" })).pages).toBe(2000);
    expect(await refusal({ labels: [...one(sizes[0], 2000), ...one(sizes[1])] })).toMatchObject({ status: 400, text: expect.stringContaining("2000") });
    expect(await refusal({ labels: one(sizes[0], 2001) })).toMatchObject({ status: 400 });
  });

  // LIMIT_LABEL_LINES; they are more than 64 KiB of JSON
  it("are asked for in 1000 lines, not in 1001", { timeout: 120_000 }, async () => {
    const lines = (count: number) => Array.from({ length: count }, () => one(sizes[0])[0]);
    expect(JSON.stringify(lines(1000)).length).toBeGreaterThan(65_536);
    expect(pagesOf(await print({ labels: lines(1000), sheet: "a4_5x13" })).pages).toBe(Math.ceil(1000 / 65));
    expect(await refusal({ labels: lines(1001) })).toMatchObject({ status: 400, text: expect.stringMatching(/labels.*1000|1000.*labels/) });
  });

  it("a sheet has so many places", async () => {
    expect((await ask({ labels: one(sizes[0]), start: 24 })).status).toBe(200);
    expect(await refusal({ labels: one(sizes[0]), start: 25 })).toMatchObject({ status: 400, text: expect.stringMatching(/start.*24/) });
    expect(await refusal({ labels: one(sizes[0]), start: 0 })).toMatchObject({ status: 400 });
  });

  it("what is no label is refused and named", async () => {
    for (const labels of [[], {}, "x", [7], [{ copies: 1 }], one(sizes[0], 0), [{ ...one(sizes[0])[0], colour: "red" }]])
      expect(await refusal({ labels })).toMatchObject({ status: 400, text: expect.stringContaining("labels") });
    expect(await refusal({ labels: one(sizes[0]), sheet: "a3" })).toMatchObject({ status: 400 });
  });
});

describe("who may", () => {
  it("nobody prints another team's products", async () => {
    const other = await signUp(server);
    expect(await refusal({ labels: one(sizes[0]) }, other)).toMatchObject({ status: 404 });
    expect(await list(other, "label_lines", { product_id: dunk })).toEqual([]);
  });

  it("a member without the warehouse prints nothing", async () => {
    const member = await invite(server, keeper, { sales: 3 });
    expect(await refusal({ labels: one(sizes[0]) }, member)).toMatchObject({ status: 403 });
    expect((await member.client.rpc("label_lines", { product_id: dunk })).error).toMatchObject({ code: "42501" });
  });
});
