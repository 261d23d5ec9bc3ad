import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isOwnPath } from "../paths/to";
import { faultsOf } from "../testing/axe";
import { rowOf, serve, serveList, startHttp } from "../testing/http";
import { renderApp, serveFrame } from "../testing/render";
import { screen as device } from "../testing/setup";
import { comeIn, goOut, sessionBody } from "../testing/who";
import { routes } from "./pages";
import { resetPathOf } from "./recoveryLink";
import { redirectOf } from "./redirect";

beforeEach(() => {
  startHttp();
  serveFrame();
  const show = rowOf("live_session", "show-1", {
    title: "Friday drop",
    day: "2026-11-11",
    starts_at: "2026-11-11T12:00:00Z",
    platform: "whatnot",
    status: "live",
    currency: "USD",
  });
  const sale = rowOf("sale", "sale-1", {
    brand: "Nike",
    shoe_type: "Running",
    price: 12900,
    currency: "USD",
    sold_at: "2026-11-11T12:00:00Z",
  });
  serveList("live_session", () => [show]);
  serveList("sale", () => [sale]);
  serveList("product", () => []);
  serveList("invite", () => []);
  serve("GET /auth/v1/user", () => ({
    body: { id: "account-1", email: "mei@example.com", user_metadata: { display_name: "Mei Lin", username: "mei" } },
  }));
  serve("POST /rest/v1/rpc/session_list", () => ({ body: [] }));
});
afterEach(goOut);

describe("who is sent where", () => {
  test.each([
    ["member", "out", "/records/sale?q=x", null, "/signin?next=%2Frecords%2Fsale%3Fq%3Dx"],
    ["member", "in", "/records/sale", null, null],
    ["guest", "in", "/signin", "/records/sale", "/records/sale"],
    ["guest", "in", "/signin", "//evil.example", "/"],
    ["guest", "in", "/signin", "/\\evil.example", "/"],
    ["guest", "out", "/signin", null, null],
    ["anybody", "in", "/join", null, null],
  ] as const)("%s page, %s, at %s (next %s): %s", (guard, status, here, next, away) => {
    expect(redirectOf(guard, status, here, next)).toBe(away);
  });

  test("only addresses of this app are followed", () => {
    expect(isOwnPath("/records/sale")).toBe(true);
    for (const path of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", null])
      expect(isOwnPath(path)).toBe(false);
  });

  test("a recovery link keeps its token out of the path", () => {
    expect(resetPathOf("#/recover?token_hash=a%2Fb&type=recovery")).toBe("/reset#a/b");
    expect(resetPathOf("#/elsewhere?token_hash=a")).toBeNull();
  });

  test("every address is unique", () => {
    expect(new Set(routes.map((route) => route.path)).size).toBe(routes.length);
  });
});

test("a visitor meets sign-in, and lands where they wanted to go", async () => {
  const { user } = renderApp("/records/sale?q=nike");
  await user.type(await screen.findByLabelText("E-mail or username"), "mei");
  await user.type(screen.getByLabelText("Password"), "a long password");
  serve("POST /auth/v1/token", () => ({ body: sessionBody() }));
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("heading", { name: "Sales" })).toBeTruthy();
  expect(location.pathname + location.search).toBe("/records/sale?q=nike");
});

test("a member sees the menus of granted modules only, and is told why a page is closed", async () => {
  await comeIn({ app_role: "member", grants: { live: 1 } });
  renderApp("/records/sale");
  expect(await screen.findByRole("heading", { name: "You have no access to Sales" })).toBeTruthy();
  const [menu] = screen.getAllByRole("navigation", { name: "Menu" });
  const links = within(menu as HTMLElement)
    .getAllByRole("link")
    .map((link) => link.textContent);
  expect(links).toEqual(["Live shows", "Settings"]);
});

const everyModule = [
  ["live", "Live shows", "/records/live_session"],
  ["sales", "Sales", "/records/sale"],
  ["warehouse", "Warehouse", "/warehouse/stock"],
  ["finance", "Finance", "/finance"],
  ["knowledge", "Training", "/knowledge"],
] as const;
const everything = Object.fromEntries(everyModule.map(([module]) => [module, 3]));

test.each(
  everyModule.flatMap(([module, label, path]) => [
    [label, "a member", path, { app_role: "member", grants: { ...everything, [module]: 0 } }] as const,
    [label, "the whole server", path, { modules_off: [module] }] as const,
  ]),
)("%s that is off for %s takes its menu and its pages along, and no other", async (label, _, path, claims) => {
  await comeIn(claims);
  renderApp(path);
  expect(await screen.findByRole("heading", { name: `You have no access to ${label}` })).toBeTruthy();
  const [menu] = screen.getAllByRole("navigation", { name: "Menu" });
  const links = within(menu as HTMLElement)
    .getAllByRole("link")
    .map((link) => link.textContent);
  for (const [, other] of everyModule) expect([other, links.includes(other)]).toEqual([other, other !== label]);
});

test("an admin sees them all, the phone's bar too", async () => {
  device.phone = true;
  await comeIn();
  renderApp("/");
  await screen.findByRole("heading", { name: "Dashboard" });
  for (const menu of screen.getAllByRole("navigation", { name: "Menu" }))
    for (const name of ["Live shows", "Sales", "Warehouse"])
      expect(within(menu).getByRole("link", { name })).toBeTruthy();
});

test("somebody without any grant is told whom to ask", async () => {
  await comeIn({ app_role: "member", grants: {} });
  renderApp("/");
  expect(await screen.findByRole("heading", { name: "There is nothing for you here yet" })).toBeTruthy();
});

test("a session that ends elsewhere leads back to sign-in and says so", async () => {
  await comeIn();
  const { user } = renderApp("/records/sale");
  await screen.findByRole("heading", { name: "Sales" });
  serve("GET /rest/v1/live_session", () => ({ status: 401, body: { code: "PGRST301", message: "ended" } }));
  serve("POST /auth/v1/token", () => ({ status: 400, body: { code: "refresh_token_not_found", message: "gone" } }));
  const [menu] = screen.getAllByRole("navigation", { name: "Menu" });
  await user.click(within(menu as HTMLElement).getByRole("link", { name: "Live shows" }));
  expect(await screen.findByText("Your session has ended. Sign in again to go on.")).toBeTruthy();
  expect(location.search).toBe("?next=%2Frecords%2Flive_session");
});

test("a page that breaks leaves the menus, and the next page is whole", async () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await comeIn();
  serve("GET /rest/v1/live_session", () => ({
    body: { title: "Friday drop", starts_at: "no time at all", id: "show-1" },
  }));
  const { user } = renderApp("/records/live_session/show-1");
  await screen.findByRole("heading", { name: "This page broke" });
  const [menu] = screen.getAllByRole("navigation", { name: "Menu" });
  await user.click(within(menu as HTMLElement).getByRole("link", { name: "Sales" }));
  expect(await screen.findByRole("heading", { name: "Sales" })).toBeTruthy();
  expect(quiet).toHaveBeenCalled();
});

test("the palette finds places and records", async () => {
  await comeIn();
  const { user } = renderApp("/records/sale");
  await screen.findByRole("heading", { name: "Sales" });
  await user.keyboard("{Control>}k{/Control}");
  const box = await screen.findByRole("combobox", { name: "Search…" });
  await user.type(box, "friday");
  await screen.findByRole("option", { name: /Friday drop/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(location.pathname).toMatch(/^\/records\/.+\/.+/));
});

test("the other language is one press away, and every word changes", async () => {
  await comeIn();
  const { user } = renderApp("/records/product");
  await screen.findByRole("heading", { name: "No products yet" });
  const [button] = screen.getAllByRole("button", { name: "简体中文" });
  await user.click(button as HTMLElement);
  expect(await screen.findByRole("heading", { name: "还没有商品" })).toBeTruthy();
  await waitFor(() => expect(document.documentElement.lang).toBe("zh-CN"));
});

const pages = [
  ["/records/sale", "Sales"],
  ["/records/product", "Products"],
  ["/records/live_session/show-1", "Friday drop"],
  ["/records/sale/new", "New sale"],
  ["/records/sale/sale-1/edit", "Nike · Running"],
  ["/settings/profile", "Settings"],
  ["/settings/sessions", "Settings"],
  ["/settings/workspace", "Settings"],
  ["/settings/members", "Settings"],
  ["/settings/about", "Settings"],
  ["/nowhere", "There is no page here"],
] as const;

test.each(pages)("axe minds nothing on %s", async (path, heading) => {
  await comeIn();
  renderApp(path);
  await screen.findByRole("heading", { name: heading, level: 1 });
  await waitFor(() => expect(screen.queryByLabelText("Loading")).toBeNull());
  expect(await faultsOf()).toEqual([]);
});

test.each([
  ["/records/product", "Products · Steward"],
  ["/settings/sessions", "Sessions · Settings · Steward"],
  ["/settings/about", "About · Settings · Steward"],
  ["/settings/elsewhere", "Profile · Settings · Steward"],
  ["/nowhere", "There is no page here · Steward"],
])("the window at %s is called %s", async (path, title) => {
  await comeIn();
  renderApp(path);
  await waitFor(() => expect(document.title).toBe(title));
});

test.each([
  ["/signin", "Sign in"],
  ["/signup", "Create an account"],
  ["/recover", "Reset your password"],
  ["/reset#token", "Choose a new password"],
  ["/join?token=x", "Join the team"],
] as const)("axe minds nothing on %s before sign-in", async (path, heading) => {
  renderApp(path);
  await screen.findByRole("heading", { name: heading, level: 1 });
  expect(await faultsOf()).toEqual([]);
});
