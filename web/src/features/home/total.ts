/* All rows of one currency as one. */
import { BASIS } from "../../records/figures";
import type { ReportRow } from "../../records/reports";

const sum = (rows: readonly ReportRow[], of: (row: ReportRow) => number | null | undefined) =>
  rows.reduce((all, row) => all + (of(row) ?? 0), 0);

const marginOf = (profit: number, gmv: number) => (gmv > 0 ? Math.round((profit / gmv) * BASIS) : null);

export function totalOf(rows: readonly ReportRow[], currency: string): ReportRow | null {
  const own = rows.filter((row) => row.currency === currency);
  const [first] = own;
  if (!first || own.length === 1) return first ?? null;
  const gmv = sum(own, (row) => row.gmv);
  const profit = sum(own, (row) => row.profit);
  const previousGmv = sum(own, (row) => row.previous_gmv);
  const previousProfit = sum(own, (row) => row.previous_profit);
  return {
    ...first,
    gmv,
    profit,
    margin: marginOf(profit, gmv),
    units: sum(own, (row) => row.units),
    cost: sum(own, (row) => row.cost),
    units_without_cost: sum(own, (row) => row.units_without_cost),
    previous_gmv: previousGmv,
    previous_profit: previousProfit,
    previous_margin: marginOf(previousProfit, previousGmv),
    previous_units: sum(own, (row) => row.previous_units),
  };
}
