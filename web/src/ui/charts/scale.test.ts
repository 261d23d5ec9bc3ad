import { expect, test } from "vitest";
import { labelledOf, linePath, ticksOf } from "./scale";

test.each([
  [0, 97, [0, 25, 50, 75, 100]],
  [-30, 60, [-50, -25, 0, 25, 50, 75]],
  [0, 0, [0, 1]],
  [0, 4, [0, 1, 2, 3, 4]],
])("an axis from %d to %d has round steps and zero", (low, high, ticks) => {
  expect(ticksOf(low, high)).toEqual(ticks);
});

test("labels are spread and never more than fit", () => {
  expect([...labelledOf(30, 7)]).toEqual([0, 5, 10, 15, 20, 25]);
  expect([...labelledOf(3, 7)]).toEqual([0, 1, 2]);
});

test("a path goes through its points", () => {
  expect(
    linePath([
      [0, 1],
      [2.25, 3],
    ]),
  ).toBe("M0.0 1.0L2.3 3.0");
});
