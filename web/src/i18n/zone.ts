/* Wall clock of a time zone and the instant it stands for, by Intl only. */

export interface Wall {
  readonly date: string;
  readonly time: string;
}

const parts = (zone: string) =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

function wallMs(zone: string, instant: number): number {
  const found = Object.fromEntries(
    parts(zone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const get = (name: string) => found[name] ?? 0;
  return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
}

/** "2026-03-08T20:30": what a clock in the zone shows at the instant. */
export function wallOf(zone: string, instant: string | number | Date): string {
  const ms = new Date(instant).getTime();
  return new Date(wallMs(zone, ms)).toISOString().slice(0, 16);
}

/** The instant of a wall clock time; in the hour that a clock skips, the one after it. */
export function instantOf(zone: string, wall: string): string {
  const shown = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}Z`);
  const offset = wallMs(zone, shown) - shown;
  const guess = shown - offset;
  const exact = shown - (wallMs(zone, guess) - guess);
  return new Date(exact).toISOString();
}

export const todayIn = (zone: string, now: Date = new Date()) => wallOf(zone, now).slice(0, 10);

/** Calendar arithmetic on ISO days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const monthStart = (day: string) => `${day.slice(0, 7)}-01`;

export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}
