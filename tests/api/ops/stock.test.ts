// The warehouse: movements of every kind, what is on hand, the moving average to the minor unit, the
// journal with its running balance, retries, stock below zero, who sees costs, sales from stock.
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { type Movement, list, make, move, place, product, refuseNegative, refused, variant } from "./warehouse.ts";

const server = useServer();
let keeper: Person;
let hall: string;
let shelf: string;
beforeAll(async () => {
  keeper = await signUp(server);
  hall = await place(keeper, "Hall");
  shelf = await place(keeper, "Shelf");
});

interface Level {
  location: string;
  on_hand: number;
  unit_cost: number | null;
}
interface Worth {
  quantity: number;
  value: number;
  currency: string;
}
interface Entry extends Movement {
  sequence: number;
  value: number | null;
  value_total: number | null;
  unit_cost: number | null;
  day: string;
  moved_at: string;
}

const levels = async (product_variant_id: string) =>
  (await list<Level>(keeper, "stock_on_hand", { product_variant_id })).map((each) => [each.location, each.on_hand]);
const worth = async (product_variant_id: string, on?: string) => {
  const rows = await list<Worth & { product_variant_id: string }>(keeper, "stock_value", on ? { on } : {});
  const row = rows.find((each) => each.product_variant_id === product_variant_id);
  return row ? [row.quantity, row.value, row.currency] : null;
};
const journal = (input: object) => list<Entry>(keeper, "stock_journal", input);

describe("movements", () => {
  it("of every kind add up, place by place", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    expect(await levels(id)).toEqual([[null, 0]]);
    await move(keeper, { ...line, kind: "in", quantity: 10, unit_cost: 500, reason: "purchase" });
    expect((await move(keeper, { ...line, kind: "out", quantity: 3, reason: "sale" }))[0]).toMatchObject({ quantity: -3, on_hand: 7, on_hand_total: 7 });
    const moved = await move(keeper, { ...line, kind: "transfer", quantity: 4, to_location_id: shelf });
    expect(moved).toMatchObject([{ quantity: -4, on_hand: 3, location_id: hall }, { quantity: 4, on_hand: 4, on_hand_total: 7, location_id: shelf }]);
    await move(keeper, { ...line, kind: "return", quantity: 1, reason: "customer_return" });
    await move(keeper, { ...line, kind: "adjust", quantity: -2, reason: "damaged" });
    await move(keeper, { ...line, kind: "adjust", quantity: 1, reason: "found" });
    expect((await move(keeper, { ...line, kind: "count", quantity: 8, location_id: shelf }))[0]).toMatchObject({ quantity: 4, on_hand: 8 });
    expect((await move(keeper, { ...line, kind: "count", quantity: 8, location_id: shelf }))[0]).toMatchObject({ quantity: 0, on_hand: 8 });
    expect(await levels(id)).toEqual([["Hall", 3], ["Shelf", 8]]);
    expect(await worth(id)).toEqual([11, 5500, "USD"]);
    const rows = await journal({ product_variant_id: id });
    expect(rows.map((row) => row.sequence)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    let total = 0;
    for (const row of rows.reverse()) expect([row.sequence, row.on_hand_total]).toEqual([row.sequence, (total += row.quantity)]);
  });

  it("stand in the journal (出入库流水) with what was on hand after each, at its place and everywhere", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    await move(keeper, [{ ...line, kind: "in", quantity: 9 }, { ...line, kind: "transfer", quantity: 4, to_location_id: shelf }]);
    await move(keeper, [{ ...line, kind: "out", quantity: 2, location_id: shelf }, { ...line, kind: "return", quantity: 1 }, { ...line, kind: "count", quantity: 5 }]);
    const rows = (await journal({ product_variant_id: id })).reverse();
    const at = new Map<string, number>();
    let total = 0;
    for (const row of rows) {
      at.set(row.location_id, (at.get(row.location_id) ?? 0) + row.quantity);
      total += row.quantity;
      expect([row.sequence, row.on_hand, row.on_hand_total]).toEqual([row.sequence, at.get(row.location_id), total]);
    }
    expect([rows.length, total, at.get(hall), at.get(shelf)]).toEqual([6, 7, 5, 2]);
  });

  it("several lines are one transaction: all of them or none", async () => {
    const [a, b] = [await variant(keeper), await variant(keeper)];
    const lines = [a, b].map((product_variant_id) => ({ kind: "in" as const, quantity: 2, location_id: hall, product_variant_id }));
    expect(await move(keeper, lines)).toHaveLength(2);
    const answer = await refused(keeper, [...lines, { ...lines[0], location_id: randomUUID() }]);
    expect(answer).toMatchObject({ code: "P0002", text: expect.stringMatching(/location_id.*3/) });
    expect([await levels(a), await levels(b)]).toEqual([[["Hall", 2]], [["Hall", 2]]]);
  });

  it("name goods by their code, or a product that has no sizes", async () => {
    const product_id = await product(keeper, { barcode: "4006381333931" });
    await move(keeper, { kind: "in", quantity: 1, location_id: hall, product_id });
    await move(keeper, { kind: "in", quantity: 1, location_id: hall, code: "4006381333931" });
    const sized = await product(keeper);
    const [first] = [await make(keeper, "product_variant", { product_id: sized, size: "42" }), await make(keeper, "product_variant", { product_id: sized, size: "43" })];
    await make(keeper, "product_barcode", { product_variant_id: first, code: "036000291452" });
    const [moved] = await move(keeper, { kind: "in", quantity: 5, location_id: hall, code: "0036000291452" });
    expect(moved).toMatchObject({ product_variant_id: first, on_hand: 5 });
    expect(await list(keeper, "stock_on_hand", { product_id, is_held: true })).toMatchObject([{ on_hand: 2, size: null }]);
    expect(await refused(keeper, { kind: "in", quantity: 1, location_id: hall, product_id: sized })).toMatchObject({ code: "22023" });
    expect(await refused(keeper, { kind: "in", quantity: 1, location_id: hall, code: "nothing" })).toMatchObject({ code: "P0002" });
  });

  it("that make no sense are refused, and the field is named", async () => {
    const id = await variant(keeper);
    const line = { kind: "in", quantity: 1, location_id: hall, product_variant_id: id };
    for (const [change, code, field] of [
      [{ quantity: 0 }, "23514", "quantity"],
      [{ quantity: -1 }, "23514", "quantity"],
      [{ quantity: 1.5 }, "22P02", "quantity"],
      [{ quantity: 1_000_001 }, "22003", "quantity"],
      [{ kind: "count", quantity: -1 }, "23514", "quantity"],
      [{ kind: "adjust", quantity: 0 }, "23514", "quantity"],
      [{ kind: "lend" }, "23514", "kind"],
      [{ kind: "transfer" }, "23514", "to_location_id"],
      [{ kind: "transfer", to_location_id: hall }, "23514", "to_location_id"],
      [{ to_location_id: shelf }, "23514", "to_location_id"],
      [{ location_id: randomUUID() }, "P0002", "location_id"],
      [{ location_id: undefined }, "23502", "location_id"],
      [{ product_variant_id: randomUUID() }, "P0002", "product_variant_id"],
      [{ product_variant_id: undefined }, "23514", "product_variant_id"],
      [{ code: "x" }, "23514", "product_variant_id"],
      [{ unit_cost: -1 }, "23514", "unit_cost"],
      [{ kind: "out", unit_cost: 5 }, "23514", "unit_cost"],
      [{ currency: "XYZ" }, "23514", "currency"],
      [{ reason: "magic" }, "23514", "reason"],
      [{ reference_kind: "box" }, "23514", "reference_id"],
      [{ reference_kind: "sale", reference_id: randomUUID() }, "23514", "reference_kind"],
      [{ moved_at: "2999-01-01T00:00:00Z" }, "23514", "moved_at"],
      [{ note: "x".repeat(401) }, "22001", "note"],
      [{ on_hand: 7 }, "PGRST204", "on_hand"],
    ] as const) {
      const answer = await refused(keeper, { ...line, ...change });
      expect([change, answer.code, answer.text.includes(field)]).toEqual([change, code, true]);
    }
    for (const lines of [[], "x", 7, [7], null, Array.from({ length: 501 }, () => line)]) expect((await refused(keeper, lines)).code).toMatch(/^(23514|23502|PGRST102)$/);
    expect(await levels(id)).toEqual([[null, 0]]);
  });

  it("are never written, changed or deleted any other way", async () => {
    const id = await variant(keeper);
    const [moved] = await move(keeper, { kind: "in", quantity: 1, location_id: hall, product_variant_id: id });
    for (const table of ["stock_movement", "stock_level", "stock_cost", "stock_entry"]) {
      const results = [
        await keeper.client.from(table).insert({ product_variant_id: id, location_id: hall, on_hand: 9, quantity: 9 }),
        await keeper.client.from(table).update({ quantity: 9 }).eq("product_variant_id", id),
        await keeper.client.from(table).delete().eq("product_variant_id", id),
      ];
      for (const { error } of results) expect([table, error?.code]).toEqual([table, "42501"]);
    }
    expect(moved && (await journal({ product_variant_id: id }))).toMatchObject([{ id: moved?.id, on_hand: 1 }]);
    expect((await keeper.client.from("product_variant").delete().eq("id", id)).error?.code).toBe("23503");
  });
});

describe("taking back", () => {
  it("is a movement of its own, once; what left comes back with its value", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    await move(keeper, { ...line, kind: "in", quantity: 3, unit_cost: 100 });
    const [out] = await move(keeper, { ...line, kind: "out", quantity: 1 });
    await move(keeper, { ...line, kind: "in", quantity: 2, unit_cost: 1000 });
    const undo = (input: object) => keeper.client.rpc("stock_undo", input);
    const again = { id: out?.id, new_id: randomUUID() };
    const first = await dataOf(undo(again));
    expect(first).toMatchObject({ movements: [{ kind: "adjust", quantity: 1, on_hand: 5, is_repeated: false }] });
    expect(await worth(id)).toEqual([5, 2300, "USD"]);
    expect(await dataOf(undo(again))).toMatchObject({ movements: [{ is_repeated: true }] });
    expect((await undo({ id: out?.id })).error?.code).toBe("55000");
    const [leaves, arrives] = await move(keeper, { ...line, kind: "transfer", quantity: 2, to_location_id: shelf });
    expect(await dataOf(undo({ id: arrives?.id }))).toMatchObject({ movements: [{ location_id: shelf, quantity: -2 }, { location_id: hall, quantity: 2 }] });
    expect((await undo({ id: leaves?.id })).error?.code).toBe("55000");
    expect(await levels(id)).toEqual([["Hall", 5], ["Shelf", 0]]);
    expect((await undo({ id: randomUUID() })).error?.code).toBe("P0002");
  });
});

describe("a retried request", () => {
  it("with the same ids books once; an id is not used for something else", async () => {
    const product_variant_id = await variant(keeper);
    const line = { id: randomUUID(), kind: "in" as const, quantity: 5, location_id: hall, product_variant_id };
    const transfer = { ...line, id: randomUUID(), kind: "transfer" as const, quantity: 2, to_location_id: shelf };
    for (const isAgain of [false, true])
      for (const { is_repeated } of await move(keeper, [line, transfer])) expect(is_repeated).toBe(isAgain);
    expect(await levels(product_variant_id)).toEqual([["Hall", 3], ["Shelf", 2]]);
    expect((await refused(keeper, { ...line, quantity: 6 })).code).toBe("23505");
    expect((await refused(keeper, { ...line, kind: "out" })).code).toBe("23505");
    await Promise.all(Array.from({ length: 8 }, () => move(keeper, { ...line, id: transfer.id.replace(/^.{8}/, "01234567") })));
    expect(await levels(product_variant_id)).toEqual([["Hall", 8], ["Shelf", 2]]);
  });
});

describe("a request that is sent again after a kill", () => {
  const mortal = useServer();

  it("with the same Idempotency-Key books once and is answered as the first time", async () => {
    const boss = await signUp(mortal);
    const token = await tokenOf(boss);
    const line = { kind: "in", quantity: 5, location_id: await place(boss, "Hall"), product_variant_id: await variant(boss) };
    const headers = { "Idempotency-Key": `key-${randomUUID()}` };
    const books = async (lines: object[]) => {
      const answer = await send(mortal, "/rest/v1/rpc/stock_move", { token, body: { lines }, headers });
      return { status: answer.status, text: await answer.text(), again: answer.headers.get("idempotency-replayed") };
    };
    const first = await books([line]);
    expect(first).toMatchObject({ status: 200, again: null });
    await mortal.restart("SIGKILL");
    expect(await books([line])).toEqual({ ...first, again: "true" });
    expect((await books([line, line])).status).toBe(422);
    const rows = await send(mortal, "/rest/v1/stock_level?select=on_hand", { token });
    expect(await rows.json()).toEqual([{ on_hand: 5 }]);
  });
});

describe("stock below zero", () => {
  it("is allowed and marked, or refused with what is there", async () => {
    const boss = await signUp(server);
    const at = await place(boss, "Hall");
    const id = await variant(boss);
    const line = { product_variant_id: id, location_id: at };
    await move(boss, { ...line, kind: "in", quantity: 2, unit_cost: 300 });
    expect((await move(boss, { ...line, kind: "out", quantity: 3 }))[0]).toMatchObject({ on_hand: -1, is_short: true });
    expect(await list(boss, "stock_value")).toMatchObject([{ quantity: -1, value: -300 }]);
    await refuseNegative(boss);
    for (const kind of ["out", "transfer", "adjust"] as const) {
      const more = kind === "transfer" ? { to_location_id: await place(boss, `for ${kind}`) } : {};
      const answer = await refused(boss, { ...line, kind, quantity: kind === "adjust" ? -1 : 1, ...more });
      expect([kind, answer]).toMatchObject([kind, { code: "55000", text: expect.stringContaining("-1 on hand") }]);
    }
    await move(boss, { ...line, kind: "in", quantity: 3, unit_cost: 400 });
    expect(await list(boss, "stock_value")).toMatchObject([{ quantity: 2, value: 800 }]);
    expect((await refused(boss, { ...line, kind: "out", quantity: 3 })).text).toContain("2 on hand");
    expect((await move(boss, { ...line, kind: "out", quantity: 2 }))[0]).toMatchObject({ on_hand: 0, is_short: false });
    expect(await list(boss, "stock_value")).toEqual([]);
  });
});

describe("what it is worth", () => {
  it("is carried exactly: thirds lose nothing, the last piece takes the rest", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    await move(keeper, { ...line, kind: "in", quantity: 2, unit_cost: 100 });
    await move(keeper, { ...line, kind: "in", quantity: 1, unit_cost: 101 });
    const taken: (number | null)[] = [];
    for (let i = 0; i < 3; i++) {
      await move(keeper, { ...line, kind: "out", quantity: 1 });
      taken.push((await journal({ product_variant_id: id, rows: 1 }))[0]?.value ?? null);
    }
    expect(taken).toEqual([-100, -101, -100]);
    expect(await worth(id)).toBeNull();
  });

  it("takes the cost from the variant, then the product, then the average", async () => {
    const product_id = await product(keeper, { cost: 700 });
    const plain = await make(keeper, "product_variant", { product_id, size: "42", currency: "USD" });
    const own = await make(keeper, "product_variant", { product_id, size: "43", currency: "USD", cost: 900 });
    for (const [id, cost] of [[plain, 700], [own, 900]] as const) {
      await move(keeper, { kind: "in", quantity: 2, location_id: hall, product_variant_id: id });
      expect(await worth(id)).toEqual([2, 2 * cost, "USD"]);
    }
    await move(keeper, { kind: "in", quantity: 2, location_id: hall, product_variant_id: own, unit_cost: 0 });
    expect(await worth(own)).toEqual([4, 1800, "USD"]);
    await move(keeper, { kind: "adjust", quantity: 2, location_id: hall, product_variant_id: own });
    expect(await worth(own)).toEqual([6, 2700, "USD"]);
  });

  it("is in one currency; another one only once all is gone", async () => {
    const id = await variant(keeper);
    const line = { kind: "in" as const, quantity: 1, location_id: hall, product_variant_id: id };
    await move(keeper, { ...line, unit_cost: 100, currency: "CNY" });
    expect(await worth(id)).toEqual([1, 100, "CNY"]);
    expect(await refused(keeper, { ...line, unit_cost: 100, currency: "USD" })).toMatchObject({ code: "23514", text: expect.stringContaining("CNY") });
    await move(keeper, { ...line, kind: "out" });
    await move(keeper, { ...line, unit_cost: 70, currency: "USD" });
    expect(await worth(id)).toEqual([1, 70, "USD"]);
  });

  it("on any past day is the sum of what was booked until then", async () => {
    const id = await variant(keeper);
    const line = { location_id: hall, product_variant_id: id };
    await move(keeper, { ...line, kind: "in", quantity: 10, unit_cost: 150, moved_at: "2026-03-01T12:00:00Z" });
    await move(keeper, { ...line, kind: "out", quantity: 4, moved_at: "2026-03-05T12:00:00Z" });
    await move(keeper, { ...line, kind: "in", quantity: 6, unit_cost: 250, moved_at: "2026-04-01T12:00:00Z" });
    expect(await worth(id, "2026-02-28")).toBeNull();
    expect(await worth(id, "2026-03-01")).toEqual([10, 1500, "USD"]);
    expect(await worth(id, "2026-03-31")).toEqual([6, 900, "USD"]);
    expect(await worth(id, "2026-04-01")).toEqual([12, 2400, "USD"]);
    expect(await worth(id)).toEqual([12, 2400, "USD"]);
    const [total] = await list<Worth>(keeper, "stock_value", { by: "total" });
    const [stock] = (await dataOf(keeper.client.from("stock_cost").select("value.sum()").eq("currency", "USD"))) as unknown as { sum: number }[];
    expect(total?.value).toBe(stock?.sum);
    const april = await journal({ product_variant_id: id, from: "2026-03-05", to: "2026-04-01" });
    expect(april.map((row) => row.day)).toEqual(["2026-04-01", "2026-03-05"]);
    expect(await journal({ product_variant_id: id, kind: "in", rows: 1, offset: 1 })).toMatchObject([{ day: "2026-03-01" }]);
    expect((await keeper.client.rpc("stock_journal", { from: "2026-03-05", to: "2026-03-04" })).error?.code).toBe("22023");
  });

  it("past what sums can hold is refused, and nothing is booked", async () => {
    const id = await variant(keeper);
    const line = { kind: "in" as const, quantity: 1_000_000, location_id: hall, product_variant_id: id };
    expect(await refused(keeper, { ...line, unit_cost: 1_000_000_001 })).toMatchObject({ code: "22003" });
    await move(keeper, { ...line, unit_cost: 1_000_000_000 });
    expect(await refused(keeper, { ...line, quantity: 1, unit_cost: 1 })).toMatchObject({ code: "22003" });
    expect(await worth(id)).toEqual([1_000_000, 1_000_000_000_000_000, "USD"]);
    await move(keeper, { ...line, kind: "out" });
  });
});

describe("who may see and do what", () => {
  it("costs are shown to those with the grant of finance, and to nobody else", async () => {
    const id = await variant(keeper);
    await move(keeper, { kind: "in", quantity: 2, unit_cost: 481_516_234, location_id: hall, product_variant_id: id });
    const packer = await invite(server, keeper, { warehouse: 2 });
    for (const report of ["stock_on_hand", "stock_journal"]) {
      const [row] = await list(packer, report, { product_variant_id: id });
      expect([report, row !== undefined, ["unit_cost", "currency", "value", "value_total"].filter((column) => Object.keys(row ?? {}).includes(column))]).toEqual([report, true, []]);
    }
    expect((await packer.client.rpc("stock_value", {})).error?.code).toBe("42501");
    for (const table of ["stock_cost", "stock_entry"]) expect((await packer.client.from(table).select()).error?.code).toBe("42501");
    for (const path of ["stock_movement", "stock_level", "stock_movement?select=*,product_variant(*)"]) {
      const text = await (await send(server, `/rest/v1/${path}`, { token: await tokenOf(packer) })).text();
      expect([path, text.includes("481516234")]).toEqual([path, false]);
    }
    expect((await packer.client.from("stock_movement").select("id,stock_entry(value)")).error?.code).toBe("42501");
    expect(await refused(packer, { kind: "in", quantity: 1, unit_cost: 1, location_id: hall, product_variant_id: id })).toMatchObject({ code: "42501" });
    await move(packer, { kind: "in", quantity: 1, location_id: hall, product_variant_id: id });
    expect(await worth(id)).toEqual([3, 481_516_234 * 3, "USD"]);
    const clerk = await invite(server, keeper, { warehouse: 1, finance: 1 });
    expect(await list(clerk, "stock_journal", { product_variant_id: id, rows: 1 })).toMatchObject([{ value: 481_516_234 }]);
    expect(await list(clerk, "stock_value", { by: "product" })).not.toEqual([]);
    const money = await invite(server, keeper, { finance: 3 });
    for (const name of ["stock_on_hand", "stock_journal", "stock_value"]) expect([name, (await money.client.rpc(name, {})).error?.code]).toEqual([name, "42501"]);
  });

  it("viewers book nothing; who edits their own takes back only their own", async () => {
    const id = await variant(keeper);
    const line = { kind: "in" as const, quantity: 1, location_id: hall, product_variant_id: id };
    const [moved] = await move(keeper, line);
    const viewer = await invite(server, keeper, { warehouse: 1 });
    expect((await refused(viewer, line)).code).toBe("42501");
    const packer = await invite(server, keeper, { warehouse: 2 });
    expect((await packer.client.rpc("stock_undo", { id: moved?.id })).error?.code).toBe("42501");
    const [own] = await move(packer, line);
    expect((await packer.client.rpc("stock_undo", { id: own?.id })).error).toBeNull();
  });

  it("nothing of another workspace is moved or found", async () => {
    const id = await variant(keeper);
    const other = await signUp(server);
    const there = await place(other, "Hall");
    expect((await refused(other, { kind: "in", quantity: 1, location_id: there, product_variant_id: id })).code).toBe("P0002");
    const own = await variant(other);
    expect((await refused(other, { kind: "in", quantity: 1, location_id: hall, product_variant_id: own })).code).toBe("P0002");
    expect(await list(other, "stock_journal", { product_variant_id: id })).toEqual([]);
  });
});

describe("scanning", () => {
  interface Found {
    is_known: boolean;
    symbology: string;
    check_digit_is_right: boolean;
    location_id: string | null;
    product_id: string | null;
    variants: { id: string; size: string | null; on_hand: number; price: number | null }[];
    levels: { location: string; on_hand: number }[];
    movements: { quantity: number }[];
  }
  const find = async (code: string) => (await dataOf(keeper.client.rpc("stock_find", { code }))) as unknown as Found;

  it("tells what it is, how many are where, and what happened last", async () => {
    const product_id = await product(keeper, { price: 9900, sku: "NB-574", barcode: "7501031311309" });
    const id = await make(keeper, "product_variant", { product_id, size: "42", sku: "NB-574-42" });
    const other = await make(keeper, "product_variant", { product_id, size: "41", price: 8800 });
    await make(keeper, "product_barcode", { product_variant_id: id, code: "042100005264" });
    for (const quantity of [5, -1, -1, 1, 1, 1, 1]) await move(keeper, { kind: "adjust", quantity, location_id: hall, product_variant_id: id });
    for (const code of ["042100005264", "0042100005264", " 042100005264 ", "NB-574-42"]) {
      const found = await find(code);
      expect([code, found]).toMatchObject([code, { is_known: true, variants: [{ id, size: "42", on_hand: 7, price: 9900 }], levels: [{ location: "Hall", on_hand: 7 }] }]);
      expect(found.movements).toHaveLength(5);
    }
    for (const code of ["NB-574", "7501031311309"])
      expect(await find(code)).toMatchObject({ is_known: true, product_id, variants: [{ id: other, size: "41", price: 8800 }, { id, size: "42" }] });
  });

  it("an unknown code says what kind it is, so that something can be made of it; a place has a code, too", async () => {
    expect(await find("5000112637922")).toMatchObject({ is_known: false, symbology: "ean_13", check_digit_is_right: true, variants: [], levels: [], movements: [] });
    expect(await find("5000112637923")).toMatchObject({ is_known: false, check_digit_is_right: false });
    expect(await find("箱子")).toMatchObject({ is_known: false, symbology: "qr" });
    const at = await make(keeper, "location", { name: "Bin 7", kind: "bin", code: "BIN-7" });
    expect(await find("BIN-7")).toMatchObject({ is_known: true, location_id: at, variants: [] });
    for (const code of ["", " ", "x".repeat(81)]) expect((await keeper.client.rpc("stock_find", { code })).error?.code).toMatch(/^(22001|23514)$/);
  });
});

describe("a sale from stock", () => {
  const sale = { sold_at: "2026-06-03T03:15:00.000Z", brand: "Nike", shoe_type: "Dunk", currency: "USD", price: 12999 };

  it("takes its pieces out, at their cost; changing and deleting it puts right what was booked", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    await move(keeper, { ...line, kind: "in", quantity: 10, unit_cost: 450 });
    const sold = (await dataOf(keeper.client.from("sale").insert({ ...sale, ...line, quantity: 3 }).select().single())) as { id: string; cost: number };
    expect(sold.cost).toBe(450);
    expect(await levels(id)).toEqual([["Hall", 7]]);
    const change = async (values: object) => {
      await dataOf(keeper.client.from("sale").update(values).eq("id", sold.id).select());
      return [await levels(id), await worth(id)];
    };
    await move(keeper, { ...line, kind: "in", quantity: 3, unit_cost: 1000 });
    expect(await change({ quantity: 1 })).toEqual([[["Hall", 12]], [12, 450 * 9 + 3000, "USD"]]);
    expect(await change({ price: 1 })).toEqual([[["Hall", 12]], [12, 450 * 9 + 3000, "USD"]]);
    expect(await change({ location_id: shelf })).toEqual([[["Hall", 13], ["Shelf", -1]], [12, expect.any(Number), "USD"]]);
    expect(await change({ location_id: null })).toEqual([[["Hall", 13], ["Shelf", 0]], [13, 7500, "USD"]]);
    expect(await change({ location_id: hall, quantity: 13 })).toEqual([[["Hall", 0], ["Shelf", 0]], null]);
    await dataOf(keeper.client.from("sale").delete().eq("id", sold.id).select());
    expect([await levels(id), await worth(id)]).toEqual([[["Hall", 13], ["Shelf", 0]], [13, 7500, "USD"]]);
    expect((await journal({ product_variant_id: id })).some((row) => row.kind === "return")).toBe(true);
  });

  it("is refused when nothing is there and the workspace says so; nothing is written then", async () => {
    const boss = await signUp(server);
    const line = { product_variant_id: await variant(boss), location_id: await place(boss, "Hall") };
    await refuseNegative(boss);
    const { error } = await boss.client.from("sale").insert([{ ...sale, ...line }]);
    expect([error?.code, error?.message]).toEqual(["55000", expect.stringContaining("0 on hand")]);
    expect(await dataOf(boss.client.from("sale").select())).toEqual([]);
    await move(boss, { ...line, kind: "in", quantity: 1 });
    const { id } = (await dataOf(boss.client.from("sale").insert({ ...sale, ...line }).select("id").single())) as { id: string };
    expect((await boss.client.from("sale").update({ quantity: 2 }).eq("id", id)).error?.code).toBe("55000");
    expect(await list(boss, "stock_on_hand")).toMatchObject([{ on_hand: 0 }]);
  });

  it("upserts, bulks and who only has the grant of sales book the same; without a place nothing is booked", async () => {
    const id = await variant(keeper);
    const line = { product_variant_id: id, location_id: hall };
    const seller = await invite(server, keeper, { sales: 2 });
    await dataOf(seller.client.from("sale").insert([{ ...sale, ...line }, { ...sale, product_variant_id: id }, { ...sale, ...line, quantity: 2 }]).select());
    expect(await levels(id)).toEqual([["Hall", -3]]);
    const row = { ...sale, ...line, id: randomUUID(), quantity: 4 };
    for (const quantity of [4, 4, 1]) await dataOf(seller.client.from("sale").upsert({ ...row, quantity }).select());
    expect(await levels(id)).toEqual([["Hall", -4]]);
    const [own] = await journal({ product_variant_id: id, rows: 1 });
    expect((await keeper.client.rpc("stock_undo", { id: own?.id })).error?.code).toBe("55000");
    await dataOf(keeper.client.from("sale").delete().eq("product_variant_id", id).select());
    expect(await levels(id)).toEqual([["Hall", 0]]);
  });
});
