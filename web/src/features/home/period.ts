/* The period of the dashboard: in the address, and as days. */
import { addDays, monthStart } from "../../i18n/zone";

export const periodNames = ["month", "30", "90", "year", "own"] as const;
export type PeriodName = (typeof periodNames)[number];

export interface Period {
  readonly name: PeriodName;
  readonly from: string;
  readonly to: string;
}

const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);

function startOf(name: PeriodName, today: string): string {
  if (name === "month") return monthStart(today);
  if (name === "year") return addDays(today, -364);
  return addDays(today, name === "90" ? -89 : -29);
}

/** Reads the address; what is not understood is the last 30 days. */
export function periodOf(params: URLSearchParams, today: string): Period {
  const name = periodNames.find((known) => known === params.get("period")) ?? "30";
  if (name !== "own") return { name, from: startOf(name, today), to: today };
  const from = params.get("from");
  const to = params.get("to");
  const last = isDay(to) ? to : today;
  const first = isDay(from) ? from : addDays(last, -29);
  return first <= last ? { name, from: first, to: last } : { name, from: last, to: first };
}

export const daysIn = ({ from, to }: Pick<Period, "from" | "to">) =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000) + 1;

export type Step = "day" | "week" | "month";

/** What one point of a line stands for, so that a line has neither five points nor five hundred. */
export function stepOf(period: Pick<Period, "from" | "to">): Step {
  const days = daysIn(period);
  if (days <= 45) return "day";
  return days <= 400 ? "week" : "month";
}
