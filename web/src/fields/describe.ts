/* A filter in words, for its chip: "Price at least $10.00". */
import type { Field } from "../api/entity";
import { inValues, type Condition, type Operator } from "../api/query";
import type { WordKey } from "../i18n/translate";
import { daysOf } from "./date/ranges";
import { valueText, type Reader } from "./valueText";

const words: Record<Operator, WordKey> = {
  eq: "chip.eq",
  neq: "chip.neq",
  gt: "chip.gt",
  gte: "chip.gte",
  lt: "chip.lt",
  lte: "chip.lte",
  ilike: "chip.ilike",
  "not.ilike": "chip.not.ilike",
  in: "chip.in",
  is: "chip.is",
  "not.is": "chip.not.is",
};

const wireValue = (field: Field, value: string): unknown =>
  field.type === "money" || field.type === "integer" ? Number(value) : value;

function describeDays(conditions: readonly Condition[], { t, format }: Reader, zone: string | null): string | null {
  const { from, to } = daysOf(conditions, zone);
  if (from && to) return from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
  if (from) return t("chip.since", { value: format.day(from) });
  return to ? t("chip.until", { value: format.day(to) }) : null;
}

function describeOne(field: Field, { operator, value }: Condition, reader: Reader): string {
  const { t } = reader;
  if (operator === "is" && field.type === "boolean") return t(value === "true" ? "value.yes" : "value.no");
  const shown =
    operator === "in"
      ? inValues(value)
          .map((one) => valueText(one, field, reader))
          .join(", ")
      : valueText(wireValue(field, value), field, reader);
  return t(words[operator], { value: shown });
}

export function describe(field: Field, conditions: readonly Condition[], reader: Reader, timeZone: string): string {
  const isDay = field.type === "date" || field.type === "instant";
  const days = isDay ? describeDays(conditions, reader, field.type === "instant" ? timeZone : null) : null;
  return days ?? conditions.map((condition) => describeOne(field, condition, reader)).join(reader.t("chip.and"));
}
