/* Times read alike wherever they stand. */
import type { ReactNode } from "react";
import { renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { words } from "../testing/words";
import { PlaceContext, useFormat } from "./format";
import { LanguageProvider } from "./LanguageProvider";
import type { Language } from "./translate";

const place = { timeZone: "Asia/Shanghai", currency: "CNY", weekStart: 1 };
const year = new Date().getFullYear();

const formatIn = (language: Language) =>
  renderHook(useFormat, {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <LanguageProvider language={language} words={words[language]}>
        <PlaceContext value={place}>{children}</PlaceContext>
      </LanguageProvider>
    ),
  }).result.current;

test.each([
  ["zh", "00:38", "16:38"],
  ["zh", "02:58", "18:58"],
  ["en", "12:38 AM", "16:38"],
  ["en", "2:58 AM", "18:58"],
  ["en", "2:05 PM", "06:05"],
] as const)("in %s the clock shows %s in every form", (language, clock, utc) => {
  const format = formatIn(language);
  for (const day of [`${year}-06-10`, "2019-06-10"]) {
    const forms = [format.time, format.instant, format.instantShort].map((form) => form(`${day}T${utc}:00Z`));
    for (const form of forms) expect(form.replaceAll("\u202f", " ")).toMatch(new RegExp(`(^|\\D)${clock}$`));
  }
});
