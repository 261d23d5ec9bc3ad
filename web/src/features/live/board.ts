/* What show_board says; the database types call its lists JSON. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Database } from "../../api/database.gen";
import { keeping } from "../../api/kept";
import { keys } from "../../api/keys";
import { useLiveState } from "../../api/liveState";

type Sent = Database["public"]["Functions"]["show_board"]["Returns"];
type Lists = "series" | "others" | "last_sales" | "items" | "stock" | "slots";

export interface BoardSum {
  readonly currency?: string;
  readonly gmv: number;
  readonly units: number;
  readonly orders: number;
}
export interface BoardSale {
  readonly id: string;
  readonly sold_at: string;
  readonly brand: string;
  readonly shoe_type: string;
  readonly size: string | null;
  readonly size_system: string | null;
  readonly quantity: number;
  readonly currency: string;
  readonly price: number;
}
export interface BoardItem {
  readonly id: string;
  readonly position: number;
  readonly brand: string;
  readonly shoe_type: string;
  readonly product_id: string | null;
  readonly product_variant_id: string | null;
  readonly currency: string;
  readonly target_price: number | null;
  readonly target_quantity: number | null;
  readonly note: string | null;
  readonly on_camera_since: string | null;
  readonly sold_units: number | null;
}
export interface BoardSize {
  readonly product_variant_id: string;
  readonly size: string | null;
  readonly on_hand: number;
}
export interface BoardSlot {
  readonly host: string;
  readonly starts_at: string;
  readonly ends_at: string;
}
export type Board = Omit<Sent, Lists> & {
  readonly series: readonly BoardSum[];
  readonly others: readonly BoardSum[];
  readonly last_sales: readonly BoardSale[];
  readonly items: readonly BoardItem[];
  /** none: the warehouse does not say */
  readonly stock?: readonly BoardSize[];
  readonly slots: readonly BoardSlot[];
};

/* The clock moves what is due even when nothing sells; without a channel the board asks itself. */
const WITH_CHANNEL_MS = 30_000;
const WITHOUT_MS = 8_000;

export function useBoard(id: string) {
  const { isUp } = useLiveState();
  return useQuery({
    queryKey: keys.report("show_board", { id }),
    queryFn: keeping(async () => (await call("show_board", { live_session_id: id })) as unknown as Board),
    placeholderData: keepPreviousData,
    refetchInterval: isUp ? WITH_CHANNEL_MS : WITHOUT_MS,
  });
}

export interface Pace {
  /** of what is due by now, in hundredths; null: nothing is due yet */
  readonly share: number | null;
  readonly ahead: number;
}

export const paceOf = (value: number, due: number): Pace => ({
  share: due > 0 ? Math.round((value / due) * 100) : null,
  ahead: value - due,
});

export interface Step {
  readonly minute: number;
  readonly total: number;
  readonly due: number | null;
}

/** What had come in by the end of each step, and what the target needed by then. */
export function stepsOf(board: Board): Step[] {
  const planned =
    board.starts_at && board.ends_at ? (Date.parse(board.ends_at) - Date.parse(board.starts_at)) / 60_000 : 0;
  let total = 0;
  return board.series.map(({ gmv }, index) => {
    total += gmv;
    const minute = (index + 1) * board.step_minutes;
    const target = board.target_gmv;
    const due = target !== null && planned > 0 ? Math.round(target * Math.min(1, minute / planned)) : null;
    return { minute, total, due };
  });
}
