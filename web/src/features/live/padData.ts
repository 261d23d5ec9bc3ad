/* What the pad asks for. It is kept on the device, so that a lost line stops nobody. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import type { Database } from "../../api/database.gen";
import { keeping } from "../../api/kept";
import { keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { answerWhole } from "../../api/whole";

type Tables = Database["public"]["Tables"];

export type SheetRow = Pick<
  Tables["show_item"]["Row"],
  "id" | "position" | "brand" | "shoe_type" | "product_id" | "currency" | "target_price" | "on_camera_since"
>;
export type RecentSale = Pick<
  Tables["sale"]["Row"],
  "live_session_id" | "brand" | "shoe_type" | "size" | "size_system" | "price" | "currency" | "product_id"
>;
export type OnHandRow = Pick<
  Database["public"]["Functions"]["stock_on_hand"]["Returns"][number],
  "product_variant_id" | "size" | "size_system" | "location_id" | "location" | "on_hand"
>;

export interface PadPlace {
  readonly id: string;
  readonly name: string;
  readonly onHand: number;
}
export interface PadSize {
  readonly size: string;
  readonly system: string | null;
  readonly variant: string | null;
  /** null: the warehouse does not say */
  readonly onHand: number | null;
  readonly places: readonly PadPlace[];
}
export interface PadItem {
  readonly key: string;
  readonly brand: string;
  readonly shoeType: string;
  readonly product: string | null;
  /** its row of the run sheet */
  readonly sheet: string | null;
  readonly price: number | null;
  readonly sizes: readonly PadSize[];
}

const RECENT = 300;
const MINUTES = 60_000;

export function useSheet(show: string) {
  return useQuery({
    queryKey: keys.named("show_item", "sheet", show),
    queryFn: keeping(() =>
      answerWhole<SheetRow>(
        anyEntity
          .from("show_item")
          .select("id,position,brand,shoe_type,product_id,currency,target_price,on_camera_since")
          .eq("live_session_id", show)
          .order("position")
          .order("id"),
      ),
    ),
    placeholderData: keepPreviousData,
  });
}

/* Not forgotten with every sale of a colleague: what this device sells it knows by itself. */
export function useRecentSales() {
  return useQuery({
    queryKey: keys.named("pad", "recent"),
    queryFn: keeping(() =>
      answer<RecentSale[]>(
        anyEntity
          .from("sale")
          .select("live_session_id,brand,shoe_type,size,size_system,price,currency,product_id")
          .order("sold_at", { ascending: false })
          .limit(RECENT),
      ),
    ),
    refetchInterval: 3 * MINUTES,
    placeholderData: keepPreviousData,
  });
}

export function useStockOf(product: string | null) {
  const me = useMe();
  return useQuery({
    queryKey: keys.named("stock", "pad", product ?? ""),
    queryFn: async () => (await call("stock_on_hand", { product_id: product ?? "" })) as OnHandRow[],
    enabled: product !== null && levelIn(me, "warehouse") >= 1,
  });
}
