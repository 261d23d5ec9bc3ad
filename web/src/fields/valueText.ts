/* A value of any field as one line of plain text: for titles, chips, cards and cells. */
import type { Field, FieldType } from "../api/entity";
import type { Format } from "../i18n/format";
import type { Translate } from "../i18n/translate";
import { textOf } from "./field";

export interface Reader {
  readonly t: Translate;
  readonly format: Format;
  readonly currency: string;
}

type ToText = (value: unknown, field: Field, reader: Reader) => string;

const plain: ToText = (value) => textOf(value);
const number: ToText = (value, _field, { format }) =>
  typeof value === "number" ? format.number(value) : textOf(value);

function currencyName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "currency" }).of(code) ?? code;
  } catch {
    return code;
  }
}

const toText: Record<FieldType, ToText> = {
  text: plain,
  longtext: plain,
  email: plain,
  time_zone: plain,
  id: plain,
  link: plain,
  decimal: plain,
  choice: (value, field, { t }) => {
    const choice = field.choices?.find((one) => one.value === value);
    return choice ? t.label(choice.label) : textOf(value);
  },
  date: (value, _field, { format }) => format.day(textOf(value)),
  instant: (value, _field, { format }) => format.instant(textOf(value)),
  money: (value, _field, { format, currency }) => (typeof value === "number" ? format.money(value, currency) : ""),
  currency: (value, _field, { t }) => {
    const code = textOf(value);
    return `${code} · ${currencyName(code, t.locale)}`;
  },
  integer: number,
  boolean: (value, _field, { t }) => t(value ? "value.yes" : "value.no"),
  json: (value) => JSON.stringify(value),
};

export function valueText(value: unknown, field: Field, reader: Reader): string {
  return value === null || value === undefined || value === "" ? "" : toText[field.type](value, field, reader);
}
