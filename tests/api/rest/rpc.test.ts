// Functions: what the URL asks of their result is done as for a table, and arguments come by URL,
// JSON and form.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { fillShop, openShop, showId } from "./shop.ts";

const server = useServer();
let person: Person;
let token = "";

interface Row { key: string; label: string; gmv: number; units: number; previous_gmv?: number | null }

let all: Row[] = [];

beforeAll(async () => {
  person = await openShop(server);
  await fillShop(person.client);
  token = await tokenOf(person);
  all = (await dataOf(person.client.rpc("report_sales", { group: "brand" }))) as Row[];
});

async function ask(path: string, options: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) {
  const answer = await send(server, `/rest/v1/rpc/${path}`, { token, ...options });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as never };
}
const labels = (rows: unknown) => (rows as Row[]).map((each) => each.label);
const of = (rows: Row[], keep: (row: Row) => boolean) => labels(rows.filter(keep)).sort();

describe("filters on the result", () => {
  const cases: [string, (row: Row) => boolean][] = [
    ["gmv=gt.100000", (row) => row.gmv > 100_000],
    ["gmv=lte.100000&units=gte.2", (row) => row.gmv <= 100_000 && row.units >= 2],
    ["label=eq.Nike", (row) => row.label === "Nike"],
    ["label=neq.Nike", (row) => row.label !== "Nike"],
    ["label=like.N*", (row) => row.label.startsWith("N")],
    ["label=ilike.n*", (row) => row.label.toLowerCase().startsWith("n")],
    ["label=not.like.*i*", (row) => !row.label.includes("i")],
    ["label=match.^[A-N]", (row) => /^[A-N]/.test(row.label)],
    ["label=imatch.^n", (row) => /^n/i.test(row.label)],
    ["label=in.(Nike,回力)", (row) => ["Nike", "回力"].includes(row.label)],
    ["label=eq(any).{Nike,Asics}", (row) => ["Nike", "Asics"].includes(row.label)],
    ["label=like(all).{*i*,*k*}", (row) => row.label.includes("i") && row.label.includes("k")],
    ["label=plfts.balance", (row) => row.label === "New Balance"],
    ["label=wfts.回力", (row) => row.label === "回力"],
    ["or=(label.eq.Nike,and(gmv.lt.10,units.gt.1))", (row) => row.label === "Nike" || (row.gmv < 10 && row.units > 1)],
    ["not.or=(label.eq.Nike,gmv.lt.50000)", (row) => !(row.label === "Nike" || row.gmv < 50_000)],
    ["previous_gmv=is.null", (row) => (row.previous_gmv ?? null) === null],
    ["gmv=isdistinct.0", (row) => row.gmv !== 0],
  ];
  it.each(cases)("%s", async (filter, keep) => {
    expect(labels((await ask(`report_sales?group=brand&${filter}`)).body).sort()).toEqual(of(all, keep));
    expect(labels((await ask(`report_sales?${filter}`, { body: { group: "brand" } })).body).sort()).toEqual(of(all, keep));
  });

  it("select, order, limit, offset", async () => {
    const ordered = [...all].sort((a, b) => b.gmv - a.gmv);
    expect((await ask("report_sales?group=brand&select=name:label,total:gmv::text&order=gmv.desc&limit=2&offset=1")).body)
      .toEqual(ordered.slice(1, 3).map((row) => ({ name: row.label, total: String(row.gmv) })));
    const ranged = await ask("report_sales?group=brand&order=label", { headers: { Range: "1-2", Prefer: "count=exact" } });
    expect([ranged.status, ranged.headers.get("content-range")]).toEqual([206, `1-2/${all.length}`]);
    const { data, count } = await person.client.rpc("report_sales", { group: "brand" }, { count: "exact" }).gt("gmv", 60_000).order("label").limit(1);
    expect([count, (data as Row[]).length]).toEqual([of(all, (row) => row.gmv > 60_000).length, 1]);
  });

  it("nothing: the whole list, counted", async () => {
    const whole = await ask("report_sales?group=brand");
    expect([whole.status, whole.headers.get("content-range"), whole.body]).toEqual([200, `0-${all.length - 1}/*`, all]);
    const counted = await ask("report_sales?group=brand&select=*", { headers: { Prefer: "count=exact" } });
    expect([counted.status, counted.headers.get("content-range"), counted.body]).toEqual([200, `0-${all.length - 1}/${all.length}`, all]);
    const none = await ask("report_sales?group=brand&brand=None", { headers: { Prefer: "count=exact" } });
    expect([none.status, none.headers.get("content-range"), none.body]).toEqual([200, "*/0", []]);
  });

  it("one object, CSV, without nulls", async () => {
    expect(await dataOf(person.client.rpc("report_sales", { group: "brand" }).eq("label", "Nike").select("label").single())).toEqual({ label: "Nike" });
    expect(await ask("report_sales?group=brand", { headers: { Accept: "application/vnd.pgrst.object+json" } })).toMatchObject({ status: 406, body: { code: "PGRST116" } });
    const csv = await ask("report_sales?group=brand&select=label,units&order=label&label=like.A*", { headers: { Accept: "text/csv" } });
    expect(csv.body).toBe(`label,units\r\n${all.filter((row) => row.label.startsWith("A")).sort((a, b) => (a.label < b.label ? -1 : 1)).map((row) => `${row.label},${row.units}\r\n`).join("")}`);
    const stripped = await ask("report_sales?group=brand&label=eq.Nike", { headers: { Accept: "application/vnd.pgrst.array+json;nulls=stripped" } });
    expect(Object.values((stripped.body as object[])[0] ?? {})).not.toContain(null);
    expect((await ask("report_sales?group=brand", { headers: { Accept: "image/png" } })).status).toBe(406);
  });

  it("what cannot be asked is refused", async () => {
    const code = async (path: string) => { const { status, body } = await ask(path); return [status, (body as { code: string }).code]; };
    expect(await code("report_sales?group=brand&nothing=eq.1")).toEqual([404, "PGRST202"]);
    expect(await code("report_sales?group=brand&select=nothing")).toEqual([400, "42703"]);
    expect(await code("report_sales?group=brand&order=nothing")).toEqual([400, "42703"]);
    expect(await code("report_sales?group=brand&gmv=eq.x")).toEqual([400, "22P02"]);
    expect(await code("report_sales?group=brand&select=gmv.sum()")).toEqual([400, "PGRST123"]);
    expect(await code("report_sales?group=brand&select=label,live_session(title)")).toEqual([400, "PGRST200"]);
    expect(await code("report_sales?group=brand&limit=-1")).toEqual([416, "PGRST103"]);
  });
});

describe("preferences and arguments", () => {
  it("max-affected", async () => {
    const strict = (most: number) => ({ headers: { Prefer: `handling=strict, max-affected=${most}` } });
    expect((await ask("report_sales?group=brand", strict(all.length))).status).toBe(200);
    expect(await ask("report_sales?group=brand", strict(all.length - 1))).toMatchObject({ status: 400, body: { code: "PGRST124" } });
    expect(await ask("report_best_worst?top=1", strict(10))).toMatchObject({ status: 400, body: { code: "PGRST128" } });
  });

  it("params=single-object is gone, as in PostgREST", async () => {
    expect((await ask("report_sales", { body: { group: "brand" }, headers: { Prefer: "params=single-object" } })).status).toBe(200);
    expect(await ask("report_sales", { body: { group: "brand" }, headers: { Prefer: "handling=strict, params=single-object" } })).toMatchObject({ status: 400, body: { code: "PGRST122" } });
  });

  it("a form", async () => {
    const answer = await fetch(`${server.url}/rest/v1/rpc/report_sales`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-www-form-urlencoded" }, body: "group=brand&top=2" });
    expect([answer.status, ((await answer.json()) as Row[]).length]).toEqual([200, 2]);
  });

  it("actions take their id by JSON and by form", async () => {
    const answer = await fetch(`${server.url}/rest/v1/rpc/live_session_start`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-www-form-urlencoded" }, body: `id=${showId(4)}` });
    expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([200, "live"]);
  });
});
