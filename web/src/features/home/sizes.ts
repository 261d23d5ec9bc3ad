/* The size grid: what sold in which size, of one size system. */
import { shoeName } from "../../records/platform";
import type { ReportRow } from "../../records/reports";

const fractions: Record<string, number> = { "½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75 };

/** Men's and unmarked sizes first, then those with a letter, each from small to large. */
export function sizeRank(size: string): readonly [string, number] {
  const match = /^(\d+(?:\.\d+)?)\s*([½⅓⅔¼¾])?(.*)$/.exec(size.trim());
  if (!match) return [`~${size}`, 0];
  return [(match[3] ?? "").trim(), Number(match[1]) + (fractions[match[2] ?? ""] ?? 0)];
}

export function compareSizes(a: string, b: string): number {
  const [letterA, numberA] = sizeRank(a);
  const [letterB, numberB] = sizeRank(b);
  return letterA === letterB ? numberA - numberB : letterA < letterB ? -1 : 1;
}

export interface SizeGrid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly units: (row: number, column: number) => number | null;
}

export const systemsOf = (rows: readonly ReportRow[]): string[] => {
  const units = new Map<string, number>();
  for (const row of rows)
    if (row.size) units.set(row.size_system ?? "", (units.get(row.size_system ?? "") ?? 0) + row.units);
  return [...units].sort((a, b) => b[1] - a[1]).map(([system]) => system);
};

export type SizeRows = "brand" | "shoe_type";

const MOST_ROWS = 10;

export function sizeGrid(rows: readonly ReportRow[], by: SizeRows, system: string): SizeGrid {
  const cells = new Map<string, number>();
  const totals = new Map<string, number>();
  const sizes = new Set<string>();
  for (const row of rows) {
    if (!row.size || (row.size_system ?? "") !== system) continue;
    const name = by === "brand" ? (row.brand ?? "") : shoeName(row);
    const key = `${name}\n${row.size}`;
    cells.set(key, (cells.get(key) ?? 0) + row.units);
    totals.set(name, (totals.get(name) ?? 0) + row.units);
    sizes.add(row.size);
  }
  const names = [...totals]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_ROWS)
    .map(([name]) => name);
  const columns = [...sizes].sort(compareSizes);
  return { rows: names, columns, units: (row, column) => cells.get(`${names[row]}\n${columns[column]}`) ?? null };
}
