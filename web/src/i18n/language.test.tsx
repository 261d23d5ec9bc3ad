/* Which features were opened is remembered: every test opens another one. */
import { lazy, Suspense } from "react";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { LanguageProvider, useChooseLanguage } from "./LanguageProvider";
import { loadWords, withWords } from "./language";
import financeEn from "./parts/finance.en.json";
import financeZh from "./parts/finance.zh.json";
import homeEn from "./parts/home.en.json";
import homeZh from "./parts/home.zh.json";
import { useTranslate } from "./translate";

test.each([
  ["server", "backups.now"],
  ["photos", "photos.take"],
  ["imports", "import.drop"],
  ["warehouse", "scan.receive"],
  ["settings", "members.title"],
] as const)("%s brings its words with its code, and keeps them in the other language", async (part, key) => {
  const english = await loadWords("en");
  expect(english[key]).toBeUndefined();
  expect(await withWords(part, Promise.resolve("code"))).toBe("code");
  expect(english[key]).toMatch(/^[A-Z]/);
  expect((await loadWords("zh"))[key]).toMatch(/[\u4e00-\u9fff]/);
});

test("a feature that opens while the language changes has its words in both", async () => {
  const english = await loadWords("en");
  const [chinese] = await Promise.all([loadWords("zh"), withWords("home", Promise.resolve())]);
  expect(english["home.lead"]).toBe(homeEn["home.lead"]);
  expect(chinese["home.lead"]).toBe(homeZh["home.lead"]);
});

function Month() {
  const t = useTranslate();
  const choose = useChooseLanguage();
  return <button onClick={() => void choose("zh")}>{t("finance.statement")}</button>;
}

test("an open page changes its own words when another language is chosen", async () => {
  const core = await loadWords("en");
  const Page = lazy(() => withWords("finance", Promise.resolve({ default: Month })));
  render(
    <LanguageProvider language="en" words={core}>
      <Suspense>
        <Page />
      </Suspense>
    </LanguageProvider>,
  );
  await userEvent.click(await screen.findByRole("button", { name: financeEn["finance.statement"] }));
  expect(await screen.findByRole("button", { name: financeZh["finance.statement"] })).toBeTruthy();
});
