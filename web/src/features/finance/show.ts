/* The money of one show on the wire: its result, and what closing it out compares. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";

export const costLines = [
  "goods_cost",
  "platform_fee",
  "host_pay",
  "ads",
  "other_cost",
  "show_cost",
  "shared_cost",
] as const;

export type CostLine = (typeof costLines)[number];
export type Source = "none" | "booked" | "typed" | "rule";

export interface Sums extends Readonly<Record<CostLine, number>> {
  readonly gmv: number;
  readonly refunds: number;
  readonly profit: number;
  readonly margin: number | null;
  readonly units: number;
  readonly returned_units: number;
  readonly units_without_cost: number;
}

export interface Result {
  readonly currency: string;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly is_closed: boolean;
  readonly fee_source: Source;
  readonly pay_source: Source;
  /** a host who is only a name on the show: no rule pays them */
  readonly unlinked_host: string | null;
  readonly fees: readonly { readonly name: string | null; readonly amount: number }[];
  readonly pay: readonly { readonly name: string | null; readonly minutes: number; readonly amount: number }[];
  readonly sums: readonly (Sums & { readonly currency: string })[];
  readonly minutes: readonly (Sums & { readonly minute: number | null })[];
  readonly slots: readonly (Sums & {
    readonly show_slot_id: string | null;
    readonly host: string | null;
    readonly starts_at: string | null;
    readonly ends_at: string | null;
  })[];
  readonly products: readonly (Sums & { readonly brand: string | null; readonly shoe_type: string | null })[];
}

export type CheckName = "sales" | "fee" | "cash" | "stock";

export interface Check {
  readonly about: CheckName;
  readonly expected: number;
  readonly found: number;
  readonly difference: number;
  readonly explained: number;
  readonly open: number;
}

export interface Order {
  readonly external_ref: string;
  readonly state: "not_paid" | "unknown" | "differs";
  readonly sold: number;
  readonly paid: number;
}

export interface CloseOut {
  readonly live_session_id: string;
  readonly currency: string;
  readonly is_closed: boolean;
  readonly payout_lines: number;
  readonly foreign_lines: number;
  readonly checks: readonly Check[];
  readonly orders: readonly Order[];
  readonly has_more_orders: boolean;
}

export const useResult = (id: string) =>
  useQuery({
    queryKey: keys.report("show_result", id),
    queryFn: async () => (await call("show_result", { live_session_id: id })) as unknown as Result,
  });

export const useCloseOut = (id: string) =>
  useQuery({
    queryKey: keys.report("show_closeout", id),
    queryFn: async () => (await call("show_closeout", { live_session_id: id })) as unknown as CloseOut,
  });

/** GMV without refunds and profit, both as they grew from minute to minute. */
export function growthOf(minutes: Result["minutes"]): { minute: number; gmv: number; profit: number }[] {
  const timed = minutes.flatMap((part) => (part.minute === null ? [] : [{ ...part, minute: part.minute }]));
  const last = timed.at(-1)?.minute ?? -1;
  const byMinute = new Map(timed.map((part) => [part.minute, part]));
  let gmv = 0;
  let profit = 0;
  return Array.from({ length: last + 1 }, (_, minute) => {
    const part = byMinute.get(minute);
    gmv += part ? part.gmv - part.refunds : 0;
    profit += part?.profit ?? 0;
    return { minute, gmv, profit };
  });
}
