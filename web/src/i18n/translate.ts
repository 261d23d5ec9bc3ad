/* Words: keys are those of en.json and of the parts, so a missing one does not compile. Plurals are
   pairs of keys ending in _one and _other, chosen by Intl. */
import { createContext, useContext } from "react";
import type en from "./en.json";
import type finance from "./parts/finance.en.json";
import type home from "./parts/home.en.json";
import type imports from "./parts/imports.en.json";
import type live from "./parts/live.en.json";
import type labels from "./parts/labels.en.json";
import type knowledge from "./parts/knowledge.en.json";
import type photos from "./parts/photos.en.json";
import type server from "./parts/server.en.json";
import type settings from "./parts/settings.en.json";
import type setup from "./parts/setup.en.json";
import type shows from "./parts/shows.en.json";
import type warehouse from "./parts/warehouse.en.json";

export type Language = "en" | "zh";
export const languages: readonly Language[] = ["en", "zh"];
export const languageNames: Record<Language, string> = { en: "English", zh: "简体中文" };
export const localeOf: Record<Language, string> = { en: "en-US", zh: "zh-CN" };

/** Words that stand in files of their own, which come with the pages that need them. */
export interface PartWords {
  readonly finance: Record<keyof typeof finance, string>;
  readonly home: Record<keyof typeof home, string>;
  readonly imports: Record<keyof typeof imports, string>;
  readonly live: Record<keyof typeof live, string>;
  readonly labels: Record<keyof typeof labels, string>;
  readonly knowledge: Record<keyof typeof knowledge, string>;
  readonly photos: Record<keyof typeof photos, string>;
  readonly server: Record<keyof typeof server, string>;
  readonly settings: Record<keyof typeof settings, string>;
  readonly setup: Record<keyof typeof setup, string>;
  readonly shows: Record<keyof typeof shows, string>;
  readonly warehouse: Record<keyof typeof warehouse, string>;
}

type KeysOf<Some> = Some extends unknown ? keyof Some : never;
export type CoreWords = Record<keyof typeof en, string>;
export type WordKey = keyof CoreWords | KeysOf<PartWords[keyof PartWords]>;
/** Those of the core, and of the parts those that were loaded. */
export type Words = CoreWords & Partial<Record<WordKey, string>>;
export type CountKey = WordKey extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never;
type Values = Record<string, string | number>;

export interface Translate {
  readonly language: Language;
  readonly locale: string;
  (key: WordKey, values?: Values): string;
  /** "3 records": picks the plural form of `count`. */
  count: (key: CountKey, count: number, values?: Values) => string;
  /** The language's own text of a label from the server's tables. */
  label: (label: AnyLabel) => string;
  /** The same within a sentence: "New sale", not "New Sale". */
  inside: (label: AnyLabel) => string;
}

export interface AnyLabel {
  readonly en: string;
  readonly zh: string;
}

const lowered = (word: string) => (/^[A-Z][a-z]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word);

const fill = (sentence: string, values?: Values) =>
  values ? sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : sentence;

export function translator(language: Language, words: Words): Translate {
  const locale = localeOf[language];
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const lookUp = words as Record<string, string | undefined>;

  const t = (key: WordKey, values?: Values) => fill(lookUp[key] ?? key, values);
  const count: Translate["count"] = (key, many, values) => {
    const sentence = lookUp[`${key}_${plural.select(many)}`] ?? lookUp[`${key}_other`] ?? "";
    return fill(sentence, { count: number.format(many), ...values });
  };
  const label: Translate["label"] = (one) => one[language];
  const inside: Translate["inside"] = (one) => (language === "en" ? lowered(one.en) : one.zh);
  return Object.assign(t, { language, locale, count, label, inside });
}

export const TranslateContext = createContext<Translate | null>(null);

export function useTranslate(): Translate {
  const t = useContext(TranslateContext);
  if (!t) throw new Error("useTranslate outside of LanguageProvider");
  return t;
}
