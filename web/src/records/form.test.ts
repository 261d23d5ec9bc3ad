import { expect, test } from "vitest";
import { entityOf } from "../api/rows";
import { Unreadable } from "../fields/field";
import en from "../i18n/en.json";
import { translator } from "../i18n/translate";
import { rowOf } from "../testing/http";
import { emptyValues, nextValues, payloadOf, problemsOf, valuesOf } from "./form";
import { mayCreate, mayRun, mayUpdate } from "./permission";
import { relatedTo } from "./related";

const t = translator("en", en);
const sale = entityOf("sale");
const show = entityOf("live_session");
const start = {
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  now: new Date("2026-11-11T17:00:30Z"),
  given: new URLSearchParams(),
};

test("a new form starts with what is known", () => {
  const values = emptyValues(sale, { ...start, given: new URLSearchParams("live_session_id=show-1&brand=On") });
  expect(values).toMatchObject({
    currency: "CNY",
    quantity: 1,
    sold_at: "2026-11-11T17:01:00.000Z",
    live_session_id: "show-1",
    brand: "On",
    price: null,
  });
  expect(emptyValues(show, start)["day"]).toBe("2026-11-12");
  expect(Object.keys(values)).not.toContain("hour");
});

test("the next of a series keeps the show and the currency, not the pair", () => {
  const before = { ...emptyValues(sale, start), live_session_id: "show-1", brand: "On", size_system: "EU", price: 5 };
  expect(nextValues(sale, before, start)).toMatchObject({
    live_session_id: "show-1",
    size_system: "EU",
    brand: null,
    price: null,
  });
});

test.each([
  ["brand", "", "This is needed."],
  ["brand", "x".repeat(81), "81 characters; 80 fit."],
  ["brand", "👟".repeat(80), null],
  ["quantity", 0, "At least 1."],
  ["price", new Unreadable("12.345"), "This cannot be read as a value."],
  ["cost", null, null],
])("%s with %o: %s", (field, value, problem) => {
  const values = { ...emptyValues(sale, start), brand: "On", price: 1, [field]: value };
  expect(problemsOf(sale, values, t)[field] ?? null).toBe(problem);
});

test("an old row is sent its changes, and nothing else", () => {
  const row = rowOf("sale", "s", { brand: "On", size: "8.5", price: 100, currency: "USD" });
  const values = { ...valuesOf(sale, row), size: "", price: 200 };
  expect(payloadOf(sale, values, row)).toEqual({ size: null, price: 200 });
});

test("levels: view, own, all", () => {
  const me = { account: "me", role: "member" as const, grants: {} };
  const all = { session: "", email: "", workspace: 1, language: "en" as const, name: "", off: [], isOperator: false };
  const at = (level: 0 | 1 | 2 | 3) => ({ ...me, ...all, grants: { sales: level } });
  const mine = rowOf("sale", "s", { created_by: "me" });
  const theirs = rowOf("sale", "s", { created_by: "you" });
  expect([0, 1, 2, 3].map((level) => mayCreate(at(level as 0), sale))).toEqual([false, false, true, true]);
  expect([0, 1, 2, 3].map((level) => mayUpdate(at(level as 0), sale, mine))).toEqual([false, false, true, true]);
  expect([0, 1, 2, 3].map((level) => mayUpdate(at(level as 0), sale, theirs))).toEqual([false, false, false, true]);
});

test("an action waits for its state", () => {
  const admin = {
    account: "a",
    session: "",
    email: "",
    workspace: 1,
    role: "admin" as const,
    grants: {},
    language: "en" as const,
    name: "",
    off: [],
    isOperator: false,
  };
  const [begin, end] = show.actions;
  const live = rowOf("live_session", "l", { status: "live" });
  expect(begin && mayRun(admin, show, begin, live)).toBe(false);
  expect(end && mayRun(admin, show, end, live)).toBe(true);
});

test("a show that changes is read again where its title stands", () => {
  expect(relatedTo("live_session")).toEqual(expect.arrayContaining(["live_session", "sale"]));
  expect(relatedTo("live_session")).not.toContain("product");
});
