import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { goOut, sessionBody } from "../../testing/who";

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("live_session", () => []);
  serve("POST /rest/v1/rpc/setup_state", () => ({
    body: { needed: true, name: "Steward", version: "1", sign_up: "open" },
  }));
  serve("POST /auth/v1/token", () => ({ body: sessionBody() }));
});
afterEach(goOut);

async function fillIn(user: ReturnType<typeof renderApp>["user"]) {
  const next = () => user.click(screen.getByRole("button", { name: "Next" }));
  await user.type(await screen.findByLabelText("Name or company"), "Sole Stage Ltd");
  await user.type(screen.getByLabelText("City and country"), "Hangzhou, China");
  await user.type(screen.getByLabelText("Contact e-mail"), "privacy@example.com");
  await next();
  await user.type(screen.getByLabelText("Name"), "Mei");
  await user.type(screen.getByLabelText("E-mail"), "mei@example.com");
  await user.type(screen.getByLabelText("Username"), "mei");
  await user.type(screen.getByLabelText("Password"), "a long password");
  await next();
  await user.type(screen.getByLabelText("Name"), "Sole Stage");
  expect(await faultsOf()).toEqual([]);
  await next();
}

test("four steps make the server, the first account, the workspace and its data", async () => {
  serve("POST /rest/v1/rpc/setup_finish", () => ({ status: 204 }));
  serve("POST /rest/v1/rpc/example_load", () => ({ body: { shows: "run-1", sales: "run-2" } }));
  let looks = 0;
  serve("GET /rest/v1/import_run", () => {
    looks += 1;
    const counts = { rows_failed: 0, rows_skipped: 0, status: looks > 1 ? "done" : "running" } as const;
    return {
      body: [
        rowOf("import_run", "run-1", { ...counts, rows_total: 100, rows_done: 100 }),
        rowOf("import_run", "run-2", { ...counts, rows_total: 100, rows_done: 50 }),
      ],
    };
  });
  const { user } = renderApp("/setup?token=once");
  await fillIn(user);
  await user.click(screen.getByRole("radio", { name: /A year of example data/ }));
  await user.click(screen.getByRole("button", { name: "Finish" }));
  expect(await screen.findByText("150 of 200 rows")).toBeTruthy();
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /rest/v1/rpc/example_load")[0]?.body).toEqual({ language: "en" });
  expect(askedFor("POST /rest/v1/rpc/setup_finish")[0]?.body).toEqual({
    token: "once",
    controller_name: "Sole Stage Ltd",
    controller_place: "Hangzhou, China",
    controller_email: "privacy@example.com",
    email: "mei@example.com",
    username: "mei",
    display_name: "Mei",
    password: "a long password",
    workspace_name: "Sole Stage",
    time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: "USD",
    language: "en",
  });
});

test("what the server refuses leads back to the step it belongs to", async () => {
  serve("POST /rest/v1/rpc/setup_finish", () => ({
    status: 400,
    body: { code: "22023", message: "This user name is taken.", details: "field: username", hint: null },
  }));
  const { user } = renderApp("/setup?token=once");
  await fillIn(user);
  await user.click(screen.getByRole("button", { name: "Finish" }));
  expect(await screen.findByText("This user name is taken.")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Your account" })).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Username").value).toBe("mei");
});

test("a server that is set up leads to sign-in", async () => {
  serve("POST /rest/v1/rpc/setup_state", () => ({
    body: { needed: false, name: "Steward", version: "1", sign_up: "open" },
  }));
  renderApp("/setup?token=once");
  expect(await screen.findByRole("heading", { name: "This server is set up" })).toBeTruthy();
});
