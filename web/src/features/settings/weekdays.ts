/* The days of the week in the caller's language: 1 Monday … 7 Sunday. */

const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function weekdayNames(locale: string): { value: string; label: string }[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: format.format(MONDAY + day * DAY_MS),
  }));
}
