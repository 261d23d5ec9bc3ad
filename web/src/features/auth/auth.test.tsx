import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askedFor, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut, sessionBody } from "../../testing/who";

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("live_session", () => []);
});
afterEach(goOut);

test("a username passes as it was typed, and a wrong password says so", async () => {
  serve("POST /auth/v1/token", () => ({
    status: 400,
    body: { code: "invalid_credentials", message: "E-mail or password is wrong." },
  }));
  const { user } = renderApp("/signin");
  await user.type(await screen.findByLabelText("E-mail or username"), " mei ");
  await user.type(screen.getByLabelText("Password"), "wrong");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("E-mail or password is wrong.")).toBeTruthy();
  expect(askedFor("POST /auth/v1/token")[0]?.body).toMatchObject({ email: "mei", password: "wrong" });
});

test("a server that is not set up says where the link is", async () => {
  serve("POST /rest/v1/rpc/setup_state", () => ({
    body: { needed: true, name: "Steward", version: "1", sign_up: "invited" },
  }));
  renderApp("/signin");
  expect(await screen.findByText("This server is not set up yet")).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Create an account" })).toBeNull();
});

test("an account is made only with the statement of age and trade", async () => {
  serve("POST /auth/v1/signup", () => ({ body: sessionBody() }));
  const { user } = renderApp("/signup");
  await user.type(await screen.findByLabelText(/^Name/), "Mei");
  await user.type(screen.getByLabelText(/^E-mail/), "mei@example.com");
  await user.type(screen.getByLabelText(/^Username/), "mei");
  await user.type(screen.getByLabelText(/^Password/), "a long password");
  const make = screen.getByRole<HTMLButtonElement>("button", { name: "Create account" });
  expect(make.disabled).toBe(true);
  await user.click(screen.getByLabelText(/I am 18 or older/));
  await user.click(make);
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /auth/v1/signup")[0]?.body).toMatchObject({
    email: "mei@example.com",
    password: "a long password",
    data: { display_name: "Mei", username: "mei", language: "en" },
  });
});

test("sign-up that needs a mail says so; a bad name stands under its field", async () => {
  serve("POST /auth/v1/signup", () => ({
    status: 422,
    body: { code: "validation_failed", message: "The password is too common." },
  }));
  const { user } = renderApp("/signup");
  await user.type(await screen.findByLabelText(/^Name/), "Mei");
  await user.type(screen.getByLabelText(/^E-mail/), "mei@example.com");
  await user.type(screen.getByLabelText(/^Password/), "password12");
  await user.click(screen.getByLabelText(/I am 18 or older/));
  await user.click(screen.getByRole("button", { name: "Create account" }));
  await screen.findByText("The password is too common.");
  serve("POST /auth/v1/signup", () => ({
    body: { id: "x", email: "mei@example.com", user_metadata: {}, app_metadata: {} },
  }));
  await user.click(screen.getByRole("button", { name: "Create account" }));
  expect(await screen.findByRole("heading", { name: "Check your mail" })).toBeTruthy();
});

test("recovery answers the same for every address", async () => {
  serve("POST /auth/v1/recover", () => ({ body: {} }));
  const { user } = renderApp("/recover");
  await user.type(await screen.findByLabelText("E-mail"), "nobody@example.com");
  await user.click(screen.getByRole("button", { name: "Send the link" }));
  expect(await screen.findByText(/If nobody@example.com belongs to an account/)).toBeTruthy();
});

test("the link of the mail is used only together with the new password", async () => {
  serve("POST /auth/v1/verify", () => ({ body: sessionBody() }));
  serve("PUT /auth/v1/user", () => ({ body: sessionBody().user }));
  serve("POST /auth/v1/token", () => ({ body: sessionBody() }));
  const { user } = renderApp("/reset#token-1");
  await user.type(await screen.findByLabelText("New password"), "another long one");
  expect(askedFor("POST /auth/v1/verify")).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Save and go on" }));
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /auth/v1/verify")[0]?.body).toMatchObject({ token_hash: "token-1", type: "recovery" });
  expect(askedFor("PUT /auth/v1/user")[0]?.body).toMatchObject({ password: "another long one" });
});

test("an invitation is accepted by whoever is signed in, who then is in that workspace", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/invite_accept", () => ({ body: { workspace_id: 8 } }));
  serve("POST /rest/v1/rpc/workspace_switch", () => ({ body: { workspace_id: 8 } }));
  serve("POST /auth/v1/token", () => ({ body: sessionBody({ workspace_id: 8 }) }));
  const { user } = renderApp("/join?token=invite-1");
  await user.click(await screen.findByRole("button", { name: "Accept the invitation" }));
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /rest/v1/rpc/invite_accept")[0]?.body).toEqual({ token: "invite-1" });
  expect(askedFor("POST /rest/v1/rpc/workspace_switch")[0]?.body).toEqual({ workspace_id: 8 });
});
