/* A month on the wire, and its neighbours. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Database } from "../../api/database.gen";
import { keys } from "../../api/keys";

export interface Category {
  readonly cost_category_id: string;
  readonly name: string;
  readonly kind: string;
  readonly amount: number;
  readonly budget: number | null;
}

/** Of one currency. What comes from sales is null for who may not see them. */
export interface MonthSum {
  readonly currency: string;
  readonly gmv: number | null;
  readonly units: number | null;
  readonly refunds: number | null;
  readonly goods_cost: number | null;
  readonly show_cost: number | null;
  readonly other_cost: number;
  readonly profit: number | null;
  readonly margin: number | null;
  readonly units_without_cost: number | null;
  readonly categories: readonly Category[];
}

/** The whole month in one currency. */
export interface Converted {
  readonly currency: string;
  readonly gmv: number | null;
  readonly refunds: number | null;
  readonly goods_cost: number | null;
  readonly show_cost: number | null;
  readonly other_cost: number;
  readonly profit: number | null;
  readonly missing: readonly { readonly currency: string; readonly day: string }[];
}

export interface Month {
  readonly month: string;
  readonly is_closed: boolean;
  readonly sums: readonly MonthSum[];
}

export type MonthShow = Database["public"]["Functions"]["finance_shows"]["Returns"][number];

const pattern = /^\d{4}-(0[1-9]|1[0-2])$/;

export const isMonth = (text: string | null): text is string => text !== null && pattern.test(text);

/** "2026-06" and -1 give "2026-05". */
export function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + by, 1));
  return date.toISOString().slice(0, 7);
}

export const lastDayOf = (month: string) => {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

export const nameOfMonth = (month: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${month}-01`));

export function useMonth(month: string) {
  return useQuery({
    queryKey: keys.report("finance_month", month),
    queryFn: async () => (await call("finance_month", { month })) as unknown as Month,
    placeholderData: keepPreviousData,
  });
}

export function useConvertedMonth(month: string, currency: string) {
  return useQuery({
    queryKey: keys.report("finance_month", [month, currency]),
    queryFn: async () =>
      ((await call("finance_month", { month, currency })) as unknown as { readonly converted: Converted }).converted,
    placeholderData: keepPreviousData,
  });
}

export function useMonthShows(month: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.report("finance_shows", month),
    queryFn: () => call("finance_shows", { month }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The workspace's currency first, then the one with most GMV. */
export function sumsInOrder(sums: readonly MonthSum[], currency: string): MonthSum[] {
  const rank = (sum: MonthSum) => (sum.currency === currency ? Infinity : (sum.gmv ?? sum.other_cost));
  return [...sums].sort((a, b) => rank(b) - rank(a));
}
