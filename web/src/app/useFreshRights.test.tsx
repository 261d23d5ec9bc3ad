import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askedFor, rowOf, serve, serveList, startHttp } from "../testing/http";
import { renderApp, serveFrame } from "../testing/render";
import { comeIn, goOut, rights, sessionBody, type Claims } from "../testing/who";

let now = 0;

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("live_session", () => []);
  serveList("sale", () => [
    rowOf("sale", "sale-1", { brand: "Nike", shoe_type: "Running", sold_at: "2026-11-11T12:00:00Z" }),
  ]);
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await goOut();
});

const asks = () =>
  askedFor("GET /rest/v1/member").filter(({ params }) => params.get("select") === "role,grants").length;
const renewals = () =>
  askedFor("POST /auth/v1/token").filter(({ params }) => params.get("grant_type") === "refresh_token").length;
const refused = {
  status: 403,
  body: { code: "42501", message: "You have no access to this.", details: null, hint: null },
};

/** What the server knows now, and would say in a new token. */
function grant(claims: Claims) {
  rights.role = claims.app_role ?? "member";
  rights.grants = claims.grants ?? {};
  serve("POST /auth/v1/token", () => ({ body: sessionBody({ app_role: "member", ...claims }) }));
}

const menu = () => {
  const [first] = screen.getAllByRole("navigation", { name: "Menu" });
  return within(first as HTMLElement)
    .getAllByRole("link")
    .map((link) => link.textContent);
};

const comeBack = () => act(() => window.dispatchEvent(new Event("focus")));

test("a grant of meanwhile is in the menu as soon as the app is loaded", async () => {
  await comeIn({ app_role: "member", grants: { live: 1 } });
  grant({ grants: { live: 1, sales: 1 } });
  renderApp("/records/live_session");
  await waitFor(() => expect(menu()).toContain("Sales"));
  expect([asks(), renewals()]).toEqual([1, 1]);
});

test("coming back to the window asks, but not each time, and takes no token when nothing changed", async () => {
  await comeIn({ app_role: "member", grants: { live: 1 } });
  renderApp("/records/live_session");
  await waitFor(() => expect(asks()).toBe(1));
  for (let times = 0; times < 5; times++) comeBack();
  now = 9_999;
  comeBack();
  expect(asks()).toBe(1);
  now = 10_000;
  comeBack();
  comeBack();
  await waitFor(() => expect(asks()).toBe(2));
  expect(renewals()).toBe(0);

  grant({ grants: { live: 1, sales: 1 } });
  now = 20_000;
  comeBack();
  await waitFor(() => expect(menu()).toContain("Sales"));
  expect([asks(), renewals()]).toEqual([3, 1]);
});

test("a refusal tells that a right is gone: the page says so and the menu follows", async () => {
  await comeIn({ app_role: "member", grants: { live: 1, sales: 1 } });
  const { user } = renderApp("/records/live_session");
  await screen.findByRole("heading", { name: "Shows" });
  await waitFor(() => expect(asks()).toBe(1));
  now = 500;
  grant({ grants: { live: 1 } });
  serve("GET /rest/v1/sale", () => refused);
  const [first] = screen.getAllByRole("navigation", { name: "Menu" });
  await user.click(within(first as HTMLElement).getByRole("link", { name: "Sales" }));
  expect(await screen.findByRole("heading", { name: "You have no access to Sales" })).toBeTruthy();
  expect(menu()).not.toContain("Sales");
  expect([asks(), renewals()]).toEqual([2, 1]);
});

test("a refusal that stays one is no reason to ask for ever", async () => {
  await comeIn({ app_role: "member", grants: { live: 1, sales: 1 } });
  serve("GET /rest/v1/member", () => {
    now += 5_000;
    return refused;
  });
  serve("GET /rest/v1/sale", () => refused);
  renderApp("/records/sale");
  await screen.findByText("You have no access to this.");
  const before = asks();
  await new Promise((done) => setTimeout(done, 300));
  expect(asks()).toBe(before);
  expect(before).toBe(1);
});
