import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Row } from "../../api/entity";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut, sessionBody } from "../../testing/who";

let members: Row[] = [];

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("live_session", () => []);
  members = [
    rowOf("member", "m-1", {
      account_id: "account-1",
      display_name: "Mei Lin",
      username: "mei",
      role: "admin",
      grants: {},
    }),
    rowOf("member", "m-2", {
      account_id: "account-2",
      display_name: "Jun",
      username: "jun",
      role: "member",
      grants: { live: 2 },
    }),
  ];
  serveList("member", () => members);
  serveList("invite", () => [rowOf("invite", "i-1", { email: "ana@example.com", role: "member" })]);
  serve("GET /auth/v1/user", () => ({ body: sessionBody().user }));
});
afterEach(goOut);

test("sessions are listed with device and region, and ended one by one", async () => {
  await comeIn();
  const all = [
    {
      id: "s-1",
      created_at: "2026-11-01T08:00:00Z",
      last_seen_at: "2026-11-20T08:00:00Z",
      device: "Chrome on Linux",
      region: "Shanghai",
      current: true,
    },
    {
      id: "s-2",
      created_at: "2026-10-01T08:00:00Z",
      last_seen_at: "2026-10-02T08:00:00Z",
      device: null,
      region: null,
      current: false,
    },
  ];
  serve("POST /rest/v1/rpc/session_list", () => ({ body: all }));
  serve("POST /rest/v1/rpc/session_end", () => ({ status: 204 }));
  const { user } = renderApp("/settings/sessions");
  await screen.findByText("Chrome on Linux");
  expect(screen.getByText("This device")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "End: Unknown device" }));
  await waitFor(() => expect(askedFor("POST /rest/v1/rpc/session_end")[0]?.body).toEqual({ id: "s-2" }));
  await waitFor(() => expect(askedFor("POST /rest/v1/rpc/session_list").length).toBeGreaterThan(1));
});

test("an admin grants a module, and sees at once what the server made of it", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/member_grant", ({ body }) => {
    const { module, level } = body as { module: string; level: number };
    members = members.map((row) => (row.id === "m-2" ? { ...row, grants: { live: 2, [module]: level } } : row));
    return { status: 204 };
  });
  const { user } = renderApp("/settings/members");
  const jun = await screen.findByRole("group", { name: "Access: Jun" });
  await user.selectOptions(within(jun).getByLabelText("Sales"), "3");
  await waitFor(() => expect(within(jun).getByLabelText<HTMLSelectElement>("Sales").value).toBe("3"));
  expect(askedFor("POST /rest/v1/rpc/member_grant")[0]?.body).toEqual({ id: "m-2", module: "sales", level: 3 });
});

test("a refusal is said, and the list shows what is true", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/member_set_role", () => ({
    status: 409,
    body: { code: "P0001", message: "The last admin stays.", details: null, hint: null },
  }));
  const { user } = renderApp("/settings/members");
  await user.selectOptions(await screen.findByLabelText("Role: Jun"), "admin");
  await screen.findByText("The last admin stays.");
  expect(screen.getByLabelText<HTMLSelectElement>("Role: Jun").value).toBe("member");
});

test("removing a member asks first", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/member_remove", () => ({ status: 204 }));
  const { user } = renderApp("/settings/members");
  await user.click(await screen.findByRole("button", { name: "Remove: Jun" }));
  const dialog = await screen.findByRole("dialog", { name: "Remove Jun from the workspace?" });
  expect(askedFor("POST /rest/v1/rpc/member_remove")).toHaveLength(0);
  await user.click(within(dialog).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(askedFor("POST /rest/v1/rpc/member_remove")[0]?.body).toEqual({ id: "m-2" }));
});

test("an invitation carries role and grants, and can be withdrawn", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/member_invite", () => ({ body: rowOf("invite", "i-2", {}) }));
  serve("POST /rest/v1/rpc/invite_revoke", () => ({ status: 204 }));
  const { user } = renderApp("/settings/members");
  await user.click(await screen.findByRole("button", { name: "Invite" }));
  const dialog = await screen.findByRole("dialog", { name: "Invite" });
  await user.type(within(dialog).getByLabelText("E-mail"), "new@example.com");
  await user.selectOptions(within(dialog).getByLabelText("Sales"), "1");
  await user.click(within(dialog).getByRole("button", { name: "Send the invitation" }));
  await screen.findByText("Invitation sent to new@example.com.");
  expect(askedFor("POST /rest/v1/rpc/member_invite")[0]?.body).toMatchObject({
    email: "new@example.com",
    role: "member",
    grants: { live: 2, sales: 1 },
  });
  await user.click(screen.getByRole("button", { name: "Withdraw: ana@example.com" }));
  await waitFor(() => expect(askedFor("POST /rest/v1/rpc/invite_revoke")[0]?.body).toEqual({ id: "i-1" }));
});

test("a member sees who works here, but nothing to change", async () => {
  await comeIn({ sub: "account-2", app_role: "member", grants: { live: 2 } });
  renderApp("/settings/members");
  await screen.findByText("Mei Lin");
  expect(screen.queryByRole("button", { name: "Invite" })).toBeNull();
  expect(screen.queryByRole("combobox")).toBeNull();
  expect(askedFor("GET /rest/v1/invite")).toHaveLength(0);
});

test("the workspace is changed by an admin; the sentence stands under its field", async () => {
  await comeIn();
  serve("PATCH /rest/v1/workspace", () => ({
    status: 400,
    body: { code: "23514", message: "The name is too long.", details: "field: name", hint: null },
  }));
  const { user } = renderApp("/settings/workspace");
  await user.type(await screen.findByLabelText("Name"), "!");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("The name is too long.")).toBeTruthy();
});

test("a new password ends the others and keeps this session going", async () => {
  await comeIn();
  serve("PUT /auth/v1/user", () => ({ body: sessionBody().user }));
  let refused = true;
  serve("POST /auth/v1/token", ({ params }) => {
    if (params.get("grant_type") === "refresh_token" && refused)
      return { status: 400, body: { code: "refresh_token_not_found", message: "gone" } };
    refused = false;
    return { body: sessionBody() };
  });
  const { user } = renderApp("/settings/profile");
  await user.type(await screen.findByLabelText("New password"), "another long one");
  await user.click(screen.getByRole("button", { name: "Change the password" }));
  await waitFor(() =>
    expect(askedFor("POST /auth/v1/token").at(-1)?.body).toMatchObject({ password: "another long one" }),
  );
});

test("the language goes with the account", async () => {
  await comeIn();
  serve("PUT /auth/v1/user", () => ({ body: sessionBody().user }));
  serve("POST /auth/v1/token", () => ({ body: sessionBody({ language: "zh" }) }));
  const { user } = renderApp("/settings/profile");
  await screen.findByRole("heading", { name: "Appearance" });
  await user.click(screen.getByRole("radio", { name: "简体中文" }));
  expect(await screen.findByRole("heading", { name: "外观" })).toBeTruthy();
  await waitFor(() => expect(askedFor("PUT /auth/v1/user")[0]?.body).toMatchObject({ data: { language: "zh" } }));
});
