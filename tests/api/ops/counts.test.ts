// Counts of a place: by scan, typed, blind; the difference is against what was on hand when a size
// was scanned, whatever moved before, since, or was heard of late.
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { list, move, place, variant } from "./warehouse.ts";

const server = useServer();
let boss: Person;
beforeAll(async () => {
  boss = await signUp(server);
});

interface Line {
  product_variant_id: string;
  counted: number | null;
  expected: number | null;
  difference: number | null;
  is_disturbed: boolean;
  is_superseded: boolean;
  counted_at: string | null;
}
interface Closed {
  lines: number;
  differences: number;
  missing: number;
  surplus: number;
  is_repeated: boolean;
}

const start = Date.now() - 3_600_000;
const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
const rpc = async <T>(who: Person, name: string, input: object) => (await dataOf(who.client.rpc(name, input))) as unknown as T;
const codeOf = async (who: Person, name: string, input: object) => (await who.client.rpc(name, input)).error?.code;
const openCount = async (location_id: string, extra: object = {}, who = boss) => (await rpc<{ id: string }>(who, "stock_count_open", { location_id, ...extra })).id;
const scan = (stock_count_id: string, product_variant_id: string, extra: object = {}, who = boss) =>
  rpc<{ counted: number; is_repeated: boolean }>(who, "stock_count_scan", { stock_count_id, product_variant_id, quantity: 1, ...extra });
const report = (id: string, who = boss) => list<Line>(who, "stock_count_report", { id });
const close = (id: string, extra: object = {}) => rpc<Closed>(boss, "stock_count_close", { id, ...extra });
const onHand = async (product_variant_id: string, location_id: string) =>
  (await list<{ on_hand: number; counted_at: string | null }>(boss, "stock_on_hand", { product_variant_id, location_id }))[0];

async function shelf(pieces: number): Promise<{ where: string; what: string }> {
  const where = await place(boss, `Shelf ${randomUUID().slice(0, 8)}`);
  const what = await variant(boss);
  if (pieces) await move(boss, { kind: "in", quantity: pieces, location_id: where, product_variant_id: what, unit_cost: 100, moved_at: at(0) });
  return { where, what };
}
const out = (where: string, what: string, quantity: number, minute: number) =>
  move(boss, { kind: "out", quantity, location_id: where, product_variant_id: what, moved_at: at(minute) });

describe("a count", () => {
  it("books what it found and the books did not know, and says when what was counted last", async () => {
    const { where, what } = await shelf(5);
    const other = await variant(boss);
    const id = await openCount(where);
    expect(await report(id)).toMatchObject([{ product_variant_id: what, counted: null, expected: 5, difference: null }]);
    await scan(id, what, { scanned_at: at(10) });
    expect(await scan(id, what, { quantity: 2, scanned_at: at(11) })).toMatchObject({ counted: 3 });
    await scan(id, other, { scanned_at: at(12) });
    expect((await report(id)).map((row) => [row.product_variant_id, row.counted, row.expected, row.difference]).sort()).toEqual([[what, 3, 5, -2], [other, 1, 0, 1]].sort());
    expect(await close(id)).toEqual({ id, lines: 2, differences: 2, missing: 2, surplus: 1, is_repeated: false });
    expect(await close(id)).toEqual({ id, lines: 2, differences: 2, missing: 2, surplus: 1, is_repeated: true });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 3, counted_at: expect.stringMatching(at(11).slice(0, 19)) });
    const rows = await dataOf(boss.client.from("stock_movement").select("kind,quantity,counted,reason,reference_kind").eq("reference_id", id).order("quantity"));
    expect(rows).toEqual([
      { kind: "count", quantity: -2, counted: 3, reason: "count", reference_kind: "count" },
      { kind: "count", quantity: 1, counted: 1, reason: "count", reference_kind: "count" },
    ]);
    expect(await codeOf(boss, "stock_count_scan", { stock_count_id: id, product_variant_id: what, quantity: 1 })).toBe("55000");
    expect((await report(id)).map((row) => row.difference).sort()).toEqual([-2, 1]);
  });

  it.each([
    ["before the count", 5, "at once"],
    ["before the count", 5, "after it"],
    ["after the count", 30, "after it"],
  ])("is not misled by what moved %s (minute %i), heard of %s", async (_, minute, heard) => {
    const { where, what } = await shelf(5);
    const id = await openCount(where);
    if (heard === "at once") await out(where, what, 2, minute);
    await scan(id, what, { quantity: minute < 10 ? 3 : 5, scanned_at: at(10) }); // all that is there then
    if (heard !== "at once") await out(where, what, 2, minute);
    expect(await report(id)).toMatchObject([{ difference: 0, is_disturbed: false }]);
    expect(await close(id)).toMatchObject({ differences: 0 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 3, counted_at: expect.any(String) });
  });

  it("asks for another count of what moved while it was being counted; a typed figure settles it", async () => {
    const { where, what } = await shelf(5);
    const id = await openCount(where);
    await scan(id, what, { quantity: 3, scanned_at: at(10) });
    await out(where, what, 1, 11);
    await scan(id, what, { quantity: 2, scanned_at: at(12) });
    expect(await report(id)).toMatchObject([{ is_disturbed: true }]);
    const { error } = await boss.client.rpc("stock_count_close", { id });
    expect(error).toMatchObject({ code: "55000", message: expect.stringMatching(/moved while/) });
    expect(await scan(id, what, { quantity: 4, is_figure: true, scanned_at: at(13) })).toMatchObject({ counted: 4 });
    expect(await close(id)).toMatchObject({ differences: 0 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 4 });
  });

  it("takes a movement and what took it back as one", async () => {
    const { where, what } = await shelf(5);
    const [wrong] = await out(where, what, 1, 5);
    const id = await openCount(where);
    await scan(id, what, { quantity: 5, scanned_at: at(10) });
    await rpc(boss, "stock_undo", { id: wrong?.id });
    expect(await close(id)).toMatchObject({ differences: 0 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 5 });
  });

  it("counts each scan once by its id, and scans in the order they were made", async () => {
    const { where, what } = await shelf(0);
    const count = randomUUID();
    expect(await openCount(where, { id: count })).toBe(count);
    expect(await rpc(boss, "stock_count_open", { id: count, location_id: where })).toMatchObject({ is_repeated: true });
    expect(await codeOf(boss, "stock_count_open", { id: count, location_id: await place(boss, "Elsewhere") })).toBe("55000");
    const id = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => scan(count, what, { id, quantity: 2, scanned_at: at(20) })));
    expect(answers.filter((each) => !each.is_repeated)).toHaveLength(1);
    expect(await scan(count, what, { id, quantity: 2 })).toMatchObject({ counted: 2, is_repeated: true });
    // A figure that was typed earlier and is heard of later keeps what was scanned after it.
    expect(await scan(count, what, { quantity: 7, is_figure: true, scanned_at: at(15) })).toMatchObject({ counted: 9 });
    expect(await scan(count, what, { quantity: -1, scanned_at: at(21) })).toMatchObject({ counted: 8 });
    expect(await codeOf(boss, "stock_count_scan", { stock_count_id: count, product_variant_id: what, quantity: -9 })).toBe("23514");
  });

  it("is superseded by one that was made later and closed first", async () => {
    const { where, what } = await shelf(5);
    const [early, late] = [await openCount(where), await openCount(where)];
    await scan(early, what, { quantity: 4, scanned_at: at(10) });
    await scan(late, what, { quantity: 4, scanned_at: at(20) });
    expect(await close(late)).toMatchObject({ missing: 1 });
    expect(await report(early)).toMatchObject([{ is_superseded: true }]);
    expect(await close(early)).toMatchObject({ differences: 0 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 4 });
  });

  it("takes what was not counted for none only when that is said", async () => {
    const { where, what } = await shelf(5);
    const first = await openCount(where);
    expect(await close(first)).toMatchObject({ lines: 0 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 5, counted_at: null });
    const second = await openCount(where);
    expect(await close(second, { missing_is_zero: true })).toMatchObject({ lines: 1, missing: 5 });
    expect(await onHand(what, where)).toMatchObject({ on_hand: 0 });
  });

  it("two clients close it at once: it is booked once", async () => {
    const { where, what } = await shelf(5);
    const id = await openCount(where);
    await scan(id, what, { quantity: 2, scanned_at: at(10) });
    const answers = await Promise.all([1, 2, 3].map(() => close(id)));
    expect(answers.map((each) => [each.missing, each.is_repeated]).sort()).toEqual([[3, false], [3, true], [3, true]].sort());
    expect(await onHand(what, where)).toMatchObject({ on_hand: 2 });
  });

  it("that is blind keeps the books from who counts", async () => {
    const { where, what } = await shelf(5);
    const packer = await invite(server, boss, { warehouse: 2 });
    const id = await openCount(where, { hides_books: true }, packer);
    expect(await report(id, packer)).toEqual([]);
    await scan(id, what, { scanned_at: at(10) }, packer);
    expect(await report(id, packer)).toMatchObject([{ counted: 1, expected: null, difference: null }]);
    expect(await report(id)).toMatchObject([{ counted: 1, expected: 5, difference: -4 }]);
    await close(id);
    expect(await report(id, packer)).toMatchObject([{ counted: 1, expected: 5, difference: -4 }]);
  });

  it("is dropped by whoever began it, and then books nothing", async () => {
    const { where, what } = await shelf(5);
    const [one, two] = [await invite(server, boss, { warehouse: 2 }), await invite(server, boss, { warehouse: 2 })];
    const id = await openCount(where, {}, one);
    await scan(id, what, {}, two); // several count one place
    expect(await codeOf(two, "stock_count_drop", { id })).toBe("42501");
    expect(await codeOf(one, "stock_count_drop", { id })).toBeUndefined();
    expect(await codeOf(one, "stock_count_close", { id })).toBe("P0002");
    expect(await onHand(what, where)).toMatchObject({ on_hand: 5 });
  });
});

it("wrong requests are refused by name", async () => {
  const { where, what } = await shelf(1);
  const id = await openCount(where);
  const refusal = async (name: string, input: object) => {
    const { error } = await boss.client.rpc(name, input);
    return [error?.code, error?.details ?? ""];
  };
  const scanned = { stock_count_id: id, product_variant_id: what };
  expect(await refusal("stock_count_open", {})).toEqual(["23514", expect.stringContaining("location_id")]);
  expect(await refusal("stock_count_open", { location_id: randomUUID() })).toEqual(["P0002", expect.stringContaining("location_id")]);
  expect(await refusal("stock_count_open", { location_id: where, inbound_box_id: randomUUID() })).toEqual(["23514", expect.stringContaining("location_id")]);
  expect(await refusal("stock_count_scan", { ...scanned, quantity: 0 })).toEqual(["23514", expect.stringContaining("quantity")]);
  expect(await refusal("stock_count_scan", { ...scanned, quantity: -1, is_figure: true })).toEqual(["23514", expect.stringContaining("quantity")]);
  expect(await refusal("stock_count_scan", { ...scanned, quantity: 1_000_001 })).toEqual(["22003", expect.stringContaining("quantity")]);
  expect(await refusal("stock_count_scan", { ...scanned, quantity: 1, code: "x" })).toEqual(["23514", expect.stringContaining("code")]);
  expect(await refusal("stock_count_scan", { stock_count_id: id, code: "nobody knows", quantity: 1 })).toEqual(["P0002", expect.stringContaining("code")]);
  expect(await refusal("stock_count_scan", { stock_count_id: id, product_variant_id: randomUUID(), quantity: 1 })).toEqual(["P0002", expect.stringContaining("product_variant_id")]);
  expect(await refusal("stock_count_scan", { ...scanned, quantity: 1, scanned_at: new Date(Date.now() + 3_600_000).toISOString() })).toEqual(["23514", expect.stringContaining("scanned_at")]);
  expect(await refusal("stock_count_close", { id: randomUUID() })).toEqual(["P0002", expect.stringContaining("id")]);
  const stranger = await signUp(server);
  expect(await codeOf(stranger, "stock_count_close", { id })).toBe("P0002");
  expect(await codeOf(stranger, "stock_count_scan", { ...scanned, quantity: 1 })).toBe("P0002");
  expect(await codeOf(stranger, "stock_count_report", { id })).toBe("P0002");
});
