// Writing through supabase-js: what is filled in, what is refused and by which name, and what
// happens when many write at once.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { idOf, openShop } from "./shop.ts";

const server = useServer();
let person: Person;
let token = "";
let elsewhere = 0; // the workspace of somebody else

beforeAll(async () => {
  const stranger = await openShop(server);
  elsewhere = ((await dataOf(stranger.client.from("workspace").select("workspace_id").single())) as { workspace_id: number }).workspace_id;
  person = await openShop(server);
  token = await tokenOf(person);
});

type Row = Record<string, unknown> & { id: string; version: number };

const from = (entity: string) => person.client.from(entity);
const write = (method: string, path: string, body?: unknown, prefer = "") =>
  send(server, `/rest/v1/${path}`, { method, token, body, headers: prefer ? { Prefer: prefer } : {} });
const sale = (wanted: object = {}) => ({ sold_at: "2026-03-01T12:00:00Z", brand: "Nike", shoe_type: "Dunk", price: 100, ...wanted });
const show = (wanted: object = {}) => ({ title: "Show", day: "2026-03-01", platform: "tiktok", ...wanted });
const insert = async (entity: string, row: object) => (await dataOf(from(entity).insert(row).select().single())) as unknown as Row;
const countOf = async (entity: string, column: string, value: string) =>
  (await from(entity).select("id", { count: "exact", head: true }).eq(column, value)).count;
let serial = 100;
const freshId = () => idOf(9, serial++);

describe("insert", () => {
  it("fills in what the server knows, and the defaults that are declared", async () => {
    const before = Date.now();
    const row = await insert("sale", sale());
    const me = (await person.client.auth.getUser()).data.user?.id;
    expect(row).toMatchObject({ version: 1, quantity: 1, currency: "CNY", created_by: me, size: null, cost: null, day: "2026-03-01", hour: 20 });
    expect(row.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Date.parse(String(row["created_at"]))).toBeGreaterThanOrEqual(before - 1000);
    expect(row["updated_at"]).toBe(row["created_at"]);
    expect(await insert("live_session", show())).toMatchObject({ status: "planned", gmv: null });
    expect(await insert("product", { name: "x", brand: "y" })).toMatchObject({ is_active: true });
  });

  it("takes a UUIDv7 that the client made, once", async () => {
    const id = freshId();
    expect((await insert("sale", sale({ id }))).id).toBe(id);
    const again = await from("sale").insert(sale({ id }));
    expect([again.status, again.error]).toMatchObject([409, { code: "23505", details: "field: id" }]);
    expect((await from("sale").insert(sale({ id: "7" }))).error).toMatchObject({ code: expect.stringMatching(/^22/), details: "field: id" });
  });

  it("many at once are all there or none", async () => {
    const rows = Array.from({ length: 50 }, (_, at) => sale({ brand: "Bulk", price: at }));
    expect((await from("sale").insert(rows)).status).toBe(201);
    expect(await countOf("sale", "brand", "Bulk")).toBe(50);
    const broken = await from("sale").insert([...rows.map((row) => ({ ...row, brand: "Half" })), sale({ brand: "Half", price: "x" })]);
    expect([broken.status, broken.error]).toMatchObject([400, { code: "22P02", details: "field: price", hint: expect.stringContaining("51") }]);
    const twins = await from("sale").insert([sale({ brand: "Half", id: freshId() }), sale({ brand: "Half", id: idOf(9, serial - 1) })]);
    expect(twins.error?.code).toBe("23505");
    expect(await countOf("sale", "brand", "Half")).toBe(0);
    expect((await from("sale").insert([])).status).toBe(201);
  });

  it("rows with different members, and ?columns=, are taken as PostgREST takes them", async () => {
    const rows = (await dataOf(from("sale").insert([sale({ size: "42" }), sale({ transcript: "note" })]).select("size,transcript"))) as unknown as Row[];
    expect(rows).toEqual(expect.arrayContaining([{ size: "42", transcript: null }, { size: null, transcript: "note" }]));
    const narrow = await write("POST", "sale?columns=sold_at,brand,shoe_type,price&select=size", sale({ size: "9", unheard: 1 }), "return=representation");
    expect([narrow.status, await narrow.json()]).toEqual([201, [{ size: null }]]);
  });

  it("CSV comes in by the names of the columns", async () => {
    const answer = await fetch(`${server.url}/rest/v1/sale?select=brand,size,price,cost&order=price`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv", Prefer: "return=representation" },
      body: 'sold_at,brand,shoe_type,size,price,cost\n2026-03-01T12:00:00Z,"Com,ma",x,42.5,1,NULL\n2026-03-01T12:00:00Z,回力,x,,2,3\n',
    });
    expect([answer.status, await answer.json()]).toEqual([201, [
      { brand: "Com,ma", size: "42.5", price: 1, cost: null },
      { brand: "回力", size: "", price: 2, cost: 3 },
    ]]);
  });

  it("the server's columns are the server's: forged ones are refused or passed over", async () => {
    const forged = await from("sale").insert(sale({ workspace_id: elsewhere }));
    expect([forged.status, forged.error]).toMatchObject([403, { code: "42501", details: "field: workspace_id" }]);
    const author = "019a0000-0000-7000-8000-000000000001";
    const row = await insert("sale", sale({ created_by: author, created_at: "2001-01-01T00:00:00Z", updated_at: "2001-01-01T00:00:00Z", version: 77, day: "1999-01-01", size_order: 1, source: "forged" }));
    expect(row["created_by"]).not.toBe(author);
    expect(row).toMatchObject({ version: 1, day: "2026-03-01", size_order: null, source: null });
    expect(Date.parse(String(row["created_at"]))).toBeGreaterThan(Date.parse("2026-01-01"));
    const mine = await insert("sale", sale({ workspace_id: row["workspace_id"] }));
    expect(mine["workspace_id"]).toBe(row["workspace_id"]);
    const moved = await from("sale").update({ workspace_id: elsewhere }).eq("id", row.id);
    expect([moved.status, moved.error?.code]).toEqual([403, "42501"]);
    await dataOf(from("sale").update({ created_by: author, version: 99 }).eq("id", row.id).select());
    expect((await dataOf(from("sale").select().eq("id", row.id).single()))).toMatchObject({ created_by: row["created_by"], version: 2 });
  });
});

describe("upsert", () => {
  const product = (sku: string, wanted: object = {}) => ({ name: "Shoe", brand: "Nike", sku, ...wanted });

  it("merges on the id and on columns that are unique together", async () => {
    const id = freshId();
    await dataOf(from("product").upsert({ id, ...product("U-1") }).select());
    const merged = await dataOf(from("product").upsert({ id, ...product("U-1", { name: "Renamed" }) }).select().single());
    expect(merged).toMatchObject({ id, name: "Renamed", version: 2 });
    const bySku = await dataOf(from("product").upsert([product("U-1", { price: 5 }), product("U-2")], { onConflict: "sku" }).select("id,sku,price,name,version").order("sku"));
    expect(bySku).toMatchObject([{ id, sku: "U-1", price: 5, name: "Shoe", version: 3 }, { sku: "U-2", version: 1 }]);
  });

  it("ignores what is there already", async () => {
    const rows = await dataOf(from("product").upsert([product("U-2", { name: "Never" }), product("U-3")], { onConflict: "sku", ignoreDuplicates: true }).select("sku,name"));
    expect(rows).toEqual([{ sku: "U-3", name: "Shoe" }]);
    expect(await dataOf(from("product").select("name").eq("sku", "U-2").single())).toEqual({ name: "Shoe" });
  });

  it("refuses columns that are not unique, and without being asked it does not merge", async () => {
    expect((await from("product").upsert(product("U-4"), { onConflict: "name" })).error?.code).toBe("42P10");
    expect((await from("product").upsert(product("U-4"), { onConflict: "nothing" })).error?.code).toBe("42703");
    const taken = await from("product").insert(product("U-1"));
    expect([taken.status, taken.error]).toMatchObject([409, { code: "23505", details: "field: sku" }]);
    expect((await from("product").insert([product(""), product("x".repeat(65))])).error?.details).toBe("field: sku");
  });
});

describe("update and delete", () => {
  it("touch what the filter means, and nothing else", async () => {
    await dataOf(from("sale").insert(["a", "b", "c"].map((size) => sale({ brand: "Touch", size }))).select());
    const changed = await dataOf(from("sale").update({ price: 7 }).eq("brand", "Touch").in("size", ["a", "b"]).select("size,price,version").order("size"));
    expect(changed).toEqual([{ size: "a", price: 7, version: 2 }, { size: "b", price: 7, version: 2 }]);
    expect(await dataOf(from("sale").select("price,version").eq("brand", "Touch").eq("size", "c").single())).toEqual({ price: 100, version: 1 });
    const gone = await dataOf(from("sale").delete({ count: "exact" }).eq("brand", "Touch").neq("size", "c").select("size").order("size"));
    expect(gone).toEqual([{ size: "a" }, { size: "b" }]);
    expect(await countOf("sale", "brand", "Touch")).toBe(1);
    const counted = await from("sale").update({ price: 8 }, { count: "exact" }).eq("brand", "Touch");
    expect([counted.status, counted.count]).toEqual([204, 1]);
  });

  it("without a filter are refused", async () => {
    for (const [method, body] of [["PATCH", { price: 1 }], ["DELETE", undefined]] as const)
      for (const path of ["sale", "sale?limit=1", "sale?select=id", "sale?order=id"]) {
        const answer = await write(method, path, body);
        expect([method, path, answer.status, await answer.json()]).toMatchObject([method, path, 400, { code: "21000", hint: expect.stringContaining("id=eq.") }]);
      }
  });

  it("Prefer: return, tx and max-affected", async () => {
    const created = await write("POST", "sale", sale({ brand: "Prefer" }));
    expect([created.status, await created.text()]).toEqual([201, ""]);
    const headers = await write("POST", "sale", sale({ brand: "Prefer" }), "return=headers-only");
    expect([headers.status, await headers.text()]).toEqual([201, ""]);
    expect(headers.headers.get("location")).toMatch(/^\/sale\?id=eq\.[0-9a-f-]{36}$/);
    const minimal = await write("PATCH", "sale?brand=eq.Prefer", { price: 1 }, "return=minimal");
    expect([minimal.status, await minimal.text()]).toEqual([204, ""]);
    const full = await write("PATCH", "sale?brand=eq.Prefer&select=price", { price: 2 }, "return=representation,count=exact");
    expect([full.status, await full.json(), full.headers.get("content-range"), full.headers.get("preference-applied")]).toMatchObject([
      200, [{ price: 2 }, { price: 2 }], expect.stringMatching(/\/2$/), expect.stringContaining("return=representation"),
    ]);

    const tried = await write("POST", "sale?select=brand", sale({ brand: "Rolled back" }), "tx=rollback,return=representation");
    expect([tried.status, await tried.json(), tried.headers.get("preference-applied")]).toMatchObject([201, [{ brand: "Rolled back" }], expect.stringContaining("tx=rollback")]);
    expect(await countOf("sale", "brand", "Rolled back")).toBe(0);
    expect((await write("DELETE", "sale?brand=eq.Prefer", undefined, "tx=rollback")).status).toBe(204);
    expect((await write("PATCH", "sale?brand=eq.Prefer", { price: 3 }, "tx=rollback")).status).toBe(204);
    expect(await dataOf(from("sale").select("price").eq("brand", "Prefer"))).toEqual([{ price: 2 }, { price: 2 }]);

    const tooMany = await write("PATCH", "sale?brand=eq.Prefer", { price: 4 }, "handling=strict,max-affected=1");
    expect([tooMany.status, await tooMany.json()]).toMatchObject([400, { code: "PGRST124" }]);
    const tooManyGone = await write("DELETE", "sale?brand=eq.Prefer", undefined, "handling=strict, max-affected=1");
    expect([tooManyGone.status, await countOf("sale", "brand", "Prefer")]).toEqual([400, 2]);
    expect(await dataOf(from("sale").select("price").eq("brand", "Prefer"))).toEqual([{ price: 2 }, { price: 2 }]);
    expect((await write("PATCH", "sale?brand=eq.Prefer", { price: 5 }, "handling=strict,max-affected=2")).status).toBe(204);
    expect((await write("DELETE", "sale?brand=eq.Prefer", undefined, "max-affected=1")).status).toBe(204); // lenient: not a limit
  });

  it("the version is an optimistic lock", async () => {
    const row = await insert("sale", sale());
    const first = await dataOf(from("sale").update({ price: 1 }).eq("id", row.id).eq("version", 1).select("version"));
    const second = await dataOf(from("sale").update({ price: 2 }).eq("id", row.id).eq("version", 1).select("version"));
    expect([first, second]).toEqual([[{ version: 2 }], []]);
    expect(await dataOf(from("sale").select("price,version").eq("id", row.id).single())).toEqual({ price: 1, version: 2 });
  });

  it("a record that others point to stays until they are gone", async () => {
    const parent = await insert("live_session", show());
    const child = await insert("sale", sale({ live_session_id: parent.id }));
    const refused = await from("live_session").delete().eq("id", parent.id);
    expect([refused.status, refused.error?.code]).toEqual([409, "23503"]);
    expect((await from("sale").update({ live_session_id: null }).eq("id", child.id)).error).toBeNull();
    expect((await from("live_session").delete().eq("id", parent.id)).error).toBeNull();
    const dangling = await from("sale").update({ live_session_id: parent.id }).eq("id", child.id);
    expect([dangling.status, dangling.error?.code]).toEqual([409, "23503"]);
  });
});

/** Each field of a record with values that must come back unchanged, and values that must not. */
interface Probe {
  field: string;
  good: unknown[];
  bad: unknown[];
  sealed?: boolean;
}

const long = (characters: number, what = "鞋") => what.repeat(characters);
const money: Probe = { field: "", good: [0, 1, 1999, 99_999_999, 1_000_000_000_000], bad: [-1, 0.5, 19.99, "12,50", "1e3", true, [], {}, 1_000_000_000_001, "9".repeat(30)] };

const ofShow: Probe[] = [
  { field: "day", good: ["2026-02-28", "2024-02-29", "1999-12-31"], bad: ["2026-02-29", "2026-2-1", "yesterday", "", 20260301, null] },
  { field: "platform", good: ["tiktok", "whatnot", "douyin", "taobao", "kuaishou", "instagram", "other"], bad: ["TikTok", "radio", "", null, 1] },
  { field: "gmv", good: [...money.good, null], bad: money.bad },
  { field: "cost", good: [...money.good, null], bad: money.bad },
  { field: "buyers", good: [0, 1, 1_000_000, null], bad: [-1, 1.5, 1_000_001, "many"] },
  { field: "items", good: [0, 7, 1_000_000, null], bad: [-1, 1.5, 1_000_001, "many"] },
  { field: "review", good: ["线上复盘\n1. 早点上新", "", null, long(8000), long(8000, "👟"), "a\tb"], bad: [long(8001), long(8001, "👟"), "bell\u0007", []] },
  { field: "title", good: ["t", long(120), long(120, "👟")], bad: ["", null, long(121), "two\nlines", {}] },
  { field: "host", good: ["Mei", "", null, long(80)], bad: [long(81)] },
  { field: "status", good: ["planned", "live", "ended"], bad: ["over", null] },
  { field: "currency", good: ["CNY", "USD", "EUR", "JPY", "KWD"], bad: ["RMB", "usd", "", null, "XX"] },
  { field: "starts_at", good: ["2026-03-01T12:00:00.000Z", null], bad: ["noon", 0, "2026-03-01T25:00:00Z"] },
];

const sizes = ["42.5", "42,5", "8 1/2", "8½", "38 2/3", "7.5", "260", "27.5", "10C", "XL", "", null];
const ofSale: Probe[] = [
  { field: "brand", good: ["Nike", "回力", "Ünïcode", long(80), long(80, "👟")], bad: ["", null, long(81), "two\nlines"] },
  { field: "shoe_type", good: ["Air Max 90", "经典款", long(80)], bad: ["", null, long(81)] },
  { field: "size", good: sizes, bad: [long(17), "4\u00072", []] },
  { field: "size_system", good: ["US", "EU", "UK", "CM", null], bad: ["us", "JP", ""] },
  { field: "price", good: money.good, bad: [...money.bad, null] },
  { field: "cost", good: [...money.good, null], bad: money.bad },
  { field: "quantity", good: [1, 2, 1_000_000], bad: [0, -1, 1_000_001, 1.5, null] },
  { field: "currency", good: ["CNY", "USD", "JPY", "KWD"], bad: ["EURO", null] },
  { field: "sold_at", good: ["2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.123Z", "1999-12-31T23:59:59.999Z"], bad: ["now", "", null, "2026-02-29T00:00:00Z"] },
  { field: "transcript", good: ["", "备注\n第二行", long(4000, "👟"), null], bad: [long(4001)], sealed: true },
  { field: "external_ref", good: ["A-1", null], bad: [long(81), "a\nb"] },
];

function checkFields(entity: string, base: (wanted: object) => object, probes: Probe[]) {
  it.each(probes)("$field keeps its exact value: made, read, changed, found, deleted", async ({ field, good, sealed }) => {
    for (const value of good) {
      const row = await insert(entity, base({ [field]: value }));
      expect([field, row[field]]).toEqual([field, value]);
      const other = good.at(-1) === value ? good[0] : good.at(-1);
      expect((await dataOf(from(entity).update({ [field]: other }).eq("id", row.id).select().single()))).toMatchObject({ [field]: other, version: 2 });
      await dataOf(from(entity).update({ [field]: value }).eq("id", row.id).select());
      const list = from(entity).select(field).eq("id", row.id);
      // A filter stands in the address, which is shorter than the longest text; nothing finds what is sealed.
      const canBeFound = !sealed && (typeof value !== "string" || encodeURIComponent(value).length < 4000);
      const found = value === null ? list.is(field, null) : canBeFound ? list.eq(field, value as string) : list;
      expect(await dataOf(found)).toEqual([{ [field]: value }]);
      expect((await from(entity).delete().eq("id", row.id)).error).toBeNull();
      expect(await dataOf(from(entity).select("id").eq("id", row.id))).toEqual([]);
    }
  });

  it.each(probes)("$field refuses what it cannot be, by its name", async ({ field, bad }) => {
    const row = await insert(entity, base({}));
    for (const value of bad)
      for (const reply of [await from(entity).insert(base({ [field]: value })), await from(entity).update({ [field]: value }).eq("id", row.id)]) {
        const what = [field, String(value).slice(0, 20)];
        expect([...what, reply.status, reply.error]).toMatchObject([...what, 400, { code: expect.stringMatching(/^2[23]/), details: `field: ${field}` }]);
        expect(reply.error?.message).toMatch(/^.{9,}\.$/s);
      }
    expect(await dataOf(from(entity).select().eq("id", row.id).single())).toEqual(row);
  });
}

describe("a show", () => {
  checkFields("live_session", show, ofShow);

  it("has one field for notes and review, whose label is 复盘 in Chinese", async () => {
    const row = await insert("live_session", show({ review: "Notes, and the review after the show" }));
    expect(row["review"]).toBe("Notes, and the review after the show");
    expect(Object.keys(row).filter((name) => /note|review|复盘/.test(name))).toEqual(["review"]);
    const described = await (await send(server, "/api/openapi.json")).json() as { components: { schemas: Record<string, { properties: Record<string, object> }> } };
    expect(JSON.stringify(described.components.schemas["live_session"]?.properties["review"])).toContain("Notes");
    const sheet = async (language: string) => {
      const { error } = await person.client.auth.updateUser({ data: { language } });
      if (error) throw error;
      const answer = await send(server, `/rest/v1/live_session?id=eq.${row.id}&select=review`, { token, headers: { Accept: "text/csv; for=people" } });
      return (await answer.text()).replace(/^\ufeff/, "").trim().split("\r\n");
    };
    expect(await sheet("zh")).toEqual(["复盘", '"Notes, and the review after the show"']);
    expect(await sheet("en")).toEqual(["Notes", '"Notes, and the review after the show"']);
  });
});

describe("a sale", () => {
  checkFields("sale", sale, ofSale);

  it("sizes of every region sort as sizes and are reported by each of the four", async () => {
    const made = [["EU", "42.5"], ["EU", "9"], ["EU", "42"], ["US", "8 1/2"], ["US", "8"], ["UK", "7.5"], ["CM", "27.5"], ["CM", "260"]];
    await dataOf(from("sale").insert(made.map(([size_system, size], at) => sale({ brand: "Sizes", shoe_type: `Type ${at % 2}`, size_system, size, price: 1000 + at }))).select("id"));
    const order = (await dataOf(from("sale").select("size").eq("brand", "Sizes").order("size_order"))) as unknown as { size: string }[];
    expect(order.map((row) => row.size)).toEqual(["7.5", "8", "8 1/2", "9", "27.5", "42", "42.5", "260"]);
    for (const column of ["brand", "shoe_type", "size", "size_system", "price"]) {
      const groups = (await dataOf(from("sale").select(`${column},n:count(),total:price.sum()`).eq("brand", "Sizes"))) as unknown as { n: number; total: number }[];
      expect(groups.reduce((sum, group) => sum + group.n, 0)).toBe(8);
      expect(groups.reduce((sum, group) => sum + group.total, 0)).toBe(8028);
    }
    for (const group of ["brand", "shoe_type", "size"]) {
      const rows = (await dataOf(person.client.rpc("report_sales", { group, brand: "Sizes" }))) as { gmv: number; label: string }[];
      expect([group, rows.reduce((sum, row) => sum + row.gmv, 0)]).toEqual([group, 8028]);
      if (group === "size") expect(rows.map((row) => row.label).sort()).toEqual(made.map((each) => each.join(" ").replace(" 1/2", ".5")).sort()); // one size, however it is printed
    }
  });
});

describe("limits", () => {
  // LIMIT_BULK_ROWS
  it("10,000 rows go in at once, 10,001 do not", async () => {
    const rows = Array.from({ length: 10_001 }, (_, at) => sale({ brand: "Edge", price: at }));
    const refused = await from("sale").insert(rows);
    expect([refused.status, refused.error?.code]).toEqual([413, "54000"]);
    expect(await countOf("sale", "brand", "Edge")).toBe(0);
    expect((await from("sale").insert(rows.slice(1))).error).toBeNull();
    expect(await countOf("sale", "brand", "Edge")).toBe(10_000);
    const page = (await dataOf(from("sale").select("id").eq("brand", "Edge"))) as unknown[];
    expect(page).toHaveLength(1000);
    expect((await from("sale").delete().eq("brand", "Edge")).error).toBeNull();
  });

  it("a body past 16 MiB is 413 and a connection that lives on", async () => {
    const answer = await fetch(`${server.url}/rest/v1/sale`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: `[${" ".repeat(16 * 1024 * 1024)}]`,
    }).catch((error: Error) => error);
    // The server may close while the client still sends: then there is no answer to read.
    if (answer instanceof Response) expect(answer.status).toBe(413);
    expect((await write("GET", "sale?limit=1")).status).toBe(200);
  });

  it.each([
    ["no JSON", "{brand:1}", 400], ["half of it", '{"brand":"x"', 400], ["nothing", "", 400], ["two values", "{} {}", 400],
    ["a member twice", '{"brand":"a","brand":"b"}', 400], ["a text", '"row"', 400], ["a number", "1", 400], ["null", "null", 400],
    ["an array of numbers", "[1,2]", 400], ["arrays without end", "[".repeat(100_000), 413], ["NUL in a text", '{"brand":"a\\u0000b"}', 400],
    ["a lone surrogate", '{"brand":"\\ud800"}', 400], ["broken UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ["a number beyond 64 bits", '{"price":1e400}', 400], ["an integer beyond 64 bits", '{"price":123456789012345678901234567890}', 400],
  ])("%s is refused with a code", async (_, body, status) => {
    const answer = await fetch(`${server.url}/rest/v1/sale`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body });
    expect([answer.status, await answer.json()]).toMatchObject([status, { code: expect.any(String), message: expect.any(String) }]);
  });
});

describe("at the same time", () => {
  it("twenty writers of one row lose nothing", async () => {
    const row = await insert("sale", sale({ quantity: 1 }));
    const replies = await Promise.all(Array.from({ length: 20 }, (_, at) => from("sale").update({ price: at }).eq("id", row.id).select("version").single()));
    const versions = replies.map((reply) => (reply.data as { version: number } | null)?.version).sort((a, b) => Number(a) - Number(b));
    expect(versions).toEqual(Array.from({ length: 20 }, (_, at) => at + 2));
    expect(await dataOf(from("sale").select("version").eq("id", row.id).single())).toEqual({ version: 21 });
  });

  it("of twenty who hold the same version one wins", async () => {
    const row = await insert("sale", sale());
    const replies = await Promise.all(Array.from({ length: 20 }, (_, at) => from("sale").update({ price: at }).eq("id", row.id).eq("version", 1).select("price")));
    const winners = replies.map((reply) => reply.data as { price: number }[] | null).filter((rows) => rows?.length);
    expect(replies.filter((reply) => reply.error)).toEqual([]);
    expect(winners).toHaveLength(1);
    expect(await dataOf(from("sale").select("price,version").eq("id", row.id).single())).toEqual({ ...winners[0]?.[0], version: 2 });
  });

  it("twenty who insert one SKU make one product, by upsert without an error", async () => {
    const product = (at: number) => ({ name: `n${at}`, brand: "x", sku: "RACE" });
    const inserts = await Promise.all(Array.from({ length: 20 }, (_, at) => from("product").insert(product(at))));
    expect(inserts.filter((reply) => !reply.error)).toHaveLength(1);
    expect(new Set(inserts.map((reply) => reply.error?.code).filter(Boolean))).toEqual(new Set(["23505"]));
    const upserts = await Promise.all(Array.from({ length: 20 }, (_, at) => from("product").upsert(product(at), { onConflict: "sku" })));
    expect(upserts.map((reply) => reply.error)).toEqual(Array(20).fill(null));
    expect(await dataOf(from("product").select("version").eq("sku", "RACE").single())).toEqual({ version: 21 });
  });
});
