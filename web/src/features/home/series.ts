/* The line over time: a report leaves out what had nothing, a line does not. */
import { addDays, addMonths } from "../../i18n/zone";
import type { ReportRow } from "../../records/reports";
import type { Period, Step } from "./period";

/** Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

const firstKey: Record<Step, (day: string) => string> = {
  day: (day) => day,
  week: mondayOf,
  month: (day) => day.slice(0, 7),
};

const nextKey: Record<Step, (key: string) => string> = {
  day: (key) => addDays(key, 1),
  week: (key) => addDays(key, 7),
  month: (key) => addMonths(`${key}-01`, 1).slice(0, 7),
};

export function keysOf(step: Step, { from, to }: Pick<Period, "from" | "to">): string[] {
  const keys: string[] = [];
  const last = firstKey[step](to);
  for (let key = firstKey[step](from); key <= last; key = nextKey[step](key)) keys.push(key);
  return keys;
}

export interface Moment {
  readonly key: string;
  /** null: nothing happened */
  readonly row: ReportRow | null;
}

export function momentsOf(rows: readonly ReportRow[], step: Step, period: Pick<Period, "from" | "to">): Moment[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return keysOf(step, period).map((key) => ({ key, row: byKey.get(key) ?? null }));
}
