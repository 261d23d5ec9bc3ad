/* Which language: the one chosen here before, else the browser's. */
import type { Language, Words } from "./translate";

const KEPT = "steward.language";

const loaders: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import("./en.json"),
  zh: () => import("./zh.json"),
};

export function firstLanguage(): Language {
  const wanted = localStorage.getItem(KEPT) ?? navigator.language;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const languageIsChosen = () => localStorage.getItem(KEPT) !== null;

export function keepLanguage(language: Language) {
  localStorage.setItem(KEPT, language);
}

/** Only the language in use is fetched. */
export async function loadWords(language: Language): Promise<Words> {
  return (await loaders[language]()).default;
}
