/* Rows that are called by the record they belong to. */
import { renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { entityOf } from "../api/rows";
import { LanguageProvider } from "../i18n/LanguageProvider";
import { startHttp } from "../testing/http";
import { comeIn } from "../testing/who";
import { words } from "../testing/words";
import { rowTitle } from "./rowTitle";
import { useReader } from "./useReader";

beforeEach(async () => {
  startHttp();
  await comeIn();
});

const pay = { id: "pay-1", host_id: "host-1", valid_from: "2026-11-01" };

test.each([
  ["the title of the linked record", { ...pay, host: { id: "host-1", name: "Maya" } }, "Maya · Nov 1, 2026"],
  ["the kind, where it did not come along", pay, "Host pay · Nov 1, 2026"],
  ["the kind, where it is gone", { ...pay, host: null }, "Host pay · Nov 1, 2026"],
])("a row titled by a link shows %s", (_what, row, title) => {
  const { result } = renderHook(useReader, {
    wrapper: ({ children }) => (
      <LanguageProvider language="en" words={words.en}>
        {children}
      </LanguageProvider>
    ),
  });
  expect(rowTitle(entityOf("host_pay_rule"), row, result.current)).toBe(title);
});
