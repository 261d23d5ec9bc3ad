/* The hours of one show in the order in which they passed: one that began at eight ends after midnight. */
import type { ReportRow } from "../../records/reports";

export interface ShowHour {
  readonly hour: number;
  readonly gmv: number;
  readonly units: number;
}

export function hoursInOrder(rows: readonly ReportRow[]): ShowHour[] {
  const byHour = new Map(rows.map((row) => [Number(row.key), row]));
  const used = [...byHour.keys()].sort((a, b) => a - b);
  if (used.length === 0) return [];
  /* The longest pause lies before the beginning. */
  let first = used[0] ?? 0;
  let longest = 0;
  used.forEach((hour, at) => {
    const before = used[(at + used.length - 1) % used.length] ?? hour;
    const pause = (hour - before + 24) % 24 || 24;
    if (pause > longest) {
      longest = pause;
      first = hour;
    }
  });
  const length = Math.min(24, 25 - longest);
  return Array.from({ length }, (_, at) => {
    const hour = (first + at) % 24;
    const row = byHour.get(hour);
    return { hour, gmv: row?.gmv ?? 0, units: row?.units ?? 0 };
  });
}
