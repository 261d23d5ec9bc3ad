import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReportRow } from "../../records/reports";
import { faultsOf } from "../../testing/axe";
import { asked, askedFor, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { reportRow } from "../../testing/report";
import { comeIn, goOut } from "../../testing/who";

/* Roles are looked up in a whole page. */
const SLOW = { timeout: 20_000 };

const total = reportRow({
  gmv: 1_234_500,
  profit: 246_900,
  margin: 2000,
  units: 98,
  buyers: 80,
  shows: 4,
  previous_gmv: 1_000_000,
  previous_profit: 250_000,
  previous_margin: 2500,
  previous_units: 100,
  previous_buyers: 80,
  previous_shows: 4,
});

const byGroup: Record<string, ReportRow[]> = {
  day: [reportRow({ key: "2026-01-01", gmv: 1_234_500 })],
  platform: [reportRow({ key: "whatnot", label: "Whatnot", gmv: 1_234_500, margin: 2000 })],
  brand: [reportRow({ key: "Nike", label: "Nike", brand: "Nike", gmv: 900_000, profit: 100_000, units: 60 })],
  weekday_hour: [reportRow({ key: "5 20", label: "Friday 20:00", gmv: 50_000, units: 4 })],
};
const show = reportRow({ key: "show-1", label: "Friday Night Heat", profit: 90_000, gmv: 300_000, day: "2026-11-13" });

function serveReports(rows: readonly ReportRow[]) {
  const has = rows.length > 0;
  serve("POST /rest/v1/rpc/report_summary", () => ({ body: rows }));
  serve("POST /rest/v1/rpc/report_sales", ({ body }) => ({
    body: has ? (byGroup[(body as { group: string }).group] ?? []) : [],
  }));
  serve("POST /rest/v1/rpc/report_best_worst", () => ({ body: { currency: "USD", best: [show], worst: [] } }));
  serve("POST /rest/v1/rpc/report_size_run", () => ({
    body: [reportRow({ brand: "Nike", shoe_type: "Dunk Low", size: "9", size_system: "US", units: 12 })],
  }));
}

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("import_run", () => []);
  serveList("live_session", () => []);
});
afterEach(goOut);

test("the figures of the period stand beside those before, and the best show is a link", async () => {
  serveReports([total]);
  await comeIn();
  renderApp("/");
  const figures = await screen.findByRole("list", { name: "Figures of the period" });
  await waitFor(() => expect(within(figures).getByText("$12.3K")).toBeTruthy());
  expect(within(figures).getByText(/\+23%/)).toBeTruthy();
  expect(within(figures).getByText(/^was \$10(\.0)?K$/)).toBeTruthy();
  expect(within(figures).getByText(/-5 pt/)).toBeTruthy();

  const link = await screen.findByRole("link", { name: "Friday Night Heat" });
  expect(link.getAttribute("href")).toBe("/records/live_session/show-1");
  expect(await screen.findByRole("slider", { name: "GMV over time" })).toBeTruthy();
  expect(await screen.findByText(/Strongest: Fri 20:00/)).toBeTruthy();
  expect(await faultsOf()).toEqual([]);
});

test("another period asks the reports for its days", async () => {
  serveReports([total]);
  await comeIn();
  const { user } = renderApp("/");
  await user.click(await screen.findByRole("radio", { name: "Custom" }));
  expect(location.search).toContain("period=own");
  await waitFor(() => expect(screen.getByLabelText("From")).toBeTruthy());
  const days = askedFor("POST /rest/v1/rpc/report_summary").map(({ body }) => body);
  expect(days[0]).toMatchObject({ compare: true });
});

test("the line is read with the arrow keys", async () => {
  serveReports([total]);
  await comeIn();
  const { user } = renderApp("/?period=own&from=2026-01-01&to=2026-01-03");
  const line = await screen.findByRole("slider", { name: "GMV over time" });
  line.focus();
  await user.keyboard("{Home}");
  expect(line.getAttribute("aria-valuetext")).toContain("$12,345.00");
  await user.keyboard("{ArrowRight}");
  expect(line.getAttribute("aria-valuetext")).toContain("$0.00");
});

test("an empty workspace is told how to begin, and the example is one press away", async () => {
  serveReports([]);
  let loaded: unknown = null;
  serve("POST /rest/v1/rpc/example_load", ({ body }) => {
    loaded = body;
    return { body: { shows: "run-1", sales: "run-2" } };
  });
  await comeIn();
  const { user } = renderApp("/");
  /* Waited for by its text: asking a whole page for a role, again and again, leaves it no time to come. */
  await screen.findByText("Choose a file", undefined, SLOW);
  expect(screen.getByRole("link", { name: "Choose a file" }).getAttribute("href")).toBe("/import?what=sale");
  expect(screen.getByRole("link", { name: "New show" }).getAttribute("href")).toBe("/records/live_session/new");
  await user.click(screen.getByRole("button", { name: "Load the example" }));
  await waitFor(() => expect(loaded).toEqual({ language: "en" }));
  expect(await faultsOf()).toEqual([]);
}, 60_000);

test("who may not see the shows is asked nothing about them", async () => {
  serveReports([total]);
  await comeIn({ app_role: "member", grants: { sales: 1 } });
  renderApp("/");
  const figures = await screen.findByRole("list", { name: "Figures of the period" });
  await waitFor(() => expect(within(figures).getByText("$9,000.00")).toBeTruthy());
  expect(screen.queryByText("Most profitable shows")).toBeNull();
  const groups = asked
    .filter(({ path }) => path.endsWith("report_sales"))
    .map(({ body }) => (body as { group: string }).group);
  expect(new Set(groups)).toEqual(new Set(["brand", "weekday_hour"]));
  expect(askedFor("POST /rest/v1/rpc/report_summary")).toEqual([]);
});
