// What there is too little of, what lies too long, which sizes run out, what the next pallet holds:
// each against figures worked out by hand from the movements below.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, invite, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { list, make, move, place, product } from "./warehouse.ts";

const server = useServer();
let boss: Person;
let hall: string;
let shop: string;
let dunk: string; // sizes 40 to 43: 41 is sold out, 44 lies
let boot: string;
const sizes = new Map<string, string>();

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const into = (size: string, quantity: number, days: number, extra: object = {}) =>
  move(boss, { kind: "in", quantity, location_id: hall, product_variant_id: sizes.get(size) as string, unit_cost: 1000, moved_at: daysAgo(days), ...extra });
const sell = (size: string, quantity: number, days: number) =>
  move(boss, { kind: "out", reason: "sale", quantity, location_id: hall, product_variant_id: sizes.get(size) as string, moved_at: daysAgo(days) });

beforeAll(async () => {
  boss = await signUp(server);
  [hall, shop] = [await place(boss, "Hall"), await place(boss, "Shop")];
  dunk = await product(boss, { name: "Dunk", brand: "Nike", shoe_type: "sneaker" });
  boot = await product(boss, { name: "Boot", brand: "Timber", shoe_type: "boot" });
  for (const size of ["40", "41", "42", "43", "44"])
    sizes.set(size, await make(boss, "product_variant", { product_id: dunk, size, currency: "USD", reorder_at: size === "42" ? 10 : null }));
  sizes.set("boot", await make(boss, "product_variant", { product_id: boot, currency: "USD", reorder_at: 1 }));
  await into("40", 10, 200);
  await into("40", 4, 40);
  await sell("40", 6, 20); // 8 left: 4 of day 40, 4 of day 200
  await into("41", 3, 50);
  await sell("41", 3, 10);
  await into("42", 20, 45);
  await sell("42", 7, 20);
  await sell("42", 7, 5); // 6 left
  await into("43", 2, 10);
  await into("44", 5, 100);
  await into("boot", 9, 100);
  await move(boss, { kind: "transfer", quantity: 1, location_id: hall, to_location_id: shop, product_variant_id: sizes.get("42") as string, moved_at: daysAgo(1) });
});

const ids = (rows: { product_variant_id: string }[]) => rows.map((row) => [...sizes].find(([, id]) => id === row.product_variant_id)?.[0]);

describe("what there is too little of", () => {
  interface Low {
    product_variant_id: string;
    location: string | null;
    on_hand: number;
    reorder_at: number;
  }
  it("is a size at or below its level, everywhere or at one place", async () => {
    const all = await list<Low>(boss, "stock_reorder");
    expect(all.map((row) => [row.location, row.on_hand, row.reorder_at])).toEqual([[null, 6, 10]]);
    const set = (size: string, location_id: string, level: object) => boss.client.rpc("stock_reorder_set", { product_variant_id: sizes.get(size), location_id, ...level });
    await set("43", shop, { reorder_at: 0 });
    await set("42", shop, { reorder_at: 3 });
    await set("42", hall, { reorder_at: 4 });
    expect((await set("42", hall, { reorder_at: -1 })).error?.details).toContain("reorder_at");
    expect((await set("42", hall, { reorder_at: 1_000_001 })).error?.details).toContain("reorder_at");
    expect((await set("42", sizes.get("42") as string, { reorder_at: 1 })).error).toMatchObject({ code: "P0002", details: expect.stringContaining("location_id") });
    const some = await list<Low>(boss, "stock_reorder", { location_id: shop });
    expect(ids(some)).toEqual(["42", "43"]);
    expect(some.map((row) => [row.location, row.on_hand, row.reorder_at])).toEqual([["Shop", 1, 3], ["Shop", 0, 0]]);
    expect(await list<Low>(boss, "stock_reorder")).toHaveLength(3);
    expect(await list<Low>(boss, "stock_reorder", { rows: 1 })).toMatchObject([{ on_hand: 6, location: null }]);
    await set("43", shop, { is_off: true });
    expect(ids(await list<Low>(boss, "stock_reorder", { location_id: shop }))).toEqual(["42"]);
  });
});

describe("what lies", () => {
  interface Age {
    product_variant_id: string;
    on_hand: number;
    days: number;
    days_30: number;
    days_60: number;
    days_90: number;
    days_180: number;
    older: number;
    value: number | null;
  }
  it("has the age of what came in last, as many pieces as are there; a transfer makes nothing younger", async () => {
    const rows = await list<Age>(boss, "stock_ageing", { product_id: dunk });
    expect(new Map(ids(rows).map((size, at) => [size, rows[at]]))).toEqual(
      new Map([
        ["40", expect.objectContaining({ on_hand: 8, days: 200, days_30: 0, days_60: 4, days_90: 0, days_180: 0, older: 4, value: 8000 })],
        ["44", expect.objectContaining({ on_hand: 5, days: 100, days_180: 5, older: 0 })],
        ["42", expect.objectContaining({ on_hand: 6, days: 45, days_60: 6, days_30: 0 })],
        ["43", expect.objectContaining({ on_hand: 2, days: 10, days_30: 2 })],
      ]),
    );
    expect(rows.map((row) => row.days)).toEqual([200, 100, 45, 10]);
  });

  it("is dead when it came in before and was not sold since so many days; what it is worth is for finance", async () => {
    interface Dead {
      product_variant_id: string;
      on_hand: number;
      value: number | null;
      last_sold_on: string | null;
    }
    const rows = await list<Dead>(boss, "stock_dead");
    expect(rows.map((row) => [row.on_hand, row.value, row.last_sold_on])).toEqual([[9, 9000, null], [5, 5000, null]]);
    expect(ids(await list<Dead>(boss, "stock_dead", { days: 15 }))).toEqual(["boot", "40", "44"]);
    expect(await list<Dead>(boss, "stock_dead", { days: 101 })).toEqual([]);
    const packer = await invite(server, boss, { warehouse: 1 });
    expect((await list<Dead>(packer, "stock_dead")).map((row) => row.value)).toEqual([undefined, undefined]);
    expect((await list<Age>(packer, "stock_ageing")).map((row) => row.value)).not.toContainEqual(expect.any(Number));
  });
});

describe("the run of sizes", () => {
  interface Run {
    product_variant_id: string;
    on_hand: number;
    sold_14: number;
    sold_28: number;
    days_left_14: number | null;
    days_left_28: number | null;
    sell_through_permille: number | null;
    is_missing: boolean;
  }
  it("shows what is missing from its middle and how long each size lasts", async () => {
    const rows = await list<Run>(boss, "stock_radar", { brand: "Nike" });
    expect(ids(rows)).toEqual(["40", "41", "42", "43", "44"]);
    expect(rows.map((row) => [row.on_hand, row.sold_14, row.sold_28, row.days_left_14, row.days_left_28, row.sell_through_permille, row.is_missing])).toEqual([
      [8, 0, 6, null, 37, 428, false],
      [0, 3, 3, 0, 0, 1000, true],
      [6, 7, 14, 12, 12, 700, false],
      [2, 0, 0, null, null, 0, false],
      [5, 0, 0, null, null, 0, false],
    ]);
    expect(ids(await list<Run>(boss, "stock_radar")).slice(0, 6)).toEqual(["40", "41", "42", "43", "44", "boot"]);
    expect(await list<Run>(boss, "stock_radar", { shoe_type: "boot" })).toHaveLength(1);
  });

  it("what comes back is not sold; the smallest and the largest size are not missing from the middle", async () => {
    const id = await make(boss, "product_variant", { product_id: boot, size: "36", currency: "USD" });
    await make(boss, "product_variant", { product_id: boot, size: "37", currency: "USD" });
    const line = { location_id: hall, product_variant_id: id };
    await move(boss, [{ ...line, kind: "in", quantity: 5 }, { ...line, kind: "out", reason: "sale", quantity: 3 }, { ...line, kind: "return", reason: "customer_return", quantity: 1 }]);
    const rows = await list<Run>(boss, "stock_radar", { product_id: boot });
    expect(rows.map((row) => [row.on_hand, row.sold_14, row.is_missing])).toEqual([[9, 0, false], [3, 2, false], [0, 0, false]]);
  });
});

describe("the next pallet", () => {
  interface Pallet {
    size: string;
    sold: number;
    on_hand: number;
    pieces: number;
  }
  const sale = (size: string, quantity: number, days = 3, extra: object = {}) =>
    make(boss, "sale", { brand: "Nike", shoe_type: "sneaker", size, quantity, price: 1, currency: "USD", sold_at: daysAgo(days), ...extra });

  it("fills the sizes that sell and are short, and has exactly the pieces that were asked for", async () => {
    await sale("40", 10);
    await sale("41", 20);
    await sale("41", 10, 5, { currency: "EUR" });
    await sale("42½", 10);
    await sale("43", 50, 120); // too long ago
    await sale("41", 99, 3, { brand: "Adidas" });
    const rows = await list<Pallet>(boss, "stock_pallet", { brand: "Nike", pieces: 92 });
    // 92 and the 8 of size 40 that are there make 100: 20, 60, 20.
    expect(rows).toMatchObject([
      { size: "40", sold: 10, on_hand: 8, pieces: 12 },
      { size: "41", sold: 30, on_hand: 0, pieces: 60 },
      { size: "42.5", sold: 10, on_hand: 0, pieces: 20 },
    ]);
    for (const pieces of [1, 7, 13, 100_000])
      expect((await list<Pallet>(boss, "stock_pallet", { brand: "Nike", pieces })).reduce((sum, row) => sum + row.pieces, 0)).toBe(pieces);
    expect(await list<Pallet>(boss, "stock_pallet", { brand: "Nike", shoe_type: "boot", pieces: 5 })).toEqual([]);
    expect((await list<Pallet>(boss, "stock_pallet", { brand: "Nike", days: 200, pieces: 5 })).map((row) => row.size)).toContain("43");
  });

  it("needs the grant of sales, and a number of pieces", async () => {
    const packer = await invite(server, boss, { warehouse: 2 });
    expect((await packer.client.rpc("stock_pallet", { brand: "Nike", pieces: 1 })).error?.code).toBe("42501");
    for (const pieces of [0, 100_001]) expect((await boss.client.rpc("stock_pallet", { brand: "Nike", pieces })).error?.details).toContain("pieces");
  });
});

describe("over movements by chance, recomputed from the journal", () => {
  interface Entry {
    product_variant_id: string;
    moved_at: string;
    day: string;
    sequence: number;
    kind: string;
    reason: string | null;
    quantity: number;
  }
  interface Size {
    id: string;
    product: string;
    name: string;
    order: number;
  }
  let keeper: Person;
  let journal: Entry[];
  const all: Size[] = [];
  let seed = 20261122;
  const below = (end: number) => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) % end;
  /* No age and no period is at its edge, also when midnight comes amid the test. */
  const amid = (days: number) => new Date(Date.now() - ([12, 13, 26, 27].includes(days) ? days + 2 : days) * 86_400_000 - 43_200_000).toISOString();
  const of = (id: string) => journal.filter((row) => row.product_variant_id === id);
  const held = (id: string) => of(id).reduce((sum, row) => sum + row.quantity, 0);
  const by_place = (a: Size, b: Size) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.order - b.order);

  beforeAll(async () => {
    keeper = await signUp(server);
    const [here, there] = [await place(keeper, "Here"), await place(keeper, "There")];
    for (let i = 0; i < 7; i++) {
      const name = `Shoe ${i % 2 ? "b" : "a"}${i}`;
      const owner = await product(keeper, { name, brand: i < 4 ? "Nike" : "Puma" });
      for (let order = 36; order < 44; order++)
        all.push({ id: await make(keeper, "product_variant", { product_id: owner, size: String(order), currency: "USD" }), product: owner, name, order });
    }
    const lines = Array.from({ length: 400 }, () => {
      const line = { product_variant_id: all[below(all.length - 2)]?.id, location_id: below(4) ? here : there, moved_at: amid(below(400)) };
      const chance = below(10);
      if (chance < 3) return { ...line, kind: "in" as const, quantity: 1 + below(6) };
      if (chance < 4) return { ...line, kind: "return" as const, reason: "customer_return", quantity: 1 };
      if (chance < 5) return { ...line, kind: "adjust" as const, quantity: below(2) ? 1 : -1 };
      if (chance < 6) return { ...line, kind: "transfer" as const, quantity: 1, to_location_id: line.location_id === here ? there : here };
      return { ...line, kind: "out" as const, reason: below(8) ? "sale" : "damaged", quantity: 1 + below(2), moved_at: amid(below(40)) };
    });
    await move(keeper, lines);
    journal = await list<Entry>(keeper, "stock_journal", { rows: 1000 });
    expect(journal.length).toBeGreaterThanOrEqual(400);
  });

  function age({ id }: Size) {
    const came = of(id).filter((row) => row.kind !== "transfer" && row.quantity > 0)
      .sort((a, b) => Date.parse(b.moved_at) - Date.parse(a.moved_at) || b.sequence - a.sequence);
    const parts = [0, 0, 0, 0, 0];
    let left = held(id);
    let oldest = 0;
    for (const row of came) {
      const days = Math.floor((Date.now() - Date.parse(row.moved_at)) / 86_400_000);
      const still = Math.min(left, row.quantity);
      if (still > 0) oldest = days;
      const at = [30, 60, 90, 180].findIndex((end) => days <= end);
      parts[at < 0 ? 4 : at] = (parts[at < 0 ? 4 : at] as number) + still;
      left -= still;
    }
    return [id, held(id), oldest, ...parts] as const;
  }

  it("the age of what is there", async () => {
    const expected = all.filter((size) => held(size.id) > 0 && of(size.id).some((row) => row.kind !== "transfer" && row.quantity > 0))
      .sort((a, b) => age(b)[2] - age(a)[2] || by_place(a, b)).map(age);
    expect(expected.length).toBeGreaterThan(10);
    type Row = Record<string, number | string>;
    const shown = (rows: Row[]) => rows.map((row) => ["product_variant_id", "on_hand", "days", "days_30", "days_60", "days_90", "days_180", "older"].map((name) => row[name]));
    expect(shown(await list<Row>(keeper, "stock_ageing"))).toEqual(expected);
    expect(shown(await list<Row>(keeper, "stock_ageing", { rows: 5 }))).toEqual(expected.slice(0, 5));
    const first = all[0] as Size;
    expect(shown(await list<Row>(keeper, "stock_ageing", { product_id: first.product }))).toEqual(expected.filter(([id]) => all.find((size) => size.id === id)?.product === first.product));
  });

  it("the run of sizes", async () => {
    const sold = (size: Size, days: number) =>
      of(size.id).filter((row) => row.day >= daysAgo(days - 1).slice(0, 10) && (row.kind === "return" || (row.kind === "out" && row.reason === "sale"))).reduce((sum, row) => sum - row.quantity, 0);
    const in_all = (size: Size) => all.filter((each) => each.product === size.product).reduce((sum, each) => sum + sold(each, 28), 0);
    const missing = (size: Size) => {
      const there = all.filter((each) => each.product === size.product && held(each.id) > 0).map((each) => each.order);
      return held(size.id) <= 0 && there.some((order) => order < size.order) && there.some((order) => order > size.order);
    };
    const expected = [...all].sort((a, b) => in_all(b) - in_all(a) || by_place(a, b)).map((size) => {
      const [pieces, short, long] = [held(size.id), sold(size, 14), sold(size, 28)];
      const last = (pace: number, days: number) => (pace > 0 && pieces >= 0 ? Math.floor((pieces * days) / pace) : null);
      const through = long > 0 && pieces >= 0 ? Math.floor((long * 1000) / (long + pieces)) : pieces > 0 ? 0 : null;
      return [size.id, pieces, short, long, last(short, 14), last(long, 28), through, missing(size)];
    });
    expect(expected.filter((row) => row.at(-1)).length).toBeGreaterThan(0);
    type Row = Record<string, unknown>;
    const shown = (rows: Row[]) =>
      rows.map((row) => ["product_variant_id", "on_hand", "sold_14", "sold_28", "days_left_14", "days_left_28", "sell_through_permille", "is_missing"].map((name) => row[name]));
    expect(shown(await list<Row>(keeper, "stock_radar"))).toEqual(expected);
    expect(shown(await list<Row>(keeper, "stock_radar", { rows: 11 }))).toEqual(expected.slice(0, 11));
    const puma = new Set(all.filter((_, at) => at >= 32).map((size) => size.id));
    expect(shown(await list<Row>(keeper, "stock_radar", { brand: "Puma" }))).toEqual(expected.filter(([id]) => puma.has(id as string)));
  });
});

it("another workspace sees none of it", async () => {
  const stranger = await signUp(server);
  for (const name of ["stock_reorder", "stock_ageing", "stock_dead", "stock_radar"]) expect([name, await list(stranger, name)]).toEqual([name, []]);
  expect(await list(stranger, "stock_pallet", { brand: "Nike", pieces: 3 })).toEqual([]);
});
