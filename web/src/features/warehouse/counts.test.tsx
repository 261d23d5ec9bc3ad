import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { screen as device } from "../../testing/setup";
import { comeIn, goOut } from "../../testing/who";
import { nameOfSheet, type CountRow, type Sheet } from "./counts";

const SLOW = { timeout: 60_000 };
const OPEN = "POST /rest/v1/rpc/stock_count_open";
const CLOSE = "POST /rest/v1/rpc/stock_count_close";
const DROP = "POST /rest/v1/rpc/stock_count_drop";

const sheet = (id: string, extra: Partial<Sheet> = {}) =>
  rowOf("stock_count", id, {
    ...{ state: "open", round: 1, created_by: "account-1", closed_at: null, hides_books: false },
    ...{ location: { name: "Hall" }, inbound_box: null },
    ...extra,
  } as object);
const box = { id: "box-1", supplier: "Ever Shoes", tracking_number: "SF-1" };

const row = (size: string, expected: number | null, counted: number | null): CountRow => ({
  ...{ product_id: "p", product_variant_id: `v${size}`, name: "Dunk", brand: "Nike", size, counted, expected },
  difference: counted === null || expected === null ? null : counted - expected,
  ...{ scanned_at: null, counted_at: null, is_disturbed: false, is_superseded: false },
});

let sheets: ReturnType<typeof sheet>[];
let rows: CountRow[];
beforeEach(() => {
  startHttp();
  serveFrame();
  sheets = [sheet("open-1"), sheet("done-1", { state: "closed", closed_at: "2026-11-20T10:00:00Z" })];
  rows = [row("41", 5, 5), row("42", 6, 4), row("43", 1, 2), row("44", 3, null)];
  serveList("stock_count", () => sheets);
  serveList("location", () => [rowOf("location", "hall", { name: "Hall", code: null })]);
  serve("POST /rest/v1/rpc/stock_count_report", () => ({ body: rows }));
});
afterEach(goOut);

test("a count is called by its place, or by its box and round", () => {
  expect(nameOfSheet({ location: { name: "Hall" } } as Sheet)).toBe("Hall");
  expect(nameOfSheet({ location: null, inbound_box: box, round: 2 } as Sheet)).toBe("Ever Shoes SF-1 #2");
});

test("a count is started for a place, blind if one likes, and leads to scanning", SLOW, async () => {
  serve(OPEN, () => ({ body: { id: "new-1", round: 1, is_repeated: false } }));
  await comeIn();
  const { user } = renderApp("/warehouse/counts");
  const start = await screen.findByRole<HTMLButtonElement>("button", { name: "Start" });
  expect(start.disabled).toBe(true);
  await user.click(screen.getByPlaceholderText("Choose a place"));
  await user.click(await screen.findByRole("option", { name: "Hall" }));
  await user.click(screen.getByRole("checkbox", { name: "Blind count: hide expected numbers" }));
  await user.click(start);
  await waitFor(() => expect(location.pathname + location.search).toBe("/warehouse/scan?sheet=new-1&of=place"));
  expect(askedFor(OPEN)[0]?.body).toMatchObject({ location_id: "hall", hides_books: true });
  expect((askedFor(OPEN)[0]?.body as { id: string }).id).toMatch(/^[0-9a-f-]{36}$/);
});

test("an open count goes on by one press; a box is counted on only by who counts it", SLOW, async () => {
  sheets.push(sheet("box-mine", { location: null, inbound_box: box }));
  sheets.push(sheet("box-theirs", { location: null, inbound_box: box, round: 2, created_by: "account-2" }));
  await comeIn();
  renderApp("/warehouse/counts");
  const panel = await screen.findByRole("region", { name: "Counts so far" });
  const on = within(panel).getAllByRole("link", { name: "Scan items" });
  expect(on.map((link) => link.getAttribute("href"))).toEqual([
    "/warehouse/scan?sheet=open-1&of=place",
    "/warehouse/scan?sheet=box-mine&of=box",
  ]);
  expect(within(panel).getAllByText("Being counted")).toHaveLength(3);
  expect(within(panel).getByRole("link", { name: "Ever Shoes SF-1 #2" }).getAttribute("href")).toBe(
    "/records/inbound_box/box-1",
  );
  expect(await faultsOf()).toEqual([]);
});

test("who only looks starts nothing; without a place one is told to make one", SLOW, async () => {
  serveList("location", () => []);
  await comeIn({ app_role: "member", grants: { warehouse: 1 } });
  const { unmount } = renderApp("/warehouse/counts");
  await screen.findByRole("region", { name: "Counts so far" });
  expect(screen.queryByRole("button", { name: "Start" })).toBeNull();
  expect(screen.queryByRole("link", { name: "Scan items" })).toBeNull();
  unmount();
  await comeIn();
  renderApp("/warehouse/counts");
  const link = await screen.findByRole("link", { name: "Create a place" });
  expect(link.getAttribute("href")).toBe("/records/location/new");
});

test("differences come first, with how far the count is and what it comes to", SLOW, async () => {
  await comeIn();
  renderApp("/warehouse/counts/open-1");
  expect(await screen.findByText("3 of 4 sizes counted · 2 differences, -1 in all")).toBeTruthy();
  const table = screen.getByRole("table");
  const first = [...table.querySelectorAll("tbody tr")].map((line) => line.querySelector("td")?.textContent);
  expect(first).toEqual(["Dunk · 42", "Dunk · 43", "Dunk · 41", "Dunk · 44"]);
  expect(await faultsOf()).toEqual([]);
});

test("a phone has the same figures, with when it was counted under the name", SLOW, async () => {
  device.phone = true;
  await comeIn();
  renderApp("/warehouse/counts/open-1");
  await screen.findByText("3 of 4 sizes counted · 2 differences, -1 in all");
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    ...["Product", "Counted", "Difference", "Expected"],
  ]);
  expect(screen.getAllByText("Last counted never")).toHaveLength(4);
});

test("finishing says what becomes of what was not counted, and does as it said", SLOW, async () => {
  serve(CLOSE, () => {
    sheets = [sheet("open-1", { state: "closed" })];
    return { body: { id: "open-1", lines: 3, differences: 2, missing: 2, surplus: 1, is_repeated: false } };
  });
  await comeIn();
  const { user } = renderApp("/warehouse/counts/open-1");
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const asks = await screen.findByRole("dialog");
  expect(within(asks).getByText(/1 size was not counted and stays as it is\./)).toBeTruthy();
  await user.click(within(asks).getByRole("button", { name: "Cancel" }));
  expect(askedFor(CLOSE)).toEqual([]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  await user.click(screen.getByRole("checkbox", { name: "Set what was not counted to 0" }));
  await user.click(screen.getByRole("button", { name: "Finish" }));
  const again = await screen.findByRole("dialog");
  expect(within(again).getByText(/1 size was not counted and is set to 0\./)).toBeTruthy();
  await user.click(within(again).getByRole("button", { name: "Finish" }));
  expect(await screen.findByText("3 sizes counted, 2 with a difference")).toBeTruthy();
  expect(askedFor(CLOSE)[0]?.body).toEqual({ id: "open-1", missing_is_zero: true });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Discard" })).toBeNull());
});

test("a blind count tells no numbers, and still says that the rest becomes 0", SLOW, async () => {
  sheets = [sheet("open-1", { hides_books: true })];
  rows = [row("41", null, 5), row("42", null, 4)];
  await comeIn();
  const { user } = renderApp("/warehouse/counts/open-1");
  expect(await screen.findByText("2 sizes counted")).toBeTruthy();
  await user.click(screen.getByRole("checkbox", { name: "Set what was not counted to 0" }));
  await user.click(screen.getByRole("button", { name: "Finish" }));
  expect(
    within(await screen.findByRole("dialog")).getByText(/Sizes that were not counted are set to 0\./),
  ).toBeTruthy();
});

test("a count is discarded after a question, and one is back at the list", SLOW, async () => {
  serve(DROP, () => {
    sheets = [];
    return { status: 204 };
  });
  await comeIn();
  const { user } = renderApp("/warehouse/counts/open-1");
  await user.click(await screen.findByRole("button", { name: "Discard" }));
  const asks = await screen.findByRole("dialog");
  expect(within(asks).getByText("Its scans are deleted, and nothing is booked.")).toBeTruthy();
  await user.click(within(asks).getByRole("button", { name: "Discard" }));
  expect(await screen.findByText("Nothing was counted yet")).toBeTruthy();
  expect([location.pathname, askedFor(DROP)[0]?.body]).toEqual(["/warehouse/counts", { id: "open-1" }]);
});
