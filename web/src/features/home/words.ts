/* Days, weeks and months as an axis and a tooltip say them. */
import type { Format } from "../../i18n/format";
import type { Translate } from "../../i18n/translate";
import type { Step } from "./period";

const utc = (key: string) => Date.parse(`${key.length === 7 ? `${key}-01` : key}T00:00Z`);

export function axisDay(key: string, step: Step, locale: string): string {
  const options: Intl.DateTimeFormatOptions =
    step === "month" ? { month: "short", year: "2-digit" } : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(utc(key));
}

export function fullDay(key: string, step: Step, format: Format, t: Translate): string {
  if (step === "day") return format.dayLong(key);
  if (step === "week") return t("home.weekOf", { day: format.day(key) });
  return new Intl.DateTimeFormat(t.locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(utc(key));
}

/** Names of the days of the week, Monday first. */
export function weekdayNames(locale: string): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, at) => name.format(Date.UTC(2024, 0, 1 + at)));
}
