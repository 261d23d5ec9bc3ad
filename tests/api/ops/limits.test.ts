// Ceilings of stock, shows and news that only a call meets, each at its edge: what is at the limit
// is done whole, what is past it is refused or told, and nothing is left half done.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, newId, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { make, move, place, refused, variant } from "./warehouse.ts";

const server = useServer();
let keeper: Person;

beforeAll(async () => {
  keeper = await signUp(server);
});

const insertAll = async (table: string, rows: object[]) => (await dataOf(keeper.client.from(table).insert(rows).select("id"))) as { id: string }[];
const errorOf = async (reply: PromiseLike<{ error: unknown }>) => (await reply).error as { code: string; message: string } | null;
const times = <T>(count: number, one: (at: number) => T) => Array.from({ length: count }, (_, at) => one(at));
const show = () => make(keeper, "live_session", { title: "Edge", day: "2026-05-08", platform: "tiktok", status: "ended", currency: "USD", starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T20:00:00Z" });

describe("stock", () => {
  // LIMIT_STOCK_LINES; the lines are more than 64 KiB of JSON
  it("500 lines are booked together, 501 are not", async () => {
    const size = await variant(keeper), hall = await place(keeper, "Many lines");
    const lines = (count: number) => times(count, () => ({ kind: "in" as const, quantity: 1, location_id: hall, product_variant_id: size, note: "x".repeat(60) }));
    expect(JSON.stringify(lines(500)).length).toBeGreaterThan(65_536);
    const booked = await move(keeper, lines(500));
    expect([booked.length, booked.at(-1)?.on_hand]).toEqual([500, 500]);
    expect(await refused(keeper, lines(501))).toMatchObject({ code: "23514", text: expect.stringContaining("1 to 500 lines") as string });
  });

  // LIMIT_SALE_PLACES: pieces of a sale are at one place at a time, however many it was at before
  it("a sale that was at many places has its pieces at the last one alone", async () => {
    const size = await variant(keeper);
    const places = (await insertAll("location", times(20, (at) => ({ name: `Shelf ${at}` })))).map(({ id }) => id);
    await move(keeper, places.map((location_id) => ({ kind: "in" as const, quantity: 5, location_id, product_variant_id: size })));
    const sale = await make(keeper, "sale", { sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 1, quantity: 2, product_variant_id: size, location_id: places[0] });
    for (const location_id of [...places.slice(1), ...places.slice(0, 3)]) await dataOf(keeper.client.from("sale").update({ location_id }).eq("id", sale).select("id"));
    const levels = (await dataOf(keeper.client.from("stock_level").select("location_id,on_hand").eq("product_variant_id", size))) as { location_id: string; on_hand: number }[];
    expect(new Map(levels.map((level) => [level.location_id, level.on_hand]))).toEqual(new Map(places.map((id, at) => [id, at === 2 ? 3 : 5])));
    await dataOf(keeper.client.from("sale").delete().eq("id", sale).select("id"));
    expect(await dataOf(keeper.client.from("stock_level").select("on_hand").eq("product_variant_id", size).neq("on_hand", 5))).toEqual([]);
  });
});

// LIMIT_SHEET_LINES
it("a box of 5000 lines is booked, one of 5001 is told", async () => {
  const id = await make(keeper, "inbound_box", { supplier: "Lines", location_id: await place(keeper, "Lines") });
  const made = await insertAll("inbound_line", times(5001, () => ({ inbound_box_id: id, description: "x" })));
  const book = () => errorOf(keeper.client.rpc("inbound_book", { id }));
  expect(await book()).toMatchObject({ code: "55000", message: expect.stringContaining("5000 lines") as string });
  await dataOf(keeper.client.from("inbound_line").delete().eq("id", made[0]?.id).select("id"));
  expect(await book()).not.toMatchObject({ message: expect.stringContaining("5000 lines") as string });
});

describe("the plan of a show", () => {
  // LIMIT_ITEMS: a list at the limit is read, and what is not there is named
  it("is put in order by 1000 items, not by 1001", async () => {
    const live_session_id = await show();
    const order = (count: number) => errorOf(keeper.client.rpc("show_order", { live_session_id, items: times(count, () => newId()) }));
    expect(await order(1001)).toMatchObject({ code: "22023", message: expect.stringContaining("1000") as string });
    expect(await order(1000)).not.toMatchObject({ code: "22023" });
  });

  // LIMIT_SHOW_SLOTS
  it("has 500 slots that are added up, not 501", async () => {
    const live_session_id = await show(), host_id = await make(keeper, "host", { name: "Maya" });
    const slot = (at: number) => ({ live_session_id, host_id, starts_at: new Date(Date.UTC(2026, 4, 8, 18, 0, at * 10)).toISOString(), ends_at: new Date(Date.UTC(2026, 4, 8, 18, 0, at * 10 + 10)).toISOString() });
    await insertAll("show_slot", times(500, slot));
    const whole = (await dataOf(keeper.client.rpc("show_result", { live_session_id }))) as unknown as { slots: unknown[] };
    expect(whole.slots.length).toBeGreaterThanOrEqual(500);
    await insertAll("show_slot", [slot(500)]);
    for (const name of ["show_result", "show_closeout"])
      expect([name, await errorOf(keeper.client.rpc(name, { live_session_id }))]).toEqual([name, expect.objectContaining({ code: "54000", message: expect.stringContaining("500 slots") as string })]);
  });
});

describe("the money of a show", () => {
  // LIMIT_SHOW_CHARGES
  it("has 64 fees, not 65", async () => {
    const live_session_id = await show();
    const rule = (at: number) => ({ name: `Fee ${at}`, platform: "tiktok", currency: "USD", percent: "1", valid_from: "2026-01-01" });
    const rules = await insertAll("fee_rule", times(64, rule));
    const whole = (await dataOf(keeper.client.rpc("show_result", { live_session_id }))) as unknown as { fees: unknown[] };
    expect(whole.fees).toHaveLength(64);
    rules.push(...(await insertAll("fee_rule", [rule(64)])));
    expect(await errorOf(keeper.client.rpc("show_result", { live_session_id }))).toMatchObject({ code: "54000", message: expect.stringContaining("64 fees") as string });
    await dataOf(keeper.client.from("fee_rule").delete().in("id", rules.map(({ id }) => id)).select("id"));
  });

  // MONEY_MAX: all pieces of one sale together
  it("has sales of at most 10^12 each, and adds no more up than it can", async () => {
    const live_session_id = await show();
    const sale = { live_session_id, sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", quantity: 1_000_000, price: 1_000_000 };
    const tooMuch = (field: string) => ({ code: "23514", details: `field: ${field}`, message: expect.stringContaining("1000000000000") as string });
    const [first] = await insertAll("sale", [sale, { ...sale, quantity: 1, price: 1_000_000_000_000, cost: 1_000_000_000_000 }, { ...sale, price: 0, cost: 1_000_000 }]);
    expect(await errorOf(keeper.client.from("sale").insert({ ...sale, price: 1_000_001 }))).toMatchObject(tooMuch("price"));
    expect(await errorOf(keeper.client.from("sale").insert([sale, { ...sale, cost: 1_000_001 }]))).toMatchObject({ ...tooMuch("cost"), hint: expect.stringContaining("2") as string });
    expect(await errorOf(keeper.client.from("sale").update({ price: 1_000_001 }).eq("id", first!.id))).toMatchObject(tooMuch("price"));
    expect(await errorOf(keeper.client.from("sale").upsert({ ...sale, id: first!.id, cost: 1_000_001 }))).toMatchObject(tooMuch("cost"));
    expect(await dataOf(keeper.client.from("sale").select("id").eq("live_session_id", live_session_id))).toHaveLength(3);

    // Who sees no costs is told nothing of them by a refusal; what then is too much is said to be.
    await insertAll("sale", times(12, () => ({ ...sale, quantity: 1, price: 1, cost: 1_000_000_000_000 })));
    const helper = await invite(server, keeper, { sales: 3, live: 3 });
    await dataOf(helper.client.from("sale").update({ quantity: 1_000_000 }).eq("live_session_id", live_session_id).eq("price", 1).select("id"));
    for (const [name, input] of [["show_result", { live_session_id }], ["show_closeout", { live_session_id }], ["show_board", { live_session_id }], ["finance_month", { month: "2026-05" }], ["finance_shows", { month: "2026-05" }], ["report_sales", { group: "show" }]] as const)
      expect([name, (await errorOf(keeper.client.rpc(name, input)))?.code]).toEqual([name, expect.stringMatching(/^(54000|22003)$/)]);
    await dataOf(keeper.client.from("sale").delete().eq("live_session_id", live_session_id).select("id"));
  });

  // LIMIT_CLOSEOUT_ORDERS
  it("lists 200 orders that differ, and says that there are more", async () => {
    const live_session_id = await show();
    const sale = (at: number) => ({ live_session_id, sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 100, external_ref: `O-${String(at).padStart(3, "0")}` });
    const look = async () => {
      const { orders, has_more_orders } = (await dataOf(keeper.client.rpc("show_closeout", { live_session_id }))) as unknown as { orders: unknown[]; has_more_orders: boolean };
      return [orders.length, has_more_orders];
    };
    await insertAll("sale", times(200, sale));
    expect(await look()).toEqual([200, false]);
    await insertAll("sale", [sale(200)]);
    expect(await look()).toEqual([200, true]);
  });
});

// LIMIT_SHOWN
it("a hundred announcements are shown, the newest", async () => {
  const shown = async () => ((await dataOf(keeper.client.rpc("announcement_list"))) as unknown as { title: string }[]).map(({ title }) => title);
  await insertAll("announcement", times(100, (at) => ({ title: `News ${at}` })));
  expect(await shown()).toHaveLength(100);
  await insertAll("announcement", [{ title: "The newest" }]);
  expect([(await shown()).length, (await shown())[0]]).toEqual([100, "The newest"]);
});
