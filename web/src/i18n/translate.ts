/* Words: keys are those of en.json, so a missing one does not compile. Plurals are pairs of keys
   ending in _one and _other, chosen by Intl. */
import { createContext, useContext } from "react";
import type en from "./en.json";

export type Language = "en" | "zh";
export const languages: readonly Language[] = ["en", "zh"];
export const languageNames: Record<Language, string> = { en: "English", zh: "简体中文" };
export const localeOf: Record<Language, string> = { en: "en-US", zh: "zh-CN" };

export type WordKey = keyof typeof en;
export type Words = Record<WordKey, string>;
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

  const t = (key: WordKey, values?: Values) => fill(words[key], values);
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
