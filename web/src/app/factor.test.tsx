import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askedFor, rowOf, serve, serveList, startHttp } from "../testing/http";
import { renderApp, serveFrame } from "../testing/render";
import { comeIn, goOut, sessionBody } from "../testing/who";

const refusal = {
  code: "insufficient_aal",
  message: "This needs your second factor as well.",
  details: null,
  hint: null,
};
const factor = {
  id: "factor-1",
  factor_type: "totp",
  status: "verified",
  friendly_name: "",
  created_at: "",
  updated_at: "",
};
const state = (parts: object) => ({ is_set_up: true, is_shown: false, is_missing: true, codes_left: 9, ...parts });

/** The workspace opens once `opened` says so. */
function serveGate(opened: () => boolean) {
  const workspace = rowOf("workspace", "workspace-7", {
    name: "Sole Stage",
    time_zone: "UTC",
    currency: "USD",
    week_start: 1,
    negative_stock: "warn",
    second_counter: "another",
  });
  serve("GET /rest/v1/workspace", () => (opened() ? { body: workspace } : { status: 403, body: refusal }));
  serve("GET /auth/v1/user", () => ({ body: { ...sessionBody().user, factors: [factor] } }));
}

beforeEach(async () => {
  startHttp();
  serveFrame();
  serveList("live_session", () => []);
  await comeIn();
});
afterEach(goOut);

test("who has a second factor is asked for a code, and a wrong one says so", async () => {
  let right = false;
  serveGate(() => right);
  serve("POST /rest/v1/rpc/second_factor_state", () => ({ body: state({}) }));
  serve("POST /auth/v1/factors/factor-1/challenge", () => ({
    body: { id: "challenge-1", type: "totp", expires_at: 0 },
  }));
  serve("POST /auth/v1/factors/factor-1/verify", ({ body }) => {
    right = (body as { code: string }).code === "123456";
    return right
      ? { body: sessionBody() }
      : { status: 422, body: { code: "mfa_verification_failed", message: "This code is wrong." } };
  });
  const { user } = renderApp("/");
  await user.type(await screen.findByLabelText("Code"), "000000");
  await user.click(screen.getByRole("button", { name: "Go on" }));
  expect(await screen.findByText("This code is wrong.")).toBeTruthy();
  await user.clear(screen.getByLabelText("Code"));
  await user.type(screen.getByLabelText("Code"), "123456");
  await user.click(screen.getByRole("button", { name: "Go on" }));
  await screen.findByRole("heading", { name: "Dashboard" });
});

test("a recovery code does it too", async () => {
  let right = false;
  serveGate(() => right);
  serve("POST /rest/v1/rpc/second_factor_state", () => ({ body: state({}) }));
  serve("POST /rest/v1/rpc/recovery_code_use", () => {
    right = true;
    return { status: 204 };
  });
  const { user } = renderApp("/", "zh");
  await user.click(await screen.findByRole("button", { name: "没有验证器？使用恢复码" }));
  await user.type(screen.getByLabelText("恢复码"), "k3v9x-7qm2p");
  await user.click(screen.getByRole("button", { name: "继续" }));
  await screen.findByRole("heading", { level: 1, name: /看板|概览|仪表盘|首页/ });
  expect(askedFor("POST /rest/v1/rpc/recovery_code_use")[0]?.body).toEqual({ code: "k3v9x-7qm2p" });
  expect(askedFor("POST /auth/v1/token").length).toBeGreaterThan(1); // a token that knows it
});

test("where the workspace demands one it is set up: picture, key, first code, recovery codes once", async () => {
  let right = false;
  serveGate(() => right);
  serve("POST /rest/v1/rpc/second_factor_state", () => ({ body: state({ is_set_up: false, codes_left: 0 }) }));
  let isFresh = false;
  serve("POST /auth/v1/token", () => {
    isFresh = true;
    return { body: sessionBody() };
  });
  serve("POST /auth/v1/factors", () =>
    isFresh
      ? {
          body: {
            id: "factor-2",
            type: "totp",
            friendly_name: "",
            totp: { qr_code: "<svg></svg>", secret: "GEZDGNBV", uri: "otpauth://totp/x" },
          },
        }
      : { status: 400, body: { code: "reauthentication_needed", message: "Sign in again." } },
  );
  serve("POST /auth/v1/factors/factor-2/challenge", () => ({
    body: { id: "challenge-2", type: "totp", expires_at: 0 },
  }));
  serve("POST /auth/v1/factors/factor-2/verify", () => {
    right = true;
    return { body: sessionBody() };
  });
  serve("POST /rest/v1/rpc/recovery_codes_make", () => ({ body: [{ code: "aaaaa-bbbbb" }, { code: "ccccc-ddddd" }] }));
  const { user } = renderApp("/");
  await user.click(await screen.findByRole("button", { name: "Begin" }));
  await user.type(await screen.findByLabelText("Password"), "a long password");
  await user.click(screen.getByRole("button", { name: "Begin" }));
  expect((await screen.findByRole<HTMLImageElement>("img", { name: /QR code/ })).src).toContain(
    "data:image/svg+xml;utf-8,<svg>",
  );
  expect(screen.getByText("GEZDGNBV")).toBeTruthy();
  await user.type(screen.getByLabelText("Code"), "123456");
  await user.click(screen.getByRole("button", { name: "Confirm" }));
  expect(await screen.findByText(/aaaaa-bbbbb/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "I have kept them" }));
  await screen.findByRole("heading", { name: "Dashboard" });
  expect(screen.queryByText(/aaaaa-bbbbb/)).toBeNull();
});
