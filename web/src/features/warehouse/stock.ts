/* Questions about stock, kept until something moves. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { anyEntity, call } from "../../api/client";
import type { Database } from "../../api/database.gen";
import { keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { answerWhole } from "../../api/whole";

type Functions = Database["public"]["Functions"];
export type OnHand = Functions["stock_on_hand"]["Returns"][number];
export type JournalRow = Functions["stock_journal"]["Returns"][number];
export type JournalFilter = Functions["stock_journal"]["Args"];

/** What stock_find says; the database types call its lists JSON. */
export type Found = Omit<Functions["stock_find"]["Returns"], "variants" | "levels" | "movements"> & {
  readonly variants: readonly FoundVariant[];
  readonly levels: readonly { location: string; on_hand: number; product_variant_id: string }[];
  readonly movements: readonly { id: string; kind: JournalRow["kind"]; quantity: number; moved_at: string }[];
};
export interface FoundVariant {
  readonly id: string;
  readonly product_id: string;
  readonly name: string;
  readonly brand: string;
  readonly shoe_type: string | null;
  readonly size: string | null;
  readonly size_system: string | null;
  readonly on_hand: number;
  readonly price: number | null;
  readonly currency: string;
}

export interface Location {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
}

const args = (input: object) => JSON.stringify(input);

export const findCode = async (code: string) => (await call("stock_find", { code })) as unknown as Found;

export function useFound(code: string) {
  return useQuery({
    queryKey: keys.named("stock", "find", code),
    queryFn: () => findCode(code),
    enabled: code !== "",
  });
}

export function useLocations() {
  return useQuery({
    queryKey: keys.named("location", "all"),
    queryFn: () =>
      answerWhole<Location>(
        anyEntity.from("location").select("id,name,code").eq("is_active", true).order("name").order("id"),
      ),
  });
}

export function useOnHand(input: Functions["stock_on_hand"]["Args"]) {
  return useQuery({
    queryKey: keys.named("stock", "on_hand", args(input)),
    queryFn: () => call("stock_on_hand", input),
    placeholderData: keepPreviousData,
  });
}

export function useJournal(input: JournalFilter) {
  return useQuery({
    queryKey: keys.named("stock", "journal", args(input)),
    queryFn: () => call("stock_journal", input),
    placeholderData: keepPreviousData,
  });
}

export function useStockValue() {
  const me = useMe();
  const enabled = levelIn(me, "finance") >= 1 && levelIn(me, "warehouse") >= 1;
  return useQuery({
    queryKey: keys.named("stock", "value"),
    queryFn: () => call("stock_value", { by: "product" }),
    enabled,
  });
}
