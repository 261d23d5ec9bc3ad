// Reading through supabase-js as npm has it. What each query must give is computed from the rows
// of shop.ts; what two engines could do differently is in answers.test.ts besides.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { type Sale, dayOf, fillShop, mustWork, numbersOf, openShop, productId, products, saleId, sales, showId, shows } from "./shop.ts";

const server = useServer();
let person: Person;
let reader: Person; // who chose Chinese
let token = "";

beforeAll(async () => {
  person = await openShop(server);
  await fillShop(person.client);
  token = await tokenOf(person);
  reader = await openShop(server);
  await mustWork(reader.client.auth.updateUser({ data: { language: "zh" } }));
  await mustWork(reader.client.auth.refreshSession());
});

const from = (entity: string) => person.client.from(entity);
const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  send(server, `/rest/v1/${path}`, { token, headers, method });
const numbersWhere = (predicate: (sale: Sale) => boolean) => numbersOf(sales.filter(predicate));

interface Case {
  column: keyof Sale | "day" | "hour" | "size_order";
  operator: string;
  value: unknown;
  holds: (sale: Sale) => boolean;
}

const cases: Case[] = [
  { column: "brand", operator: "eq", value: "Nike", holds: (sale) => sale.brand === "Nike" },
  { column: "brand", operator: "eq", value: "O'Neill", holds: (sale) => sale.brand === "O'Neill" },
  { column: "brand", operator: "neq", value: "Nike", holds: (sale) => sale.brand !== "Nike" },
  { column: "brand", operator: "gt", value: "New Balance", holds: (sale) => sale.brand > "New Balance" },
  { column: "shoe_type", operator: "eq", value: 'Dunk, High "retro"', holds: (sale) => sale.shoe_type.startsWith("Dunk, ") },
  { column: "shoe_type", operator: "eq", value: "Slip (on)", holds: (sale) => sale.shoe_type === "Slip (on)" },
  { column: "shoe_type", operator: "eq", value: "Gel 👟", holds: (sale) => sale.shoe_type === "Gel 👟" },
  { column: "shoe_type", operator: "like", value: "Dunk%", holds: (sale) => sale.shoe_type.startsWith("Dunk") },
  { column: "shoe_type", operator: "like", value: "dunk%", holds: () => false },
  { column: "shoe_type", operator: "like", value: "Samba_OG", holds: (sale) => sale.shoe_type === "Samba_OG" },
  { column: "shoe_type", operator: "like", value: "99_", holds: (sale) => sale.shoe_type === "990" },
  { column: "shoe_type", operator: "like", value: "Samba\\_%", holds: (sale) => sale.shoe_type === "Samba_OG" },
  { column: "external_ref", operator: "like", value: "100\\%%", holds: (sale) => sale.external_ref === "100% new" },
  { column: "external_ref", operator: "like", value: "a\\\\b", holds: (sale) => sale.external_ref === "a\\b" },
  { column: "shoe_type", operator: "ilike", value: "dUNK%", holds: (sale) => sale.shoe_type.startsWith("Dunk") },
  { column: "brand", operator: "ilike", value: "nike", holds: (sale) => sale.brand.toLowerCase() === "nike" },
  { column: "brand", operator: "ilike", value: "%力", holds: (sale) => sale.brand === "回力" },
  { column: "external_ref", operator: "ilike", value: "SIZE%", holds: (sale) => sale.external_ref === "size runs small" },
  { column: "brand", operator: "in", value: ["Nike", "回力"], holds: (sale) => ["Nike", "回力"].includes(sale.brand) },
  { column: "shoe_type", operator: "in", value: ["Slip (on)", "Samba_OG", "none, at all"], holds: (sale) => ["Slip (on)", "Samba_OG"].includes(sale.shoe_type) },
  { column: "price", operator: "eq", value: 0, holds: (sale) => sale.price === 0 },
  { column: "price", operator: "gt", value: 68_000, holds: (sale) => sale.price > 68_000 },
  { column: "price", operator: "gte", value: 68_000, holds: (sale) => sale.price >= 68_000 },
  { column: "price", operator: "lt", value: 9_900, holds: (sale) => sale.price < 9_900 },
  { column: "price", operator: "lte", value: 9_900, holds: (sale) => sale.price <= 9_900 },
  { column: "quantity", operator: "in", value: [3, 5], holds: (sale) => [3, 5].includes(sale.quantity) },
  { column: "cost", operator: "is", value: null, holds: (sale) => sale.cost === null },
  { column: "cost", operator: "neq", value: 40_000, holds: (sale) => sale.cost !== null && sale.cost !== 40_000 },
  { column: "external_ref", operator: "eq", value: "", holds: (sale) => sale.external_ref === "" },
  { column: "size", operator: "eq", value: "8 1/2", holds: (sale) => sale.size === "8 1/2" },
  { column: "size_system", operator: "eq", value: "CM", holds: (sale) => sale.size_system === "CM" },
  { column: "size_order", operator: "gte", value: 4350, holds: (sale) => ["44.5", "260"].includes(sale.size ?? "") },
  { column: "day", operator: "eq", value: "2026-03-07", holds: (sale) => dayOf(sale.sold_at) === "2026-03-07" },
  { column: "day", operator: "lte", value: "2026-03-06", holds: (sale) => dayOf(sale.sold_at) <= "2026-03-06" },
  { column: "hour", operator: "eq", value: 20, holds: (sale) => ["T12", "T11"].includes(sale.sold_at.slice(10, 13)) && sale.sold_at.slice(11, 13) === "12" },
  { column: "sold_at", operator: "gte", value: "2026-03-20T10:10:00+08:00", holds: (sale) => Date.parse(sale.sold_at) >= Date.parse("2026-03-20T02:10:00Z") },
  { column: "sold_at", operator: "eq", value: "2026-03-22T23:30:00.25Z", holds: (sale) => sale.id === saleId(12) },
  { column: "live_session_id", operator: "eq", value: showId(2), holds: (sale) => sale.live_session_id === showId(2) },
  { column: "live_session_id", operator: "is", value: null, holds: (sale) => sale.live_session_id === null },
  { column: "id", operator: "in", value: [saleId(3), saleId(11)], holds: (sale) => [saleId(3), saleId(11)].includes(sale.id) },
];

const postgrestList = (values: unknown[]) => `(${values.map((each) => (typeof each === "string" ? JSON.stringify(each) : String(each))).join(",")})`;

describe("filters", () => {
  it.each(cases)("$column $operator $value, and its opposite", async ({ column, operator, value, holds }) => {
    const query = from("sale").select("id").order("id");
    const found = operator === "in" ? query.in(column, value as unknown[]) : query.filter(column, operator, value);
    expect(numbersOf(await dataOf(found))).toEqual(numbersWhere(holds));

    const wire = operator === "in" ? postgrestList(value as unknown[]) : value;
    const opposite = await dataOf(from("sale").select("id").order("id").not(column, operator, wire));
    const isKnown = (sale: Sale) => operator === "is" || !(column in sale) || sale[column as keyof Sale] !== null;
    const hasSize = (sale: Sale) => column !== "size_order" || sale.size !== null;
    expect(numbersOf(opposite)).toEqual(numbersWhere((sale) => isKnown(sale) && hasSize(sale) && !holds(sale)));
  });

  it("is true, is false, is not null", async () => {
    expect(numbersOf(await dataOf(from("product").select("id").is("is_active", false)))).toEqual([3]);
    expect(numbersOf(await dataOf(from("product").select("id").is("is_active", true).order("id")))).toEqual([1, 2, 4]);
    expect(numbersOf(await dataOf(from("product").select("id").not("is_active", "is", true)))).toEqual([3]);
    expect(numbersOf(await dataOf(from("product").select("id").eq("is_active", false)))).toEqual([3]);
    expect(numbersOf(await dataOf(from("product").select("id").not("sku", "is", null).order("id")))).toEqual([1, 2, 4]);
  });

  it("several filters are all meant, match() too", async () => {
    const both = from("sale").select("id").order("id").gte("price", 40_000).lt("price", 60_000).eq("size_system", "EU");
    expect(numbersOf(await dataOf(both))).toEqual([7]);
    const matched = from("sale").select("id").order("id").match({ brand: "回力", quantity: 3 });
    expect(numbersOf(await dataOf(matched))).toEqual([5]);
  });

  it("or, and, not nest", async () => {
    const query = (filter: string) => from("sale").select("id").order("id").or(filter);
    expect(numbersOf(await dataOf(query("brand.eq.回力,price.gt.100000")))).toEqual([3, 5, 6, 11]);
    expect(numbersOf(await dataOf(query("and(brand.eq.Nike,size.eq.43),and(brand.eq.Adidas,not.and(size.not.is.null))")))).toEqual([8, 9]);
    expect(numbersOf(await dataOf(query('brand.in.("O\'Neill",Asics),shoe_type.eq."Dunk, High \\"retro\\""')))).toEqual([9, 10, 12]);
    expect(numbersOf(await dataOf(query("and(or(quantity.eq.3,quantity.eq.5),or(price.eq.1,brand.eq.Nike))")))).toEqual([10]);
    const negated = await ask("sale?select=id&order=id&not.or=(brand.neq.Nike,quantity.eq.2)");
    expect(numbersOf(await negated.json())).toEqual([1, 9]);
    const and = await ask("sale?select=id&order=id&and=(price.gte.1,price.lte.9900,not.or(quantity.eq.3,cost.is.null))");
    expect(numbersOf(await and.json())).toEqual([6, 10]);
  });

  it("what an injection would need is a value like any other", async () => {
    for (const value of ["' OR 1=1 --", '" OR ""="', "Nike'; DROP TABLE sale; --", "%00", "\\", "$1", "?1", "Nike\u0001"])
      expect(await dataOf(from("sale").select("id").eq("brand", value))).toEqual([]);
    expect(numbersOf(await dataOf(from("sale").select("id")))).toHaveLength(12);
  });
});

describe("order and pages", () => {
  const ordered = async (column: string, options: object, tie = true) => {
    const query = from("sale").select("id").order(column, options);
    return numbersOf(await dataOf(tie ? query.order("id") : query));
  };
  const byCost = (rows: Sale[], sign: number) =>
    [...rows].sort((a, b) => sign * ((a.cost ?? 0) - (b.cost ?? 0)) || a.id.localeCompare(b.id));
  const priced = sales.filter((sale) => sale.cost !== null);

  it("nulls stand last when ascending and first when descending, unless said otherwise", async () => {
    expect(await ordered("cost", { ascending: true })).toEqual([...numbersOf(byCost(priced, 1)), 3, 8]);
    expect(await ordered("cost", { ascending: false })).toEqual([3, 8, ...numbersOf(byCost(priced, -1))]);
    expect(await ordered("cost", { ascending: true, nullsFirst: true })).toEqual([3, 8, ...numbersOf(byCost(priced, 1))]);
    expect(await ordered("cost", { ascending: false, nullsFirst: false })).toEqual([...numbersOf(byCost(priced, -1)), 3, 8]);
  });

  it("text sorts by code point on both engines", async () => {
    const expected = [...sales].sort((a, b) => Buffer.compare(Buffer.from(a.brand), Buffer.from(b.brand)) || a.id.localeCompare(b.id));
    expect(await ordered("brand", {})).toEqual(numbersOf(expected));
  });

  it("limit, offset, range() and the Range header give the same page", async () => {
    const page = numbersOf(sales.slice(3, 7));
    expect(numbersOf(await dataOf(from("sale").select("id").order("id").range(3, 6)))).toEqual(page);
    expect(numbersOf(await (await ask("sale?select=id&order=id&limit=4&offset=3")).json())).toEqual(page);
    const ranged = await ask("sale?select=id&order=id", { Range: "3-6", "Range-Unit": "items" });
    expect(numbersOf(await ranged.json())).toEqual(page);
    expect(ranged.headers.get("content-range")).toBe("3-6/*");
    const counted = await ask("sale?select=id&order=id", { Range: "3-6", Prefer: "count=exact" });
    expect([counted.status, counted.headers.get("content-range")]).toEqual([206, "3-6/12"]);
    const open = await ask("sale?select=id&order=id", { Range: "10-", Prefer: "count=exact" });
    expect([open.headers.get("content-range"), numbersOf(await open.json())]).toEqual(["10-11/12", [11, 12]]);
    expect(await dataOf(from("sale").select("id").limit(0))).toEqual([]);
    const behind = await ask("sale?select=id&offset=13", { Prefer: "count=exact" });
    expect([behind.status, await behind.json()]).toMatchObject([416, { code: "PGRST103" }]);
    const backwards = await ask("sale?select=id", { Range: "6-3" });
    expect([backwards.status, await backwards.json()]).toMatchObject([416, { code: "PGRST103" }]);
  });

  it("counts exactly, with rows, without rows and by HEAD", async () => {
    const some = await from("sale").select("id", { count: "exact" }).eq("brand", "Nike").limit(1);
    expect([some.count, some.data?.length]).toEqual([3, 1]);
    const head = await from("sale").select("*", { count: "exact", head: true }).gt("price", 60_000);
    expect([head.count, head.data, head.status]).toEqual([numbersWhere((sale) => sale.price > 60_000).length, null, 200]);
    const none = await from("sale").select("id", { count: "exact", head: true }).eq("brand", "Nobody");
    expect(none.count).toBe(0);
    const bare = await ask("sale?select=id", { Prefer: "count=exact" }, "HEAD");
    expect([bare.status, bare.headers.get("content-range"), await bare.text()]).toEqual([200, "0-11/12", ""]);
    const inner = await from("live_session").select("id,sale!inner(id)", { count: "exact", head: true }).eq("sale.brand", "Nike");
    expect(inner.count).toBe(2);
  });

  it("one row or none: single and maybeSingle", async () => {
    expect(await dataOf(from("sale").select("id,brand").eq("id", saleId(5)).single())).toEqual({ id: saleId(5), brand: "回力" });
    const none = await from("sale").select("id").eq("brand", "Nobody").single();
    expect([none.status, none.error]).toMatchObject([406, { code: "PGRST116", details: "The result contains 0 rows" }]);
    const many = await from("sale").select("id").eq("brand", "Nike").single();
    expect([many.status, many.error?.code]).toEqual([406, "PGRST116"]);
    expect(await from("sale").select("id").eq("brand", "Nobody").maybeSingle()).toMatchObject({ data: null, error: null });
    expect((await from("sale").select("id").eq("id", saleId(2)).maybeSingle()).data).toEqual({ id: saleId(2) });
  });
});

describe("select", () => {
  it("takes columns and renames them", async () => {
    const row = await dataOf(from("sale").select("nr:id, what:shoe_type, price").eq("id", saleId(7)).single());
    expect(row).toEqual({ nr: saleId(7), what: "Samba_OG", price: 45_000 });
  });

  it("gives every declared member, and what was written comes back unchanged", async () => {
    const rows = (await dataOf(from("sale").select().order("id"))) as unknown as Sale[];
    rows.forEach((row, at) => {
      const { sold_at, ...rest } = sales[at] as Sale;
      expect(row).toMatchObject(rest);
      expect(Date.parse(row.sold_at)).toBe(Date.parse(sold_at));
    });
    expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(["workspace_id", "created_at", "updated_at", "created_by", "version", "day", "hour"]));
  });

  it("embeds the one that a link points to, and the many that point here", async () => {
    const sale = await dataOf(from("sale").select("id,live_session(title,platform),product(name)").eq("id", saleId(1)).single());
    expect(sale).toEqual({ id: saleId(1), live_session: { title: "Tuesday night drop", platform: "tiktok" }, product: { name: "Nike Dunk Low Panda" } });
    const orphan = await dataOf(from("sale").select("id,live_session(title),product(name)").eq("id", saleId(12)).single());
    expect(orphan).toEqual({ id: saleId(12), live_session: null, product: null });
    const show = await dataOf(from("live_session").select("id,sale(id)").eq("id", showId(2)).order("id", { referencedTable: "sale" }).single());
    expect(show).toEqual({ id: showId(2), sale: [5, 6, 7, 8].map((n) => ({ id: saleId(n) })) });
    const empty = await dataOf(from("live_session").select("sale(id)").eq("id", showId(4)).single());
    expect(empty).toEqual({ sale: [] });
  });

  it("embeds by the name of the link, with aliases, hints, and in depth", async () => {
    const row = await dataOf(
      from("sale").select("id,show:live_session_id(title),goods:product!product_id(sku,others:sale(id,live_session(day)))").eq("id", saleId(3)).order("id", { referencedTable: "goods.others" }).single(),
    );
    expect(row).toEqual({
      id: saleId(3),
      show: { title: "Tuesday night drop" },
      goods: { sku: "M990GL6", others: [{ id: saleId(3), live_session: { day: "2026-03-03" } }, { id: saleId(11), live_session: null }] },
    });
  });

  it("filters, orders and limits embedded rows; !inner drops the parents that have none", async () => {
    const left = await dataOf(from("live_session").select("id,sale(id)").eq("sale.brand", "Nike").order("id").order("price", { referencedTable: "sale" }));
    expect(left).toEqual([
      { id: showId(1), sale: [{ id: saleId(2) }, { id: saleId(1) }] },
      { id: showId(2), sale: [] },
      { id: showId(3), sale: [{ id: saleId(9) }] },
      { id: showId(4), sale: [] },
    ]);
    const inner = await dataOf(from("live_session").select("id,sale!inner(id)").eq("sale.brand", "Nike").order("id"));
    expect(numbersOf(inner)).toEqual([1, 3]);
    const parents = await dataOf(from("sale").select("id,live_session!inner(platform)").eq("live_session.platform", "douyin").order("id"));
    expect(numbersOf(parents)).toEqual([5, 6, 7, 8]);
    const best = await dataOf(
      from("live_session").select("id,sale(id)").order("id").order("price", { referencedTable: "sale", ascending: false }).limit(1, { referencedTable: "sale" }),
    );
    expect(best).toEqual([
      { id: showId(1), sale: [{ id: saleId(3) }] },
      { id: showId(2), sale: [{ id: saleId(7) }] },
      { id: showId(3), sale: [{ id: saleId(10) }] },
      { id: showId(4), sale: [] },
    ]);
    const second = await dataOf(from("live_session").select("id,sale(id)").eq("id", showId(2)).order("id", { referencedTable: "sale" }).range(1, 2, { referencedTable: "sale" }));
    expect(second).toEqual([{ id: showId(2), sale: [{ id: saleId(6) }, { id: saleId(7) }] }]);
    const either = await dataOf(from("live_session").select("id,sale!inner(id)").or("brand.eq.回力,price.eq.1", { referencedTable: "sale" }).order("id"));
    expect(either).toEqual([{ id: showId(2), sale: [{ id: saleId(5) }, { id: saleId(6) }] }, { id: showId(3), sale: [{ id: saleId(10) }] }]);
  });

  it("CSV carries the same rows", async () => {
    const csv = await dataOf(from("sale").select("id,shoe_type,cost").in("id", [saleId(8), saleId(9)]).order("id").csv());
    expect(csv.trimEnd().split(/\r?\n/)).toEqual(["id,shoe_type,cost", `${saleId(8)},Samba,`, `${saleId(9)},"Dunk, High ""retro""",0`]);
  });
});

describe("aggregates", () => {
  const sum = (rows: Sale[], value: (sale: Sale) => number) => rows.reduce((total, sale) => total + value(sale), 0);

  it("over all rows", async () => {
    const [row] = (await dataOf(
      from("sale").select("rows:count(),total:price.sum(),costs:cost.count(),mean:price.avg(),least:price.min(),most:price.max(),first:sold_at.min(),last:day.max()"),
    )) as unknown as Record<string, unknown>[];
    const mean = sum(sales, (sale) => sale.price) / sales.length;
    expect(row).toMatchObject({ rows: 12, total: sum(sales, (sale) => sale.price), costs: 10, least: 0, most: 150_000, last: "2026-03-23" });
    expect(Number(row?.["mean"])).toBeCloseTo(mean, 6);
    expect(Date.parse(String(row?.["first"]))).toBe(Date.parse("2026-03-03T11:05:00Z"));
  });

  it("grouped by the plain columns beside them", async () => {
    const rows = await dataOf(from("sale").select("size_system,pieces:quantity.sum(),n:count()").order("size_system"));
    const groups = ["CM", "EU", "UK", "US", null].map((system) => {
      const members = sales.filter((sale) => sale.size_system === system);
      return { size_system: system, pieces: sum(members, (sale) => sale.quantity), n: members.length };
    });
    expect(rows).toEqual(groups);
  });

  it("in embedded rows, and with a filter that leaves nothing", async () => {
    const rows = await dataOf(from("live_session").select("id,sale(total:price.sum(),n:count())").order("id"));
    expect(rows).toEqual(
      shows.map((show) => {
        const members = sales.filter((sale) => sale.live_session_id === show.id);
        return { id: show.id, sale: [{ total: members.length ? sum(members, (sale) => sale.price) : null, n: members.length }] };
      }),
    );
    const byBrand = await dataOf(from("live_session").select("id,sale(brand,n:count())").eq("id", showId(2)).order("brand", { referencedTable: "sale" }));
    expect(byBrand).toEqual([{ id: showId(2), sale: [{ brand: "Adidas", n: 2 }, { brand: "回力", n: 2 }] }]);
    const nothing = await dataOf(from("sale").select("n:count(),total:price.sum()").eq("brand", "Nobody"));
    expect(nothing).toEqual([{ n: 0, total: null }]);
  });

  it("only of what can be computed", async () => {
    const { error, status } = await from("sale").select("brand.sum()");
    expect([status, error]).toMatchObject([400, { code: "42883", details: "field: brand" }]);
    expect((await from("sale").select("id.max()")).error?.code).toBe("42883");
  });
});

describe("errors are typed", () => {
  const code = async (path: string) => {
    const answer = await ask(path);
    const body = (await answer.json()) as { code?: string; message?: string; details?: unknown; hint?: unknown };
    expect(Object.keys(body).sort()).toEqual(["code", "details", "hint", "message"]);
    expect(body.message?.length).toBeGreaterThan(5);
    return [answer.status, body.code];
  };

  it.each([
    ["nothing", 404, "PGRST205"],
    ["account", 404, "PGRST205"],
    ["SALE", 404, "PGRST205"],
    ["rpc/nothing", 404, "PGRST202"],
    ["rpc/report_sales?group=brand&nothing=1", 404, "PGRST202"],
    ["sale?select=nothing", 400, "42703"],
    ["sale?select=rowid", 400, "42703"],
    ["sale?select=ctid", 400, "42703"],
    ["sale?nothing=eq.1", 400, "42703"],
    ["sale?rowid=eq.1", 400, "42703"],
    ["sale?order=nothing", 400, "42703"],
    ["sale?or=(nothing.eq.1)", 400, "42703"],
    ["sale?select=id,nothing(id)", 400, "PGRST200"],
    ["sale?select=id,member(id)", 400, "PGRST200"],
    ["sale?select=id,id", 400, "42712"],
    ["sale?select=id,live_session(", 400, "PGRST100"],
    ["sale?select=price.median()", 400, "PGRST100"],
    ["sale?price=around.5", 400, "PGRST100"],
    ["sale?price=5", 400, "PGRST100"],
    ["sale?or=(price.eq.1", 400, "PGRST100"],
    ["sale?or=()", 400, "PGRST100"],
    ["sale?id=in.1,2", 400, "PGRST100"],
    ["sale?order=price.sideways", 400, "PGRST100"],
    ["sale?limit=-1", 416, "PGRST103"],
    ["sale?limit=ten", 400, "PGRST100"],
    ["sale?offset=99999999999999999999", 400, "PGRST100"],
    ["sale?price=like.5*", 400, "42883"],
    ["sale?price=is.true", 400, "42804"],
    ["sale?brand=is.something", 400, "PGRST100"],
  ])("%s", async (path, status, expected) => {
    expect(await code(path)).toEqual([status, expected]);
  });

  it.each([
    ["sale?price=eq.cheap", "price"],
    ["sale?quantity=gt.99999999999999999999", "quantity"],
    ["sale?sold_at=gt.yesterday", "sold_at"],
    ["sale?day=eq.2026-02-30", "day"],
    ["sale?id=eq.1", "id"],
    ["sale?live_session_id=in.(1)", "live_session_id"],
    ["product?is_active=eq.maybe", "is_active"],
  ])("%s names the field, in the reader's language", async (path, field) => {
    const english = await ask(path);
    expect([english.status, await english.json()]).toMatchObject([400, { code: expect.stringMatching(/^22/), details: `field: ${field}` }]);
    const chinese = await send(server, `/rest/v1/${path}`, { token: await tokenOf(reader) });
    expect(await chinese.json()).toMatchObject({ message: expect.stringMatching(/[\u4e00-\u9fff]/), details: `field: ${field}` });
  });

  it("a stranger is answered in the language that the browser asks for", async () => {
    const messageIn = async (language: string) =>
      ((await (await send(server, "/rest/v1/sale", { headers: { "Accept-Language": language } })).json()) as { message: string }).message;
    expect(await messageIn("zh-CN,zh;q=0.9,en;q=0.8")).toMatch(/[\u4e00-\u9fff]/);
    expect(await messageIn("en-US,zh;q=0.5")).toMatch(/^[ -~]+$/);
  });

  it("a tree that would explode is refused, not run", async () => {
    const many = Array.from({ length: 101 }, (_, at) => `price.eq.${at}`).join(",");
    expect(await code(`sale?or=(${many})`)).toEqual([400, "PGRST100"]);
    const deep = `${"and(".repeat(9)}price.eq.1${")".repeat(9)}`;
    expect(await code(`sale?or=(${deep})`)).toEqual([400, "PGRST100"]);
    const nested = ["sale", "live_session", "sale", "live_session", "sale"].reduceRight((inside, name) => `${name}(${inside || "id"})`, "");
    expect(await code(`live_session?select=${nested}`)).toEqual([400, "PGRST100"]);
    const wide = Array.from({ length: 17 }, (_, at) => `a${at}:live_session(id)`).join(",");
    expect(await code(`sale?select=${wide}`)).toEqual([400, "PGRST100"]);
    const list = Array.from({ length: 1001 }, (_, at) => at).join(",");
    expect(await code(`sale?price=in.(${list})`)).toEqual([400, "PGRST100"]);
    const columns = Array.from({ length: 201 }, (_, at) => `a${at}:id`).join(",");
    expect(await code(`sale?select=${columns}`)).toEqual([400, "PGRST100"]);
    const allowed = Array.from({ length: 99 }, (_, at) => `price.eq.${at}`).join(",");
    expect((await ask(`sale?select=id&or=(${allowed})`)).status).toBe(200);
  });

  it("without a session 401, without the grant 403: never an empty list", async () => {
    expect(await anonymous(server).from("sale").select()).toMatchObject({ status: 401, data: null });
    const member = await invite(server, person, { live: 1 });
    expect(await member.client.from("sale").select()).toMatchObject({ status: 403, data: null, error: { code: "42501" } });
    expect(await member.client.from("live_session").select("id,sale(id)")).toMatchObject({ status: 403, error: { code: "42501" } });
    expect((await member.client.from("live_session").select("id")).data).toHaveLength(shows.length);
    expect(products.length).toBeGreaterThan(0);
    expect((await member.client.from("product").select("id").eq("id", productId(1))).error?.code).toBe("42501");
  });
});
