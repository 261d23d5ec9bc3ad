// A generated year of a seller: the books of each month, the shares of its shows, and everything the
// warehouse watches, each counted again from the rows, sharing no code with the server. (Reports of
// sales: reports.test.ts and rollup.test.ts; the board and the result of a show: show_*.test.ts.)
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { type Sale as Sold, type Show, factsOf } from "./recount.ts";
import { type Line, list, make, place, product } from "./warehouse.ts";

const server = useServer();
const DAY = 86_400_000, HOUR = 3_600_000, DAYS = 390;
const SIZES = ["40", "41", "42", "42.5", "43", "44"];

type Row = Record<string, unknown> & { id: string };
interface Sale extends Sold { id: string; returned: number; refunded: number; restocked: number }
interface Timed extends Show { starts_at: string | null; ends_at: string | null }
interface Back { sale_id: string; day: string; quantity: number; refund: number; location_id: string | null }
interface Cost { day: string; cost_category_id: string; currency: string; amount: number; live_session_id: string | null; share_by: string }
interface Budget { month: string; cost_category_id: string; currency: string; amount: number }
interface Movement { id: string; product_variant_id: string; location_id: string; sequence: number; kind: string; reason: string | null; quantity: number; moved_at: string; booked_at: string; day: string }
interface Rate { day: string; from_currency: string; to_currency: string; rate: string }
interface Variant { id: string; product_id: string; size: string | null; size_order: number | null; reorder_at: number | null; name: string; brand: string }
interface Entry { stock_movement_id: string; product_variant_id: string; currency: string; quantity: number; value: number; day: string }

let boss: Person;
let shows: Timed[], sales: Sale[], backs: Back[], costs: Cost[], budgets: Budget[];
let movements: Movement[], variants: Variant[], entries: Entry[], places: string[];
let worth: Map<string, number>;

let state = 20_261_122;
const below = (end: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * end);
};
const pick = <T>(from: readonly T[]) => from[below(from.length)] as T;
const now = Date.now();
/** Hours away from where a day of age ends. */
const ago = (days: number) => new Date(now - days * DAY - 7 * HOUR - below(10 * HOUR)).toISOString();
const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);
const today = () => new Date().toISOString().slice(0, 10);
const dayBefore = (days: number) => new Date(Date.parse(today()) - days * DAY).toISOString().slice(0, 10);

/** What is asked and what is expected look at the same day. */
async function onOneDay(check: () => Promise<void>): Promise<void> {
  for (let day = today(); ; day = today()) {
    const fault = await check().then(() => null, (error: unknown) => ({ error }));
    if (day !== today()) continue;
    if (fault) throw fault.error;
    return;
  }
}

async function all<T>(table: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = (await dataOf(boss.client.from(table).select().order("id").range(rows.length, rows.length + 499))) as T[];
    rows.push(...page);
    if (page.length < 500) return rows;
  }
}
const insert = async (table: string, rows: object[]) => {
  const made: Row[] = [];
  for (let at = 0; at < rows.length; at += 250) made.push(...((await dataOf(boss.client.from(table).insert(rows.slice(at, at + 250)).select())) as Row[]));
  return made;
};

async function stockUp(): Promise<void> {
  const ids = (await all<Variant>("product_variant")).map(({ id }) => id);
  const lines = Array.from({ length: 900 }, (): Line => {
    const kind = pick(["in", "in", "out", "out", "out", "return", "adjust", "transfer", "count"] as const), from = pick(places);
    const size = below(ids.length);
    /* The last two sizes lie: they came in long ago, and went now and then. */
    const days = size >= ids.length - 2 ? 100 + below(DAYS - 100) : below(DAYS);
    return {
      kind, location_id: from, product_variant_id: ids[size] as string, moved_at: ago(days),
      quantity: kind === "in" ? 3 + below(12) : kind === "adjust" ? pick([-2, 1, 3]) : kind === "count" ? below(12) : 1 + below(4),
      ...(kind === "in" ? { unit_cost: 100 + below(5000), currency: "USD" } : {}),
      ...(kind === "out" ? { reason: pick(["sale", "sale", "sale", "damaged"]) } : {}),
      ...(kind === "transfer" ? { to_location_id: places[(places.indexOf(from) + 1) % places.length] } : {}),
    };
  });
  for (let at = 0; at < lines.length; at += 300) await dataOf(boss.client.rpc("stock_move", { lines: lines.slice(at, at + 300) }));
}

async function sellForAYear(): Promise<void> {
  const made = (await insert("live_session", Array.from({ length: 30 }, (_, number) => {
    const start = ago(number * 13), has = (bit: number) => (number >> bit) % 2 === 1;
    return {
      title: `Show ${number}`, day: start.slice(0, 10), platform: pick(["tiktok", "whatnot"]), status: number === 7 ? "planned" : "ended", currency: number % 5 === 4 ? "EUR" : "USD",
      starts_at: has(3) ? null : start, ends_at: has(3) ? null : new Date(Date.parse(start) + (60 + below(180)) * 60_000).toISOString(),
      gmv: has(0) && has(1) ? 50_000 + below(99_999) : null, cost: has(1) ? below(9000) : null, items: number === 3 ? 17 : null, buyers: null,
    };
  }))) as unknown as Timed[];
  const sized = await all<Variant & { size: string }>("product_variant");
  const products = new Map((await all<{ id: string; brand: string; shoe_type: string | null }>("product")).map((each) => [each.id, each]));
  const wanted = Array.from({ length: 700 }, () => {
    const show = below(5) === 0 ? null : pick(made.filter(({ status }) => status !== "planned")), size = pick(sized), of = products.get(size.product_id);
    const linked = below(2) === 0 ? { product_variant_id: size.id, location_id: pick(places) } : {};
    return {
      live_session_id: show?.id ?? null, sold_at: show ? new Date(Date.parse(`${show.day}T12:00:00Z`) + below(6 * HOUR) - DAY).toISOString() : ago(below(DAYS)), brand: of?.brand ?? "Nike",
      shoe_type: of?.shoe_type ?? "other", size: size.size, size_system: "EU", quantity: 1 + below(3), price: below(20_000), cost: below(4) === 0 ? null : below(9000),
      currency: below(12) === 0 ? "GBP" : (show?.currency ?? "USD"), ...linked,
    };
  });
  const sold = (await insert("sale", wanted)) as unknown as (Sale & { product_variant_id: string | null })[];
  /* Whole days and an hour ago, not before the day of the sale. */
  const later = (day: string) => new Date(now - HOUR - DAY * Math.max(0, Math.floor((now - Date.parse(`${day}T23:59:59Z`)) / DAY) - below(40))).toISOString();
  const returned = sold.filter((sale, at) => at % 11 === 0 && sale.price > 0).map((sale) => ({
    sale_id: sale.id, quantity: 1, refund: Math.floor(sale.price / 2), returned_at: later(sale.day),
    location_id: sale.product_variant_id !== null && below(2) === 0 ? pick(places) : null,
  }));
  await insert("sale_return", returned);
}

async function spendForAYear(): Promise<void> {
  const kinds = ["premises", "ads", "shipping"];
  const categories = await insert("cost_category", kinds.map((kind) => ({ name: kind, kind })));
  const held = await all<Show>("live_session");
  const common = () => ({ cost_category_id: pick(categories).id, name: "A bill", currency: pick(["USD", "USD", "EUR"]), amount: below(40_000) - 2000 });
  await insert("cost_item", Array.from({ length: 90 }, () => ({ ...common(), day: ago(below(DAYS)).slice(0, 10), live_session_id: null, share_by: pick(["none", "gmv", "units", "hours"]) })));
  await insert("cost_item", held.flatMap((show) => (below(2) ? [{ ...common(), day: show.day, live_session_id: show.id, share_by: "none" }] : [])));
  await insert("cost_budget", [...new Set(held.map(({ day }) => `${day.slice(0, 7)}-01`))].map((month) => ({ month, cost_category_id: pick(categories).id, currency: "USD", amount: below(90_000) })));
}

beforeAll(async () => {
  boss = await signUp(server);
  places = [await place(boss, "Hall"), await place(boss, "Shop"), await place(boss, "Show")];
  for (const [name, brand, shoe_type] of [["Dunk", "Nike", "sneaker"], ["Boot", "Nike", "boot"], ["Suede", "Puma", "sneaker"]]) {
    const product_id = await product(boss, { name, brand, shoe_type });
    await insert("product_variant", SIZES.map((size, at) => ({ product_id, size, size_system: "EU", currency: "USD", reorder_at: at % 2 ? 8 : null })));
  }
  await make(boss, "product_variant", { product_id: await product(boss, { name: "Bag", brand: "Nike" }), currency: "USD", reorder_at: 5 });
  await stockUp();
  await sellForAYear();
  await spendForAYear();
  const sized = (await all<Variant>("product_variant")).map(({ id }) => id);
  for (const [at, product_variant_id] of sized.entries())
    expect((await boss.client.rpc("stock_reorder_set", { product_variant_id, location_id: places[at % 3], reorder_at: at })).error).toBeNull();
  [shows, sales, backs] = [await all<Timed>("live_session"), await all<Sale>("sale"), await all<Back>("sale_return")];
  [costs, budgets] = [await all<Cost>("cost_item"), await all<Budget>("cost_budget")];
  [movements, variants, entries] = [await all<Movement>("stock_movement"), await all<Variant>("product_variant"), await all<Entry>("stock_entry")];
  const products = new Map((await all<Variant>("product")).map((each) => [each.id, each]));
  for (const each of variants) Object.assign(each, { name: products.get(each.product_id)?.name, brand: products.get(each.product_id)?.brand });
  worth = new Map((await all<{ product_variant_id: string; value: number }>("stock_cost")).map((row) => [row.product_variant_id, row.value]));
  expect([shows.length, sales.length, backs.length > 40, costs.length > 90, movements.length > 1000]).toEqual([30, 700, true, true, true]);
});

const monthOf = (day: string) => day.slice(0, 7);
const months = () => [...new Set([...shows, ...sales, ...backs, ...costs].map(({ day }) => monthOf(day)))].sort();
/** A planned show counts once it has any figure. */
const counted = () => shows.filter((show) => show.status !== "planned" || show.gmv !== null || sales.some((sale) => sale.live_session_id === show.id && sale.currency === show.currency));
const facts = () => factsOf(counted(), sales);

/** The parts of an amount by weights: rounded down, then one more for the largest rests, the first of equals first. */
function shareOut(amount: number, weights: number[]): number[] {
  const whole = sum(weights), size = BigInt(Math.abs(amount));
  if (whole === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => (size * BigInt(weight)) / BigInt(whole)), rests = weights.map((weight) => (size * BigInt(weight)) % BigInt(whole));
  const order = weights.map((_, at) => at).sort((a, b) => (rests[b]! > rests[a]! ? 1 : rests[b]! < rests[a]! ? -1 : a - b));
  const left = Number(size - parts.reduce((total, part) => total + part, 0n));
  return parts.map((part, at) => Math.sign(amount) * (Number(part) + (order.indexOf(at) < left ? 1 : 0)) + 0);
}

describe("the books", () => {
  interface Sum { currency: string; gmv: number; units: number; orders: number; refunds: number; returned_units: number; goods_cost: number; show_cost: number; other_cost: number; profit: number; categories: { cost_category_id: string; amount: number; budget: number | null }[] }

  function monthAgain(month: string): Map<string, object> {
    const inside = ({ day }: { day: string }) => monthOf(day) === month, saleOf = new Map(sales.map((sale) => [sale.id, sale]));
    const found = facts().filter(inside), spent = costs.filter(inside), planned = budgets.filter((budget) => monthOf(budget.month) === month);
    const cameBack = backs.filter(inside).map((back) => ({ ...back, sale: saleOf.get(back.sale_id) as Sale }));
    const currencies = new Set([...found.map(({ currency }) => currency), ...spent.map(({ currency }) => currency), ...planned.map(({ currency }) => currency), ...cameBack.map(({ sale }) => sale.currency)]);
    return new Map([...currencies].map((currency) => {
      const of = found.filter((fact) => fact.currency === currency), back = cameBack.filter(({ sale }) => sale.currency === currency), bills = spent.filter((cost) => cost.currency === currency);
      const gmv = sum(of.map((fact) => fact.gmv)), refunds = sum(back.map(({ refund }) => refund));
      const show_cost = sum(counted().filter((show) => inside(show) && show.currency === currency).map(({ cost }) => cost ?? 0));
      const goods_cost = sum(of.map(({ cost }) => cost)) - show_cost - sum(back.filter(({ location_id }) => location_id).map(({ sale, quantity }) => (sale.cost ?? 0) * quantity));
      const other_cost = sum(bills.map(({ amount }) => amount)), limits = planned.filter((budget) => budget.currency === currency);
      const categories = [...new Set([...bills, ...limits].map((each) => each.cost_category_id))].sort().map((id) => ({
        cost_category_id: id, amount: sum(bills.filter((bill) => bill.cost_category_id === id).map(({ amount }) => amount)), budget: limits.find((limit) => limit.cost_category_id === id)?.amount ?? null,
      }));
      return [currency, {
        gmv, refunds, goods_cost, show_cost, other_cost, categories, units: sum(of.map(({ units }) => units)), orders: sum(of.map(({ orders }) => orders)),
        returned_units: sum(back.map(({ quantity }) => quantity)), profit: gmv - refunds - goods_cost - show_cost - other_cost,
      }];
    }));
  }

  it("of each month equal the recomputation, in each currency", async () => {
    expect(months().length).toBeGreaterThanOrEqual(13);
    for (const month of months()) {
      const { sums } = (await dataOf(boss.client.rpc("finance_month", { month }))) as unknown as { sums: Sum[] };
      const got = sums.map(({ currency, gmv, refunds, goods_cost, show_cost, other_cost, units, orders, returned_units, profit, categories }) => [currency, {
        gmv, refunds, goods_cost, show_cost, other_cost, units, orders, returned_units, profit,
        categories: categories.map(({ cost_category_id, amount, budget }) => ({ cost_category_id, amount, budget })).sort((a, b) => (a.cost_category_id < b.cost_category_id ? -1 : 1)),
      }] as const);
      expect([month, new Map(got)]).toEqual([month, monthAgain(month)]);
    }
  });

  interface Converted { currency: string; gmv: number; units: number; refunds: number; goods_cost: number; show_cost: number; other_cost: number; profit: number; missing: { currency: string; day: string }[] }

  const DIGITS: Record<string, number> = { USD: 2, EUR: 2, GBP: 2, JPY: 0 };
  const UNIT = 10n ** 12n;
  const inUnits = (rate: string) => BigInt(rate.split(".")[0]!) * UNIT + BigInt((rate.split(".")[1] ?? "").padEnd(12, "0"));
  /** Rounded once, half away from zero. */
  function convert(amount: number, from: string, to: string, rate: bigint, turned: boolean): number {
    const top = BigInt(Math.abs(amount)) * (turned ? UNIT : rate) * 10n ** BigInt(DIGITS[to]!), bottom = (turned ? rate : UNIT) * 10n ** BigInt(DIGITS[from]!);
    return Math.sign(amount) * Number((2n * top + bottom) / (2n * bottom)) + 0;
  }

  /** One direction or the other, the later day first, of one day the one that is not turned. */
  function rateOf(rates: readonly Rate[], from: string, to: string, day: string) {
    const known = rates.filter((rate) => rate.day <= day && ((rate.from_currency === from && rate.to_currency === to) || (rate.from_currency === to && rate.to_currency === from)));
    const [found] = known.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : Number(a.from_currency !== from) - Number(b.from_currency !== from)));
    return found && { rate: inUnits(found.rate), turned: found.from_currency !== from };
  }

  function convertedAgain(month: string, to: string, rates: readonly Rate[]): Converted {
    const inside = ({ day }: { day: string }) => monthOf(day) === month, saleOf = new Map(sales.map((sale) => [sale.id, sale])), missing = new Map<string, { currency: string; day: string }>();
    const days = new Map<string, { currency: string; day: string; kind: string; amount: number }>();
    const add = (kind: string, currency: string, day: string, amount: number) => {
      const key = `${kind} ${currency} ${day}`, before = days.get(key)?.amount ?? 0;
      days.set(key, { kind, currency, day, amount: before + amount });
    };
    for (const fact of facts().filter(inside)) {
      add("gmv", fact.currency, fact.day, fact.gmv);
      add("cost", fact.currency, fact.day, fact.cost);
    }
    for (const show of counted().filter(inside)) add("show_cost", show.currency, show.day, show.cost ?? 0);
    for (const back of backs.filter(inside)) {
      const sale = saleOf.get(back.sale_id) as Sale;
      add("refunds", sale.currency, back.day, back.refund);
      add("back", sale.currency, back.day, back.location_id ? (sale.cost ?? 0) * back.quantity : 0);
    }
    for (const cost of costs.filter(inside)) add("other_cost", cost.currency, cost.day, cost.amount);
    const sums: Record<string, number> = { gmv: 0, cost: 0, show_cost: 0, refunds: 0, back: 0, other_cost: 0 };
    for (const { kind, currency, day, amount } of days.values()) {
      const rate = currency === to ? { rate: UNIT, turned: false } : rateOf(rates, currency, to, day);
      if (rate) sums[kind] = sums[kind]! + convert(amount, currency, to, rate.rate, rate.turned);
      else if (amount !== 0) missing.set(`${currency} ${day}`, { currency, day });
    }
    const { gmv, cost, show_cost, refunds, back, other_cost } = sums as Record<"gmv" | "cost" | "show_cost" | "refunds" | "back" | "other_cost", number>;
    return {
      currency: to, gmv, refunds, show_cost, other_cost, units: sum(facts().filter(inside).map(({ units }) => units)),
      goods_cost: cost - back - show_cost, profit: gmv - refunds - (cost - back) - other_cost, missing: [...missing.values()].sort(byDay),
    };
  }
  const byDay = (a: { currency: string; day: string }, b: { currency: string; day: string }) => (`${a.day} ${a.currency}` < `${b.day} ${b.currency}` ? -1 : 1);

  it("of each month read in one currency equal the recomputation, by the rates of each day", async () => {
    /* Every third day has a rate, of three pairs in turn, now one way round and now the other; the
       first month has none yet. */
    const rates: Rate[] = [];
    const pairs = [["USD", "EUR"], ["GBP", "EUR"], ["GBP", "USD"], ["EUR", "JPY"], ["USD", "JPY"]] as const;
    for (let days = DAYS - 30; days > 0; days -= 3) {
      const [from, to] = pairs[below(pairs.length)]!, base = to === "JPY" ? "1" : "", turned = below(3) === 0;
      const rate = turned ? `0.${base ? "00" : ""}${1 + below(9)}${below(10_000)}7` : `${base ? 100 + below(60) : 0}.${1 + below(9)}${below(10_000)}3`;
      rates.push({ day: dayBefore(days), from_currency: turned ? to : from, to_currency: turned ? from : to, rate });
    }
    /* Both ways on one day: the one that is not turned holds. */
    const both = dayBefore(200);
    for (const [from_currency, to_currency, rate] of [["USD", "EUR", "0.8125"], ["EUR", "USD", "1.5"]] as const)
      if (!rates.some((each) => each.day === both && each.from_currency === from_currency && each.to_currency === to_currency)) rates.push({ day: both, from_currency, to_currency, rate });
    await insert("exchange_rate", rates);
    const seen = { missing: 0, converted: 0 };
    for (const month of months())
      for (const currency of ["USD", "EUR", "JPY"]) {
        const { converted } = (await dataOf(boss.client.rpc("finance_month", { month, currency }))) as unknown as { converted: Converted };
        const wanted = convertedAgain(month, currency, rates);
        expect([month, { ...converted, missing: [...converted.missing].sort(byDay) }]).toEqual([month, wanted]);
        seen[wanted.missing.length > 0 ? "missing" : "converted"]++;
      }
    expect(Math.min(seen.missing, seen.converted)).toBeGreaterThan(3);
  });

  it("of each show carry its part of what no show caused, to the last unit", async () => {
    interface Part { live_session_id: string | null; currency: string; gmv: number; units: number; minutes: number; cost: number; direct_cost: number; shared_cost: number; profit: number; refunds: number; day: string | null }
    for (const month of months()) {
      const rows = (await dataOf(boss.client.rpc("finance_shows", { month }))) as unknown as Part[];
      const wanted = facts().filter((fact) => monthOf(fact.day) === month);
      expect([month, new Set(rows.map((row) => `${row.live_session_id} ${row.currency}`))]).toEqual([month, new Set(wanted.map((fact) => `${fact.show?.id ?? null} ${fact.currency}`))]);
      const shared = rows.map(() => 0);
      for (const currency of new Set(rows.map((row) => row.currency)))
        for (const rule of ["gmv", "units", "hours"] as const) {
          const amount = sum(costs.filter((cost) => cost.live_session_id === null && cost.share_by === rule && cost.currency === currency && monthOf(cost.day) === month).map((cost) => cost.amount));
          const weights = rows.map((row) => (row.currency === currency && row.live_session_id !== null ? (rule === "hours" ? row.minutes : row[rule]) : 0));
          shareOut(amount, weights).forEach((part, at) => (shared[at] = shared[at]! + part));
        }
      rows.forEach((row, at) => {
        const show = shows.find(({ id }) => id === row.live_session_id);
        const own = sales.filter((sale) => sale.live_session_id === row.live_session_id && sale.currency === row.currency && (show !== undefined || monthOf(sale.day) === month));
        const facts = wanted.filter((fact) => (fact.show?.id ?? null) === row.live_session_id && fact.currency === row.currency);
        const minutes = show?.starts_at && show.ends_at ? Math.floor((Date.parse(show.ends_at) - Date.parse(show.starts_at)) / 60_000) : 0;
        const cost = sum(facts.map((fact) => fact.cost)) - sum(own.map((sale) => (sale.cost ?? 0) * sale.restocked)), refunds = sum(own.map((sale) => sale.refunded));
        const direct_cost = show ? sum(costs.filter((bill) => bill.live_session_id === show.id && bill.currency === row.currency).map((bill) => bill.amount)) : 0;
        const gmv = sum(facts.map((fact) => fact.gmv));
        expect([month, row]).toMatchObject([month, { gmv, units: sum(facts.map((fact) => fact.units)), minutes, cost, refunds, direct_cost, shared_cost: shared[at], profit: gmv - refunds - cost - direct_cost - shared[at]! }]);
      });
    }
  });
});

describe("the warehouse", () => {
  const of = (id: string) => movements.filter((row) => row.product_variant_id === id);
  const onHand = (id: string) => sum(of(id).map(({ quantity }) => quantity));
  const isSale = (row: Movement) => (row.kind === "out" && row.reason === "sale") || row.kind === "return";
  const soldSince = (id: string, day: string) => sum(of(id).filter((row) => isSale(row) && row.day >= day).map(({ quantity }) => -quantity));
  /** By name, then by size as the sizes go; the one without a size first. */
  const bySize = (a: Variant, b: Variant) => (a.name < b.name ? -1 : a.name > b.name ? 1 : (a.size_order ?? -1) - (b.size_order ?? -1));

  it("has runs with holes and a pace as its movements say", () =>
    onOneDay(async () => {
      const [short, long] = [dayBefore(13), dayBefore(27)];
      const wanted = [...variants].sort(bySize).map((each) => {
        const on_hand = onHand(each.id), sold_14 = soldSince(each.id, short), sold_28 = soldSince(each.id, long);
        const left = (sold: number, days: number) => (sold > 0 && on_hand >= 0 ? Math.floor((on_hand * days) / sold) : null);
        const run = variants.filter((other) => other.product_id === each.product_id && other.size_order !== null && onHand(other.id) > 0).map((other) => other.size_order as number);
        const at = each.size_order;
        return {
          product_variant_id: each.id, on_hand, sold_14, sold_28, days_left_14: left(sold_14, 14), days_left_28: left(sold_28, 28),
          sell_through_permille: sold_28 > 0 && on_hand >= 0 ? Math.floor((sold_28 * 1000) / (sold_28 + on_hand)) : on_hand > 0 ? 0 : null,
          is_missing: on_hand <= 0 && at !== null && run.some((other) => other < at) && run.some((other) => other > at),
        };
      });
      const rows = await list<Record<string, unknown>>(boss, "stock_radar");
      const pace = (id: unknown) => sum(wanted.filter((row) => variants.find((each) => each.id === row.product_variant_id)?.product_id === id).map((row) => row.sold_28));
      expect(rows.map((row) => pace(row["product_id"]))).toEqual(rows.map((row) => pace(row["product_id"])).sort((a, b) => b - a));
      expect(rows).toHaveLength(wanted.length);
      for (const row of wanted) expect(rows.find((each) => each["product_variant_id"] === row.product_variant_id)).toMatchObject(row);
      expect(wanted.some((row) => row.sold_14 !== row.sold_28)).toBe(true);
    }));

  it("has a journal that says each movement once, the last one first, with what was there after it", async () => {
    const after = new Map<string, number>(), value = new Map<string, number>(), wanted = new Map<string, object>();
    const add = (sums: Map<string, number>, key: string, more: number) => sums.set(key, (sums.get(key) ?? 0) + more).get(key);
    const entryOf = new Map(entries.map((entry) => [entry.stock_movement_id, entry]));
    for (const row of [...movements].sort((a, b) => a.sequence - b.sequence)) {
      const { product_variant_id: id, location_id, quantity } = row, entry = entryOf.get(row.id), size = variants.find((each) => each.id === id);
      wanted.set(row.id, {
        product_variant_id: id, location_id, quantity, kind: row.kind, reason: row.reason, day: row.day, name: size?.name, size: size?.size ?? null, on_hand: add(after, `${id} ${location_id}`, quantity), on_hand_total: add(after, id, quantity),
        value: entry?.value ?? null, value_total: entry ? add(value, id, entry.value) : null,
      });
    }
    const rows: (Movement & { id: string })[] = [];
    for (let page: typeof rows = []; rows.length === 0 || page.length > 0; rows.push(...page))
      page = await list<(typeof rows)[number]>(boss, "stock_journal", { rows: 500, offset: rows.length });
    expect(rows.map(({ id }) => id).sort()).toEqual([...wanted.keys()].sort());
    for (const row of rows) expect(row).toMatchObject(wanted.get(row.id)!);
    for (const [at, row] of rows.entries()) {
      const next = rows[at + 1];
      if (next) expect(row.booked_at > next.booked_at || (row.booked_at === next.booked_at && row.sequence >= next.sequence)).toBe(true);
    }
    const [kind, from, to] = ["out", dayBefore(120), dayBefore(30)];
    const some = await list<Movement>(boss, "stock_journal", { kind, from, to, location_id: places[1], rows: 500 });
    expect(some.map(({ id }) => id)).toEqual(rows.filter((row) => row.kind === kind && row.day >= from! && row.day <= to! && row.location_id === places[1]).map(({ id }) => id));
    expect(some.length).toBeGreaterThan(5);
  });

  it("knows how old each piece is: what came in last is what is there", async () => {
    const bounds = [30, 60, 90, 180, Infinity];
    const wanted = variants.flatMap((each) => {
      let left = onHand(each.id);
      if (left <= 0) return [];
      const ages = of(each.id).filter((row) => row.quantity > 0 && row.kind !== "transfer").sort((a, b) => Date.parse(b.moved_at) - Date.parse(a.moved_at) || b.sequence - a.sequence).map((row) => {
        const still = Math.min(row.quantity, left);
        left -= still;
        return { still, days: Math.floor((now - Date.parse(row.moved_at)) / DAY) };
      });
      const pieces = bounds.map((bound, at) => sum(ages.filter(({ days }) => days <= bound && days > (bounds[at - 1] ?? -Infinity)).map(({ still }) => still)));
      const [days_30, days_60, days_90, days_180, older] = pieces;
      return [{ product_variant_id: each.id, on_hand: onHand(each.id), days: Math.max(...ages.filter(({ still }) => still > 0).map(({ days }) => days)), days_30, days_60, days_90, days_180, older, value: worth.get(each.id) }];
    });
    const rows = await list<Record<string, unknown>>(boss, "stock_ageing");
    expect(rows).toHaveLength(wanted.length);
    for (const row of wanted) expect(rows.find((each) => each["product_variant_id"] === row.product_variant_id)).toMatchObject(row);
    expect(rows.map((row) => row["days"])).toEqual(wanted.map((row) => row.days).sort((a, b) => b - a));
    expect([wanted.some((row) => row.days < 90), wanted.some((row) => row.days > 90)]).toEqual([true, true]);
  });

  it("tells what lies, and what there is too little of", () =>
    onOneDay(async () => {
      for (const days of [20, 60, 100]) {
        const last = (id: string, is: (row: Movement) => boolean) => of(id).filter(is).map(({ day }) => day).sort().at(-1) ?? null;
        const wanted = variants.flatMap((each) => {
          const sold = last(each.id, (row) => row.kind === "out" && row.reason === "sale"), came = last(each.id, (row) => row.kind === "in");
          return onHand(each.id) > 0 && (sold === null || sold < dayBefore(days)) && (came === null || came < dayBefore(days)) ? [[each.id, onHand(each.id), sold, came, worth.get(each.id)]] : [];
        });
        const rows = await list<Record<string, unknown>>(boss, "stock_dead", { days });
        expect(new Set(rows.map((row) => [row["product_variant_id"], row["on_hand"], row["last_sold_on"], row["last_in_on"], row["value"]]))).toEqual(new Set(wanted));
      }
      const at = (id: string, where: string | undefined) => sum(of(id).filter((row) => row.location_id === where).map(({ quantity }) => quantity));
      const everywhere = variants.filter((each) => each.reorder_at !== null && onHand(each.id) <= each.reorder_at).map((each) => [each.id, null, onHand(each.id), each.reorder_at]);
      const somewhere = variants.map((each, number) => [each.id, places[number % 3], at(each.id, places[number % 3]), number] as const).filter(([, , there, least]) => there <= least);
      const low = await list<Record<string, unknown>>(boss, "stock_reorder");
      expect(new Set(low.map((row) => [row["product_variant_id"], row["location_id"], row["on_hand"], row["reorder_at"]]))).toEqual(new Set([...everywhere, ...somewhere.map((row) => [...row])]));
      expect([everywhere.length > 0, somewhere.length > 0]).toEqual([true, true]);
    }));

  it("fills the next pallet as sizes sell and are short", () =>
    onOneDay(async () => {
      for (const [brand, days, pieces] of [["Nike", 90, 120], ["Puma", 365, 37]] as const) {
        const sold = SIZES.map((size) => sum(sales.filter((sale) => sale.brand === brand && sale.size === size && sale.day >= dayBefore(days - 1)).map(({ quantity }) => quantity)));
        const there = SIZES.map((size) => sum(variants.filter((each) => each.brand === brand && each.size === size).map(({ id }) => onHand(id))));
        const held = there.map((count) => Math.max(0, count)), wishes = shareOut(pieces + sum(held.filter((_, at) => sold[at]! > 0)), sold).map((part, at) => (sold[at]! > 0 ? Math.max(0, part - held[at]!) : 0));
        const wanted = shareOut(pieces, wishes).map((count, at) => ({ size: SIZES[at], sold: sold[at], on_hand: there[at], pieces: count })).filter((row) => row.sold! > 0);
        expect([brand, await list(boss, "stock_pallet", { brand, days, pieces })]).toMatchObject([brand, wanted]);
      }
    }));

  it("is worth what its entries say, now and on any day, also of a size that changed its currency", async () => {
    const line = { kind: "in", location_id: places[0], product_variant_id: variants[0]!.id };
    const free = await make(boss, "product_variant", { product_id: await product(boss, { name: "Gift" }), currency: "USD" });
    await dataOf(boss.client.rpc("stock_move", { lines: [{ ...line, product_variant_id: free, quantity: 4, unit_cost: 99, currency: "USD" }, { ...line, kind: "out", product_variant_id: free, quantity: 4 }, { ...line, product_variant_id: free, quantity: 3, unit_cost: 500, currency: "EUR" }] }));
    entries = await all<Entry>("stock_entry");
    expect(new Set(entries.filter((row) => row.product_variant_id === free).map(({ currency }) => currency))).toEqual(new Set(["USD", "EUR"]));
    const again = (keyOf: (row: Entry) => string, until = "9999-12-31") => {
      const sums = new Map<string, [number, number]>();
      for (const row of entries.filter(({ day }) => day <= until)) {
        const [pieces, value] = sums.get(keyOf(row)) ?? [0, 0];
        sums.set(keyOf(row), [pieces + row.quantity, value + row.value]);
      }
      return new Map([...sums].filter(([, [pieces, value]]) => pieces !== 0 || value !== 0).sort());
    };
    const told = async (input: object, keyOf: (row: Record<string, unknown>) => string) =>
      new Map((await list<Record<string, unknown>>(boss, "stock_value", input)).map((row) => [keyOf(row), [row["quantity"], row["value"]]] as const).sort());
    const productOf = new Map((await all<Variant>("product_variant")).map((each) => [each.id, each.product_id]));
    const bySizeAndMoney = (row: Record<string, unknown>) => `${row["product_variant_id"]} ${row["currency"]}`;
    expect(await told({}, bySizeAndMoney)).toEqual(again((row) => `${row.product_variant_id} ${row.currency}`));
    expect(await told({ by: "product" }, (row) => `${row["product_id"]} ${row["currency"]}`)).toEqual(again((row) => `${productOf.get(row.product_variant_id)} ${row.currency}`));
    expect(await told({ by: "total" }, (row) => `${row["currency"]}`)).toEqual(again((row) => row.currency));
    for (const days of [1, 30, 200]) expect(await told({ on: dayBefore(days) }, bySizeAndMoney)).toEqual(again((row) => `${row.product_variant_id} ${row.currency}`, dayBefore(days)));
  });
});
