import { expect, test } from "vitest";
import { ApiError, apiError } from "./errors";

test("a refusal names its field and keeps its sentence", () => {
  const error = apiError(
    { code: "23514", message: "The price is below zero.", details: "field: price", hint: null },
    400,
  );
  expect(error).toMatchObject({ kind: "refused", code: "23514", field: "price", hint: null, status: 400 });
  expect(error.message).toBe("The price is below zero.");
});

test.each([
  [{ message: "Failed to fetch" }, 0, "offline"],
  [{ message: "x" }, 401, "ended"],
  [{ message: "x" }, 503, "server"],
  [{ message: "x", status: 429 }, undefined, "refused"],
  [{ message: "x", code: "conflict" }, 409, "conflict"],
  [undefined, undefined, "offline"],
])("%o with status %s is %s", (failure, status, kind) => {
  expect(apiError(failure, status).kind).toBe(kind);
});

test("an error that is one already stays the same", () => {
  const error = new ApiError({ kind: "server", message: "x" });
  expect(apiError(error)).toBe(error);
});

test.each([
  ["Failing row contains (1, 2).", null],
  [null, null],
  ["field: sold_at", "sold_at"],
])("details %s name the field %s", (details, field) => {
  expect(apiError({ details }, 400).field).toBe(field);
});
