import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Row } from "../../api/entity";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { reportRow } from "../../testing/report";
import { screen as device } from "../../testing/setup";
import { comeIn, goOut } from "../../testing/who";
import { blocksOf } from "./review";
import { hoursInOrder } from "./hours";
import { sortShows } from "./ranking";

let show: Row;

beforeEach(() => {
  startHttp();
  serveFrame();
  show = rowOf("live_session", "show-1", {
    title: "Friday Night Heat",
    day: "2026-11-13",
    platform: "whatnot",
    host: "Maya",
    status: "ended",
    currency: "USD",
    starts_at: "2026-11-13T12:00:00Z",
    ends_at: "2026-11-13T16:00:00Z",
    review: null,
  });
  serveList("live_session", () => [show]);
  serveList("sale", () => [
    rowOf("sale", "sale-1", {
      live_session_id: "show-1",
      sold_at: "2026-11-13T13:00:00Z",
      brand: "Nike",
      shoe_type: "Dunk Low",
      size: "9",
      quantity: 1,
      currency: "USD",
      price: 13300,
    }),
  ]);
  serve("POST /rest/v1/rpc/report_summary", () => ({
    body: [reportRow({ gmv: 1_718_979, profit: 332_871, cost: 1_386_108, margin: 1936, units: 117, buyers: 106 })],
  }));
  serve("POST /rest/v1/rpc/report_sales", ({ body }) => {
    const { group } = body as { group: string };
    if (group === "hour") return { body: [reportRow({ key: "20", gmv: 50_000, units: 4 })] };
    if (group === "shoe_type")
      return {
        body: [
          reportRow({ key: "j", label: "Jordan Jordan 4", brand: "Jordan", shoe_type: "Jordan 4", gmv: 900, units: 1 }),
        ],
      };
    if (group === "size") return { body: [reportRow({ key: "US 9", label: "US 9", gmv: 900, units: 1 })] };
    return {
      body: [
        reportRow({ key: "a", label: "Dunk Night", profit: 100, margin: 3000, gmv: 900 }),
        reportRow({ key: "b", label: "Clearance", profit: -500, margin: -400, gmv: 5000 }),
      ],
    };
  });
});
afterEach(goOut);

test("a show says what it earned, when and with what, and lists its sales", async () => {
  await comeIn();
  renderApp("/records/live_session/show-1");
  const figures = await screen.findByRole("list", { name: "Figures of the show" });
  expect(await within(figures).findByText("$3,328.71")).toBeTruthy();
  expect(within(figures).getByText("$146.92")).toBeTruthy();
  expect(within(await screen.findByRole("list", { name: "Hour by hour" })).getByText("20:00")).toBeTruthy();
  expect(within(await screen.findByRole("list", { name: "What sold" })).getByText("Jordan 4")).toBeTruthy();
  expect(await screen.findByRole("table", { name: "Sales" })).toBeTruthy();
  expect(askedFor("GET /rest/v1/sale")[0]?.params.get("live_session_id")).toBe("eq.show-1");
  expect(await faultsOf()).toEqual([]);
});

test("notes are written in place", async () => {
  serve("PATCH /rest/v1/live_session", ({ body }) => {
    show = { ...show, ...(body as object), version: 2 };
    return { body: [show] };
  });
  await comeIn();
  const { user } = renderApp("/records/live_session/show-1");
  await user.click(await screen.findByRole("button", { name: "Write" }));
  await user.type(screen.getByRole("textbox", { name: "Notes" }), "More size 9.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getAllByText("More size 9.").length).toBeGreaterThan(0));
  expect(askedFor("PATCH /rest/v1/live_session")[0]?.body).toEqual({ review: "More size 9." });
});

test("a review is filled in from a template with the figures of the show, after what is written", async () => {
  serveList("review_template", () => [
    rowOf("review_template", "template-1", {
      name: "Short",
      text: "## {title}\nGMV {gmv}, {sales} sales, {nothing}, {host}, {target_gmv}",
    }),
  ]);
  await comeIn();
  const { user } = renderApp("/records/live_session/show-1");
  await user.click(await screen.findByRole("button", { name: "Write" }));
  await waitFor(() => expect(askedFor("GET /rest/v1/review_template")).not.toEqual([]));
  await user.click(screen.getByRole("button", { name: "From a template" }));
  await user.click(await screen.findByRole("menuitem", { name: "Short" }));
  const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Notes" });
  expect(box.value).toContain("## Friday Night Heat\nGMV $17,189.79, ");
  expect(box.value).toContain(" sales, {nothing}, Maya, –");
  await user.click(screen.getByRole("button", { name: "From a template" }));
  await user.click(await screen.findByRole("menuitem", { name: "Suggested review" }));
  expect(box.value).toMatch(/–\n\n## Result\nGMV \$17,189\.79 of – /);
});

test("two shows stand side by side, the better figure marked", async () => {
  const other = { ...show, id: "show-2", title: "Clearance", target_gmv: 2_000_000 };
  serveList("live_session", () => [show, other]);
  serve("POST /rest/v1/rpc/report_summary", ({ body }) => ({
    body: [
      (body as { live_session_id: string }).live_session_id === "show-2"
        ? reportRow({ gmv: 1_000_000, units: 50 })
        : reportRow({ gmv: 1_718_979, units: 117 }),
    ],
  }));
  await comeIn();
  const { user } = renderApp("/shows/compare?show=show-1");
  await screen.findAllByRole("option", { name: /^Clearance/ });
  await user.selectOptions(screen.getByLabelText("Show 2"), "show-2");
  const table = await screen.findByRole("table");
  const cells = async (name: string) =>
    within(await within(table).findByRole("row", { name: new RegExp(`^${name}`) })).getAllByRole("cell");
  await waitFor(async () =>
    expect((await cells("GMV \\$")).map(({ textContent }) => textContent)).toEqual(["$17,189.79", "$10,000.00"]),
  );
  expect((await cells("GMV \\$")).map((cell) => cell.hasAttribute("data-best"))).toEqual([true, false]);
  expect((await cells("Of the target")).map(({ textContent }) => textContent)).toEqual(["–", "50%"]);
  expect((await cells("GMV per hour")).map(({ textContent }) => textContent)).toEqual(["$4,297.45", "$2,500.00"]);
  expect(await faultsOf()).toEqual([]);
});

test("a note has headings, lists and lines", () => {
  expect(blocksOf("# A\nx\ny\n\n- 1\n* 2\nz")).toEqual([
    { kind: "heading", lines: ["A"] },
    { kind: "text", lines: ["x\ny"] },
    { kind: "list", lines: ["1", "2"] },
    { kind: "text", lines: ["z"] },
  ]);
});

test("a sale is added to the show, in its currency and at its time, and the next one keeps the type", async () => {
  serve("POST /rest/v1/sale", ({ body }) => ({ status: 201, body: { ...(body as Row), id: "sale-2", version: 1 } }));
  await comeIn();
  const { user } = renderApp("/records/live_session/show-1");
  await user.click(await screen.findByRole("button", { name: "New sale" }));
  const dialog = await screen.findByRole("dialog", { name: "New sale" });
  await user.type(await within(dialog).findByLabelText(/^Brand/), "Nike");
  await user.type(within(dialog).getByLabelText(/^Shoe type/), "Dunk Low");
  await user.type(within(dialog).getByLabelText(/^Price/), "133");
  await user.click(within(dialog).getByRole("button", { name: "Save, next one" }));
  await waitFor(() =>
    expect(askedFor("POST /rest/v1/sale")[0]?.body).toMatchObject({
      live_session_id: "show-1",
      currency: "USD",
      brand: "Nike",
      price: 13300,
      sold_at: "2026-11-13T16:00:00Z",
    }),
  );
  await waitFor(() => expect(within(dialog).getByLabelText<HTMLInputElement>(/^Price/).value).toBe(""));
  expect(within(dialog).getByLabelText<HTMLInputElement>(/^Shoe type/).value).toBe("Dunk Low");
});

test("shows are ranked by profit, or by any other figure", async () => {
  await comeIn();
  const { user } = renderApp("/shows/profit");
  const table = await screen.findByRole("table", { name: "Shows by profit" });
  const names = () =>
    within(table)
      .getAllByRole("link")
      .map((link) => link.textContent);
  expect(names()).toEqual(["Dunk Night", "Clearance"]);
  await user.click(within(table).getByRole("button", { name: /GMV/ }));
  expect(names()).toEqual(["Clearance", "Dunk Night"]);
  expect(await faultsOf()).toEqual([]);
});

test.each([false, true])("a long ranking comes in pages of fifty, on the phone (%s) too", async (phone) => {
  device.phone = phone;
  serve("POST /rest/v1/rpc/report_sales", () => ({
    body: Array.from({ length: 120 }, (_, n) => reportRow({ key: `s${n}`, label: `Show ${n}`, profit: 1000 - n })),
  }));
  await comeIn();
  const { user } = renderApp("/shows/profit?range=year");
  await screen.findByText("1–50 of 120");
  expect(screen.getByText("Show 0")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Next page" }));
  await screen.findByText("51–100 of 120");
  expect(new URLSearchParams(location.search).get("range")).toBe("year");
  expect(screen.getByText("Show 50")).toBeTruthy();
  expect(screen.queryByText("Show 0")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Next page" }));
  await screen.findByText("101–120 of 120");
  expect(screen.getByRole("button", { name: "Next page" }).hasAttribute("disabled")).toBe(true);
  await user.selectOptions(screen.getByRole("combobox", { name: "Period" }), "");
  await screen.findByText("1–50 of 120");
});

test("hours follow each other past midnight", () => {
  const rows = [reportRow({ key: "0", gmv: 3 }), reportRow({ key: "22", gmv: 1 })];
  expect(hoursInOrder(rows).map(({ hour, gmv }) => [hour, gmv])).toEqual([
    [22, 1],
    [23, 0],
    [0, 3],
  ]);
  expect(hoursInOrder([reportRow({ key: "20" })]).map(({ hour }) => hour)).toEqual([20]);
});

test("what has no value comes last, and sales without a show are no show", () => {
  const rows = [
    reportRow({ key: "a", margin: null }),
    reportRow({ key: "b", margin: 5 }),
    reportRow({ key: null, margin: 9 }),
    reportRow({ key: "c", margin: 7 }),
  ];
  expect(sortShows(rows, "margin.asc").map(({ key }) => key)).toEqual(["b", "c", "a"]);
  expect(sortShows(rows, "margin.desc").map(({ key }) => key)).toEqual(["c", "b", "a"]);
});
