import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { lastDayOf, monthFrom, sumsInOrder, type MonthSum } from "./month";

const rent = { cost_category_id: "c1", name: "Rent", kind: "premises", amount: 100_000, budget: 90_000 };
const ads = { cost_category_id: "c2", name: "Ads", kind: "ads", amount: 20_000, budget: 50_000 };
const sum: MonthSum = {
  currency: "USD",
  gmv: 500_000,
  units: 40,
  refunds: 0,
  goods_cost: 210_000,
  show_cost: 30_000,
  other_cost: 120_000,
  profit: 140_000,
  margin: 2800,
  units_without_cost: 0,
  categories: [ads, rent],
};
const show = {
  live_session_id: "show-1",
  title: "Friday Night Heat",
  day: "2026-05-08",
  currency: "USD",
  gmv: 500_000,
  units: 40,
  minutes: 120,
  cost: 240_000,
  direct_cost: 20_000,
  shared_cost: 100_000,
  profit: 140_000,
  margin: 2800,
};

let isClosed = false;

function serveMonth(sums: readonly MonthSum[]) {
  const answer = ({ body }: { body: unknown }) => ({
    body: { month: (body as { month: string }).month, is_closed: isClosed, sums: sums as never },
  });
  serve("POST /rest/v1/rpc/finance_month", answer);
  serve("POST /rest/v1/rpc/finance_shows", () => ({ body: [show] }));
  serve("POST /rest/v1/rpc/finance_close_month", (asked) => {
    isClosed = true;
    return answer(asked);
  });
  serve("POST /rest/v1/rpc/finance_reopen_month", (asked) => {
    isClosed = false;
    return answer(asked);
  });
}

beforeEach(() => {
  isClosed = false;
  startHttp();
  serveFrame();
});
afterEach(goOut);

test("months follow each other over the year, and know their last day", () => {
  expect([monthFrom("2026-01", -1), monthFrom("2026-12", 1), monthFrom("2026-06", 0)]).toEqual([
    "2025-12",
    "2027-01",
    "2026-06",
  ]);
  expect([lastDayOf("2024-02"), lastDayOf("2026-02"), lastDayOf("2026-12")]).toEqual([
    "2024-02-29",
    "2026-02-28",
    "2026-12-31",
  ]);
  const others = [{ ...sum, currency: "EUR", gmv: 1 }, { ...sum, currency: "CNY", gmv: 9 }, sum];
  expect(sumsInOrder(others, "EUR").map((one) => one.currency)).toEqual(["EUR", "USD", "CNY"]);
});

test("a month adds up from GMV to profit, with budgets and shows", async () => {
  serveMonth([sum]);
  await comeIn();
  renderApp("/finance?month=2026-05");
  expect(await screen.findByText("May 2026")).toBeTruthy();
  const statement = await screen.findByRole("region", { name: "From GMV to profit" });
  expect(within(statement).getByText("$1,400.00")).toBeTruthy();
  expect(within(statement).getByText("-$1,200.00")).toBeTruthy();
  expect(screen.getByText("$100.00 over the budget of $900.00")).toBeTruthy();
  expect(screen.getByText("$300.00 left of $500.00")).toBeTruthy();
  const link = screen.getByRole("link", { name: "Rent" }).getAttribute("href") ?? "";
  expect(decodeURIComponent(link)).toBe(
    "/records/cost_item?where=cost_category_id.eq.c1&where=day.gte.2026-05-01&where=day.lte.2026-05-31",
  );
  expect(await screen.findByRole("link", { name: "Friday Night Heat" })).toBeTruthy();
  expect(await faultsOf()).toEqual([]);
});

test("a month is closed, and opened again only with a reason", async () => {
  serveMonth([sum]);
  await comeIn();
  const { user } = renderApp("/finance?month=2026-05");
  await user.click(await screen.findByRole("button", { name: "Close the month" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Close the month" }));
  expect(await screen.findByText("Closed")).toBeTruthy();
  expect(askedFor("POST /rest/v1/rpc/finance_close_month").map(({ body }) => body)).toEqual([
    { month: "2026-05", note: null },
  ]);

  await user.click(await screen.findByRole("button", { name: "Re-open" }));
  const again = await screen.findByRole("dialog");
  const submit = within(again).getByRole("button", { name: "Re-open" });
  expect((submit as HTMLButtonElement).disabled).toBe(true);
  await user.type(within(again).getByRole("textbox", { name: /Reason/ }), "a late bill");
  await user.click(submit);
  await waitFor(() => expect(screen.queryByText("Closed")).toBeNull());
  expect(askedFor("POST /rest/v1/rpc/finance_reopen_month").map(({ body }) => body)).toEqual([
    { month: "2026-05", reason: "a late bill" },
  ]);
});

test("who sees no sales sees the costs, and cannot close", async () => {
  serveMonth([
    {
      ...sum,
      gmv: null,
      units: null,
      goods_cost: null,
      show_cost: null,
      profit: null,
      margin: null,
      units_without_cost: null,
    },
  ]);
  await comeIn({ app_role: "member", grants: { finance: 3 } });
  renderApp("/finance?month=2026-05");
  expect(await screen.findByText("What was sold is shown to who may see sales and shows.")).toBeTruthy();
  expect(screen.queryByText("Profit")).toBeNull();
  expect(screen.queryByRole("button", { name: "Close the month" })).toBeNull();
  expect(askedFor("POST /rest/v1/rpc/finance_shows")).toEqual([]);
});

test("who has no grant for finance is told so", async () => {
  serveMonth([sum]);
  await comeIn({ app_role: "member", grants: { sales: 3 } });
  renderApp("/finance");
  expect(await screen.findByText("You have no access to Finance")).toBeTruthy();
});

test("a host who is only a name is paid by no rule, which the page says and a press mends", async () => {
  const sums = { ...sum, platform_fee: 0, host_pay: 0, ads: 0, shared_cost: 0, returned_units: 0, currency: "USD" };
  let host: string | null = "Maya";
  serve("POST /rest/v1/rpc/show_result", () => ({
    body: {
      ...{ live_session_id: "show-1", currency: "USD", is_closed: false, unlinked_host: host },
      ...{ starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T20:00:00Z", fee_source: "none", pay_source: "none" },
      ...{ fees: [], pay: [], sums: [sums], minutes: [], slots: [], products: [] },
    },
  }));
  serve("POST /rest/v1/rpc/show_closeout", () => ({
    status: 403,
    body: { code: "42501", message: "No.", details: null, hint: null },
  }));
  serve("GET /rest/v1/live_session", () => ({ body: rowOf("live_session", "show-1", { title: "Friday" }) }));
  serve("POST /rest/v1/rpc/show_host_link", () => {
    host = null;
    return { body: { show_slot_id: "s", host_id: "h", host: "Maya", is_new: true } };
  });
  await comeIn();
  const { user } = renderApp("/shows/show-1/money");
  expect(await screen.findByText("Maya is only a name on this show: no pay rule counts.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Maya hosted all of it" }));
  expect(await screen.findByText("Maya hosts this show now.")).toBeTruthy();
  await waitFor(() => expect(screen.queryByText(/only a name/)).toBeNull());
  expect(askedFor("POST /rest/v1/rpc/show_host_link")[0]?.body).toEqual({ live_session_id: "show-1" });
});
