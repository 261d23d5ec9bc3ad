import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { paceOf, stepsOf, type Board } from "./board";
import { pressed } from "./Keypad";
import { ANY_PLACE, learnItems, NO_PLACE, placeFor, withStock } from "./learn";
import type { OnHandRow, RecentSale, SheetRow } from "./padData";
import { moved } from "./planData";
import { SaleQueue, saleStore, type PadEntry } from "./saleQueue";
import { shownOf } from "./PadList";

const SLOW = { timeout: 20_000 };
const SELL = "POST /rest/v1/sale";
const TAKE_BACK = "DELETE /rest/v1/sale";
const who = { account: "account-1", workspace: 7 };

const board = {
  ...{ live_session_id: "show-1", title: "Friday Night Heat", status: "live", currency: "USD" },
  ...{ as_of: "2026-11-22T12:30:00Z", starts_at: "2026-11-22T12:00:00Z", ends_at: "2026-11-22T14:00:00Z" },
  ...{ gmv: 120_000, units: 9, orders: 8, cost: 70_000, units_without_cost: 0 },
  ...{ target_gmv: 400_000, target_units: 40, gmv_due: 100_000, units_due: 10 },
  ...{ earlier_shows: 8, earlier_gmv: 90_000, earlier_units: 7, step_minutes: 5 },
  series: [
    { gmv: 20_000, units: 2, orders: 2 },
    { gmv: 100_000, units: 7, orders: 6 },
  ],
  others: [],
  last_sales: [
    {
      ...{ id: "s", sold_at: "2026-11-22T12:29:00Z", brand: "Nike", shoe_type: "Dunk", size: "42", size_system: "EU" },
      ...{ quantity: 2, currency: "USD", price: 12_900 },
    },
  ],
  items: [
    {
      ...{ id: "item-1", position: 1, brand: "Nike", shoe_type: "Dunk", product_id: "product-1" },
      ...{ product_variant_id: null, currency: "USD", target_price: 12_900, target_quantity: 6, note: null },
      ...{ on_camera_since: "2026-11-22T12:20:00Z", sold_units: 4 },
    },
    {
      ...{ id: "item-2", position: 2, brand: "Puma", shoe_type: "Suede", product_id: null },
      ...{ product_variant_id: null, currency: "USD", target_price: null, target_quantity: null, note: null },
      ...{ on_camera_since: null, sold_units: null },
    },
  ],
  stock: [
    { product_variant_id: "v41", size: "41", on_hand: 5 },
    { product_variant_id: "v42", size: "42", on_hand: 0 },
  ],
  slots: [{ host: "Maya", starts_at: "2026-11-22T12:00:00Z", ends_at: "2026-11-22T13:00:00Z" }],
} as unknown as Board;

const sheet = board.items as unknown as SheetRow[];
const onHand: OnHandRow[] = [
  { product_variant_id: "v41", size: "41", size_system: "EU", location_id: "hall", location: "Hall", on_hand: 2 },
  { product_variant_id: "v41", size: "41", size_system: "EU", location_id: "shelf", location: "Shelf", on_hand: 3 },
  { product_variant_id: "v42", size: "42", size_system: "EU", location_id: null, location: null, on_hand: 0 },
];

let show = rowOf("live_session", "show-1", {});
beforeEach(() => {
  startHttp();
  serveFrame();
  show = rowOf("live_session", "show-1", {
    ...{ title: "Friday Night Heat", day: "2026-11-22", platform: "tiktok", status: "live", currency: "USD" },
    ...{ starts_at: "2026-11-22T12:00:00Z", ends_at: null, target_gmv: 400_000, target_units: null },
  });
  serveList("live_session", () => [show]);
  serveList("show_slot", () => []);
  serveList("show_item", () =>
    sheet.map((item) => rowOf("show_item", item.id, { live_session_id: "show-1", ...item })),
  );
  serveList("product_variant", () => []);
  serve("POST /rest/v1/rpc/show_board", () => ({ body: board }));
  serve("POST /rest/v1/rpc/stock_on_hand", () => ({ body: onHand }));
});
afterEach(async () => {
  for (const { id } of await saleStore.read(who.account, who.workspace)) await saleStore.drop(id);
  await goOut();
});

test("the board says how much, whether it is on time, what is on camera and what it has in stock", SLOW, async () => {
  await comeIn();
  renderApp("/shows/show-1/live");
  const figures = await screen.findByRole("list", { name: "Figures so far" });
  expect(within(figures).getByText("$1,200.00")).toBeTruthy();
  expect(within(figures).getByText(/\$200\.00 ahead · 120%/)).toBeTruthy();
  expect(within(figures).getByText("1 behind · 90%")).toBeTruthy();
  expect(within(figures).getByText("$900.00 at this minute, median of 8 shows before")).toBeTruthy();
  const sizes = screen.getByRole("list", { name: "Stock by size" });
  expect(
    within(sizes)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(["415", "420"]);
  expect(screen.getByRole("list", { name: "Last sales" }).textContent).toContain("2 × Nike Dunk · 42$258.00");
  expect(await faultsOf()).toEqual([]);
});

test("what comes next is put on camera by a press", SLOW, async () => {
  serve("POST /rest/v1/rpc/show_on_camera", () => ({ body: { show_item_id: "item-2", on_camera_since: board.as_of } }));
  await comeIn();
  const { user } = renderApp("/shows/show-1/live");
  await user.click(await screen.findByRole("button", { name: "Put on camera" }));
  await waitFor(() =>
    expect(askedFor("POST /rest/v1/rpc/show_on_camera")[0]?.body).toEqual({
      ...{ live_session_id: "show-1", show_item_id: "item-2" },
    }),
  );
});

test("figures that cannot be read again say of when they are", SLOW, async () => {
  await comeIn();
  renderApp("/shows/show-1/live");
  await screen.findByRole("list", { name: "Figures so far" });
  const isOnline = Object.getOwnPropertyDescriptor(Navigator.prototype, "onLine");
  Object.defineProperty(Navigator.prototype, "onLine", { configurable: true, get: () => false });
  dispatchEvent(new Event("offline"));
  try {
    expect(await screen.findByText(/^Offline: figures as of/)).toBeTruthy();
    expect(screen.getAllByText("$1,200.00").length).toBeGreaterThan(0);
  } finally {
    if (isOnline) Object.defineProperty(Navigator.prototype, "onLine", isOnline);
    dispatchEvent(new Event("online"));
  }
});

test("a sale is two presses: the size, and sell; it leaves the stock where most pieces are", SLOW, async () => {
  serve(SELL, () => ({ status: 201, body: "" }));
  await comeIn();
  const { user } = renderApp("/shows/show-1/pad");
  await user.click(await screen.findByRole("button", { name: "41 5 left" }));
  await user.click(screen.getByRole("button", { name: "Sell $129.00" }));
  const list = await screen.findByRole("list", { name: "Sold here" });
  expect(await within(list).findByText("Sent")).toBeTruthy();
  expect(screen.getByText("1 sale · $129.00")).toBeTruthy();
  const [sold] = askedFor(SELL);
  expect(sold?.body).toMatchObject({
    ...{ live_session_id: "show-1", brand: "Nike", shoe_type: "Dunk", size: "41", size_system: "EU", quantity: 1 },
    ...{ currency: "USD", price: 12_900, product_id: "product-1", product_variant_id: "v41", location_id: "shelf" },
  });
  expect(sold?.headers.get("Idempotency-Key")).toBe((sold?.body as { id: string }).id);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Choose a size" }).disabled).toBe(true);
  expect(await faultsOf()).toEqual([]);
});

test("another price and several pieces: the price stays, the pieces do not; it can be taken back", SLOW, async () => {
  serve(SELL, () => ({ status: 201, body: "" }));
  serve(TAKE_BACK, () => ({ status: 204 }));
  await comeIn();
  const { user } = renderApp("/shows/show-1/pad");
  await user.click(await screen.findByRole("button", { name: /^Price each/ }));
  for (const key of ["9", "9", ".", "5"]) await user.click(screen.getByRole("button", { name: key }));
  await user.click(screen.getByRole("button", { name: "One piece more" }));
  await user.click(await screen.findByRole("button", { name: "41 5 left" }));
  await user.click(screen.getByRole("button", { name: "Sell $199.00" }));
  await waitFor(() => expect(askedFor(SELL)[0]?.body).toMatchObject({ price: 9950, quantity: 2 }));
  await user.click(await screen.findByRole("button", { name: "41 5 left" }));
  expect(screen.getByRole("button", { name: "Sell $99.50" })).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Taken back")).toBeTruthy();
  expect(screen.queryByText(/^1 sale ·/)).toBeNull();
  expect(askedFor(TAKE_BACK)[0]?.params.get("id")).toBe(`eq.${(askedFor(SELL)[0]?.body as { id: string }).id}`);
});

test("a refused sale says why, is not lost, and can be sold without the stock", SLOW, async () => {
  serve(SELL, ({ body }) =>
    (body as { location_id?: string }).location_id
      ? {
          status: 409,
          body: { code: "23514", message: "Only 0 pieces are there.", details: "field: quantity", hint: null },
        }
      : { status: 201, body: "" },
  );
  await comeIn();
  const { user } = renderApp("/shows/show-1/pad");
  await user.click(await screen.findByRole("button", { name: "41 5 left" }));
  await user.click(screen.getByRole("button", { name: "Sell $129.00" }));
  expect(await screen.findByText("Only 0 pieces are there.")).toBeTruthy();
  expect(await saleStore.read(who.account, who.workspace)).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Sell, not from stock" }));
  expect(await screen.findByText("Sent")).toBeTruthy();
  const [first, second] = askedFor(SELL).map(({ body }) => body as { id: string; product_variant_id: string });
  expect([second?.product_variant_id, second?.id === first?.id]).toEqual(["v41", false]);
  await waitFor(async () => expect(await saleStore.read(who.account, who.workspace)).toEqual([]));
});

const sale = {
  ...{ live_session_id: "show-1", sold_at: "2026-11-22T12:00:00Z", brand: "Nike", shoe_type: "Dunk" },
  ...{ quantity: 1, currency: "USD", price: 100 },
};

test("without a line sales wait; one that was never sent is just forgotten, one that may have been is deleted after", async () => {
  let told: readonly PadEntry[] = [];
  let isDown = true;
  const down = () => {
    if (isDown) throw new TypeError("no network");
  };
  serve(SELL, () => (down(), { status: 201, body: "" }));
  serve(TAKE_BACK, () => (down(), { status: 204 }));
  const queue = new SaleQueue(who, (entries) => (told = entries));
  await queue.add(sale);
  await queue.add({ ...sale, price: 200 });
  await queue.add({ ...sale, price: 300 });
  const [first, second] = shownOf(told).reverse();
  await queue.undo(first?.sale.id ?? "");
  await queue.undo(second?.sale.id ?? "");
  expect(shownOf(told).map(({ sale: { price }, undo }) => [price, undo?.state])).toEqual([
    [300, undefined],
    [100, "queued"],
  ]);
  isDown = false;
  const later = new SaleQueue(who, (entries) => (told = entries));
  await later.load();
  expect(told.map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  const sent = askedFor(SELL)
    .slice(-2)
    .map(({ body }) => (body as { price: number }).price);
  expect(sent).toEqual([100, 300]);
  expect(askedFor(TAKE_BACK).at(-1)?.params.get("id")).toBe(`eq.${first?.sale.id ?? ""}`);
});

test("a sale that is there already counts as sent", async () => {
  let told: readonly PadEntry[] = [];
  serve(SELL, () => ({
    status: 409,
    body: { code: "23505", message: "There is one already.", details: null, hint: null },
  }));
  const queue = new SaleQueue(who, (entries) => (told = entries));
  await queue.add(sale);
  expect(told.map(({ state }) => state)).toEqual(["sent"]);
});

test("a sale whose first attempt is still at work waits for it", async () => {
  let told: readonly PadEntry[] = [];
  let isBusy = true;
  const busy = {
    code: "P0001",
    message: "The first request has not ended.",
    details: "field: Idempotency-Key",
    hint: null,
  };
  serve(SELL, () => (isBusy ? { status: 409, body: busy } : { status: 201, body: "" }));
  const queue = new SaleQueue(who, (entries) => (told = entries));
  await queue.add(sale);
  expect(told.map(({ state }) => state)).toEqual(["queued"]);
  isBusy = false;
  await queue.flush();
  expect(told.map(({ state }) => state)).toEqual(["sent"]);
});

test("the plan is put in order by buttons, and an item is added at its end", SLOW, async () => {
  serve("POST /rest/v1/rpc/show_order", () => ({ status: 204 }));
  serve("POST /rest/v1/show_item", ({ body }) => ({
    status: 201,
    body: { ...(body as object), id: "item-3", version: 1 },
  }));
  await comeIn();
  const { user } = renderApp("/shows/show-1/plan");
  await user.click(await screen.findByRole("button", { name: "Move Puma Suede up" }));
  await waitFor(() =>
    expect(askedFor("POST /rest/v1/rpc/show_order")[0]?.body).toEqual({
      ...{ live_session_id: "show-1", items: ["item-2", "item-1"] },
    }),
  );
  expect(await faultsOf()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Add item" }));
  const dialog = await screen.findByRole("dialog", { name: "Add item" });
  await user.type(within(dialog).getByLabelText(/^Brand/), "Adidas");
  await user.type(within(dialog).getByLabelText(/^Shoe type/), "Samba");
  await user.type(within(dialog).getByLabelText(/^Target price/), "89");
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(askedFor("POST /rest/v1/show_item")[0]?.body).toMatchObject({
      ...{ live_session_id: "show-1", position: 3, brand: "Adidas", shoe_type: "Samba", target_price: 8900 },
    }),
  );
});

test("who has no grant for shows or sales sees neither board nor pad", async () => {
  await comeIn({ app_role: "member", grants: { sales: 3, warehouse: 3 } });
  renderApp("/shows/show-1/live");
  expect(await screen.findByText(/no access/i)).toBeTruthy();
  expect(askedFor("POST /rest/v1/rpc/show_board")).toEqual([]);
});

test("chips: the run sheet in its order, then what sold lately with its last price and sizes", () => {
  const one = { live_session_id: "show-0", size_system: "EU" as const, product_id: null, currency: "USD" };
  const sales: RecentSale[] = [
    { ...one, brand: "Asics", shoe_type: "Gel", size: "10", price: 700 },
    { ...one, brand: "Asics", shoe_type: "Gel", size: "8 1/2", price: 650 },
    { ...one, brand: "Nike", shoe_type: "Dunk", size: "42", price: 999 },
    { ...one, live_session_id: "show-1", brand: "Nike", shoe_type: "Dunk", size: "41", price: 888 },
  ];
  const items = learnItems({ sheet, sales, currency: "USD", show: "show-1" });
  expect(items.map(({ brand, price, sizes }) => [brand, price, sizes.map(({ size }) => size)])).toEqual([
    ["Nike", 888, ["41", "42"]],
    ["Puma", null, []],
    ["Asics", 700, ["8 1/2", "10"]],
  ]);
  expect(learnItems({ sheet, sales, currency: "CNY", show: "show-1" })[0]?.price).toBe(null);
  const stocked = withStock(items[0] as never, onHand).sizes;
  expect(stocked.map(({ size, onHand: left }) => [size, left])).toEqual([
    ["41", 5],
    ["42", 0],
  ]);
  const [size, empty] = stocked;
  expect([placeFor(size ?? null, ANY_PLACE), placeFor(size ?? null, "hall"), placeFor(size ?? null, NO_PLACE)]).toEqual(
    ["shelf", "hall", null],
  );
  expect([placeFor(empty ?? null, ANY_PLACE), placeFor(null, "hall")]).toEqual([null, null]);
});

test("the pad offers all of a long run sheet, and what sold lately while there is room", () => {
  const sheet = Array.from(
    { length: 45 },
    (_, at) => ({ id: `row-${at}`, brand: "Nike", shoe_type: `${at}` }) as SheetRow,
  );
  const sales = ["Puma", "Asics"].map((brand) => ({ brand, shoe_type: "One", size: null }) as RecentSale);
  const offered = (rows: readonly SheetRow[]) => learnItems({ sheet: rows, sales, currency: "USD", show: "show-1" });
  expect(offered(sheet).map((item) => item.sheet)).toEqual(sheet.map(({ id }) => id));
  expect(offered(sheet.slice(0, 39)).map((item) => item.brand)).toEqual([...Array<string>(39).fill("Nike"), "Puma"]);
});

test("digits make a price of the currency, and rows move by one", () => {
  const typed = (keys: string, decimals: number) => [...keys].reduce((text, key) => pressed(text, key, decimals), "");
  expect([typed("1299", 2), typed("12.999", 2), typed(".5", 2), typed("007", 2), typed("1.5", 0)]).toEqual([
    "1299",
    "12.99",
    "0.5",
    "7",
    "15",
  ]);
  expect(pressed("12", "back", 2)).toBe("1");
  expect([moved([1, 2, 3], 2, 0), moved([1, 2, 3], 0, 1)]).toEqual([
    [3, 1, 2],
    [2, 1, 3],
  ]);
});

test("pace is what is there against what is due, and the line adds up", () => {
  expect([paceOf(5, 0), paceOf(90, 100), paceOf(3, 2)]).toEqual([
    { share: null, ahead: 5 },
    { share: 90, ahead: -10 },
    { share: 150, ahead: 1 },
  ]);
  expect(stepsOf(board)).toEqual([
    { minute: 5, total: 20_000, due: 16_667 },
    { minute: 10, total: 120_000, due: 33_333 },
  ]);
  expect(stepsOf({ ...board, ends_at: null })[0]?.due).toBe(null);
});
