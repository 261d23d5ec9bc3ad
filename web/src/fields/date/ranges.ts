/* Days that people ask for by name, and a range of days as conditions on a day or an instant. */
import type { Condition } from "../../api/query";
import { addDays, addMonths, instantOf, monthStart, wallOf } from "../../i18n/zone";

export interface Days {
  readonly from: string;
  readonly to: string;
}

export const namedRanges = ["today", "yesterday", "week", "month", "lastMonth", "year"] as const;
export type NamedRange = (typeof namedRanges)[number];

export function rangeOf(name: NamedRange, today: string): Days {
  const month = monthStart(today);
  const ranges: Record<NamedRange, Days> = {
    today: { from: today, to: today },
    yesterday: { from: addDays(today, -1), to: addDays(today, -1) },
    week: { from: addDays(today, -6), to: today },
    month: { from: month, to: today },
    lastMonth: { from: addMonths(month, -1), to: addDays(month, -1) },
    year: { from: `${today.slice(0, 4)}-01-01`, to: today },
  };
  return ranges[name];
}

const at = (conditions: readonly Condition[], operator: Condition["operator"]) =>
  conditions.find((condition) => condition.operator === operator)?.value ?? "";

/** A day ends where the next one begins: the upper bound of an instant is exclusive. */
export function conditionsOf(column: string, days: Days, zone: string | null): Condition[] {
  const from = zone && days.from ? instantOf(zone, days.from) : days.from;
  const to = zone && days.to ? instantOf(zone, addDays(days.to, 1)) : days.to;
  const conditions: Condition[] = [
    { column, operator: "gte", value: from },
    { column, operator: zone ? "lt" : "lte", value: to },
  ];
  return conditions.filter((condition) => condition.value !== "");
}

export function daysOf(conditions: readonly Condition[], zone: string | null): Days {
  const from = at(conditions, "gte");
  const to = at(conditions, zone ? "lt" : "lte");
  if (!zone) return { from, to };
  return {
    from: from && wallOf(zone, from).slice(0, 10),
    to: to && addDays(wallOf(zone, to).slice(0, 10), -1),
  };
}
