import { expect, test } from "vitest";
import { conditionsOf, daysOf, rangeOf } from "./ranges";

test.each([
  ["today", "2026-03-01", "2026-03-01"],
  ["yesterday", "2026-02-28", "2026-02-28"],
  ["week", "2026-02-23", "2026-03-01"],
  ["month", "2026-03-01", "2026-03-01"],
  ["lastMonth", "2026-02-01", "2026-02-28"],
  ["year", "2026-01-01", "2026-03-01"],
] as const)("%s on March 1st is %s to %s", (name, from, to) => {
  expect(rangeOf(name, "2026-03-01")).toEqual({ from, to });
});

test("a day of an instant lasts from midnight to midnight in the workspace", () => {
  const day = { from: "2026-11-11", to: "2026-11-11" };
  const conditions = conditionsOf("sold_at", day, "Asia/Shanghai");
  expect(conditions).toEqual([
    { column: "sold_at", operator: "gte", value: "2026-11-10T16:00:00.000Z" },
    { column: "sold_at", operator: "lt", value: "2026-11-11T16:00:00.000Z" },
  ]);
  expect(daysOf(conditions, "Asia/Shanghai")).toEqual(day);
});

test("a calendar day is compared as it is, and an open end asks nothing", () => {
  expect(conditionsOf("day", { from: "2026-11-01", to: "" }, null)).toEqual([
    { column: "day", operator: "gte", value: "2026-11-01" },
  ]);
});
