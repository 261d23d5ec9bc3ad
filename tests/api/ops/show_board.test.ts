// The live board against an own recomputation from the raw rows, what a grant hides of it, and what
// is on camera.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
type Row = Record<string, unknown> & { id: string };

interface Show { id: string; platform: string; status: string; currency: string; starts_at: string | null; ends_at: string | null; target_gmv: number | null; target_units: number | null }
interface Sale { id: string; live_session_id: string; sold_at: string; price: number; quantity: number; currency: string; cost: number | null; brand: string; shoe_type: string }
interface Sum { gmv: number; units: number; orders: number; currency?: string }
interface Item { id: string; position: number; on_camera_since: string | null; sold_units: number | null }
interface Board extends Sum {
  as_of: string; cost?: number; units_without_cost?: number; target_gmv: number | null; gmv_due: number | null; units_due: number | null;
  earlier_shows: number; earlier_gmv: number | null; earlier_units: number | null; step_minutes: number; series: Sum[]; others: Sum[];
  last_sales: Row[]; items: Item[]; stock?: { size: string; on_hand: number }[]; slots: { host: string }[];
}

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const errorOf = async (reply: PromiseLike<{ error: unknown }>) => (await reply).error as { code: string } | null;
const boardOf = async (person: Person, id: string) => (await dataOf(person.client.rpc("show_board", { live_session_id: id }))) as unknown as Board;

/* A fixed sequence of numbers below 1. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const MINUTE = 60_000;
const at = (ms: number) => new Date(ms).toISOString();
const sum = (sales: readonly Sale[]): Sum => ({
  gmv: sales.reduce((total, { price, quantity }) => total + price * quantity, 0),
  units: sales.reduce((total, { quantity }) => total + quantity, 0),
  orders: sales.length,
});
const share = (target: number, part: number, whole: number) => Number((2n * BigInt(target) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.floor((low + high) / 2);
}

/* The board as it must be, from every row there is. */
function recompute(show: Show, shows: readonly Show[], sales: readonly Sale[], asOf: number) {
  const start = Date.parse(show.starts_at ?? "");
  const elapsed = show.status === "planned" ? 0 : Math.max(0, asOf - start);
  const own = sales.filter((sale) => sale.live_session_id === show.id && sale.currency === show.currency);
  const step = [1, 5, 15, 60].find((minutes) => elapsed / (minutes * MINUTE) < 300) ?? 1440;
  const steps = show.status === "planned" ? 0 : Math.floor(elapsed / (step * MINUTE)) + 1;
  const stepOf = (sale: Sale) => Math.min(steps - 1, Math.max(0, Math.floor((Date.parse(sale.sold_at) - start) / (step * MINUTE))));
  const planned = Date.parse(show.ends_at ?? "") - start;
  const due = (target: number | null) => (target === null || !(planned > 0) ? null : share(target, Math.min(elapsed, planned), planned));
  const earlier = shows
    .filter((other) => other.id !== show.id && other.status === "ended" && other.platform === show.platform && other.currency === show.currency && other.starts_at !== null && Date.parse(other.starts_at) < start)
    .filter((other) => sales.some((sale) => sale.live_session_id === other.id && sale.currency === other.currency))
    .sort((a, b) => Date.parse(b.starts_at ?? "") - Date.parse(a.starts_at ?? ""))
    .slice(0, 8)
    .map((other) => sum(sales.filter((sale) => sale.live_session_id === other.id && sale.currency === other.currency && Date.parse(sale.sold_at) < Date.parse(other.starts_at ?? "") + elapsed)));
  const foreign = sales.filter((sale) => sale.live_session_id === show.id && sale.currency !== show.currency);
  return {
    ...sum(own),
    cost: own.reduce((total, { cost, quantity }) => total + (cost ?? 0) * quantity, 0),
    units_without_cost: sum(own.filter(({ cost }) => cost === null)).units,
    gmv_due: due(show.target_gmv), units_due: due(show.target_units),
    earlier_shows: earlier.length,
    earlier_gmv: median(earlier.map(({ gmv }) => gmv)), earlier_units: median(earlier.map(({ units }) => units)),
    step_minutes: step,
    series: Array.from({ length: steps }, (_none, index) => sum(own.filter((sale) => stepOf(sale) === index))),
    others: [...new Set(foreign.map(({ currency }) => currency))].sort().map((currency) => ({ currency, ...sum(foreign.filter((sale) => sale.currency === currency)) })),
  };
}

describe("the board", () => {
  let boss: Person;
  let shows: Show[];
  let sales: Sale[];
  const now = Date.now();

  beforeAll(async () => {
    boss = await signUp(server);
    const roll = dice(20261122);
    const pick = <T>(from: readonly T[]) => from[Math.floor(roll() * from.length)] as T;
    const rows = Array.from({ length: 40 }, (_none, index) => {
      const start = now - (index + 1) * 86_400_000 - Math.floor(roll() * 3_600_000);
      return { title: `Show ${index}`, day: at(start).slice(0, 10), platform: pick(["tiktok", "tiktok", "whatnot"]), currency: pick(["USD", "USD", "USD", "CNY"]),
        status: pick(["ended", "ended", "ended", "planned"]), starts_at: at(start), ends_at: at(start + 3 * 3_600_000), target_gmv: 1_000_000 + index, target_units: 97 };
    });
    const live = { ...rows[0], title: "Tonight", platform: "tiktok", currency: "USD", status: "live", starts_at: at(now - 47 * MINUTE - 1234), ends_at: at(now + 133 * MINUTE), target_gmv: 999_983, target_units: 61 };
    const long = { ...live, title: "All day", status: "ended", starts_at: at(now - 30 * 86_400_000), ends_at: at(now - 28 * 86_400_000), target_gmv: null };
    const made = (await dataOf(boss.client.from("live_session").insert([...rows, live, long]).select())) as unknown as Show[];
    const wanted = made.slice(3).flatMap((show) => {
      const start = Date.parse(show.starts_at ?? "");
      return Array.from({ length: Math.floor(roll() * 30) }, () => ({
        live_session_id: show.id, brand: pick(["Nike", "Puma"]), shoe_type: pick(["Dunk", "Suede"]), size: pick(["41", "42", "42.5"]),
        sold_at: at(start + Math.floor((roll() * 1.2 - 0.1) * (Date.parse(show.ends_at ?? "") - start))), quantity: 1 + Math.floor(roll() * 3),
        price: Math.floor(roll() * 50_000), currency: roll() < 0.9 ? show.currency : pick(["EUR", "GBP"]), cost: roll() < 0.3 ? null : Math.floor(roll() * 20_000),
      }));
    });
    sales = (await dataOf(boss.client.from("sale").insert(wanted).select())) as unknown as Sale[];
    shows = (await dataOf(boss.client.from("live_session").select())) as unknown as Show[];
    expect([shows.length, sales.length > 400]).toEqual([42, true]);
  });

  it("equals a recomputation from the raw rows, for every show", async () => {
    const seen = { earlier: new Set<number>(), steps: new Set<number>(), others: 0 };
    for (const show of shows) {
      const board = await boardOf(boss, show.id);
      const asOf = Date.parse(board.as_of);
      if (show.status === "ended") expect(board.as_of).toBe(at(Date.parse(show.ends_at ?? "")));
      else expect(Math.abs(asOf - Date.now())).toBeLessThan(600_000);
      expect([show.id, board]).toMatchObject([show.id, recompute(show, shows, sales, asOf)]);
      const last = sales.filter((sale) => sale.live_session_id === show.id).sort((a, b) => Date.parse(b.sold_at) - Date.parse(a.sold_at) || (a.id < b.id ? 1 : -1));
      expect(board.last_sales.map(({ id }) => id)).toEqual(last.slice(0, 20).map(({ id }) => id));
      seen.earlier.add(board.earlier_shows);
      seen.steps.add(board.step_minutes);
      seen.others += board.others.length;
    }
    expect([seen.earlier.has(8), seen.earlier.has(0), seen.steps.has(1), seen.steps.has(15), seen.others > 0]).toEqual([true, true, true, true, true]);
  });

  it("hides costs without finance and stock without the warehouse, and is closed without sales or shows", async () => {
    const show = shows.find(({ status }) => status === "live") as Show;
    const helper = await invite(server, boss, { live: 2, sales: 2 });
    const seen = Object.keys(await boardOf(helper, show.id));
    expect([seen.includes("gmv"), ["cost", "units_without_cost", "stock"].filter((name) => seen.includes(name))]).toEqual([true, []]);
    expect(await boardOf(await invite(server, boss, { live: 1, sales: 1, finance: 1, warehouse: 1 }), show.id)).toMatchObject({ cost: expect.any(Number) as number, stock: [] });
    for (const grants of [{ live: 3, finance: 3, warehouse: 3 }, { sales: 3, finance: 3, warehouse: 3 }] as Record<string, number>[])
      expect(await errorOf((await invite(server, boss, grants)).client.rpc("show_board", { live_session_id: show.id }))).toMatchObject({ code: "42501" });
    const stranger = await signUp(server);
    expect(await errorOf(stranger.client.rpc("show_board", { live_session_id: show.id }))).toMatchObject({ code: "P0002" });
  });

  it("of a show that has neither start nor sales is empty, not an error", async () => {
    const show = await insert(boss, "live_session", { title: "Bare", day: "2026-05-08", platform: "other", currency: "USD", status: "live" });
    expect(await boardOf(boss, show.id)).toMatchObject({ gmv: 0, units: 0, orders: 0, series: [], others: [], last_sales: [], items: [], slots: [], gmv_due: null, earlier_shows: 0, earlier_gmv: null });
    await insert(boss, "sale", { live_session_id: show.id, sold_at: "2026-05-08T12:00:00Z", brand: "Nike", shoe_type: "Dunk", price: 999_999, quantity: 1_000_000, currency: "USD" });
    expect((await boardOf(boss, show.id)).gmv).toBe(999_999_000_000);
  });
});

describe("on camera", () => {
  let boss: Person;
  let show: Row;
  let items: Row[];
  const camera = (person: Person, item: Row | null) => person.client.rpc("show_on_camera", { live_session_id: show.id, ...(item ? { show_item_id: item.id } : {}) });
  const lit = async () => ((await dataOf(boss.client.from("show_item").select("id").eq("live_session_id", show.id).not("on_camera_since", "is", null))) as Row[]).map(({ id }) => id);

  beforeAll(async () => {
    boss = await signUp(server);
    show = await insert(boss, "live_session", { title: "Tonight", day: "2026-05-08", platform: "tiktok", currency: "USD", status: "live", starts_at: at(Date.now() - 60 * MINUTE) });
    const product = await insert(boss, "product", { name: "Dunk", brand: "Nike", currency: "USD" });
    const place = await insert(boss, "location", { name: "Shelf" });
    for (const [size, quantity] of [["42", 3], ["41", 5]] as const) {
      const variant = await insert(boss, "product_variant", { product_id: product.id, size, currency: "USD" });
      await dataOf(boss.client.rpc("stock_move", { lines: { kind: "in", product_variant_id: variant.id, location_id: place.id, quantity } }));
    }
    const base = { live_session_id: show.id, currency: "USD", brand: "Nike" };
    items = [];
    for (let position = 1; position <= 9; position++)
      items.push(await insert(boss, "show_item", { ...base, position, shoe_type: `Type ${position}`, ...(position === 2 ? { product_id: product.id } : {}) }));
  });

  it("is one item at most; the board shows it with its stock, what sold of it, and what comes next", async () => {
    const [first, second] = items as [Row, Row];
    expect((await boardOf(boss, show.id)).items.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    await dataOf(camera(boss, first));
    const since = ((await dataOf(camera(boss, second))) as { on_camera_since: string }).on_camera_since;
    expect(await dataOf(camera(boss, second))).toEqual({ show_item_id: second.id, on_camera_since: since });
    expect(await lit()).toEqual([second.id]);
    await insert(boss, "sale", { live_session_id: show.id, sold_at: at(Date.now()), brand: "Nike", shoe_type: "Type 2", price: 100, quantity: 2, currency: "USD" });
    const board = await boardOf(boss, show.id);
    expect(board.items.map(({ position, sold_units }) => [position, sold_units])).toEqual([[2, 2], [3, null], [4, null], [5, null], [6, null], [7, null]]);
    expect(board.stock?.map(({ size, on_hand }) => [size, on_hand])).toEqual([["41", 5], ["42", 3]]);
    expect(await dataOf(camera(boss, null))).toEqual({ show_item_id: null, on_camera_since: null });
    expect(await lit()).toEqual([]);
  });

  it("changes hands among many at once, and never is two", async () => {
    const helpers = await Promise.all([1, 2, 3].map(async () => invite(server, boss, { live: 2, sales: 2 })));
    const replies = await Promise.all(items.map(async (item, index) => errorOf(camera(helpers[index % 3] as Person, item))));
    expect(replies).toEqual(items.map(() => null));
    expect(await lit()).toHaveLength(1);
  });

  it("is nothing of another show, and asks for the right to add to shows", async () => {
    const other = await insert(boss, "live_session", { title: "Other", day: "2026-05-09", platform: "tiktok", currency: "USD" });
    expect(await errorOf(boss.client.rpc("show_on_camera", { live_session_id: other.id, show_item_id: items[0]?.id }))).toMatchObject({ code: "P0002" });
    const viewer = await invite(server, boss, { live: 1, sales: 3 });
    expect(await errorOf(camera(viewer, items[0] as Row))).toMatchObject({ code: "42501" });
    expect(await errorOf(viewer.client.rpc("show_order", { live_session_id: show.id, items: [] }))).toMatchObject({ code: "42501" });
  });

  it("the order of the run sheet is set as a whole; what is not named follows", async () => {
    const wanted = [items[4], items[0], items[8]].map((item) => item?.id);
    expect(await errorOf(boss.client.rpc("show_order", { live_session_id: show.id, items: [...wanted, wanted[0]] }))).toBeNull();
    const rows = (await dataOf(boss.client.from("show_item").select("id, position").eq("live_session_id", show.id).order("position"))) as unknown as Row[];
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rows.map(({ id }) => items.findIndex((item) => item.id === id) + 1)).toEqual([5, 1, 9, 2, 3, 4, 6, 7, 8]);
    for (const [bad, code] of [["x", "22P02"], [["x"], "22P02"], [["019a0000-0000-7000-8000-000000000000"], "P0002"], [{}, "22P02"]] as const)
      expect([bad, (await errorOf(boss.client.rpc("show_order", { live_session_id: show.id, items: bad })))?.code]).toEqual([bad, code]);
  });

  it("of a closed month stays as it was", async () => {
    const owner = await signUp(server);
    const past = await insert(owner, "live_session", { title: "Past", day: "2026-03-08", platform: "tiktok", currency: "USD", status: "ended" });
    const item = await insert(owner, "show_item", { live_session_id: past.id, position: 1, brand: "Nike", shoe_type: "Dunk", currency: "USD" });
    await dataOf(owner.client.rpc("finance_close_month", { month: "2026-03" }));
    expect(await errorOf(owner.client.rpc("show_on_camera", { live_session_id: past.id, show_item_id: item.id }))).toMatchObject({ code: "55006" });
    expect(await errorOf(owner.client.rpc("show_order", { live_session_id: past.id, items: [item.id] }))).toMatchObject({ code: "55006" });
  });
});
