// Reports counted again from the rows, sharing no code with the server.
import { expect } from "vitest";

export interface Show {
  id: string;
  title: string;
  status: string;
  day: string;
  platform: string;
  host: string | null;
  currency: string;
  gmv: number | null;
  cost: number | null;
  buyers: number | null;
  items: number | null;
}

export interface Sale {
  live_session_id: string | null;
  day: string;
  hour: number;
  brand: string;
  shoe_type: string;
  size: string;
  size_system: string;
  quantity: number;
  price: number;
  cost: number | null;
  currency: string;
}

export interface Row {
  key: string | null;
  label: string;
  currency: string;
  gmv: number;
  units: number;
  orders: number;
  cost: number;
  profit: number;
  margin: number | null;
  buyers: number | null;
  shows: number | null;
  units_without_cost: number;
  previous_gmv?: number;
  previous_profit?: number;
  brand: string | null;
  shoe_type: string | null;
  size: string | null;
}

export interface Fact {
  currency: string;
  gmv: number;
  units: number;
  orders: number;
  cost: number;
  day: string;
  show: Show | null;
}

const gmvOf = (rows: Sale[]) => rows.reduce((sum, row) => sum + row.price * row.quantity, 0);
const unitsOf = (rows: Sale[]) => rows.reduce((sum, row) => sum + row.quantity, 0);
const costOf = (rows: Sale[]) => rows.reduce((sum, row) => sum + (row.cost ?? 0) * row.quantity, 0);

/** Each show with its figures, each foreign currency, and each sale without a show. */
export function factsOf(shows: Show[], sales: Sale[]): Fact[] {
  const found: Fact[] = [];
  for (const show of shows) {
    const own = sales.filter((row) => row.live_session_id === show.id);
    for (const currency of new Set([show.currency, ...own.map((row) => row.currency)])) {
      const rows = own.filter((row) => row.currency === currency);
      const isHome = currency === show.currency;
      found.push({
        currency,
        show,
        day: show.day,
        gmv: isHome ? (show.gmv ?? gmvOf(rows)) : gmvOf(rows),
        units: isHome ? (show.items ?? unitsOf(rows)) : unitsOf(rows),
        orders: rows.length,
        cost: (isHome ? (show.cost ?? 0) : 0) + costOf(rows),
      });
    }
  }
  for (const row of sales.filter((each) => each.live_session_id === null))
    found.push({ currency: row.currency, show: null, day: row.day, gmv: gmvOf([row]), units: row.quantity, orders: 1, cost: costOf([row]) });
  return found;
}

export const saleFactsOf = (sales: Sale[]) =>
  sales.map((row) => ({ ...row, gmv: gmvOf([row]), units: row.quantity, orders: 1, cost: costOf([row]) }));

export interface Sums {
  gmv: number;
  units: number;
  orders: number;
  cost: number;
}

export function group<T extends Sums & { currency: string }>(rows: T[], keyOf: (row: T) => string | null): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const row of rows) {
    const key = `${row.currency} ${keyOf(row)}`;
    const sum = sums.get(key) ?? { gmv: 0, units: 0, orders: 0, cost: 0 };
    for (const name of ["gmv", "units", "orders", "cost"] as const) sum[name] += row[name];
    sums.set(key, sum);
  }
  return sums;
}

export const mondayOf = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
};
export const weekdayOf = (day: string) => String(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);

export function compareWith(rows: Row[], wanted: Map<string, Sums>) {
  const got = new Map(rows.map(({ key, currency, gmv, units, orders, cost }) => [`${currency} ${key}`, { gmv, units, orders, cost }]));
  expect([...got.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [key, sums] of wanted) expect([key, got.get(key)]).toEqual([key, sums]);
  for (const row of rows) {
    expect(row.profit).toBe(row.gmv - row.cost);
    if (row.gmv > 0) expect(Math.abs((row.margin ?? NaN) - (row.profit / row.gmv) * 10_000)).toBeLessThanOrEqual(0.5);
    else expect(row.margin).toBeNull();
  }
}
