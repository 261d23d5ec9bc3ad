// The dialect beyond plain comparisons: patterns, full text in English and Chinese, any and all,
// JSON, casts, spread, related order. What is found is said by hand, from the rows of shop.ts.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { fillShop, mustWork, numbersOf, openShop, showId } from "./shop.ts";

const server = useServer();
let person: Person;
let token = "";

const views = [
  { name: "one", entity: "sale", query: { sort: "price", page: 1, filter: { brand: "Nike", open: true }, tags: ["red", "blue"], rows: [{ n: 1 }, { n: 2 }] } },
  { name: "two", entity: "sale", query: { sort: "brand", page: 10, filter: { brand: "回力", open: false }, tags: ["blue"], 'a"b': "quoted" } },
  { name: "three", entity: "product", query: { sort: null, page: 2.5, tags: [], big: 1e300 } },
  { name: "four", entity: "product", query: [1, "two", { three: 3 }] },
  { name: "five", entity: "product", query: { page: "2" } },
];

beforeAll(async () => {
  person = await openShop(server);
  await fillShop(person.client);
  await mustWork(person.client.from("saved_view").insert(views));
  token = await tokenOf(person);
});

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") => send(server, `/rest/v1/${path}`, { token, headers, method });
const sales = async (filter: string) => {
  const answer = await ask(`sale?select=id&order=id&${filter}`);
  const body: unknown = await answer.json();
  return answer.status === 200 ? numbersOf(body) : (body as { code: string }).code;
};
const viewsWhere = async (filter: string) => {
  const answer = await ask(`saved_view?select=name&order=created_at,id&${filter}`);
  const body: unknown = await answer.json();
  return answer.status === 200 ? (body as { name: string }[]).map((each) => each.name).sort().join(" ") : (body as { code: string }).code;
};
const rows = async (path: string) => {
  const answer = await ask(path);
  return { status: answer.status, body: (await answer.json()) as never };
};
const encoded = (text: string) => encodeURIComponent(text);

describe("operators", () => {
  // prettier-ignore
  const cases: [string, number[] | string][] = [
    // Regular expressions.
    ["brand=match.^Ni", [1, 2, 9]], ["brand=imatch.^NI", [1, 2, 4, 9]], ["brand=not.match.^[A-Z]", [4, 5, 6]],
    [`size=match.${encoded("^[0-9]+([.][0-9])?$")}`, [1, 3, 4, 5, 6, 9, 10, 11, 12]], [`size=match.${encoded("\\d \\d/\\d")}`, [2, 7]],
    [`shoe_type=match.${encoded("(Low|High)\\b")}`, "2201B"], [`shoe_type=match.${encoded("[[:punct:]]")}`, [7, 9, 10]],
    [`shoe_type=match.${encoded("^.....$")}`, [8, 12]], ["brand=match.力$", [5, 6]],
    [`brand=imatch.${encoded("回{1,2}力")}`, [5, 6]], [`external_ref=match.${encoded("\\\\")}`, [10]], ["brand=match.", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ["brand=match.(", "2201B"], [`brand=match.${encoded("(a)\\1")}`, "2201B"], [`brand=match.${encoded("(?=a)")}`, "2201B"], ["price=match.1", "42883"],
    [`brand=match.${encoded("((a{1,100}){1,100}){1,100}")}`, "2201B"],
    // Distinct from.
    ["cost=isdistinct.40000", [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]], ["cost=not.isdistinct.40000", [1, 2]], ["size=isdistinct.42", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]],
    // Any and all.
    ["brand=eq(any).{Nike,Asics}", [1, 2, 9, 12]], [`shoe_type=like(any).${encoded('{Dunk*,"Slip (on)"}')}`, [1, 2, 9, 10]], ["shoe_type=like(all).{*a*,*b*}", [7, 8]],
    ["shoe_type=ilike(all).{*A*,*OG}", [7]], ["price=gt(all).{1,100000}", [3, 11]], ["price=lt(any).{1,2}", [9, 10]], ["brand=not.eq(any).{Nike,Asics,Adidas}", [3, 4, 5, 6, 10, 11]],
    ["brand=eq(any).{}", []], ["brand=eq(all).{}", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]], ["brand=match(any).{^Ni,ss}", [1, 2, 9]], ["brand=neq(any).{Nike}", "PGRST100"],
    ["brand=eq(some).{Nike}", "PGRST100"], ["brand=eq(any).Nike", "PGRST100"], ["price=eq(any).{1,x}", "22P02"], [`or=(brand.eq(any).{Asics,"O'Neill"},size.eq.43)`, [9, 10, 12]],
    // Lists.
    [`shoe_type=in.${encoded('("Dunk, High \\"retro\\"",990)')}`, [3, 9, 11]], ["external_ref=in.()", []], ['external_ref=in.("")', [9]], ["external_ref=in.(,x)", [9]], ["external_ref=in.(x,)", [9]],
    [`external_ref=in.${encoded('("a\\\\b")')}`, [10]], ["brand=in.(Nike", "PGRST100"], ["brand=in.Nike", "PGRST100"], [`shoe_type=in.${encoded('("Slip (on)",Samba_OG)')}`, [7, 10]],
    // What needs a range or a list.
    ["brand=sl.(1,2)", "42883"], ["brand=adj.(1,2)", "42883"], ["brand=cs.{a}", "42883"], ["brand=ov.{a}", "42883"], ["brand=unknown.x", "PGRST100"],
  ];
  it.each(cases)("%s", async (filter, expected) => {
    expect(await sales(filter)).toEqual(expected);
  });
});

describe("full text", () => {
  // prettier-ignore
  const cases: [string, number[] | string][] = [
    // Two Chinese characters, one, and some in the middle.
    ["external_ref=wfts.老客", [5]], ["external_ref=wfts.客户", [5]], ["external_ref=fts.客", [5]], ["shoe_type=plfts.经典", [5, 6]], ["shoe_type=plfts.典款", [5, 6]], ["shoe_type=plfts.经款", []],
    ["shoe_type=plfts.👟", [12]], ["brand=wfts.回力 -Nike", [5, 6]],
    // Whole words, whatever their case; the beginning of one where it is asked for.
    ["shoe_type=plfts.dunk", [1, 2, 9]], ["shoe_type=plfts.dun", []], ["shoe_type=fts.dun:*", [1, 2, 9]], ["shoe_type=plfts.low dunk", [1, 2]], ["shoe_type=phfts.dunk low", [1, 2]],
    ["shoe_type=phfts.low dunk", []], ["shoe_type=phfts.dunk high", [9]], ["shoe_type=plfts.OG", [7]], ["external_ref=plfts.small", [1]], ["size=plfts.42.5", [1]], ["size=plfts.42", [1, 10]],
    // Operators.
    [`shoe_type=fts.${encoded("dunk & !low")}`, [9]], [`shoe_type=fts.${encoded("samba | gel")}`, [7, 8, 12]], [`shoe_type=fts.${encoded("dunk <-> low")}`, [1, 2]], [`shoe_type=fts.${encoded("(dunk|air) & (low|max)")}`, [1, 2, 4]],
    [`shoe_type=fts.${encoded("'dunk low'")}`, [1, 2]], ["shoe_type=wfts.dunk -low", [9]], ["shoe_type=wfts.samba or gel", [7, 8, 12]], ['shoe_type=wfts."dunk low"', [1, 2]],
    ["shoe_type=not.plfts.dunk", [3, 4, 5, 6, 7, 8, 10, 11, 12]], ["external_ref=not.plfts.small", [4, 5, 9, 10]],
    // English knows singular and plural.
    ["external_ref=fts(english).run", [1]], ["external_ref=fts(simple).run", []], ["external_ref=wfts(english).the sizes", [1]], ["external_ref=fts(klingon).run", "42704"],
    // Nothing to look for finds nothing; what is malformed is told.
    ["shoe_type=plfts.", []], ["shoe_type=plfts.!!!", []], [`shoe_type=fts.${encoded("dunk low")}`, "42601"], [`shoe_type=fts.${encoded("dunk &")}`, "42601"], [`shoe_type=fts.${encoded("(dunk")}`, "42601"], ["price=fts.1", "42883"],
    ["or=(shoe_type.plfts.samba,external_ref.wfts.客户)", [5, 7, 8]], [`shoe_type=wfts.${"word ".repeat(33)}`, "54000"],
  ];
  it.each(cases)("%s", async (filter, expected) => {
    expect(await sales(filter)).toEqual(expected);
  });

  it("textSearch of supabase-js", async () => {
    const found = await dataOf(person.client.from("sale").select("id").textSearch("shoe_type", "dunk or samba", { type: "websearch", config: "english" }).order("id"));
    expect(numbersOf(found)).toEqual([1, 2, 7, 8, 9]);
  });
});

describe("JSON", () => {
  // prettier-ignore
  const cases: [string, string][] = [
    ["query->>sort=eq.price", "one"], ["query->>page=eq.10", "two"], ["query->page=eq.10", "two"], ["query->page=gt.2", "three two"],
    ["query->filter->>brand=eq.回力", "two"], ["query->filter->brand=eq.\"Nike\"", "one"], ["query->tags->>0=eq.blue", "two"], ["query->tags->>-1=eq.blue", "one two"],
    ["query->1=eq.\"two\"", "four"], ["query->2->>three=eq.3", "four"], ["query->rows->0->n=eq.1", "one"], ["query->sort=is.null", "five four"], ["query->>sort=is.null", "five four three"],
    ["query->filter->open=eq.true", "one"], ["query->filter=eq.{\"open\":true,\"brand\":\"Nike\"}", "one"], ["query->page=in.(1,10)", "one two"], ["query->>page=in.(1,10)", "one two"],
    ["query->>sort=like.*r*", "one two"], ["query->>sort=match.^pr", "one"], ["query->>sort=plfts.BRAND", "two"], ["query->>sort=ilike.BR*", "two"], ["query->page=lt.2", "five one"],
    ["query->page=isdistinct.10", "five four one three"], ["query->>page=isdistinct.10", "five four one three"], ["query->page=gte.\"2\"", "five one three two"], ["query->filter->open=gt.false", "one"],
    ['query=cs.{"tags":["blue"]}', "one two"], ['query=cs.{"filter":{"open":true}}', "one"], ["query->tags=cs.{blue}", "one two"], ["query->tags=cs.{red,blue}", "one"], ['query->tags=cd.["blue","x"]', "three two"],
    ["query->tags=ov.{red,green}", "one"], ['query->tags=ov.["blue"]', "one two"], ["query->tags=ov.{}", ""], ["query=cs.[1]", "four"], ["query->big=eq.1e300", "three"], ["query->a\"b=is.null", "five four one three"],
    ["or=(query->>sort.eq.price,query->page.eq.10)", "one two"], ["not.or=(query->>sort.eq.price,query->page.eq.10)", ""], ["query->page=gt.{}", "42883"], ["query->page=gt.x", "22P02"], ["name->>x=eq.1", "42883"],
    ["query->=eq.1", "PGRST100"], ["query->>a->b=eq.1", "42703"], [`query->${"a->".repeat(16)}a=is.null`, "PGRST100"],
  ];
  it.each(cases)("%s", async (filter, expected) => {
    const [name = "", ...value] = filter.split("=");
    expect(await viewsWhere(`${encoded(name)}=${encoded(value.join("="))}`)).toBe(expected);
  });

  it("parts are selected, named by their last key, and cast", async () => {
    const { body } = await rows(`saved_view?select=name,query->sort,query->>page,brand:query->filter->>brand,query->tags->0,query->rows->1->n&order=query->page.desc.nullslast,name&query->page=not.is.null`);
    expect(body).toEqual([
      { name: "two", sort: "brand", page: "10", brand: "回力", tags: "blue", n: null },
      { name: "three", sort: null, page: "2.5", brand: null, tags: null, n: null },
      { name: "one", sort: "price", page: "1", brand: "Nike", tags: "red", n: 2 },
      { name: "five", sort: null, page: "2", brand: null, tags: null, n: null },
    ]);
    const cast = await rows(`saved_view?select=name,query->page::int8,real:query->>page::float8,text:query->page::text,open:query->filter->open::bool&order=name`);
    expect(cast.body).toEqual([
      { name: "five", page: null, real: null, text: '"2"', open: null },
      { name: "four", page: null, real: null, text: null, open: null },
      { name: "one", page: 1, real: 1, text: "1", open: true },
      { name: "three", page: 3, real: 2.5, text: "2.5", open: null },
      { name: "two", page: 10, real: 10, text: "10", open: false },
    ]);
  });

  it("orders by parts: numbers as numbers, text as text", async () => {
    const names = async (order: string) => ((await rows(`saved_view?select=name&order=${order},name`)).body as { name: string }[]).map((each) => each.name);
    expect(await names("query->page")).toEqual(["five", "one", "three", "two", "four"]);
    expect(await names("query->page.desc")).toEqual(["four", "two", "three", "one", "five"]);
    expect(await names("query->>page.asc.nullsfirst")).toEqual(["four", "one", "two", "five", "three"]);
  });

  it("groups and sums parts", async () => {
    expect((await rows("saved_view?select=entity,query->page::float8.sum(),n:query->>page.count()&order=entity")).body).toEqual([
      { entity: "product", sum: 2.5, n: 2 }, { entity: "sale", sum: 11, n: 2 },
    ]);
    expect((await rows("saved_view?select=query->>sort,n:count()&order=query->>sort")).body).toEqual([
      { sort: "brand", n: 1 }, { sort: "price", n: 1 }, { sort: null, n: 3 },
    ]);
  });
});

describe("casts", () => {
  it("of every type, in rows, groups and embedded rows", async () => {
    const { body } = await rows("sale?select=id::text,sold_at::text,price::text,cost::int8,quantity::float8,live_session(gmv::text,day::text)&id=eq.019a0000-0000-7000-8300-000000000003");
    expect(body).toEqual([{ id: "019a0000-0000-7000-8300-000000000003", sold_at: "2026-03-03T12:00:00.000Z", price: "149900", cost: null, quantity: 1, live_session: { gmv: expect.toSatisfy((x) => x === null || typeof x === "string") as unknown, day: "2026-03-03" } }]);
    expect((await rows("sale?select=price.sum()::text,n:count()::text,mean:quantity::float8.avg()::text&brand=eq.Nike")).body).toEqual([{ sum: "137900", n: "3", mean: "1.3333333333333333" }]);
    expect((await rows("product?select=is_active::text&order=id")).body).toEqual([{ is_active: "true" }, { is_active: "true" }, { is_active: "false" }, { is_active: "true" }]);
  });

  it.each(["price::int4", "brand::int8", "sold_at::date", "price::nothing", "brand::json", "price.sum()::json"])("%s may fail and is refused", async (select) => {
    expect(await rows(`sale?select=${select}`)).toMatchObject({ status: 400, body: { code: "42846" } });
  });
});

describe("embedding", () => {
  it("spreads one row into its parent", async () => {
    const { body } = await rows("sale?select=id,...live_session(title,show_host:host)&order=id&id=in.(019a0000-0000-7000-8300-000000000001,019a0000-0000-7000-8300-000000000012)");
    expect(body).toEqual([
      { id: expect.any(String) as string, title: "Tuesday night drop", show_host: "Mei" },
      { id: expect.any(String) as string, title: null, show_host: null },
    ]);
    const deep = await rows("product?select=sku,sale(brand,...live_session(title))&sale.order=id&sku=not.is.null&order=sku&limit=1");
    expect((deep.body as { sale: object[] }[])[0]?.sale[0]).toEqual({ brand: expect.any(String) as string, title: expect.toSatisfy((x) => x === null || typeof x === "string") as unknown });
  });

  it("spreads many rows as lists", async () => {
    const { body } = await rows(`live_session?select=title,...sale(brands:brand,price)&sale.order=price.desc&order=id&sale.limit=3&id=eq.${showId(1)}`);
    expect(body).toEqual([{ title: "Tuesday night drop", brands: ["New Balance", "Nike", "Nike"], price: [149_900, 69_900, 68_000] }]);
    expect((await rows(`live_session?select=...sale(n:id.count())`)).body).toMatchObject({ code: "PGRST127" });
  });

  it("groups by what is spread, and sums it", async () => {
    const { body } = await rows("sale?select=...live_session(title),n:count(),price.sum()&live_session_id=not.is.null");
    const { body: plain } = await rows("live_session?select=title,sale(n:count(),price.sum())");
    const expected = (plain as { title: string; sale: { n: number; sum: number }[] }[]).filter((each) => each.sale[0]?.n).map((each) => ({ title: each.title, ...each.sale[0] }));
    expect([...(body as { title: string }[])].sort((a, b) => a.title.localeCompare(b.title))).toEqual(expected.sort((a, b) => a.title.localeCompare(b.title)));
  });

  it("orders by a column of the embedded row", async () => {
    const ids = async (order: string) => numbersOf((await rows(`sale?select=id,live_session(day)&order=${order},id`)).body);
    expect(await ids("live_session(day).desc")).toEqual([11, 12, 9, 10, 5, 6, 7, 8, 1, 2, 3, 4]);
    expect(await ids("live_session(day).asc.nullsfirst")).toEqual([11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await rows("live_session?select=id,sale(id)&order=sale(price)")).body).toMatchObject({ code: "PGRST118" });
    expect((await rows("sale?select=id&order=live_session(day)")).body).toMatchObject({ code: "PGRST108" });
  });

  it("asks whether there are embedded rows", async () => {
    const found = async (filter: string) => numbersOf((await rows(`sale?select=id,live_session(),product()&order=id&${filter}`)).body);
    expect(await found("live_session=is.null")).toEqual([11, 12]);
    expect(await found("live_session=not.is.null&product=not.is.null")).toEqual([1, 2, 3, 5, 6, 9]);
    expect(await found("or=(live_session.is.null,product.is.null)")).toEqual([4, 7, 8, 10, 11, 12]);
    expect(await found("live_session=is.null&live_session.host=eq.Mei")).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect((await rows("sale?select=id,live_session()&live_session=eq.1")).body).toMatchObject({ code: "PGRST120" });
  });

  it("empty embeds are in no answer", async () => {
    expect((await rows("sale?select=brand,live_session()&order=id&limit=1")).body).toEqual([{ brand: "Nike" }]);
    expect(numbersOf((await rows("live_session?select=id,sale!inner()&sale.brand=eq.Nike&order=id")).body)).toEqual([1, 3]);
  });

  it("and, or and JSON inside of embedded rows", async () => {
    const { body } = await rows(`live_session?select=id,sale(id)&sale.or=(brand.eq.Nike,and(price.gt.100000,price.lt.200000))&sale.not.and=(brand.eq.Nike,quantity.eq.2)&sale.order=id&id=eq.${showId(1)}`);
    expect(numbersOf((body as { sale: { id: string }[] }[])[0]?.sale)).toEqual([1, 3]);
  });

  it("says what is near, and what there is to choose from", async () => {
    expect(await rows("sale?select=id,live_sesion(title)")).toMatchObject({ status: 400, body: { code: "PGRST200", hint: "Perhaps you meant 'live_session' instead of 'live_sesion'." } });
    expect((await rows("sale?select=id,live_session!live_session_id(title),b:live_session!sale_live_session_id_fkey(title)&limit=1")).status).toBe(200);
    expect(await rows("sale?select=id,live_session!product_id(title)")).toMatchObject({ status: 400, body: { code: "PGRST200" } });
  });
});

describe("limits", () => {
  const inLimit = async (path: string) => (await rows(path)).status;
  // LIMIT_FILTERS
  it("conditions: 100, not 101", async () => {
    const filter = (count: number) => Array.from({ length: count }, () => "quantity=gt.0").join("&");
    expect([await inLimit(`sale?select=id&${filter(100)}`), await inLimit(`sale?select=id&${filter(101)}`)]).toEqual([200, 400]);
    const any = (count: number) => `sale?select=id&quantity=eq(any).{${Array.from({ length: count }, (_, i) => i).join(",")}}`;
    expect([await inLimit(any(99)), await inLimit(any(100))]).toEqual([200, 400]);
  });

  // LIMIT_FILTER_DEPTH
  it("depth of conditions: 8, not 9", async () => {
    const nested = (depth: number) => `sale?select=id&and=(${"or(".repeat(depth - 1)}quantity.gt.0${")".repeat(depth - 1)})`;
    expect([await inLimit(nested(8)), await inLimit(nested(9))]).toEqual([200, 400]);
  });

  // LIMIT_EMBEDS, LIMIT_EMBED_DEPTH
  it("embedded relations: 16, not 17; four levels, not five", async () => {
    const wide = (count: number) => `sale?select=id,${Array.from({ length: count }, (_, i) => `e${i}:live_session(id)`).join(",")}&limit=1`;
    expect([await inLimit(wide(16)), await inLimit(wide(17))]).toEqual([200, 400]);
    const spread = (count: number) => `sale?select=id,${Array.from({ length: count }, (_, i) => `...live_session(t${i}:title)`).join(",")}&limit=1`;
    expect([await inLimit(spread(16)), await inLimit(spread(17))]).toEqual([200, 400]);
    const deep = (levels: number): string => (levels === 0 ? "id" : levels % 2 ? `id,live_session(${deep(levels - 1)})` : `id,sale(${deep(levels - 1)})`);
    const from = (levels: number) => `${levels % 2 ? "sale" : "live_session"}?select=${deep(levels)}&limit=1`;
    expect([await inLimit(from(4)), await inLimit(from(5))]).toEqual([200, 400]);
  });

  // LIMIT_SELECT_COLUMNS
  it("columns: 200 in each select, also when each holds the next", async () => {
    const columns = (count: number) => Array.from({ length: count }, (_, i) => `${i.toString(36)}:id`).join(",");
    expect([await inLimit(`sale?select=${columns(200)}`), await inLimit(`sale?select=${columns(201)}`)]).toEqual([200, 400]);
    const nested = (levels: number, count: number): string => (levels === 0 ? columns(count) : `${levels % 2 ? "live_session" : "sale"}(${nested(levels - 1, count)}),${columns(count)}`);
    expect(await inLimit(`live_session?select=${nested(4, 199)}&limit=1`)).toBe(200);
  });

  // LIMIT_ORDER_COLUMNS, LIMIT_FILTER_LIST, LIMIT_PATH_STEPS
  it("order: 16 columns; list: 1,000 values; path: 16 steps", async () => {
    const order = (count: number) => `sale?select=id&order=${Array.from({ length: count }, () => "brand").join(",")}`;
    expect([await inLimit(order(16)), await inLimit(order(17))]).toEqual([200, 400]);
    const list = (count: number) => `sale?select=id&quantity=in.(${Array.from({ length: count }, () => 1).join(",")})`;
    expect([await inLimit(list(1000)), await inLimit(list(1001))]).toEqual([200, 400]);
    const values = (count: number) => `saved_view?select=id&query->page=in.(${Array.from({ length: count }, (_, i) => i).join(",")})`;
    expect([await inLimit(values(1000)), await inLimit(values(1001))]).toEqual([200, 400]);
    const path = (count: number) => `saved_view?select=x:query${"->a".repeat(count)}`;
    expect([await inLimit(path(16)), await inLimit(path(17))]).toEqual([200, 400]);
  });

  // LIMIT_PATTERN, LIMIT_PATH
  it("patterns and paths: 4,096 bytes", async () => {
    const like = (bytes: number) => `sale?select=id&shoe_type=like.${"x".repeat(bytes)}`;
    expect([await inLimit(like(4096)), await inLimit(like(4097))]).toEqual([200, 400]);
    const said = (await (await send(server, `/rest/v1/${like(4097)}`, { token })).json()) as { message: string };
    expect(said.message).toContain("4096 bytes");
    const path = (bytes: number) => `saved_view?select=x:query->${"a".repeat(bytes - 4)}`; // {"a"}
    expect([await inLimit(path(4096)), await inLimit(path(4097))]).toEqual([200, 400]);
  });

  // LIMIT_PREFIX: up to there a beginning is looked up as a range, whose end may be a byte longer
  it("a beginning of 1,024 bytes finds what one byte more or less finds", async () => {
    const category = (await dataOf(person.client.from("cost_category").insert({ name: "Prefix" }).select("id").single())) as { id: string };
    for (const last of ["x", "\u07ff", "\uffef"]) {
      const wide = Buffer.byteLength(last);
      for (const bytes of [1023, 1024, 1025]) {
        const begins = `${"p".repeat(bytes - wide)}${last}`;
        const row = await dataOf(person.client.from("cost_item").insert({ cost_category_id: category.id, day: "2026-03-01", currency: "USD", amount: 1, name: "x", note: `${begins} and more` }).select("id").single());
        expect([last, bytes, await rows(`cost_item?select=id&note=like.${encodeURIComponent(begins)}*`)]).toMatchObject([last, bytes, { status: 200, body: [row] }]);
      }
    }
  });

  // LIMIT_JSON_DEPTH
  it("JSON that comes in: 32 levels deep, not 33", async () => {
    const nested = (depth: number) => JSON.parse(`{"brand":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`) as unknown;
    const said = async (depth: number) => ((await (await send(server, "/rest/v1/sale", { token, body: nested(depth) })).json()) as { message: string }).message;
    expect(await said(32)).not.toMatch(/nested/);
    expect(await said(33)).toMatch(/nested/);
  });
});
