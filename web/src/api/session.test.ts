import { expect, test } from "vitest";
import { tokenOf } from "../testing/who";
import { levelIn, meFromToken } from "./session";

test("a token says who one is, in any script", () => {
  const me = meFromToken(
    tokenOf({ display_name: "林美 👟", app_role: "member", grants: { sales: 2 }, language: "zh" }),
  );
  expect(me).toMatchObject({ name: "林美 👟", role: "member", language: "zh", workspace: 7, account: "account-1" });
});

test.each([
  ["admin", {}, "sales", 3],
  ["member", {}, "sales", 0],
  ["member", { sales: 1 }, "sales", 1],
  ["member", { live: 3 }, "sales", 0],
  ["member", {}, "core", 2],
  ["member", { live: 3 }, "admin", 0],
  ["admin", {}, "admin", 3],
] as const)("%s with %o has level in %s: %i", (role, grants, module, level) => {
  expect(levelIn({ role, grants }, module)).toBe(level);
});

test("what the server has switched off is nobody's, the others stay", () => {
  const me = meFromToken(tokenOf({ app_role: "admin", modules_off: ["finance"] }));
  expect([levelIn(me, "finance"), levelIn(me, "sales"), levelIn(me, "core")]).toEqual([0, 3, 3]);
});
