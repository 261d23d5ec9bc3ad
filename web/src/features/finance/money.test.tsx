import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { growthOf, type CloseOut, type Result, type Sums } from "./show";

const SLOW = { timeout: 60_000 };
const PAGE = "/shows/show-1/money";
const EXPLAIN = "POST /rest/v1/show_explanation";
const CLOSE = "POST /rest/v1/rpc/show_close_out";
const REOPEN = "POST /rest/v1/rpc/show_reopen";
const BOOK = "POST /rest/v1/rpc/show_book_costs";

const nothing: Sums = {
  ...{ gmv: 0, refunds: 0, goods_cost: 0, platform_fee: 0, host_pay: 0, ads: 0, other_cost: 0, show_cost: 0 },
  ...{ shared_cost: 0, profit: 0, margin: null, units: 0, returned_units: 0, units_without_cost: 0 },
};
const sums: Sums = {
  ...{ ...nothing, gmv: 100_000, refunds: 10_000, goods_cost: 40_000, platform_fee: 5_000, host_pay: 8_000 },
  ...{ profit: 37_000, margin: 4111, units: 5, returned_units: 1, units_without_cost: 2 },
};
const result: Result = {
  ...{ currency: "USD", starts_at: "2026-11-13T12:00:00Z", ends_at: "2026-11-13T14:00:00Z", is_closed: false },
  ...{ fee_source: "rule", pay_source: "booked", unlinked_host: null, fees: [], pay: [] },
  sums: [
    { ...sums, currency: "USD" },
    { ...nothing, gmv: 7_700, currency: "EUR" },
  ],
  minutes: [
    { ...nothing, minute: 0, gmv: 30_000, profit: 9_000 },
    { ...nothing, minute: 2, gmv: 70_000, refunds: 10_000, profit: 28_000 },
    { ...nothing, minute: null, gmv: 500 },
  ],
  slots: [
    {
      ...sums,
      show_slot_id: "slot-1",
      host: "Maya",
      starts_at: "2026-11-13T12:00:00Z",
      ends_at: "2026-11-13T13:00:00Z",
    },
    { ...nothing, show_slot_id: null, host: null, starts_at: null, ends_at: null, gmv: 500, units: 1 },
  ],
  products: [
    { ...sums, brand: "Nike", shoe_type: "Dunk" },
    { ...nothing, brand: null, shoe_type: null },
  ],
};

const closeOut: CloseOut = {
  ...{ live_session_id: "show-1", currency: "USD", is_closed: false, payout_lines: 1, foreign_lines: 0 },
  ...{ orders: [], has_more_orders: false },
  checks: [
    { about: "sales", expected: 90_000, found: 85_000, difference: -5_000, explained: 0, open: -5_000 },
    { about: "fee", expected: 5_000, found: 5_000, difference: 0, explained: 0, open: 0 },
    { about: "cash", expected: 80_000, found: 80_000, difference: 0, explained: 0, open: 0 },
    { about: "stock", expected: 4, found: 3, difference: -1, explained: 0, open: -1 },
  ],
};

let told: CloseOut;

function serveMoney(out: CloseOut = closeOut, of: Result = result) {
  told = out;
  serve("POST /rest/v1/rpc/show_result", () => ({ body: { ...of, is_closed: told.is_closed } }));
  serve("POST /rest/v1/rpc/show_closeout", () => ({ body: told }));
}

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("live_session", () => [
    rowOf("live_session", "show-1", { title: "Friday Night Heat", day: "2026-11-13", platform: "whatnot" }),
  ]);
});
afterEach(goOut);

test("profit grows from minute to minute; what has no time is left out", () => {
  expect(growthOf(result.minutes)).toEqual([
    { minute: 0, gmv: 30_000, profit: 9_000 },
    { minute: 1, gmv: 30_000, profit: 9_000 },
    { minute: 2, gmv: 90_000, profit: 37_000 },
  ]);
  expect(growthOf([])).toEqual([]);
});

test("the money of a show adds up, says where fee and pay come from, and what has no cost", SLOW, async () => {
  serveMoney();
  await comeIn();
  renderApp(PAGE);
  expect(
    await screen.findByRole("heading", { level: 1, name: "Friday Night Heat: profit and close-out" }),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: "Friday Night Heat" }).getAttribute("href")).toBe(
    "/records/live_session/show-1",
  );
  const statement = await screen.findByRole("region", { name: "From GMV to profit" });
  const lines = [...statement.querySelectorAll("dl > div")].map(({ textContent }) => textContent);
  expect(lines).toEqual([
    "GMV$1,000.00",
    "Refunds-$100.00",
    "Goods-$400.00",
    "Platform fee (by rule)-$50.00",
    "Host pay (booked)-$80.00",
    "Profit$370.0041.1%",
  ]);
  expect(within(statement).getByText(/^2 pieces have no cost/)).toBeTruthy();
  expect(within(statement).getByText("Besides: €77.00 in another currency.")).toBeTruthy();
  const slots = screen.getByRole("list", { name: "By host and slot" });
  expect(within(slots).getByText("$900.00 sold · 4 pieces")).toBeTruthy();
  expect(within(slots).getByText("$5.00 sold · 1 piece")).toBeTruthy();
  expect(within(slots).getByText("Outside any slot")).toBeTruthy();
  expect(within(screen.getByRole("list", { name: "By product" })).getByText("Not itemised")).toBeTruthy();
  expect(await faultsOf()).toEqual([]);
});

test("costs by rule are booked by a press, once they are known", SLOW, async () => {
  serveMoney();
  serve(BOOK, () => ({ body: { booked: 2 } }));
  await comeIn();
  const { user } = renderApp(PAGE);
  await user.click(await screen.findByRole("button", { name: "Book fee and pay" }));
  expect(await screen.findByText("2 costs booked.")).toBeTruthy();
  expect(askedFor(BOOK)[0]?.body).toEqual({ live_session_id: "show-1" });
});

test("a show is closed out only when every difference has a cause", SLOW, async () => {
  serveMoney();
  serve(EXPLAIN, ({ body }) => {
    const { about } = body as { about: string };
    const checks = told.checks.map((one) => (one.about === about ? { ...one, explained: one.open, open: 0 } : one));
    told = { ...told, checks };
    return { status: 201, body: rowOf("show_explanation", `why-${about}`, {}) };
  });
  serve(CLOSE, () => {
    told = { ...told, is_closed: true };
    return { body: { id: "close-1" } };
  });
  await comeIn();
  const { user } = renderApp(PAGE);
  expect(
    await screen.findByText("2 differences are open: give each a cause, then the show can be closed."),
  ).toBeTruthy();
  const close = () => screen.getByRole<HTMLButtonElement>("button", { name: "Close the show out" });
  expect(close().disabled).toBe(true);

  await user.click(screen.getAllByRole("button", { name: "Explain" })[0] as HTMLElement);
  const why = await screen.findByRole("dialog", { name: "Why: Sales and payout" });
  await user.selectOptions(within(why).getByRole("combobox", { name: "Cause" }), "Voucher or discount");
  await user.click(within(why).getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/^1 difference is open/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Explain" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(close().disabled).toBe(false));
  expect(askedFor(EXPLAIN).map(({ body }) => body)).toMatchObject([
    { live_session_id: "show-1", about: "sales", cause: "voucher", currency: "USD", amount: -5_000, note: null },
    { about: "stock", cause: "paid_later", pieces: -1 },
  ]);

  await user.click(close());
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByRole("textbox"), "  all there ");
  await user.click(within(dialog).getByRole("button", { name: "Close the show out" }));
  expect(await screen.findByText("Closed out")).toBeTruthy();
  expect(askedFor(CLOSE)[0]?.body).toEqual({ live_session_id: "show-1", note: "all there" });
});

test("what is closed offers nothing but to be opened again, with a reason", SLOW, async () => {
  serveMoney({ ...closeOut, is_closed: true });
  serve(REOPEN, () => {
    told = { ...told, is_closed: false };
    return { body: { id: "close-1" } };
  });
  await comeIn();
  const { user } = renderApp(PAGE);
  await user.click(await screen.findByRole("button", { name: "Re-open" }));
  expect(screen.queryByRole("button", { name: "Explain" })).toBeNull();
  expect(screen.queryByText(/differences are open/)).toBeNull();
  const dialog = await screen.findByRole("dialog");
  const submit = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Re-open" });
  expect(submit.disabled).toBe(true);
  await user.type(within(dialog).getByRole("textbox", { name: /Reason/ }), "late payout");
  await user.click(submit);
  await waitFor(() => expect(screen.queryByText("Closed out")).toBeNull());
  expect(askedFor(REOPEN)[0]?.body).toEqual({ live_session_id: "show-1", reason: "late payout" });
});

test("without a payout it is said what to do; who only reads is offered nothing", SLOW, async () => {
  serveMoney({ ...closeOut, payout_lines: 0 });
  await comeIn({ app_role: "member", grants: { finance: 1, sales: 1, live: 1, warehouse: 1 } });
  renderApp(PAGE);
  expect(await screen.findByText(/^No payout yet\./)).toBeTruthy();
  for (const name of ["Explain", "Close the show out", "Book fee and pay"])
    expect(screen.queryByRole("button", { name })).toBeNull();
  expect(screen.queryByRole("link", { name: "Enter a payout" })).toBeNull();
});

test("in Chinese: the page is called as its button is, pieces have their measure word", SLOW, async () => {
  serveMoney();
  await comeIn({ language: "zh" });
  renderApp(PAGE, "zh");
  expect(await screen.findByRole("heading", { level: 1, name: "Friday Night Heat · 损益与对账" })).toBeTruthy();
  const slots = await screen.findByRole("list", { name: "按主播与时段" });
  expect(within(slots).getByText("净成交 $900.00 · 4 件")).toBeTruthy();
});

test("a result that could not be read says so, and is asked for again", SLOW, async () => {
  serveMoney();
  let isDown = true;
  serve("POST /rest/v1/rpc/show_result", () =>
    isDown ? { status: 409, body: { code: "23514", message: "Not now." } } : { body: result },
  );
  await comeIn();
  const { user } = renderApp(PAGE);
  expect(await screen.findByText("Not now.")).toBeTruthy();
  isDown = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("region", { name: "From GMV to profit" })).toBeTruthy();
});
