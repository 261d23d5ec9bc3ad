/* Which language: the one chosen here before, else the browser's. Its words: those that any page
   may need at the start, and those of single features as their pages are opened. */
import type { CoreWords, Language, PartWords, Words } from "./translate";

const KEPT = "steward.language";

type Loader<Some> = () => Promise<{ default: Some }>;

const cores: Record<Language, Loader<CoreWords>> = {
  en: () => import("./en.json"),
  zh: () => import("./zh.json"),
};

/* Named as the folder whose pages need it; scripts/check-words.mjs holds them to that. */
const parts: { [Name in keyof PartWords]: Record<Language, Loader<PartWords[Name]>> } = {
  finance: { en: () => import("./parts/finance.en.json"), zh: () => import("./parts/finance.zh.json") },
  home: { en: () => import("./parts/home.en.json"), zh: () => import("./parts/home.zh.json") },
  imports: { en: () => import("./parts/imports.en.json"), zh: () => import("./parts/imports.zh.json") },
  live: { en: () => import("./parts/live.en.json"), zh: () => import("./parts/live.zh.json") },
  labels: { en: () => import("./parts/labels.en.json"), zh: () => import("./parts/labels.zh.json") },
  knowledge: { en: () => import("./parts/knowledge.en.json"), zh: () => import("./parts/knowledge.zh.json") },
  photos: { en: () => import("./parts/photos.en.json"), zh: () => import("./parts/photos.zh.json") },
  server: { en: () => import("./parts/server.en.json"), zh: () => import("./parts/server.zh.json") },
  settings: { en: () => import("./parts/settings.en.json"), zh: () => import("./parts/settings.zh.json") },
  setup: { en: () => import("./parts/setup.en.json"), zh: () => import("./parts/setup.zh.json") },
  shows: { en: () => import("./parts/shows.en.json"), zh: () => import("./parts/shows.zh.json") },
  warehouse: { en: () => import("./parts/warehouse.en.json"), zh: () => import("./parts/warehouse.zh.json") },
};

export type Part = keyof typeof parts;

const opened = new Set<Part>();
let inUse: { readonly language: Language; readonly words: Partial<Words> } = { language: "en", words: {} };

export function firstLanguage(): Language {
  const wanted = localStorage.getItem(KEPT) ?? navigator.language;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const languageIsChosen = () => localStorage.getItem(KEPT) !== null;

export function keepLanguage(language: Language) {
  localStorage.setItem(KEPT, language);
}

/** Only the language in use is fetched, with the words of every feature that was opened. */
export async function loadWords(language: Language): Promise<Words> {
  const words: Words = { ...(await cores[language]()).default };
  /* Also what is opened meanwhile: a set is walked to its end as it is then. */
  for (const part of opened) Object.assign(words, (await parts[part][language]()).default);
  inUse = { language, words };
  return words;
}

/** Adds the words of a feature to those in use, in place: who reads them is not rendered yet. */
async function addWords(part: Part) {
  opened.add(part);
  const { language, words } = inUse;
  Object.assign(words, (await parts[part][language]()).default);
}

/** The code of a feature, once its words are there too. */
export async function withWords<Code>(part: Part, code: Promise<Code>): Promise<Code> {
  const [loaded] = await Promise.all([code, addWords(part)]);
  return loaded;
}
