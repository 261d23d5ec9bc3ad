// Finance: costs and their categories, the month against an own recomputation, shares, recurring
// costs, and closing a month: what is closed cannot be touched in any way, re-opening leaves a trace.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, signIn, signUp } from "../../harness/client.ts";
import { Server, useServer } from "../../harness/server.ts";

const server = useServer();
let boss: Person;

interface Category { cost_category_id: string; name: string; kind: string; amount: number; budget: number | null }
interface Sum {
  currency: string; gmv: number | null; units: number | null; goods_cost: number | null; show_cost: number | null;
  other_cost: number; profit: number | null; margin: number | null; categories: Category[];
}
interface Month { month: string; is_closed: boolean; sums: Sum[] }
type Row = Record<string, unknown> & { id: string };

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const monthOf = async (person: Person, month: string) => (await dataOf(person.client.rpc("finance_month", { month }))) as Month;
const codeOf = async (reply: PromiseLike<{ error: { code?: string } | null }>) => (await reply).error?.code;

async function openBooks(person: Person) {
  const rent = await insert(person, "cost_category", { name: "Rent", kind: "premises" });
  const ads = await insert(person, "cost_category", { name: "Ads", kind: "ads" });
  const show = await insert(person, "live_session", {
    title: "Friday", day: "2026-05-08", platform: "tiktok", status: "ended", currency: "USD", cost: 5000,
    starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T20:00:00Z",
  });
  const late = await insert(person, "live_session", {
    title: "Late", day: "2026-05-31", platform: "whatnot", status: "ended", currency: "USD", gmv: 30000, items: 3,
    starts_at: "2026-05-31T22:00:00Z", ends_at: "2026-06-01T01:00:00Z",
  });
  await dataOf(person.client.from("sale").insert([
    { live_session_id: show.id, sold_at: "2026-05-08T18:10:00Z", brand: "Nike", shoe_type: "Dunk", price: 10000, cost: 6000, quantity: 2, currency: "USD" },
    { live_session_id: show.id, sold_at: "2026-05-08T18:20:00Z", brand: "Nike", shoe_type: "Dunk", price: 9001, currency: "USD" },
    { sold_at: "2026-05-20T12:00:00Z", brand: "Puma", shoe_type: "Suede", price: 4000, cost: 2500, currency: "USD" },
    { sold_at: "2026-06-02T12:00:00Z", brand: "Puma", shoe_type: "Suede", price: 99999, cost: 1, currency: "USD" },
  ]).select());
  await dataOf(person.client.from("cost_item").insert([
    { day: "2026-05-01", cost_category_id: rent.id, name: "May", amount: 100001, currency: "USD", share_by: "gmv" },
    { day: "2026-05-31", cost_category_id: ads.id, name: "Boost", amount: 2500, currency: "USD", live_session_id: show.id },
    { day: "2026-05-31", cost_category_id: ads.id, name: "Back", amount: -500, currency: "USD" },
    { day: "2026-05-31", cost_category_id: ads.id, name: "抖加", amount: 800, currency: "CNY" },
    { day: "2026-06-01", cost_category_id: rent.id, name: "June", amount: 7, currency: "USD" },
  ]).select());
  return { rent, ads, show, late };
}

beforeAll(async () => {
  boss = await signUp(server);
});

describe("costs", () => {
  it("keep category, amount and day; the category is required, amounts are exact, a show is optional", async () => {
    const category = await insert(boss, "cost_category", { name: "Salaries", kind: "host" });
    const made = await insert(boss, "cost_item", { day: "2026-02-28", cost_category_id: category.id, name: "Maya", amount: 999_999_999_999, currency: "USD" });
    expect(made).toMatchObject({ amount: 999_999_999_999, live_session_id: null, share_by: "none" });
    expect(await codeOf(boss.client.from("cost_item").insert({ day: "2026-02-28", name: "x", amount: 1, currency: "USD" }))).toBe("23502");
    expect(await codeOf(boss.client.from("cost_item").insert({ day: "2026-02-28", name: "x", amount: 1.5, currency: "USD", cost_category_id: category.id }))).toBe("22P02");
    expect(await codeOf(boss.client.from("cost_category").delete().eq("id", category.id))).toBe("23503");
    const changed = await dataOf(boss.client.from("cost_item").update({ amount: -3 }).eq("id", made.id).select().single());
    expect(changed).toMatchObject({ amount: -3, version: 2 });
    expect((await boss.client.from("cost_item").delete().eq("id", made.id)).error).toBeNull();
  });

  it("of one show are not shared among shows", async () => {
    const category = await insert(boss, "cost_category", { name: "Props" });
    const show = await insert(boss, "live_session", { title: "S", day: "2026-02-01", platform: "tiktok", currency: "USD" });
    const { error } = await boss.client.from("cost_item").insert({
      day: "2026-02-01", cost_category_id: category.id, name: "x", amount: 1, currency: "USD", live_session_id: show.id, share_by: "gmv",
    });
    expect(error).toMatchObject({ code: "23514" });
  });

  it("are nobody's who has no grant for finance", async () => {
    const helper = await invite(server, boss, { sales: 3, live: 3 });
    expect(await codeOf(helper.client.from("cost_item").select())).toBe("42501");
    expect(await codeOf(helper.client.rpc("finance_month", { month: "2026-05" }))).toBe("42501");
    const viewer = await invite(server, boss, { finance: 1 });
    expect(await codeOf(viewer.client.rpc("finance_close_month", { month: "2020-01" }))).toBe("42501");
    expect(await codeOf(viewer.client.rpc("finance_shows", { month: "2020-01" }))).toBe("42501");
  });
});

describe("a month", () => {
  it("equals what an own recomputation of its rows says, in each currency", async () => {
    const person = await signUp(server);
    const { rent, ads } = await openBooks(person);
    await insert(person, "cost_budget", { month: "2026-05-01", cost_category_id: rent.id, amount: 90000, currency: "USD" });
    const { sums, is_closed } = await monthOf(person, "2026-05");
    expect(is_closed).toBe(false);
    const usd = sums.find((sum) => sum.currency === "USD");
    const gmv = 2 * 10000 + 9001 + 30000 + 4000, goods = 2 * 6000 + 2500, others = 100001 + 2500 - 500;
    expect(usd).toMatchObject({ gmv, units: 3 + 3 + 1, goods_cost: goods, show_cost: 5000, other_cost: others, profit: gmv - goods - 5000 - others });
    expect(usd?.categories).toEqual([
      { cost_category_id: ads.id, name: "Ads", kind: "ads", amount: 2000, budget: null },
      { cost_category_id: rent.id, name: "Rent", kind: "premises", amount: 100001, budget: 90000 },
    ]);
    expect(sums.find((sum) => sum.currency === "CNY")).toMatchObject({ gmv: 0, other_cost: 800, profit: -800, margin: null });
    expect((await monthOf(person, "2026-06")).sums).toMatchObject([{ gmv: 99999, other_cost: 7 }]);
    expect((await monthOf(person, "1999-01")).sums).toEqual([]);
  });

  it("begins and ends at midnight of the team's time zone", async () => {
    const person = await signUp(server);
    await dataOf(person.client.from("workspace").update({ time_zone: "Asia/Shanghai" }).not("id", "is", null).select());
    const sale = { brand: "N", shoe_type: "D", currency: "CNY" };
    await dataOf(person.client.from("sale").insert([
      { ...sale, sold_at: "2026-04-30T15:59:59Z", price: 1 }, { ...sale, sold_at: "2026-04-30T16:00:00Z", price: 10 },
      { ...sale, sold_at: "2026-05-31T15:59:59Z", price: 100 }, { ...sale, sold_at: "2026-05-31T16:00:00Z", price: 1000 },
    ]).select());
    expect((await monthOf(person, "2026-05")).sums).toMatchObject([{ currency: "CNY", gmv: 110 }]);
  });

  it("is named as 2026-06, anything else is refused by the field", async () => {
    for (const month of ["2026-13", "2026-6x", "0000-01", "2026/06"]) {
      const { error } = await boss.client.rpc("finance_month", { month });
      expect(error, month).toMatchObject({ code: "22007" });
    }
    expect(await codeOf(boss.client.rpc("finance_month", { month: "2026-06-01" }))).toBe("22001");
  });

  it("shows what was earned only to who may see sales and shows", async () => {
    const person = await signUp(server);
    await openBooks(person);
    const keeper = await invite(server, person, { finance: 1 });
    const { sums } = await monthOf(keeper, "2026-05");
    const usd = sums.find((sum) => sum.currency === "USD");
    expect(usd).toMatchObject({ other_cost: 102001, gmv: null, profit: null, margin: null, goods_cost: null });
  });

  it("shares costs among its shows to the last unit, by the rule of each", async () => {
    const person = await signUp(server);
    const { rent, ads, show, late } = await openBooks(person);
    await insert(person, "cost_item", { day: "2026-05-02", cost_category_id: rent.id, name: "Studio", amount: 1001, currency: "USD", share_by: "hours" });
    await insert(person, "cost_item", { day: "2026-05-02", cost_category_id: ads.id, name: "Bags", amount: 7, currency: "USD", share_by: "units" });
    const rows = (await dataOf(person.client.rpc("finance_shows", { month: "2026-05" }))) as Row[];
    const of = (id: string | null) => rows.find((row) => row["live_session_id"] === id);
    // 100,001 by GMV 29,001 : 30,000; 1,001 by 120 : 180 minutes; 7 by 3 : 3 pieces.
    const first = Math.floor((100_001 * 29_001) / 59_001), rest = (100_001 * 29_001) % 59_001;
    const byGmv = first + (rest > (100_001 * 30_000) % 59_001 ? 1 : 0);
    expect(of(show.id)).toMatchObject({ gmv: 29001, minutes: 120, cost: 17000, direct_cost: 2500, shared_cost: byGmv + 400 + 4 });
    expect(of(late.id)).toMatchObject({ gmv: 30000, minutes: 180, cost: 0, direct_cost: 0, shared_cost: 100_001 - byGmv + 601 + 3 });
    expect(of(null)).toMatchObject({ gmv: 4000, shared_cost: 0, profit: 1500 });
    for (const row of rows)
      expect(row["profit"]).toBe(["cost", "direct_cost", "shared_cost"].reduce((left, name) => left - (row[name] as number), row["gmv"] as number));
  });
});

describe("closing a month", () => {
  it("holds fast all that its figures come from, however one writes", async () => {
    const person = await signUp(server);
    const { rent, show, late } = await openBooks(person);
    const colleague = await invite(server, person, { sales: 3, live: 3 }); // sees nothing of finance
    const atMidnight = ["2026-05-31T23:30:00Z", "2026-06-01T00:30:00Z", "2026-07-01T23:30:00Z"];
    await dataOf(person.client.from("sale").insert(atMidnight.map((sold_at, i) => ({ sold_at, brand: "Edge", shoe_type: "x", price: 70_000 + i, currency: "USD" }))).select("id"));
    const before = await monthOf(person, "2026-05");
    const closed = (await dataOf(person.client.rpc("finance_close_month", { month: "2026-05", note: "checked" }))) as Month;
    expect(closed).toEqual({ ...before, is_closed: true });
    const [item] = (await dataOf(person.client.from("cost_item").select("id").eq("name", "May"))) as Row[];
    const [sale] = (await dataOf(person.client.from("sale").select("id").eq("price", 4000))) as Row[];
    const [june] = (await dataOf(person.client.from("sale").select("id").eq("price", 99999))) as Row[];
    const newSale = { brand: "Nike", shoe_type: "Dunk", price: 1, currency: "USD" };
    const cost = { cost_category_id: rent.id, name: "x", amount: 1, currency: "USD" };
    const { client } = colleague;
    const tries: [string, PromiseLike<{ error: { code?: string } | null }>][] = [
      ["a cost more", person.client.from("cost_item").insert({ ...cost, day: "2026-05-31" })],
      ["many costs", person.client.from("cost_item").insert([{ ...cost, day: "2026-07-01" }, { ...cost, day: "2026-05-01" }])],
      ["a cost changed", person.client.from("cost_item").update({ note: "x" }).eq("id", item!.id)],
      ["a cost moved out", person.client.from("cost_item").update({ day: "2026-06-01" }).eq("id", item!.id)],
      ["costs moved in", person.client.from("cost_item").update({ day: "2026-05-02" }).eq("name", "June")],
      ["a cost merged", person.client.from("cost_item").upsert({ ...cost, id: item!.id, day: "2026-06-01" })],
      ["a cost deleted", person.client.from("cost_item").delete().eq("id", item!.id)],
      ["a cost of its show in another month", person.client.from("cost_item").insert({ ...cost, day: "2026-06-05", live_session_id: show.id })],
      ["a show changed", client.from("live_session").update({ gmv: 1 }).eq("id", show.id)],
      ["a show moved out", client.from("live_session").update({ day: "2026-06-01" }).eq("id", late.id)],
      ["a show deleted", client.from("live_session").delete().eq("id", late.id)],
      ["a show more", client.from("live_session").insert({ title: "x", day: "2026-05-09", platform: "tiktok", currency: "USD" })],
      ["a sale more", client.from("sale").insert({ ...newSale, sold_at: "2026-05-20T12:00:00Z" })],
      ["a sale of its show on another day", client.from("sale").insert({ ...newSale, sold_at: "2026-06-20T12:00:00Z", live_session_id: show.id })],
      ["a sale changed", client.from("sale").update({ price: 1 }).eq("id", sale!.id)],
      ["a sale moved into its show", client.from("sale").update({ live_session_id: show.id }).eq("id", june!.id)],
      ["a sale deleted", client.from("sale").delete().eq("id", sale!.id)],
      ["the lock itself", person.client.from("record_lock").delete().eq("month", "2026-05-01")],
    ];
    for (const [what, reply] of tries) expect(await codeOf(reply), what).toBe(what === "the lock itself" ? "42501" : "55006");
    // Nor does the kind of its costs; a category may be called otherwise.
    expect(await codeOf(person.client.from("cost_category").update({ kind: "ads" }).eq("id", rent.id))).toBe("55006");
    expect(await codeOf(person.client.from("cost_category").upsert({ id: rent.id, name: "Rent", kind: "ads" }))).toBe("55006");
    await dataOf(person.client.from("cost_category").update({ kind: "premises", is_active: true }).eq("id", rent.id).select());
    const idle = await insert(person, "cost_category", { name: "Idle", kind: "ads" });
    await dataOf(person.client.from("cost_category").update({ kind: "platform" }).eq("id", idle.id).select());
    expect(await monthOf(person, "2026-05")).toEqual(closed);
    // Nor does another time zone move a day in or out.
    const days = async () => (await dataOf(person.client.from("sale").select("price,day").gte("price", 70_000).order("price"))) as { price: number; day: string }[];
    const { time_zone } = (await dataOf(person.client.from("workspace").select("time_zone").single())) as { time_zone: string };
    for (const zone of ["Asia/Shanghai", "America/Los_Angeles", time_zone]) {
      await dataOf(person.client.from("workspace").update({ time_zone: zone }).not("id", "is", null).select("id"));
      expect([zone, await monthOf(person, "2026-05")]).toEqual([zone, closed]);
      expect([zone, (await days()).map(({ day }) => day)]).toEqual([zone, ["2026-05-31", "2026-06-01", zone === "Asia/Shanghai" ? "2026-07-02" : "2026-07-01", "2026-06-02"]]);
    }
    // What does not belong to it goes on.
    await dataOf(client.from("sale").insert({ ...newSale, sold_at: "2026-06-20T12:00:00Z" }).select());
    await dataOf(person.client.from("cost_item").insert({ ...cost, day: "2026-06-30" }).select());
    expect(await codeOf(person.client.rpc("finance_close_month", { month: "2026-05" }))).toBe("55000");
  });

  it("is undone with a reason, and each closing leaves its trace and its figures", async () => {
    const person = await signUp(server);
    await openBooks(person);
    expect(await codeOf(person.client.rpc("finance_reopen_month", { month: "2026-05", reason: "x" }))).toBe("55000");
    const closed = (await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }))) as Month;
    expect(await codeOf(person.client.rpc("finance_reopen_month", { month: "2026-05" }))).toBe("23502");
    const open = (await dataOf(person.client.rpc("finance_reopen_month", { month: "2026-05", reason: "a bill came late" }))) as Month;
    expect(open.is_closed).toBe(false);
    await dataOf(person.client.from("sale").insert({ brand: "N", shoe_type: "D", price: 5, currency: "USD", sold_at: "2026-05-20T12:00:00Z" }).select());
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }));
    const trace = (await dataOf(person.client.from("month_close").select().order("closed_at"))) as Row[];
    expect(trace).toHaveLength(2);
    expect(trace[0]).toMatchObject({ month: "2026-05-01", reason: "a bill came late", figures: closed.sums });
    expect(trace[0]?.["reopened_at"]).not.toBeNull();
    expect(trace[1]).toMatchObject({ reopened_at: null, reason: null });
    expect(trace[1]?.["figures"]).not.toEqual(closed.sums);
    // With its figures from the first moment: a server that is killed leaves no month closed without.
    expect(trace[1]).toMatchObject({ version: 1 });
    const audit = (await dataOf(person.client.from("audit_event").select("action").like("action", "month_%").order("number"))) as { action: string }[];
    expect(audit.map((event) => event.action)).toEqual(["month_close", "month_reopen", "month_close"]);
  });

  it("ends an import's way back, until the month is open again", async () => {
    const person = await signUp(server);
    const headers = { Authorization: `Bearer ${(await person.client.auth.getSession()).data.session?.access_token ?? ""}`, "Content-Type": "application/octet-stream" };
    const sent = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=may.csv`, {
      method: "POST", headers, body: "Order time,Brand,Model,Price (USD),Order ID\n2026-05-03 12:00,Nike,Dunk,100,A-1\n2026-06-03 12:00,Nike,Dunk,100,A-2\n",
    });
    const file = (await sent.json()) as { id: string; mapping: object; options: object };
    const plan = { id: file.id, mapping: file.mapping, options: file.options };
    await dataOf(person.client.rpc("import_run", plan));
    for (let i = 0; i < 200; i++) {
      const run = await dataOf(person.client.from("import_run").select("status").eq("id", file.id).single());
      if ((run as { status: string }).status !== "running") break;
      await new Promise((done) => setTimeout(done, 50));
    }
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }));
    expect(await codeOf(person.client.rpc("import_undo", { id: file.id }))).toBe("55006");
    expect(await dataOf(person.client.from("sale").select("id"))).toHaveLength(2);
    await dataOf(person.client.rpc("finance_reopen_month", { month: "2026-05", reason: "wrong file" }));
    expect(await codeOf(person.client.rpc("import_undo", { id: file.id }))).toBeUndefined();
    expect(await dataOf(person.client.from("sale").select("id"))).toEqual([]);
  });

  // Rows are read and locked by the batch of 500: faults of a later batch are told as those of the first.
  it("keeps an import's rows of it out, told row by row, and lets the others in", async () => {
    const person = await signUp(server);
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }));
    const may = [100, 101, 700];
    const wrong = [20, 1100];
    const line = (i: number) => `2026-0${may.includes(i) ? 5 : 6}-03 12:00,Nike,Dunk,${wrong.includes(i) ? "cheap" : i},A-${i}`;
    const body = ["Order time,Brand,Model,Price (USD),Order ID", ...Array.from({ length: 1200 }, (_, i) => line(i + 2))].join("\n");
    const headers = { Authorization: `Bearer ${(await person.client.auth.getSession()).data.session?.access_token ?? ""}`, "Content-Type": "application/octet-stream" };
    const sent = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=may.csv`, { method: "POST", headers, body });
    const { id, mapping, options } = (await sent.json()) as { id: string; mapping: object; options: object };
    await dataOf(person.client.rpc("import_run", { id, mapping, options }));
    const read = async () => (await dataOf(person.client.from("import_run").select().eq("id", id).single())) as Row & { errors: { row: number; message: string }[] };
    await expect.poll(async () => (await read())["status"], { timeout: 60_000 }).not.toBe("running");
    const run = await read();
    expect(run).toMatchObject({ status: "done", rows_done: 1195, rows_failed: 5, rows_skipped: 0 });
    expect(run.errors.map(({ row }) => row)).toEqual([20, 100, 101, 700, 1100]);
    for (const { row, message } of run.errors) if (may.includes(row)) expect(message).toContain("closed");
    const page = async (from: number) => (await dataOf(person.client.from("sale").select("price").order("price").range(from, from + 999))) as { price: number }[];
    const sold = [...(await page(0)), ...(await page(1000))];
    const rest = Array.from({ length: 1200 }, (_, i) => i + 2).filter((i) => !may.includes(i) && !wrong.includes(i));
    expect(sold.map(({ price }) => price)).toEqual(rest.map((i) => i * 100));
    expect(await dataOf(person.client.rpc("import_undo", { id }))).toMatchObject({ deleted: 1195, kept: 0 });
  });

  it("is another workspace's affair in no way", async () => {
    const one = await signUp(server), other = await signUp(server);
    await dataOf(one.client.rpc("finance_close_month", { month: "2026-05" }));
    await openBooks(other);
    expect((await monthOf(other, "2026-05")).is_closed).toBe(false);
    expect(await dataOf(other.client.from("record_lock").select())).toEqual([]);
  });
});

describe("recurring costs", () => {
  it("are booked once a month on their day, the last day when there is none, and stay away when deleted", async () => {
    const person = await signUp(server);
    const rent = await insert(person, "cost_category", { name: "Rent" });
    const year = new Date().getUTCFullYear() - 1; // whole months of a past year
    await insert(person, "recurring_cost", {
      name: "Studio", cost_category_id: rent.id, currency: "USD", amount: 1200, day_of_month: 31,
      starts_on: `${year}-01-15`, ends_on: `${year}-04-30`, share_by: "gmv",
    });
    await dataOf(person.client.rpc("finance_close_month", { month: `${year}-03` }));
    expect(await dataOf(person.client.rpc("finance_book_recurring"))).toEqual({ booked: 3 });
    const days = async () => ((await dataOf(person.client.from("cost_item").select("day,amount,share_by").order("day"))) as { day: string }[]).map((row) => row.day);
    const february = new Date(Date.UTC(year, 2, 0)).getUTCDate();
    expect(await days()).toEqual([`${year}-01-31`, `${year}-02-${february}`, `${year}-04-30`]);
    expect((await person.client.from("cost_item").delete().eq("day", `${year}-01-31`)).error).toBeNull();
    expect(await dataOf(person.client.rpc("finance_book_recurring"))).toEqual({ booked: 0 });
    expect(await days()).toHaveLength(2);
    expect(await codeOf(person.client.from("recurring_cost").update({ ends_on: `${year}-01-01` }).eq("name", "Studio"))).toBe("23514");
  });

  it("are booked by the server itself when their day has come", async () => {
    const person = await signUp(server);
    const rent = await insert(person, "cost_category", { name: "Rent" });
    const today = new Date().toISOString().slice(0, 10);
    await insert(person, "recurring_cost", { name: "Studio", cost_category_id: rent.id, currency: "USD", amount: 1200, day_of_month: 1, starts_on: today });
    await server.stop();
    const later = new Server(server.folder, server.database, { arguments: ["--clock-shift-ms", String(62 * 86_400_000)] });
    await later.start();
    try {
      const again = await signIn(later, person);
      let booked: unknown[] = [];
      for (let i = 0; i < 200 && booked.length < 2; i++) {
        booked = await dataOf(again.client.from("cost_item").select("day"));
        await new Promise((done) => setTimeout(done, 100));
      }
      expect(booked.length).toBeGreaterThanOrEqual(2);
    } finally {
      await later.stop();
      await server.start();
    }
  });
});

describe("limits", () => {
  const CURRENCIES = ["AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "KWD", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "USD", "ZAR"];

  // LIMIT_FINANCE_CURRENCIES
  it("32 currencies in a month are closed, the 33rd is told before anything is held fast", async () => {
    const person = await signUp(server);
    const rent = await insert(person, "cost_category", { name: "Rent" });
    const cost = (currency: string) => ({ day: "2026-05-01", cost_category_id: rent.id, name: "x", amount: 1, currency });
    await dataOf(person.client.from("cost_item").insert(CURRENCIES.slice(0, 32).map(cost)).select());
    expect((await monthOf(person, "2026-05")).sums).toHaveLength(32);
    await insert(person, "cost_item", cost("ZAR"));
    expect((await person.client.rpc("finance_month", { month: "2026-05" })).error).toMatchObject({ code: "54000", message: expect.stringContaining("32 currencies") as string });
    expect((await person.client.rpc("finance_close_month", { month: "2026-05" })).error).toMatchObject({ code: "54000" });
    expect(await dataOf(person.client.from("record_lock").select())).toEqual([]);
    expect(await dataOf(person.client.from("month_close").select())).toEqual([]);
    await dataOf(person.client.from("cost_item").delete().eq("currency", "ZAR").select());
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }));
    const [kept] = (await dataOf(person.client.from("month_close").select())) as Row[];
    expect(kept?.["figures"]).toHaveLength(32);
  });

  // LIMIT_FINANCE_FIGURES
  it("figures that are longer than a closing keeps are told before anything is held fast", async () => {
    const person = await signUp(server);
    const names = Array.from({ length: 1200 }, (_, number) => ({ name: `${String(number).padStart(4, "0")}${"分类".repeat(38)}` }));
    const categories = (await dataOf(person.client.from("cost_category").insert(names).select("id"))) as Row[];
    const costs = categories.map((category) => ({ day: "2026-05-01", cost_category_id: category.id, name: "x", amount: 1, currency: "USD" }));
    await dataOf(person.client.from("cost_item").insert(costs).select("id"));
    const size = () => monthOf(person, "2026-05").then(({ sums }) => new TextEncoder().encode(JSON.stringify(sums)).length);
    const most = 256 * 1024;
    expect(await size()).toBeGreaterThan(most);
    expect((await person.client.rpc("finance_close_month", { month: "2026-05" })).error).toMatchObject({ code: "54000" });
    expect(await dataOf(person.client.from("record_lock").select())).toEqual([]);
    // One category less at a time, until it fits: as many as fit are kept.
    const each = Math.floor((await size()) / categories.length);
    const keep = Math.floor(most / each) - 1;
    await dataOf(person.client.from("cost_item").delete().in("cost_category_id", categories.slice(keep, keep + 100).map((one) => one.id)).select("id"));
    for (let from = keep + 100; from < categories.length; from += 100)
      await dataOf(person.client.from("cost_item").delete().in("cost_category_id", categories.slice(from, from + 100).map((one) => one.id)).select("id"));
    expect(await size()).toBeLessThanOrEqual(most);
    expect(await size()).toBeGreaterThan(most - 3 * each);
    const closed = (await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }))) as Month;
    expect(closed).toMatchObject({ is_closed: true });
    const [kept] = (await dataOf(person.client.from("month_close").select("figures"))) as Row[];
    expect(kept?.["figures"]).toEqual(closed.sums);
  });

  // LIMIT_MONTHS_AT_ONCE
  it("a recurring cost that begins long ago is booked 24 months at a time", async () => {
    const person = await signUp(server);
    const rent = await insert(person, "cost_category", { name: "Rent" });
    const year = new Date().getUTCFullYear() - 4;
    await insert(person, "recurring_cost", { name: "Studio", cost_category_id: rent.id, currency: "USD", amount: 1, day_of_month: 1, starts_on: `${year}-01-01`, ends_on: `${year + 2}-01-31` });
    expect(await dataOf(person.client.rpc("finance_book_recurring"))).toEqual({ booked: 24 });
    expect(await dataOf(person.client.rpc("finance_book_recurring"))).toEqual({ booked: 1 });
    expect(await dataOf(person.client.rpc("finance_book_recurring"))).toEqual({ booked: 0 });
    expect(await dataOf(person.client.from("cost_item").select("id"))).toHaveLength(25);
  });
});
