// What a show earned, counted again from the raw rows with whole numbers of any size: shows of many
// kinds, each line, each minute, slot and product, and the sums of the parts.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, signUp } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
let boss: Person;

type Row = Record<string, unknown> & { id: string };
const LINES = ["gmv", "refunds", "goods_cost", "platform_fee", "host_pay", "ads", "other_cost", "show_cost", "shared_cost"] as const;
type Line = (typeof LINES)[number];
type Sums = Record<Line, number> & { profit: number; units: number; returned_units: number; orders: number; units_without_cost: number };
type Part = Sums & { minute?: number | null; show_slot_id?: string | null; brand?: string | null; shoe_type?: string | null; product_id?: string | null };
interface Result {
  currency: string; itemised_gmv: number; fee_source: string; pay_source: string; is_closed: boolean;
  fees: { name: string; amount: number }[]; pay: { name: string; host_id: string; minutes: number; amount: number }[];
  sums: (Sums & { currency: string })[]; minutes: Part[]; slots: Part[]; products: Part[];
  converted?: Sums & { currency: string; missing: { currency: string; day: string }[] };
}
interface Sale {
  id: string; sold_at: string; product_id: string | null; brand: string; shoe_type: string; currency: string; quantity: number;
  price: number; cost: number | null; live_session_id: string;
}
interface Back { sale_id: string; quantity: number; refund: number; location_id: string | null }
interface Slot { id: string; host_id: string; starts_at: string; ends_at: string }

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const rowsOf = async <T>(person: Person, table: string, column: string, value: string) =>
  (await dataOf(person.client.from(table).select().eq(column, value).order("id").limit(1000))) as unknown as T[];
const resultOf = async (person: Person, id: string, currency?: string) =>
  (await dataOf(person.client.rpc("show_result", { live_session_id: id, ...(currency ? { currency } : {}) }))) as unknown as Result;
const codeOf = async (reply: PromiseLike<{ error: { code?: string } | null }>) => (await reply).error?.code;

function chance(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/** a * b / c, halves away from zero. */
function share(a: number, b: number, c: number): number {
  const product = 2n * BigInt(a) * BigInt(b), below = 2n * BigInt(c), half = BigInt(c);
  return Number((product < 0n ? product - half : product + half) / below);
}
const tenThousandths = (percent: string) => Math.round(Number(percent) * 10_000);
const sum = (numbers: number[]) => numbers.reduce((left, right) => left + right, 0);

interface World { shelf: string; variant: string; product: string; hosts: Row[]; categories: Record<string, string> }

async function newWorld(person: Person): Promise<World> {
  const shelf = await insert(person, "location", { name: "Shelf" });
  const product = await insert(person, "product", { name: "Dunk", brand: "Nike", currency: "USD" });
  const size = await insert(person, "product_variant", { product_id: product.id, currency: "USD" });
  const hosts = [await insert(person, "host", { name: "Maya" }), await insert(person, "host", { name: "林晓" })];
  const categories: Record<string, string> = {};
  for (const kind of ["platform", "host", "ads", "other", "shipping"]) categories[kind] = (await insert(person, "cost_category", { name: kind, kind })).id;
  await dataOf(person.client.from("fee_rule").insert([
    { name: "Commission", platform: "tiktok", currency: "USD", percent: "5.25", of: "net", valid_from: "2026-01-01" },
    { name: "Payment", platform: "tiktok", currency: "USD", percent: "1.9", of: "gmv", per_sale: 30, per_piece: 7, valid_from: "2026-01-01", valid_until: "2026-05-03" },
    { name: "Later", platform: "tiktok", currency: "USD", percent: "50", valid_from: "2026-05-04" },
    { name: "Elsewhere", platform: "whatnot", currency: "USD", percent: "90", valid_from: "2026-01-01" },
    { name: "Other money", platform: "tiktok", currency: "EUR", percent: "90", valid_from: "2026-01-01" },
  ]).select());
  await dataOf(person.client.from("host_pay_rule").insert([
    { host_id: hosts[0]!.id, currency: "USD", per_hour: 2500, percent: "3", valid_from: "2026-01-01" },
    { host_id: hosts[1]!.id, currency: "USD", per_hour: 1999, per_show: 1000, percent: "0.5", valid_from: "2026-01-01" },
  ]).select());
  return { shelf: shelf.id, variant: size.id, product: product.id, hosts, categories };
}

/** Each show has what the number's bits say: typed figures, booked costs, slots, foreign sales. */
async function newShow(person: Person, world: World, number: number): Promise<string> {
  const next = chance(number + 1), at = (minute: number) => new Date(Date.UTC(2026, 4, 1 + (number % 5), 18, minute, 13)).toISOString();
  const has = (bit: number) => (number >> bit) % 2 === 1;
  const show = await insert(person, "live_session", {
    title: `Show ${number}`, day: `2026-05-0${1 + (number % 5)}`, platform: "tiktok", status: "ended", currency: "USD",
    starts_at: at(0), ends_at: at(120), ...(has(0) ? { gmv: 100_001 + next(99_999) } : {}), ...(has(1) && has(2) ? { cost: 777 } : {}),
  });
  if (!has(3)) {
    await dataOf(person.client.from("show_slot").insert([
      { live_session_id: show.id, host_id: world.hosts[0]!.id, starts_at: at(0), ends_at: at(50) },
      { live_session_id: show.id, host_id: world.hosts[1]!.id, starts_at: at(40), ends_at: at(87) },
      { live_session_id: show.id, host_id: world.hosts[0]!.id, starts_at: at(90), ends_at: at(110) },
    ]).select());
  }
  const sales = (await dataOf(person.client.from("sale").insert(Array.from({ length: 40 }, (_, i) => ({
    live_session_id: show.id, sold_at: i === 0 ? at(-30) : i === 1 ? at(400) : at(next(118)), brand: ["Nike", "Puma"][next(2)], shoe_type: ["A", "B", "C"][next(3)],
    quantity: 1 + next(3), price: next(30_000), cost: next(4) ? next(9000) : null, currency: has(2) && i % 9 === 8 ? "EUR" : "USD",
    product_id: next(2) ? world.product : null, product_variant_id: world.variant,
  }))).select())) as unknown as Sale[];
  for (const sale of sales.filter((_, i) => i % 4 === 0 && sales.length > 0))
    await insert(person, "sale_return", { sale_id: sale.id, quantity: 1, refund: Math.floor(sale.price * sale.quantity / 2), returned_at: "2026-05-20T10:00:00Z", ...(next(2) ? { location_id: world.shelf } : {}),
      ...(sale.price === 0 ? { quantity: 1 } : {}) });
  const cost = { live_session_id: show.id, day: "2026-05-06", currency: "USD" };
  await dataOf(person.client.from("cost_item").insert([
    { ...cost, cost_category_id: world.categories["ads"], name: "Boost", amount: 1001 + next(5000) },
    { ...cost, cost_category_id: world.categories["shipping"], name: "Boxes", amount: 333 },
    ...(has(1) && !has(2) ? [{ ...cost, cost_category_id: world.categories["platform"], name: "Fee", amount: 4321 }] : []),
    ...(number === 6 ? [{ ...cost, cost_category_id: world.categories["host"], name: "Pay", amount: 9000 }] : []),
  ]).select());
  return show.id;
}

/** The whole and the parts from the rows alone. */
function recount(show: Row, sales: Sale[], backs: Back[], slots: Slot[], costs: Row[], kinds: Map<string, string>, rules: { fees: Row[]; pays: Row[] }, shared: number) {
  const own = sales.filter((sale) => sale.currency === "USD");
  const factOf = (sale: Sale) => {
    const of = backs.filter((back) => back.sale_id === sale.id), back = sum(of.filter((each) => each.location_id).map((each) => each.quantity));
    return { gmv: sale.price * sale.quantity, refunds: sum(of.map((each) => each.refund)), goods: (sale.cost ?? 0) * (sale.quantity - back), returned: sum(of.map((each) => each.quantity)) };
  };
  const facts = own.map((sale) => ({ sale, ...factOf(sale), at: Date.parse(sale.sold_at) }));
  const itemised = sum(facts.map((fact) => fact.gmv)), gmv = (show["gmv"] as number | null) ?? itemised, refunds = sum(facts.map((fact) => fact.refunds));
  const booked = (kind: string) => costs.filter((cost) => kinds.get(cost["cost_category_id"] as string) === kind && cost["currency"] === "USD").map((cost) => cost["amount"] as number);
  const source = (kind: string, none: boolean) => (booked(kind).length > 0 ? "booked" : show["cost"] !== null ? "typed" : none ? "none" : "rule");
  const starts = Date.parse(show["starts_at"] as string), ends = Date.parse(show["ends_at"] as string);
  const slotOf = (at: number) => [...slots].sort((a, b) => Date.parse(b.starts_at) - Date.parse(a.starts_at)).find((slot) => at >= Date.parse(slot.starts_at) && at < Date.parse(slot.ends_at))?.id ?? null;
  const net = Math.max(0, gmv - refunds), units = sum(own.map((sale) => sale.quantity)), returned = sum(facts.map((fact) => fact.returned));
  const day = show["day"] as string;
  const fees = rules.fees.filter((rule) => rule["platform"] === "tiktok" && rule["currency"] === "USD" && (rule["valid_from"] as string) <= day && (rule["valid_until"] === null || (rule["valid_until"] as string) >= day));
  const fee = sum(fees.map((rule) => share(rule["of"] === "net" ? net : gmv, tenThousandths(rule["percent"] as string), 1_000_000) + (rule["per_sale"] as number) * own.length + (rule["per_piece"] as number) * (rule["of"] === "net" ? units - returned : units)));
  const pays = rules.pays.map((rule) => {
    const mine = slots.filter((slot) => slot.host_id === rule["host_id"]), ms = sum(mine.map((slot) => Date.parse(slot.ends_at) - Date.parse(slot.starts_at)));
    const sold = facts.filter((fact) => mine.some((slot) => slot.id === slotOf(fact.at)));
    const left = Math.max(0, sum(sold.map((fact) => fact.gmv - fact.refunds)));
    return mine.length === 0 ? 0 : (rule["per_show"] as number) + share(rule["per_hour"] as number, ms, 3_600_000) + share(left, tenThousandths(rule["percent"] as string), 1_000_000);
  });
  const feeSource = source("platform", fees.length === 0), paySource = source("host", slots.length === 0);
  const lines: Record<Line, number> = {
    gmv, refunds, goods_cost: sum(facts.map((fact) => fact.goods)),
    platform_fee: sum(booked("platform")) + (feeSource === "rule" ? fee : 0), host_pay: sum(booked("host")) + (paySource === "rule" ? sum(pays) : 0),
    ads: sum(booked("ads")), other_cost: sum(booked("other")) + sum(booked("shipping")), show_cost: (show["cost"] as number | null) ?? 0, shared_cost: shared,
  };
  const minuteOf = (at: number) => (at < starts || at > ends + 1_800_000 ? null : Math.floor((at - starts) / 60_000));
  const by = (keyOf: (fact: (typeof facts)[number]) => string) => {
    const sums = new Map<string, { gmv: number; refunds: number; goods_cost: number; orders: number }>();
    for (const fact of facts) {
      const found = sums.get(keyOf(fact)) ?? { gmv: 0, refunds: 0, goods_cost: 0, orders: 0 };
      sums.set(keyOf(fact), { gmv: found.gmv + fact.gmv, refunds: found.refunds + fact.refunds, goods_cost: found.goods_cost + fact.goods, orders: found.orders + 1 });
    }
    return sums;
  };
  return {
    lines, profit: lines.gmv - sum(LINES.slice(1).map((line) => lines[line])), itemised, feeSource, paySource, units, returned, orders: own.length,
    minutes: by((fact) => String(minuteOf(fact.at))), slots: by((fact) => String(slotOf(fact.at))),
    products: by((fact) => `${fact.sale.product_id} ${fact.sale.brand} ${fact.sale.shoe_type}`),
  };
}

const weightOf = (part: Part) => Math.max(0, part.gmv - part.refunds);

beforeAll(async () => {
  boss = await signUp(server);
});

describe("the result of a show", () => {
  it("equals what its rows say, and its minutes, slots and products add up to it", async () => {
    const person = await signUp(server), world = await newWorld(person);
    await insert(person, "cost_item", { day: "2026-05-09", cost_category_id: world.categories["other"], name: "Rent", amount: 100_003, currency: "USD", share_by: "gmv" });
    const ids: string[] = [];
    for (let number = 0; number < 12; number++) ids.push(await newShow(person, world, number));
    const kinds = new Map(Object.entries(world.categories).map(([kind, id]) => [id, kind]));
    const rules = {
      fees: (await dataOf(person.client.from("fee_rule").select())) as unknown as Row[],
      pays: (await dataOf(person.client.from("host_pay_rule").select())) as unknown as Row[],
    };
    const sources = new Set<string>();
    let shared = 0;
    for (const id of ids) {
      const result = await resultOf(person, id), [sums] = result.sums;
      const [show] = await rowsOf<Row>(person, "live_session", "id", id);
      const sales = await rowsOf<Sale>(person, "sale", "live_session_id", id);
      const backs = ((await dataOf(person.client.from("sale_return").select().in("sale_id", sales.map((sale) => sale.id)))) as unknown as Back[]);
      const wanted = recount(show!, sales, backs, await rowsOf<Slot>(person, "show_slot", "live_session_id", id), await rowsOf<Row>(person, "cost_item", "live_session_id", id), kinds, rules, sums!.shared_cost);
      shared += sums!.shared_cost;
      sources.add(`fee ${result.fee_source}`).add(`pay ${result.pay_source}`);
      expect([show!["title"], result.fee_source, result.pay_source]).toEqual([show!["title"], wanted.feeSource, wanted.paySource]);
      expect({ ...sums }).toMatchObject({ ...wanted.lines, profit: wanted.profit, orders: wanted.orders, returned_units: wanted.returned });
      expect(result.itemised_gmv).toBe(wanted.itemised);
      const keys: [Part[], Map<string, { gmv: number; refunds: number; goods_cost: number; orders: number }>, (part: Part) => string][] = [
        [result.minutes, wanted.minutes, (part) => String(part.minute)],
        [result.slots, wanted.slots, (part) => String(part.show_slot_id)],
        [result.products, wanted.products, (part) => `${part.product_id} ${part.brand} ${part.shoe_type}`],
      ];
      for (const [parts, rows, keyOf] of keys) {
        for (const line of LINES) expect([line, sum(parts.map((part) => part[line]))]).toEqual([line, wanted.lines[line]]);
        expect(sum(parts.map((part) => part.profit))).toBe(wanted.profit);
        expect(sum(parts.map((part) => part.orders))).toBe(wanted.orders);
        const none = parts.find((part) => part.minute === null || part.show_slot_id === null || (part.brand === null && part.product_id === null));
        for (const part of parts) {
          expect(part.profit).toBe(part.gmv - sum(LINES.slice(1).map((line) => part[line])));
          const row = rows.get(keyOf(part)) ?? { gmv: 0, refunds: 0, goods_cost: 0, orders: 0 };
          const untold = part === none ? wanted.lines.gmv - wanted.itemised : 0;
          expect([keyOf(part), part.gmv - untold, part.refunds, part.goods_cost, part.orders]).toEqual([keyOf(part), row.gmv, row.refunds, row.goods_cost, row.orders]);
        }
        // What belongs to the whole show is spread by what stayed sold, each part to the unit.
        const total = sum(parts.map((part) => weightOf({ ...part, gmv: part === none ? part.gmv - (wanted.lines.gmv - wanted.itemised) : part.gmv })));
        for (const part of parts) {
          const weight = weightOf({ ...part, gmv: part === none ? part.gmv - (wanted.lines.gmv - wanted.itemised) : part.gmv });
          if (total > 0) expect(Math.abs(part.ads - (wanted.lines.ads * weight) / total)).toBeLessThanOrEqual(1);
        }
      }
      const foreign = sales.filter((sale) => sale.currency === "EUR");
      expect(result.sums.slice(1).map((each) => [each.currency, each.gmv, each.orders])).toEqual(foreign.length ? [["EUR", sum(foreign.map((sale) => sale.price * sale.quantity)), foreign.length]] : []);
    }
    expect(shared).toBe(100_003);
    expect([...sources].sort()).toEqual(["fee booked", "fee rule", "fee typed", "pay booked", "pay none", "pay rule", "pay typed"]);
  });

  it("is read in another currency by the rate of its day, and says which rate is missing", async () => {
    const person = await signUp(server);
    const show = await insert(person, "live_session", { title: "S", day: "2026-05-08", platform: "tiktok", status: "ended", currency: "USD" });
    const sale = { live_session_id: show.id, sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D" };
    await dataOf(person.client.from("sale").insert([{ ...sale, price: 10_001, cost: 3333, currency: "USD" }, { ...sale, price: 500, currency: "JPY" }]).select());
    expect((await resultOf(person, show.id, "CNY")).converted).toMatchObject({ currency: "CNY", gmv: 0, profit: 0, missing: [{ currency: "USD", day: "2026-05-08" }, { currency: "JPY", day: "2026-05-08" }] });
    await dataOf(person.client.from("exchange_rate").insert([
      { day: "2026-05-01", from_currency: "USD", to_currency: "CNY", rate: "7.1834" }, { day: "2026-05-09", from_currency: "USD", to_currency: "CNY", rate: "9" },
      { day: "2026-05-08", from_currency: "CNY", to_currency: "JPY", rate: "20.5" },
    ]).select());
    const gmv = share(10_001, 71_834, 10_000) + Math.round((500 * 100) / 20.5), goods = share(3333, 71_834, 10_000);
    expect((await resultOf(person, show.id, "CNY")).converted).toMatchObject({ gmv, goods_cost: goods, profit: gmv - goods, missing: [] });
    const month = (await dataOf(person.client.rpc("finance_month", { month: "2026-05", currency: "CNY" }))) as unknown as Result;
    expect(month.converted).toMatchObject({ gmv, goods_cost: goods, other_cost: 0, profit: gmv - goods, missing: [] });
  });

  it("is told to who may see finance, sales and shows, of the own workspace", async () => {
    const show = await insert(boss, "live_session", { title: "S", day: "2026-05-08", platform: "tiktok", status: "ended", currency: "USD" });
    for (const grants of [{ finance: 3, sales: 3 }, { finance: 3, live: 3 }, { sales: 3, live: 3 }] as Record<string, number>[]) {
      const member = await invite(server, boss, grants);
      expect(await codeOf(member.client.rpc("show_result", { live_session_id: show.id })), JSON.stringify(grants)).toBe("42501");
    }
    const viewer = await invite(server, boss, { finance: 1, sales: 1, live: 1 });
    expect((await resultOf(viewer, show.id)).sums).toMatchObject([{ currency: "USD", gmv: 0, profit: 0 }]);
    const stranger = await signUp(server);
    expect(await codeOf(stranger.client.rpc("show_result", { live_session_id: show.id }))).toBe("P0002");
  });
});

describe("rules and rates", () => {
  it("are exact numbers within their bounds, refused by the field otherwise", async () => {
    const rate = { day: "2026-05-01", from_currency: "USD", to_currency: "CNY" };
    for (const bad of ["0", "-1", "1e3", "1000000.1", "0.0000000000001", "seven", "1,5", ".5"])
      expect((await boss.client.from("exchange_rate").insert({ ...rate, rate: bad })).error, bad).toMatchObject({ code: "22P02", details: "field: rate" });
    for (const [day, good] of ["1000000", "0.000000000001", "7.1834"].entries()) await insert(boss, "exchange_rate", { ...rate, day: `2026-05-0${day + 1}`, rate: good });
    expect(await codeOf(boss.client.from("exchange_rate").insert({ ...rate, rate: "2" }))).toBe("23505");
    expect(await codeOf(boss.client.from("exchange_rate").insert({ ...rate, to_currency: "USD", rate: "1" }))).toBe("23514");
    const rule = { name: "F", platform: "tiktok", currency: "USD", valid_from: "2026-05-02" };
    for (const bad of ["100.0001", "-1", "5%", "1.00001"])
      expect((await boss.client.from("fee_rule").insert({ ...rule, percent: bad })).error, bad).toMatchObject({ code: "22P02", details: "field: percent" });
    expect((await boss.client.from("fee_rule").insert({ ...rule, valid_until: "2026-05-01" })).error).toMatchObject({ code: "23514", details: "field: valid_until" });
    for (const good of ["0", "100", "0.0001"]) await insert(boss, "fee_rule", { ...rule, percent: good });
  });
});
