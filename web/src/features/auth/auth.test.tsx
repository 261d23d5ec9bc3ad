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

test("a new password waits for the second factor, which the mail does not replace", async () => {
  let shown = false;
  const factor = {
    id: "factor-1",
    factor_type: "totp",
    status: "verified",
    friendly_name: "",
    created_at: "",
    updated_at: "",
  };
  serve("POST /auth/v1/verify", () => ({ body: sessionBody() }));
  serve("PUT /auth/v1/user", () =>
    shown
      ? { body: sessionBody().user }
      : { status: 401, body: { code: "insufficient_aal", message: "Second factor." } },
  );
  serve("POST /auth/v1/token", () => ({ body: sessionBody() }));
  serve("GET /auth/v1/user", () => ({ body: { ...sessionBody().user, factors: [factor] } }));
  serve("POST /auth/v1/factors/factor-1/challenge", () => ({
    body: { id: "challenge-1", type: "totp", expires_at: 0 },
  }));
  serve("POST /auth/v1/factors/factor-1/verify", () => {
    shown = true;
    return { body: sessionBody() };
  });
  const { user } = renderApp("/reset#token-2");
  await user.type(await screen.findByLabelText("New password"), "another long one");
  await user.click(screen.getByRole("button", { name: "Save and go on" }));
  await user.type(await screen.findByLabelText("Code"), "123456");
  await user.click(screen.getByRole("button", { name: "Go on" }));
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /auth/v1/verify")).toHaveLength(1);
  expect(askedFor("PUT /auth/v1/user")).toHaveLength(2);
});

test("the link of a sign-in mail is used when one says so, and what Google sends back at once", async () => {
  serve("POST /auth/v1/verify", () => ({ body: sessionBody() }));
  const { user } = renderApp("/signin#token-3");
  const button = await screen.findByRole("button", { name: "Sign in with the link of the mail" });
  expect(askedFor("POST /auth/v1/verify")).toHaveLength(0);
  expect(location.hash).toBe("");
  await user.click(button);
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(askedFor("POST /auth/v1/verify")[0]?.body).toMatchObject({ token_hash: "token-3", type: "magiclink" });
});

test("Google is offered where the server has it, and brings the session in the address", async () => {
  serve("POST /rest/v1/rpc/setup_state", () => ({
    body: { needed: false, name: "Steward", version: "1", sign_up: "open", google: true },
  }));
  renderApp("/signin?next=%2Fshows%2Fprofit");
  const link = await screen.findByRole<HTMLAnchorElement>("link", { name: "Sign in with Google" });
  expect(new URL(link.href).searchParams.get("redirect_to")).toBe("/signin?next=%2Fshows%2Fprofit");
});

test("a session in the address is taken, and the address is cleaned", async () => {
  const { access_token, refresh_token, user } = sessionBody();
  serve("GET /auth/v1/user", () => ({ body: user }));
  renderApp(
    `/signin#access_token=${access_token.replace(/signature$/, "c2ln")}&token_type=bearer&refresh_token=${refresh_token}&expires_in=3600`,
  );
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(location.hash).toBe("");
});

test("what Google refused is said on the sign-in page", async () => {
  renderApp("/signin#error=access_denied&error_code=bad_oauth_state&error_description=Not%20begun%20here.");
  expect(await screen.findByText("Not begun here.")).toBeTruthy();
});
