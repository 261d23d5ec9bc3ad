// The month as a workbook and as a PDF: each of the API's figures stands there, as a number with its
// format or as words; what a member may not see stands in neither.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { pagesOf, wordsOf } from "../../harness/paper.ts";
import { useServer } from "../../harness/server.ts";
import { type Sheet, dayOf, readWorkbook } from "../../harness/workbook.ts";
import { make } from "./warehouse.ts";

const server = useServer();
const MONTH = "2026-05";
let boss: Person;

type Figures = Record<string, number | string | null>;
interface Month { is_closed: boolean; sums: (Figures & { categories: Figures[] })[] }

const monthOf = async (who: Person) => (await dataOf(who.client.rpc("finance_month", { month: MONTH }))) as unknown as Month;
const showsOf = async (who: Person) => (await dataOf(who.client.rpc("finance_shows", { month: MONTH }))) as unknown as Figures[];

async function file(kind: "pdf" | "xlsx", who = boss, language = "en", month = MONTH) {
  const answer = await send(server, `/rest/v1/rpc/finance_month_${kind}?month=${month}`, {
    token: await tokenOf(who), headers: { "Accept-Language": language },
  });
  expect(answer.status, answer.ok ? "" : await answer.clone().text()).toBe(200);
  expect(answer.headers.get("content-disposition")).toBe(`inline; filename="${month}.${kind}"`);
  return Buffer.from(await answer.arrayBuffer());
}

beforeAll(async () => {
  boss = await signUp(server);
  await dataOf(boss.client.from("workspace").update({ name: "熊猫球鞋 & Co" }).not("id", "is", null).select("id"));
  const rent = await make(boss, "cost_category", { name: "Rent 房租", kind: "premises" });
  const ads = await make(boss, "cost_category", { name: "Ads <抖加>", kind: "ads" });
  const show = (title: string, day: string, extra: object = {}) =>
    make(boss, "live_session", { title, day, platform: "tiktok", status: "ended", currency: "USD", starts_at: `${day}T18:00:00Z`, ends_at: `${day}T20:00:00Z`, ...extra });
  const friday = await show("Friday 周五专场", "2026-05-08", { cost: 5000 });
  await show("Late", "2026-05-31", { gmv: 3000000, items: 3, platform: "whatnot" });
  await show("晚场", "2026-05-30", { gmv: 123456, items: 7, currency: "CNY" });
  await dataOf(boss.client.from("sale").insert([
    { live_session_id: friday, sold_at: "2026-05-08T18:10:00Z", brand: "Nike", shoe_type: "Dunk", price: 10000, cost: 6000, quantity: 2, currency: "USD" },
    { live_session_id: friday, sold_at: "2026-05-08T18:20:00Z", brand: "Nike", shoe_type: "Dunk", price: 9001, currency: "USD" },
    { sold_at: "2026-05-20T12:00:00Z", brand: "Puma", shoe_type: "Suede", price: 4000, cost: 2500, currency: "USD" },
  ]).select());
  await dataOf(boss.client.from("cost_item").insert([
    { day: "2026-05-01", cost_category_id: rent, name: "May", amount: 10000001, currency: "USD", share_by: "gmv" },
    { day: "2026-05-31", cost_category_id: ads, name: "Boost", amount: 2500, currency: "USD", live_session_id: friday },
    { day: "2026-05-31", cost_category_id: ads, name: "抖加", amount: 800, currency: "CNY" },
    { day: "2026-05-31", cost_category_id: ads, name: "JPY", amount: 1500, currency: "JPY" },
  ]).select());
  await dataOf(boss.client.from("cost_budget").insert([
    { cost_category_id: rent, month: MONTH + "-01", amount: 9000000, currency: "USD" },
  ]).select());
});

const LABELS: Record<string, string> = {
  gmv: "GMV", refunds: "Refunds", goods_cost: "Cost of goods", show_cost: "Costs of shows", other_cost: "Other costs", profit: "Profit",
  margin: "Margin %", shows: "Shows", units: "Pieces sold", returned_units: "Pieces returned", orders: "Orders", units_without_cost: "Pieces without a cost",
};
const SHOW_LABELS: Record<string, string> = {
  gmv: "GMV", refunds: "Refunds", units: "Pieces", returned_units: "Returned", minutes: "Minutes", cost: "Goods, show",
  direct_cost: "Booked", shared_cost: "Shared", profit: "Profit", margin: "Margin %",
};
const COUNTS = new Set(["shows", "units", "returned_units", "orders", "units_without_cost", "minutes"]);
const digitsOf = (key: string, currency: unknown) => (COUNTS.has(key) ? 0 : key !== "margin" && currency === "JPY" ? 0 : 2);
/** What must stand in the cell: the number itself, exact. */
const scaled = (key: string, minor: number, currency: unknown) => Number((minor / 10 ** digitsOf(key, currency)).toFixed(digitsOf(key, currency)));

function numbersOf(figures: Figures): [string, number | null][] {
  return Object.entries(figures).filter((each): each is [string, number | null] => each[1] === null || typeof each[1] === "number");
}

function expectRow(row: Sheet["rows"][number] | undefined, figures: Figures, labels: Record<string, string>) {
  for (const [key, value] of numbersOf(figures)) {
    if (key === "live_session_id" || key === "day") continue;
    expect(labels, `the sheet has a column for ${key}`).toHaveProperty(key);
    const cell = row?.[labels[key] ?? ""];
    if (value === null) expect([key, cell]).toEqual([key, undefined]);
    else expect([key, cell]).toEqual([key, { value: scaled(key, value, figures["currency"]), format: COUNTS.has(key) ? "0" : "0.00" }]);
  }
}

describe("the workbook", () => {
  it("has every figure of the month as a number, by currency", async () => {
    const [sheet] = readWorkbook(await file("xlsx"));
    const { sums } = await monthOf(boss);
    expect(sums.map((sum) => sum["currency"])).toEqual(expect.arrayContaining(["USD", "CNY", "JPY"]));
    expect(sheet?.name).toBe(MONTH);
    expect(sheet?.rows.map((row) => row["Currency"]?.value)).toEqual(sums.map((sum) => sum["currency"]));
    sums.forEach((sum, i) => expectRow(sheet?.rows[i], sum, LABELS));
  });

  it("sets the budget against what was spent", async () => {
    const sheet = readWorkbook(await file("xlsx")).find(({ name }) => name === "Costs and budget");
    const { sums } = await monthOf(boss);
    const wanted = sums.flatMap((sum) => sum.categories.map((each): Figures => ({ ...each, currency: sum["currency"] ?? null })));
    expect(wanted.length).toBeGreaterThan(3);
    expect(sheet?.rows).toHaveLength(wanted.length);
    wanted.forEach((each, i) => {
      const row = sheet?.rows[i];
      expect([row?.["Currency"]?.value, row?.["Category"]?.value]).toEqual([each["currency"], each["name"]]);
      const left = each["budget"] === null ? null : Number(each["budget"]) - Number(each["amount"]);
      expectRow(row, { currency: each["currency"] ?? null, amount: each["amount"] ?? null, budget: each["budget"] ?? null, left }, { amount: "Actual", budget: "Budget", left: "Left" });
    });
    expect(wanted.some((each) => each["budget"] !== null)).toBe(true);
  });

  it("has each show on its day, with its shares", async () => {
    const sheet = readWorkbook(await file("xlsx")).find(({ name }) => name === "Shows");
    const shows = await showsOf(boss);
    expect(sheet?.rows.map((row) => row["Show"]?.value)).toEqual(shows.map((show) => show["title"]));
    shows.forEach((show, i) => {
      const day = sheet?.rows[i]?.["Date"];
      if (show["day"]) expect([dayOf(Number(day?.value)), day?.format]).toEqual([show["day"], "yyyy\\-mm\\-dd"]);
      else expect(day).toBeUndefined();
      expectRow(sheet?.rows[i], show, SHOW_LABELS);
    });
  });

  it("speaks Chinese to who reads it", async () => {
    const sheets = readWorkbook(await file("xlsx", boss, "zh"));
    expect(sheets.map(({ name }) => name)).toEqual([MONTH, "费用与预算", "场次"]);
    expect(Object.keys(sheets[0]?.rows[0] ?? {})).toEqual(expect.arrayContaining(["币种", "成交额", "利润", "利润率 %"]));
    expect(sheets[1]?.rows.map((row) => row["类别"]?.value)).not.toContain("premises");
  });
});

const words = (key: string, minor: number, currency: unknown) => {
  const digits = digitsOf(key, currency);
  const text = Math.abs(minor / 10 ** digits).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${minor < 0 ? "−" : ""}${text}${key === "margin" ? "%" : ""}`;
};

describe("the PDF", () => {
  it("has every figure of the month, its categories and its shows", async () => {
    const text = wordsOf(await file("pdf"));
    const { sums } = await monthOf(boss);
    const rows = [...sums, ...(await showsOf(boss)), ...sums.flatMap((sum) => sum.categories.map((each): Figures => ({ ...each, currency: sum["currency"] ?? null })))];
    for (const row of rows)
      for (const [key, value] of numbersOf(row)) if (value !== null) expect(text).toContain(words(key, value, row["currency"]));
    for (const name of ["熊猫球鞋 & Co", "Monthly report 2026-05", "still open", "Friday 周五专场", "晚场", "Rent 房租", "Ads <抖加>", "Costs and budget"]) expect(text).toContain(name);
    expect(pagesOf(await file("pdf"))).toMatchObject({ width: 210, height: 297 });
  });

  it("is set in Chinese", async () => {
    const text = wordsOf(await file("pdf", boss, "zh"));
    for (const word of ["月度报表 2026-05", "未结账", "成交额", "费用与预算", "各场完整损益", "合计"]) expect(text).toContain(word);
    expect(text).not.toMatch(/Profit|Margin|Budget/);
  });

  it("of an empty month says so", async () => {
    expect(wordsOf(await file("pdf", boss, "en", "2020-01"))).toContain("Nothing was booked");
    expect(readWorkbook(await file("xlsx", boss, "en", "2020-01"))[0]?.rows).toEqual([]);
  });

  it("goes on over as many pages as there are shows, with the head on each", async () => {
    const many = await signUp(server);
    await dataOf(many.client.from("live_session").insert(
      Array.from({ length: 120 }, (_, i) => ({ title: `Show ${i + 1}`, day: `2026-05-${String(1 + (i % 28)).padStart(2, "0")}`, platform: "tiktok", currency: "USD", status: "ended", gmv: 1000 + i, items: 1 })),
    ).select("id"));
    const pdf = await file("pdf", many);
    const { pages } = pagesOf(pdf);
    expect(pages).toBeGreaterThan(2);
    const text = wordsOf(pdf);
    expect(text.match(/Goods, show/g)).toHaveLength(pages);
    for (let i = 1; i <= 120; i++) expect(text).toMatch(new RegExp(`Show ${i}\\b`));
  });
});

describe("who may", () => {
  it("without sales the sheets have costs alone", async () => {
    const keeper = await invite(server, boss, { finance: 1 });
    const sheets = readWorkbook(await file("xlsx", keeper));
    expect(sheets.map(({ name }) => name)).toEqual([MONTH, "Costs and budget"]);
    (await monthOf(keeper)).sums.forEach((sum, i) => expectRow(sheets[0]?.rows[i], sum, LABELS));
    const text = wordsOf(await file("pdf", keeper));
    expect(text).toContain("100,000.01");
    expect(text).not.toMatch(/Friday|30,000\.00/);
  });

  it("nobody without finance, and nobody for a month that is none", async () => {
    const helper = await invite(server, boss, { sales: 3, live: 3 });
    for (const kind of ["pdf", "xlsx"]) {
      const ask = async (who: Person, month: string) => (await send(server, `/rest/v1/rpc/finance_month_${kind}?month=${month}`, { token: await tokenOf(who) })).status;
      expect([await ask(helper, MONTH), await ask(boss, "2026-13")]).toEqual([403, 400]);
    }
  });
});
