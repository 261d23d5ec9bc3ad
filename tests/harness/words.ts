// What the app says, from the files it is built from: a test names a thing once and reads it in
// both languages.
import { entities } from "../../web/src/api/entities.gen.ts";
import type { Entity } from "../../web/src/api/entity.ts";
import { helps } from "../../web/src/api/helps.gen.ts";
import labels from "../../web/src/i18n/labels.gen.json" with { type: "json" };
import { words } from "../../web/src/testing/words.ts";

export { words };
export type Language = keyof typeof words;
export type WordKey = keyof typeof words.en;

const lowered = (word: string) => (/^[A-Z][a-z]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word);

export interface Say {
  readonly language: Language;
  (key: WordKey, values?: Record<string, string | number>): string;
  /** The same as a pattern, with anything in the {places} that `values` leaves out. */
  like(key: WordKey, values?: Record<string, string | number>): RegExp;
  entity(name: keyof typeof entities, form?: "label" | "plural"): string;
  field(entity: keyof typeof entities, name: string): string;
  choice(entity: keyof typeof entities, field: string, value: string): string;
  module(name: keyof typeof labels.modules): string;
  /** Its plural as it stands inside of a sentence. */
  inside(entity: keyof typeof entities): string;
  /** "New sale" */
  makeNew(entity: keyof typeof entities): string;
}

const fill = (sentence: string, values: Record<string, string | number>) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export function say(language: Language): Say {
  const t = (key: WordKey, values: Record<string, string | number> = {}) => fill(words[language][key], values);
  const declared = (name: keyof typeof entities): Entity => entities[name];
  const fieldOf = (name: keyof typeof entities, field: string) => {
    const found = declared(name).fields.find((each) => each.name === field);
    if (!found) throw new Error(`${name} has no field ${field}`);
    return found;
  };
  const entity = (name: keyof typeof entities, form: "label" | "plural" = "label") => declared(name)[form][language];
  return Object.assign(t, {
    language,
    like: (key: WordKey, values: Record<string, string | number> = {}) =>
      new RegExp(`^${t(key, values).replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, ".+")}$`),
    entity,
    field: (name: keyof typeof entities, field: string) => fieldOf(name, field).label[language],
    choice: (name: keyof typeof entities, field: string, value: string) => {
      const found = fieldOf(name, field).choices?.find((each) => each.value === value);
      if (!found) throw new Error(`${name}.${field} has no choice ${value}`);
      return found.label[language];
    },
    module: (name: keyof typeof labels.modules) => labels.modules[name][language],
    inside: (name: keyof typeof entities) => lowered(entity(name, "plural")),
    makeNew: (name: keyof typeof entities) => t("list.new", { name: lowered(entity(name)) }),
  });
}

interface Label {
  readonly en: string;
  readonly zh: string;
}

const isLabel = (value: object): value is Label => "en" in value && "zh" in value;

const labelsIn = (value: unknown): Label[] => {
  if (typeof value !== "object" || value === null) return [];
  return isLabel(value) ? [value] : Object.values(value).flatMap(labelsIn);
};

const pairs: Label[] = [
  ...(Object.keys(words.en) as WordKey[]).map((key) => ({ en: words.en[key], zh: words.zh[key] })),
  ...labelsIn(entities),
  ...labelsIn(helps),
  ...labelsIn(labels),
];
// Said the same in Chinese, or the name of the language one may change to. A list, so that a word that was left in English is not taken for one of them.
const names = new Set(["CSV", "English", "Whatnot", "Instagram", "{value}"]);
const english = new Set(pairs.map((pair) => pair.en).filter((text) => /[A-Za-z]{2}/.test(text) && !names.has(text)));

/** Whether a line of the page is something that the app says otherwise in Chinese. */
export const isEnglish = (line: string) => english.has(line);
