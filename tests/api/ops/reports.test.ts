// Reports against a recomputation from the rows themselves, which shares no code with them.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { runSteward, useServer } from "../../harness/server.ts";
import { type Fact, type Row, type Sale, type Show, compareWith, factsOf, group, mondayOf, saleFactsOf, weekdayOf } from "./recount.ts";

const server = useServer();

let folder: string;
let seller: Person;
let shows: Show[];
let sales: Sale[];

async function bring(entity: string, file: string): Promise<void> {
  const answer = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=${entity}&file_name=${file}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await tokenOf(seller)}` },
    body: await readFile(join(folder, file)),
  });
  const { id, mapping, options } = (await answer.json()) as { id: string; mapping: object; options: object };
  await dataOf(seller.client.rpc("import_run", { id, mapping, options }));
  for (;;) {
    const run = (await dataOf(seller.client.from("import_run").select("status,rows_failed").eq("id", id).single())) as {
      status: string;
      rows_failed: number;
    };
    if (run.status === "done") return expect(run.rows_failed).toBe(0);
    if (run.status !== "running") throw new Error(run.status);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function all<T>(table: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await dataOf(seller.client.from(table).select().order("id").range(rows.length, rows.length + 499));
    rows.push(...(page as T[]));
    if (page.length < 500) return rows;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "steward-bench-"));
  const made = await runSteward(["bench-data", "--rows", "900", "--shows", "60", "--seed", "7", "--out", folder]);
  expect(made.code).toBe(0);
  seller = await signUp(server);
  await bring("live_session", "shows.csv");
  await bring("sale", "sales.csv");
  // What a real shop has besides: a show without figures, a planned one, sales without a show and
  // without a cost, another currency.
  const client = seller.client;
  const bare = { title: "Bare", day: "2025-10-10", platform: "other", status: "ended", currency: "USD" };
  const made2 = await dataOf(client.from("live_session").insert([bare, { ...bare, title: "Planned", status: "planned" }]).select());
  const sale = { sold_at: "2025-10-10T20:00:00Z", brand: "Nike", shoe_type: "Dunk Low", size: "9", size_system: "US", price: 9999, currency: "USD" };
  const bareId = made2.find((each) => each.title === "Bare")?.id as string;
  await dataOf(
    client
      .from("sale")
      .insert([
        { ...sale, live_session_id: bareId, quantity: 3 },
        { ...sale, live_session_id: bareId, currency: "EUR", cost: 5000 },
        { ...sale, sold_at: "2025-10-12T20:00:00Z", cost: 100 },
      ])
      .select(),
  );
  shows = (await all<Show>("live_session")).filter((each) => each.title !== "Planned");
  sales = await all<Sale>("sale");
  expect([shows.length, sales.length]).toEqual([61, 903]);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const facts = () => factsOf(shows, sales);
const saleFacts = () => saleFactsOf(sales);

const report = async (input: Record<string, unknown>) =>
  (await dataOf(seller.client.rpc("report_sales", { top: 10_000, ...input }))) as Row[];

describe("a report", () => {
  it("of shows, days, weeks, months, weekdays, platforms and hosts equals the recomputation", async () => {
    const keys: Record<string, (fact: Fact) => string | null> = {
      show: (fact) => fact.show?.id ?? null,
      day: (fact) => fact.day,
      week: (fact) => mondayOf(fact.day),
      month: (fact) => fact.day.slice(0, 7),
      weekday: (fact) => weekdayOf(fact.day),
      platform: (fact) => fact.show?.platform ?? null,
      host: (fact) => fact.show?.host ?? null,
    };
    for (const [name, keyOf] of Object.entries(keys)) compareWith(await report({ group: name }), group(facts(), keyOf));
  });

  it("of brands, shoe types, sizes and hours equals the recomputation", async () => {
    const keys: Record<string, (row: Sale) => string> = {
      brand: (row) => row.brand,
      shoe_type: (row) => `${row.brand} ${row.shoe_type}`,
      size: (row) => `${row.size_system} ${row.size}`,
      hour: (row) => String(row.hour),
    };
    for (const [name, keyOf] of Object.entries(keys)) compareWith(await report({ group: name }), group(saleFacts(), keyOf));
  });

  it("of a period and a platform counts only those", async () => {
    const period = { from: "2025-09-01", to: "2025-12-31" };
    const inside = (fact: Fact) => fact.day >= period.from && fact.day <= period.to;
    compareWith(await report({ group: "month", ...period }), group(facts().filter(inside), (fact) => fact.day.slice(0, 7)));
    compareWith(
      await report({ group: "host", platform: "tiktok", ...period }),
      group(facts().filter((fact) => inside(fact) && fact.show?.platform === "tiktok"), (fact) => fact.show?.host ?? null),
    );
    compareWith(
      await report({ group: "day", brand: "Nike", ...period }),
      group(saleFacts().filter((row) => row.brand === "Nike" && row.day >= period.from && row.day <= period.to), (row) => row.day),
    );
  });

  it("sums up per currency and compares with as many days before", async () => {
    const sumOf = (from: string, to: string, currency: string) =>
      facts()
        .filter((fact) => fact.currency === currency && fact.day >= from && fact.day <= to)
        .reduce((sum, fact) => ({ gmv: sum.gmv + fact.gmv, cost: sum.cost + fact.cost }), { gmv: 0, cost: 0 });
    const rows = (await dataOf(
      seller.client.rpc("report_summary", { from: "2025-11-01", to: "2025-11-30", compare: true }),
    )) as Row[];
    const now = sumOf("2025-11-01", "2025-11-30", "USD");
    const before = sumOf("2025-10-02", "2025-10-31", "USD");
    const dollars = rows.find((row) => row.currency === "USD");
    expect(dollars).toMatchObject({ gmv: now.gmv, cost: now.cost, previous_gmv: before.gmv, previous_profit: before.gmv - before.cost });
    expect(rows.find((row) => row.currency === "EUR")).toMatchObject({ gmv: 0, previous_gmv: 9999 });
    const whole = (await dataOf(seller.client.rpc("report_summary", {}))) as Row[];
    expect(whole.map((row) => [row.currency, row.units_without_cost])).toEqual([
      ["USD", 3],
      ["EUR", 0],
    ]);
  });

  it("of the best and the worst shows agrees with the list", async () => {
    const profits = [...group(facts().filter((fact) => fact.show && fact.currency === "USD"), (fact) => fact.show?.id ?? null)]
      .map(([, sums]) => sums.gmv - sums.cost)
      .sort((a, b) => b - a);
    const found = (await dataOf(seller.client.rpc("report_best_worst", { top: 3 }))) as {
      currency: string;
      best: Row[];
      worst: Row[];
    };
    expect(found.currency).toBe("USD");
    expect(found.best.map((row) => row.profit)).toEqual(profits.slice(0, 3));
    expect(found.worst.map((row) => row.profit)).toEqual(profits.slice(-3).reverse());
  });

  it("of the size run has every brand, type and size", async () => {
    const rows = (await dataOf(seller.client.rpc("report_size_run", { top: 1000, currency: "USD" }))) as Row[];
    const wanted = group(saleFacts().filter((row) => row.currency === "USD"), (row) => [row.brand, row.shoe_type, row.size].join("|"));
    expect(new Map(rows.map((row) => [`USD ${[row.brand, row.shoe_type, row.size].join("|")}`, row.units]))).toEqual(
      new Map([...wanted].map(([key, sums]) => [key, sums.units])),
    );
    const one = (await dataOf(seller.client.rpc("report_size_run", { top: 1, currency: "USD" }))) as Row[];
    expect(new Set(one.map((row) => `${row.brand} ${row.shoe_type}`)).size).toBe(1);
  });

  it("needs the grants of what it counts and speaks the caller's language", async () => {
    const member = await invite(server, seller, { sales: 1 });
    expect((await member.client.rpc("report_sales", { group: "brand" })).error).toBeNull();
    expect((await member.client.rpc("report_sales", { group: "day" })).error?.code).toBe("42501");
    expect((await member.client.rpc("report_sales", { group: "brand", platform: "tiktok" })).error?.code).toBe("42501");
    const other = await invite(server, seller, { live: 1 });
    expect((await other.client.rpc("report_sales", { group: "show" })).error?.code).toBe("42501");
    const stranger = await signUp(server);
    expect(await dataOf(stranger.client.rpc("report_sales", { group: "brand" }))).toEqual([]);
    await seller.client.auth.updateUser({ data: { language: "zh" } });
    const answer = await send(server, "/rest/v1/rpc/report_sales?group=weekday", { token: await tokenOf(seller) });
    expect(((await answer.json()) as Row[]).map((row) => row.label)).toContain("周六");
    await seller.client.auth.updateUser({ data: { language: "en" } });
  });

  it("refuses a period that ends before it begins, and a comparison without a beginning", async () => {
    const code = async (input: object) => (await seller.client.rpc("report_summary", input)).error?.code;
    expect(await code({ from: "2025-02-02", to: "2025-02-01" })).toBe("22023");
    expect(await code({ compare: true })).toBe("22023");
    expect(await code({ from: "yesterday" })).toBe("22007");
    expect(await code({ color: "red" })).toBe("PGRST202");
  });
});
