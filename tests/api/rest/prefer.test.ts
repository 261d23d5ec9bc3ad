// Preferences, representations, PUT, limited changes, counts, ranges and OPTIONS, with the codes
// that PostgREST documents.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { fillShop, idOf, numbersOf, openShop, productId, saleId, showId } from "./shop.ts";

const server = useServer();
let person: Person;
let token = "";

beforeAll(async () => {
  person = await openShop(server);
  await fillShop(person.client);
  token = await tokenOf(person);
});

interface Asked { method?: string; body?: unknown; prefer?: string; accept?: string; headers?: Record<string, string> }

async function ask(path: string, { method, body, prefer, accept, headers }: Asked = {}) {
  const answer = await send(server, `/rest/v1/${path}`, {
    token, body, ...(method ? { method } : {}),
    headers: { ...(prefer ? { Prefer: prefer } : {}), ...(accept ? { Accept: accept } : {}), ...headers },
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") && text;
  return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as never };
}

const product = (n: number, more: object = {}) => ({ id: idOf(7, n), name: `Put ${n}`, brand: "x", ...more });

describe("handling", () => {
  it("strict refuses what is not known, lenient passes it over", async () => {
    expect(await ask("sale?limit=1", { prefer: "handling=strict, foo, bar=1" })).toMatchObject({ status: 400, body: { code: "PGRST122", details: "Invalid preferences: foo, bar=1" } });
    const lenient = await ask("sale?limit=1", { prefer: "handling=lenient, foo, bar=1" });
    expect([lenient.status, lenient.headers.get("preference-applied")]).toEqual([200, "handling=lenient"]);
    expect((await ask("sale?limit=1", { prefer: "foo" })).headers.get("preference-applied")).toBeNull();
    expect((await ask("sale?limit=1", { prefer: "count=exact, handling=strict" })).headers.get("preference-applied")).toBe("count=exact, handling=strict");
    expect((await ask("sale?limit=1", { prefer: "count=sometimes, handling=strict" })).status).toBe(400);
  });

  // LIMIT_PREFERENCES
  it("strict refuses what is not known however long it is; 1024 bytes of it are said again", async () => {
    const said = async (bytes: number) => {
      const { status, body } = await ask("sale?limit=1", { prefer: `handling=strict, ${"u".repeat(bytes)}` });
      return [status, (body as { details: string }).details.replace(/^[^:]*: /, "").length];
    };
    expect([await said(1024), await said(1025)]).toEqual([[400, 1024], [400, 0]]);
  });

  it("of a preference that is said twice the first counts", async () => {
    expect((await ask("sale?limit=1", { prefer: "count=exact, count=planned" })).headers.get("preference-applied")).toBe("count=exact");
  });

  it("the time zone of answers is UTC, no other", async () => {
    expect((await ask("sale?limit=1", { prefer: "timezone=UTC" })).headers.get("preference-applied")).toBe("timezone=UTC");
    expect((await ask("sale?limit=1", { prefer: "timezone=Asia/Shanghai" })).headers.get("preference-applied")).toBeNull();
    expect((await ask("sale?limit=1", { prefer: "handling=strict, timezone=Asia/Shanghai" })).body).toMatchObject({ code: "PGRST122" });
  });

  it("echoes what a write has followed", async () => {
    const made = await ask("product?select=id", { body: product(1), prefer: "return=representation, missing=default, tx=commit, resolution=merge-duplicates, handling=strict, max-affected=1" });
    expect([made.status, made.headers.get("preference-applied")]).toEqual([201, "resolution=merge-duplicates, missing=default, return=representation, tx=commit, handling=strict, max-affected=1"]);
    const minimal = await ask("product", { body: product(2), prefer: "return=headers-only" });
    expect([minimal.status, minimal.body, minimal.headers.get("location"), minimal.headers.get("preference-applied")]).toEqual([201, "", `/product?id=eq.${idOf(7, 2)}`, "return=headers-only"]);
  });
});

describe("missing and columns", () => {
  const rows = [{ name: "a", brand: "x", currency: "USD", is_active: false }, { name: "b", brand: "x" }];

  it("what columns names is null where it is missing, or its default with missing=default", async () => {
    const path = "product?columns=name,brand,currency,is_active,sku&select=name,currency,is_active,sku";
    // Where null could only be refused (currency, is_active) it is the default all the same.
    expect(await ask(path, { body: rows, prefer: "return=representation,tx=rollback" })).toMatchObject({ status: 201, body: [
      { name: "a", currency: "USD", is_active: false, sku: null }, { name: "b", currency: "CNY", is_active: true, sku: null },
    ] });
    const view = { name: "v", entity: "sale", query: {} };
    expect((await ask("saved_view?columns=name,entity,query,shared&select=shared", { body: [view], prefer: "return=representation,tx=rollback" })).body).toEqual([{ shared: false }]);
    expect(await ask(path, { body: rows, prefer: "return=representation,missing=default,tx=rollback" })).toMatchObject({ status: 201, body: [
      { name: "a", currency: "USD", is_active: false, sku: null }, { name: "b", currency: "CNY", is_active: true, sku: null },
    ] });
    const { data } = await person.client.from("product").insert(rows, { defaultToNull: false }).select("name,is_active");
    expect(data).toEqual([{ name: "a", is_active: false }, { name: "b", is_active: true }]);
  });

  it("other keys are passed over, an unknown column is told", async () => {
    expect(await ask("product?columns=name,brand&select=name,sku", { body: { name: "c", brand: "x", sku: "IGNORED", nothing: 1 }, prefer: "return=representation,tx=rollback" })).toMatchObject({ status: 201, body: [{ name: "c", sku: null }] });
    expect(await ask("product?columns=name,nothing", { body: { name: "c" } })).toMatchObject({ status: 400, body: { code: "PGRST204" } });
  });

  it("a form is one row; another type of content is refused", async () => {
    const form = (type: string, body: string) => fetch(`${server.url}/rest/v1/product?select=name,brand,is_active`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": type, Prefer: "return=representation,tx=rollback" }, body });
    const made = await form("application/x-www-form-urlencoded", "name=From+a+form&brand=%E5%9B%9E%E5%8A%9B&is_active=false");
    expect([made.status, await made.json()]).toEqual([201, [{ name: "From a form", brand: "回力", is_active: false }]]);
    expect((await form("text/plain", "name=x")).status).toBe(415);
  });
});

describe("PUT", () => {
  const path = (n: number) => `product?id=eq.${idOf(7, n)}`;

  it("makes the row that is not there, and merges the one that is", async () => {
    expect((await ask(path(10), { method: "PUT", body: product(10, { sku: "PUT-10" }) })).status).toBe(201);
    expect((await ask(path(10), { method: "PUT", body: product(10, { name: "Again" }) })).status).toBe(204);
    expect(await ask(`${path(10)}&select=name,sku,version`, { method: "PUT", body: product(10, { name: "Thrice" }), prefer: "return=representation" })).toMatchObject({ status: 200, body: [{ name: "Thrice", sku: "PUT-10", version: 3 }] });
  });

  it("wants exactly its id", async () => {
    const refused = async (where: string, body: unknown) => { const { status, body: told } = await ask(where, { method: "PUT", body }); return [status, (told as { code: string }).code]; };
    expect(await refused("product", product(11))).toEqual([405, "PGRST105"]);
    expect(await refused("product?sku=eq.x", product(11))).toEqual([405, "PGRST105"]);
    expect(await refused(`${path(11)}&brand=eq.x`, product(11))).toEqual([405, "PGRST105"]);
    expect(await refused(`product?id=gt.${idOf(7, 11)}`, product(11))).toEqual([405, "PGRST105"]);
    expect(await refused(`${path(11)}&limit=1`, product(11))).toEqual([400, "PGRST114"]);
    expect(await refused(path(11), product(12))).toEqual([400, "PGRST115"]);
    expect(await refused(path(11), { name: "x", brand: "x" })).toEqual([400, "PGRST115"]);
    expect(await refused(path(11), [product(11), product(12)])).toEqual([400, "PGRST115"]);
    expect(await dataOf(person.client.from("product").select("id").in("id", [idOf(7, 11), idOf(7, 12)]))).toEqual([]);
  });

  it("reaches no row of another workspace", async () => {
    const other = await openShop(server);
    const answer = await send(server, `/rest/v1/product?id=eq.${productId(1)}`, { method: "PUT", token: await tokenOf(other), body: { id: productId(1), name: "Mine now", brand: "x" } });
    expect(answer.status).toBe(201); // its own row, with the same id
    expect(await dataOf(person.client.from("product").select("name").eq("id", productId(1)))).toEqual([{ name: "Nike Dunk Low Panda" }]);
  });
});

describe("a limited change", () => {
  it("reaches the first rows of its order", async () => {
    const changed = await ask("sale?brand=eq.Nike&order=price.desc&limit=2&select=id,external_ref", { method: "PATCH", body: { external_ref: null }, prefer: "return=representation,tx=rollback" });
    expect([changed.status, numbersOf(changed.body).sort()]).toEqual([200, [1, 2]]);
    const second = await ask("sale?brand=eq.Nike&order=price.desc&limit=1&offset=1&select=id", { method: "PATCH", body: { external_ref: null }, prefer: "return=representation,tx=rollback" });
    expect(numbersOf(second.body)).toEqual([2]);
    const deleted = await ask("sale?price=gte.0&order=price&limit=3&select=id", { method: "DELETE", prefer: "return=representation,tx=rollback" });
    expect(numbersOf(deleted.body)).toEqual([9, 10, 5]);
    expect((await ask("sale?select=id", { prefer: "count=exact", method: "HEAD" })).headers.get("content-range")).toBe("0-11/12");
  });

  it("needs the order, and a filter", async () => {
    for (const method of ["PATCH", "DELETE"]) {
      const body = method === "PATCH" ? { body: { price: 1 } } : {};
      expect(await ask("sale?brand=eq.Nike&limit=1", { method, ...body })).toMatchObject({ status: 400, body: { code: "PGRST109" } });
      expect(await ask("sale?brand=eq.Nike&offset=1&order=id", { method, ...body })).toMatchObject({ status: 400, body: { code: "PGRST109" } });
      expect(await ask("sale?limit=1&order=id", { method, ...body })).toMatchObject({ status: 400, body: { code: "21000" } });
    }
  });

  it("may ask for embedded rows", async () => {
    const changed = await ask("sale?select=id,live_session()&live_session=is.null&order=id", { method: "PATCH", body: { transcript: "no show" }, prefer: "return=representation,tx=rollback" });
    expect(numbersOf(changed.body)).toEqual([11, 12]);
  });
});

describe("representations", () => {
  it.each([
    ["application/json", 200], ["*/*", 200], ["text/html, application/xhtml+xml, */*;q=0.8", 200], ["application/vnd.pgrst.array+json", 200], ["text/csv", 200],
    ["application/geo+json", 406], ["application/vnd.pgrst.plan", 406], ["application/vnd.pgrst.plan+json; for=\"application/json\"", 406], ["text/html", 406], ["application/json;q=0", 406], ["image/png", 406],
  ])("%s: %i", async (accept, status) => {
    const answer = await ask("sale?limit=1", { accept });
    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.body).toMatchObject({ code: "PGRST107" });
  });

  it("nulls are stripped, however deep", async () => {
    const path = `sale?select=id,cost,size,live_session(title,host,review),product(sku,price)&id=in.(${saleId(8)},${saleId(11)})&order=id`;
    const stripped = await ask(path, { accept: "application/vnd.pgrst.array+json;nulls=stripped" });
    expect(stripped.headers.get("content-type")).toContain("nulls=stripped");
    const { body } = await ask(path);
    const strip = (value: unknown): unknown => Array.isArray(value) ? value.map(strip) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null).map(([key, each]) => [key, strip(each)])) : value;
    expect(JSON.stringify(body)).toContain("null");
    expect(stripped.body).toEqual(strip(body));
    const one = await ask(`sale?select=id,cost&id=eq.${saleId(8)}`, { accept: "application/vnd.pgrst.object+json;nulls=stripped" });
    expect(one.body).toEqual({ id: saleId(8) });
  });
});

describe("counts and ranges", () => {
  it("planned and estimated", async () => {
    const total = async (kind: string, filter = "") => (await ask(`sale?select=id&limit=2${filter}`, { prefer: `count=${kind}` })).headers.get("content-range");
    expect(await total("exact")).toBe("0-1/12");
    expect(await total("estimated")).toBe("0-1/12");
    expect(await total("estimated", "&brand=eq.Nike")).toBe("0-1/3");
    expect(await total("planned")).toBe("0-1/12");
    // Nothing that is filtered is told from statistics, which are of all workspaces.
    expect(await total("planned", "&brand=eq.Nike")).toBe("0-1/3");
    expect(await total("planned", "&or=(price.gt.1,cost.is.null)&live_session_id=not.is.null")).toBe("0-1/8");
    expect((await dataOf(person.client.from("sale").select("id", { count: "planned" }))).length).toBe(12);
  });

  it("beyond a page it may be an estimate, and is never less than what was seen", async () => {
    const many = await openShop(server);
    const rows = Array.from({ length: 1_500 }, (_, n) => ({ name: `p${n}`, brand: "x" }));
    expect((await many.client.from("product").insert(rows)).error).toBeNull();
    const answer = await send(server, "/rest/v1/product?select=id&limit=1", { token: await tokenOf(many), headers: { Prefer: "count=planned" } });
    const all = Number(answer.headers.get("content-range")?.split("/")[1]);
    expect(all).toBeGreaterThan(1_000);
    const filtered = await send(server, "/rest/v1/product?select=id&limit=1&brand=eq.x", { token: await tokenOf(many), headers: { Prefer: "count=estimated" } });
    expect(filtered.headers.get("content-range")).toBe("0-0/1500");
  });

  it.each([
    ["sale?offset=13", "count=exact", {}, 416, "PGRST103"], ["sale?offset=12", "count=exact", {}, 206, null], ["sale?offset=99", "", {}, 200, null],
    ["sale?limit=-1", "", {}, 416, "PGRST103"], ["sale?offset=-1", "", {}, 416, "PGRST103"], ["sale?limit=x", "", {}, 400, "PGRST100"],
    ["sale", "", { Range: "5-2" }, 416, "PGRST103"], ["sale", "", { Range: "0-2" }, 200, null], ["sale", "", { Range: "10-" }, 200, null], ["sale", "count=exact", { Range: "0-2" }, 206, null],
  ] as [string, string, Record<string, string>, number, string | null][])("%s %s %o: %i %s", async (path, prefer, headers, status, code) => {
    const answer = await ask(path, { headers, ...(prefer ? { prefer } : {}) });
    expect([answer.status, (answer.body as { code?: string }).code ?? null]).toEqual([status, code]);
  });
});

describe("errors and methods", () => {
  it("a filter on what is not embedded", async () => {
    expect(await ask("sale?select=id&live_session.title=eq.x")).toMatchObject({ status: 400, body: { code: "PGRST108", message: "'live_session' is not an embedded resource in this request" } });
    expect(await ask("sale?select=id,live_session(id)&live_session.order=title&live_session.title=like.*a*")).toMatchObject({ status: 200 });
  });

  it("OPTIONS says what a table and a function take", async () => {
    const allowed = async (path: string) => (await ask(path, { method: "OPTIONS" })).headers.get("allow");
    expect(await allowed("sale")).toBe("OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE");
    expect(await allowed("import_run")).toBe("OPTIONS,GET,HEAD");
    expect(await allowed("rpc/report_summary")).toBe("OPTIONS,GET,HEAD,POST");
    expect(await allowed("rpc/live_session_start")).toBe("OPTIONS,POST");
    expect((await ask("nothing", { method: "OPTIONS" })).status).toBe(404);
  });

  it("the root describes the API", async () => {
    const root = await send(server, "/rest/v1/", { headers: { Accept: "application/openapi+json" } });
    const paths = ((await root.json()) as { paths: object }).paths;
    expect([root.status, Object.keys(paths).includes("/rest/v1/sale")]).toEqual([200, true]);
  });

  it("only its own rows are reached by any of it", async () => {
    const other = await openShop(server);
    const theirs = await tokenOf(other);
    for (const path of [`live_session?id=eq.${showId(1)}&select=...sale(brand)`, "sale?select=id&shoe_type=wfts.dunk", "sale?select=id&brand=match.N", "sale?select=n:count(),...live_session(title)"]) {
      const answer = await send(server, `/rest/v1/${path}`, { token: theirs });
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, []]);
    }
  });
});
