/* Sales by weekday and hour: "5 20" is Friday, eight in the evening. */
import type { ReportRow } from "../../records/reports";

export interface HourCell {
  readonly weekday: number;
  readonly hour: number;
  readonly gmv: number;
  readonly units: number;
}

export interface HourGrid {
  readonly weekdays: readonly number[];
  readonly hours: readonly number[];
  readonly at: (row: number, column: number) => HourCell | null;
  readonly best: HourCell | null;
}

/** From the first to the last hour in which anything sold; a day that begins at noon ends after midnight. */
function hoursOf(cells: readonly HourCell[]): number[] {
  const used = new Set(cells.map((cell) => cell.hour));
  if (used.size === 0) return [];
  let gap = 0;
  let first = 0;
  for (let start = 0; start < 24; start += 1) {
    let length = 0;
    while (length < 24 && !used.has((start + length) % 24)) length += 1;
    if (length > gap) {
      gap = length;
      first = (start + length) % 24;
    }
  }
  return Array.from({ length: 24 - gap }, (_, at) => (first + at) % 24);
}

export function hourGrid(rows: readonly ReportRow[], weekStart: number): HourGrid {
  const cells = rows.flatMap((row): HourCell[] => {
    const [weekday, hour] = (row.key ?? "").split(" ").map(Number);
    return weekday && hour !== undefined ? [{ weekday, hour, gmv: row.gmv, units: row.units }] : [];
  });
  const weekdays = Array.from({ length: 7 }, (_, at) => ((weekStart - 1 + at) % 7) + 1);
  const hours = hoursOf(cells);
  const byPlace = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]));
  const best = cells.reduce<HourCell | null>((most, cell) => (most && most.gmv >= cell.gmv ? most : cell), null);
  return { weekdays, hours, best, at: (row, column) => byPlace.get(`${weekdays[row]} ${hours[column]}`) ?? null };
}
