import { expect, test } from "vitest";
import type { ReportRow } from "../../records/reports";
import { hourGrid } from "./hours";
import { daysIn, periodOf, stepOf } from "./period";
import { keysOf, momentsOf, mondayOf } from "./series";
import { compareSizes, sizeGrid, systemsOf } from "./sizes";
import { totalOf } from "./total";

const row = (fields: Partial<ReportRow>): ReportRow =>
  ({ gmv: 0, profit: 0, cost: 0, units: 0, units_without_cost: 0, currency: "USD", ...fields }) as ReportRow;

test.each([
  ["", "2026-10-23", "2026-11-21"],
  ["period=month", "2026-11-01", "2026-11-21"],
  ["period=90", "2026-08-24", "2026-11-21"],
  ["period=year", "2025-11-22", "2026-11-21"],
  ["period=own&from=2026-03-05&to=2026-03-01", "2026-03-01", "2026-03-05"],
  ["period=own&from=nonsense&to=2026-03-30", "2026-03-01", "2026-03-30"],
  ["period=nonsense", "2026-10-23", "2026-11-21"],
])("the address %s means %s to %s", (address, from, to) => {
  expect(periodOf(new URLSearchParams(address), "2026-11-21")).toMatchObject({ from, to });
});

test("a longer period has coarser steps", () => {
  const spans = ["2026-11-01", "2026-08-24", "2025-11-22", "2024-01-01"].map((from) => ({ from, to: "2026-11-21" }));
  expect(spans.map(stepOf)).toEqual(["day", "week", "week", "month"]);
  expect(daysIn({ from: "2026-02-27", to: "2026-03-01" })).toBe(3);
});

test("what had nothing still has its place on the line", () => {
  expect(keysOf("day", { from: "2026-02-27", to: "2026-03-01" })).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(keysOf("month", { from: "2025-12-31", to: "2026-02-01" })).toEqual(["2025-12", "2026-01", "2026-02"]);
  expect(keysOf("week", { from: "2026-11-01", to: "2026-11-10" })).toEqual(["2026-10-26", "2026-11-02", "2026-11-09"]);
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  const moments = momentsOf([row({ key: "2026-02", gmv: 5 })], "month", { from: "2026-01-01", to: "2026-03-01" });
  expect(moments.map((moment) => moment.row?.gmv ?? null)).toEqual([null, 5, null]);
});

test("sizes stand from small to large, women's after men's", () => {
  const sizes = ["10", "9.5", "7W", "42⅔", "6.5W", "42", "9", "One size"];
  expect(sizes.sort(compareSizes)).toEqual(["9", "9.5", "10", "42", "42⅔", "6.5W", "7W", "One size"]);
});

test("the size grid adds the types of a brand and keeps to one system", () => {
  const rows = [
    row({ brand: "Nike", shoe_type: "Dunk", size_system: "US", size: "9", units: 3 }),
    row({ brand: "Nike", shoe_type: "Air Max", size_system: "US", size: "9", units: 2 }),
    row({ brand: "Jordan", shoe_type: "Jordan 4", size_system: "US", size: "10", units: 9 }),
    row({ brand: "Nike", shoe_type: "Dunk", size_system: "EU", size: "42", units: 1 }),
  ];
  expect(systemsOf(rows)).toEqual(["US", "EU"]);
  const brands = sizeGrid(rows, "brand", "US");
  expect([brands.rows, brands.columns]).toEqual([
    ["Jordan", "Nike"],
    ["9", "10"],
  ]);
  expect(brands.units(1, 0)).toBe(5);
  expect(brands.units(0, 0)).toBeNull();
  expect(sizeGrid(rows, "shoe_type", "US").rows).toEqual(["Jordan 4", "Nike Dunk", "Nike Air Max"]);
});

test("a day that runs past midnight begins when the selling begins", () => {
  const grid = hourGrid([row({ key: "5 20", gmv: 70, units: 2 }), row({ key: "6 1", gmv: 90, units: 1 })], 7);
  expect(grid.hours).toEqual([20, 21, 22, 23, 0, 1]);
  expect(grid.weekdays).toEqual([7, 1, 2, 3, 4, 5, 6]);
  expect(grid.best).toMatchObject({ weekday: 6, hour: 1 });
  expect(grid.at(5, 0)).toMatchObject({ gmv: 70 });
  expect(hourGrid([], 1).hours).toEqual([]);
});

test("rows of one currency become one; others stay out", () => {
  const rows = [
    row({ gmv: 100, profit: 20, units: 1, previous_gmv: 50, previous_profit: 5 }),
    row({ gmv: 300, profit: 60, units: 2, previous_gmv: 150, previous_profit: 15 }),
    row({ currency: "CNY", gmv: 9000 }),
  ];
  expect(totalOf(rows, "USD")).toMatchObject({ gmv: 400, profit: 80, margin: 2000, units: 3, previous_margin: 1000 });
  expect(totalOf(rows, "EUR")).toBeNull();
});
