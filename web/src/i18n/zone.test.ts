import { expect, test } from "vitest";
import { addDays, addMonths, instantOf, monthStart, todayIn, wallOf } from "./zone";

test.each([
  ["Asia/Shanghai", "2026-11-11T20:00", "2026-11-11T12:00:00.000Z"],
  ["America/New_York", "2026-01-15T09:30", "2026-01-15T14:30:00.000Z"],
  ["America/New_York", "2026-07-15T09:30", "2026-07-15T13:30:00.000Z"],
  ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"],
  ["America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00.000Z"],
])("%s %s is %s, and back", (zone, wall, instant) => {
  expect(instantOf(zone, wall)).toBe(instant);
  expect(wallOf(zone, instant)).toBe(wall);
});

test("a clock time that is skipped becomes a moment that exists", () => {
  const instant = instantOf("America/New_York", "2026-03-08T02:30");
  expect(["2026-03-08T06:30:00.000Z", "2026-03-08T07:30:00.000Z"]).toContain(instant);
});

test("a day begins at midnight of its zone", () => {
  expect(instantOf("Asia/Shanghai", "2026-11-11")).toBe("2026-11-10T16:00:00.000Z");
  expect(todayIn("Asia/Shanghai", new Date("2026-11-10T16:00:00Z"))).toBe("2026-11-11");
});

test("days and months are counted in the calendar", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addMonths("2026-01-01", -1)).toBe("2025-12-01");
  expect(monthStart("2026-11-21")).toBe("2026-11-01");
});
