import { expect, test } from "vitest";
import type { FileField, Mapping } from "./file";
import {
  chosenOf,
  FIXED,
  joinedOf,
  linkPaths,
  missingFields,
  NOWHERE,
  originOf,
  unusedColumns,
  withOrigin,
} from "./mapping";

const fields: FileField[] = [
  { name: "sold_at", label: "Sold at", required: true, inner: [] },
  { name: "currency", label: "Currency", required: true, inner: [] },
  { name: "brand", label: "Brand", required: true, inner: [] },
  { name: "live_session_id", label: "Show", required: false, inner: [{ name: "title", label: "Title" }] },
];
const mapping: Mapping = { sold_at: ["Date", "Time"], size_system: { value: "US" }, brand: "Brand" };

test("what is chosen says where a field comes from", () => {
  expect(chosenOf(mapping["sold_at"])).toBe("Date");
  expect(chosenOf(mapping["size_system"])).toBe(FIXED);
  expect(chosenOf(mapping["price"])).toBe(NOWHERE);
});

test("another first column keeps the second, unless it is the same", () => {
  expect(originOf("Day", mapping["sold_at"])).toEqual(["Day", "Time"]);
  expect(originOf("Time", mapping["sold_at"])).toBe("Time");
  expect(originOf(NOWHERE, mapping["sold_at"])).toBeNull();
  expect(originOf(FIXED, undefined)).toEqual({ value: "" });
  expect(joinedOf("Date", NOWHERE)).toBe("Date");
});

test("a field without an origin leaves the mapping", () => {
  expect(withOrigin(mapping, "brand", null)).not.toHaveProperty("brand");
  expect(withOrigin(mapping, "brand", "Label")).toMatchObject({ brand: "Label", sold_at: ["Date", "Time"] });
});

test("what is left out and what is missing is said; the currency has a usual one", () => {
  expect(unusedColumns([{ name: "Date" }, { name: "Note" }], mapping)).toEqual(["Note"]);
  expect(missingFields(fields, { sold_at: "Date" }).map((field) => field.name)).toEqual(["brand"]);
  expect(linkPaths(fields)).toEqual([{ path: "live_session_id.title", label: "Show · Title" }]);
});
