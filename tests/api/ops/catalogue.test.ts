// Variants, barcodes and places: one code stands for one thing, check digits are checked, codes of
// one's own never come twice, a place does not lie in itself.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
let keeper: Person;
beforeAll(async () => {
  keeper = await signUp(server);
});

interface Made {
  id: string;
}

const make = async (table: string, row: object, who = keeper): Promise<Made> =>
  (await dataOf(who.client.from(table).insert(row).select("id").single())) as Made;

const refusal = async (table: string, row: object, who = keeper) => {
  const { error } = await who.client.from(table).insert(row);
  return { code: error?.code, text: `${error?.message} ${error?.details}` };
};

let number = 0;
const product = (extra: object = {}, who = keeper) =>
  make("product", { name: `Dunk ${++number}`, brand: "Nike", currency: "USD", ...extra }, who);

describe("variants", () => {
  it("are the sizes of a product, in their order; two spellings of a size are one", async () => {
    const { id } = await product();
    for (const size of ["9", "42½", "8 1/2"]) await make("product_variant", { product_id: id, size, size_system: "EU" });
    expect(await refusal("product_variant", { product_id: id, size: "42.5" })).toMatchObject({ code: "23505" });
    const sizes = await dataOf(
      keeper.client.from("product_variant").select("size,size_order").eq("product_id", id).order("size_order"),
    );
    expect(sizes).toEqual([
      { size: "8 1/2", size_order: 850 },
      { size: "9", size_order: 900 },
      { size: "42½", size_order: 4250 },
    ]);
  });

  it("without a size there is one at most", async () => {
    const { id } = await product();
    await make("product_variant", { product_id: id });
    expect(await refusal("product_variant", { product_id: id })).toMatchObject({ code: "23505" });
    expect(await refusal("product_variant", { product_id: id, size: null })).toMatchObject({ code: "23505" });
  });

  it("keep their product: it cannot be deleted under them", async () => {
    const { id } = await product();
    await make("product_variant", { product_id: id });
    expect((await keeper.client.from("product").delete().eq("id", id)).error?.code).toBe("23503");
  });
});

describe("barcodes", () => {
  let variant: Made;
  beforeAll(async () => {
    variant = await make("product_variant", { product_id: (await product()).id, size: "42" });
  });
  const code = (text: string, symbology?: string) => ({
    product_variant_id: variant.id,
    code: text,
    ...(symbology ? { symbology } : {}),
  });

  it("several stand for one variant", async () => {
    for (const row of [
      code("4006381333931"),
      code("96385074", "ean_8"),
      code("036000291452", "upc_a"),
      code("NB-574-GR", "code_128"),
      code("https://example.com/7", "qr"),
      code("1234567890123", "code_128"),
      code("1234567"),
    ])
      await make("product_barcode", row);
  });

  it("of goods with a wrong check digit or length are refused, and told what would fit", async () => {
    for (const [row, said] of [
      [code("4006381333932"), "end in 1"],
      [code("96385075"), "end in 4"],
      [code("036000291453"), "end in 2"],
      [code("96385074X", "ean_8"), "8 digits"],
      [code("4006381333900", "upc_a"), "12 digits"],
      [code("400638133393X", "ean_13"), "13 digits"],
    ] as const) {
      const answer = await refusal("product_barcode", row);
      expect([row.code, answer.code]).toEqual([row.code, "23514"]);
      expect(answer.text).toContain(said);
      expect(answer.text).toContain("code");
    }
  });

  it("are refused a second time, whichever way they are written", async () => {
    const other = await make("product_variant", { product_id: (await product()).id });
    await make("product_barcode", { product_variant_id: other.id, code: "042100005264" });
    for (const row of [code("042100005264"), code("0042100005264"), code("0042100005264", "other")])
      expect([row, await refusal("product_barcode", row)]).toMatchObject([row, { code: "23505" }]);
    expect(await refusal("product", { name: "Twin", brand: "x", currency: "USD", barcode: "0042100005264" })).toMatchObject({
      code: "23505",
      text: expect.stringContaining("barcode"),
    });
    await product({ barcode: "5901234123457" });
    expect((await refusal("product_barcode", code("5901234123457"))).text).toContain("Dunk");
    const { id } = await product();
    const changed = await keeper.client.from("product").update({ barcode: "042100005264" }).eq("id", id);
    expect(changed.error?.code).toBe("23505");
  });

  it("are moved to another variant on purpose", async () => {
    const other = await make("product_variant", { product_id: (await product()).id });
    const { id } = await make("product_barcode", code("7501031311309"));
    await dataOf(keeper.client.from("product_barcode").update({ product_variant_id: other.id }).eq("id", id).select());
    const found = await dataOf(keeper.client.from("product_barcode").select("product_variant_id").eq("code", "7501031311309"));
    expect(found).toEqual([{ product_variant_id: other.id }]);
  });

  it("the same code is free in another workspace", async () => {
    const other = await signUp(server);
    const { id } = await make("product_variant", { product_id: (await product({}, other)).id }, other);
    await make("product_barcode", { product_variant_id: id, code: "4006381333931" }, other);
  });
});

describe("barcodes of our own", () => {
  it("count on, also past one that was deleted or written by hand, and many at once", async () => {
    const boss = await signUp(server);
    const { id } = await make("product_variant", { product_id: (await product({}, boss)).id }, boss);
    const ask = async () =>
      (await dataOf(boss.client.rpc("barcode_make", { product_variant_id: id }))) as unknown as { id: string; code: string };
    const first = await ask();
    expect(first.code).toBe("2000000000015");
    await dataOf(boss.client.from("product_barcode").delete().eq("id", first.id).select());
    await make("product_barcode", { product_variant_id: id, code: "2000000000022" }, boss);
    expect((await ask()).code).toBe("2000000000039");
    const many = await Promise.all(Array.from({ length: 12 }, ask));
    expect(new Set(many.map((each) => each.code)).size).toBe(12);
    const own = await dataOf(boss.client.from("product_barcode").select("code").eq("is_own", true));
    expect(own).toHaveLength(13);
  });

  it("a product without sizes gets its one variant; with several, a size must be said", async () => {
    const single = await product();
    const made = (await dataOf(keeper.client.rpc("barcode_make", { product_id: single.id }))) as unknown as {
      product_variant_id: string;
    };
    const again = (await dataOf(keeper.client.rpc("barcode_make", { product_id: single.id }))) as unknown as {
      product_variant_id: string;
    };
    expect(again.product_variant_id).toBe(made.product_variant_id);
    const several = await product();
    for (const size of ["41", "42"]) await make("product_variant", { product_id: several.id, size });
    expect((await keeper.client.rpc("barcode_make", { product_id: several.id })).error?.code).toBe("22023");
    expect((await keeper.client.rpc("barcode_make", { product_id: made.product_variant_id })).error?.code).toBe("P0002");
    const viewer = await invite(server, keeper, { warehouse: 1 });
    expect((await viewer.client.rpc("barcode_make", { product_id: single.id })).error?.code).toBe("42501");
  });
});

describe("places", () => {
  it("lie in each other, never in themselves", async () => {
    const hall = await make("location", { name: "Hall" });
    const shelf = await make("location", { name: "Shelf A", kind: "shelf", location_id: hall.id });
    const bin = await make("location", { name: "Bin A1", kind: "bin", location_id: shelf.id, code: "A1" });
    for (const into of [hall.id, shelf.id, bin.id]) {
      const { error } = await keeper.client.from("location").update({ location_id: into }).eq("id", hall.id);
      expect([error?.code, error?.details]).toEqual(["23514", expect.stringContaining("location_id")]);
    }
    expect(await refusal("location", { name: "Hall" })).toMatchObject({ code: "23505" });
    let inner = bin.id;
    for (const name of ["B1", "B2"]) inner = (await make("location", { name, location_id: inner })).id;
    expect((await refusal("location", { name: "too deep", location_id: (await make("location", { name: "B3", location_id: inner })).id })).code).toBe("23514");
  });
});
