import { expect, test } from "vitest";
import { mayReload, RELOADED_LATELY_MS } from "./newerVersion";

const page = { isOnline: true, isReloaded: false, age: 5 };

test("a part that is gone fetches the page anew", () => {
  expect(mayReload(page)).toBe(true);
  expect(mayReload({ ...page, isReloaded: true, age: RELOADED_LATELY_MS })).toBe(true);
});

test("without a line, or right after a reload, the page stays as it is", () => {
  expect(mayReload({ ...page, isOnline: false })).toBe(false);
  expect(mayReload({ ...page, isReloaded: true })).toBe(false);
});
