/* What the plan of a show is made of, and what of it is at hand. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { anyEntity, call } from "../../api/client";
import type { Row } from "../../api/entity";
import { forget, keys } from "../../api/keys";
import { IDS_PER_REQUEST, slices } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { answerWhole } from "../../api/whole";

export function useRows(entity: "show_item" | "show_slot", select: string, show: string, order: string) {
  return useQuery({
    queryKey: keys.named(entity, "plan", show),
    queryFn: () =>
      answerWhole<Row>(
        anyEntity.from(entity).select<string, Row>(select).eq("live_session_id", show).order(order).order("id"),
      ),
  });
}

interface Level {
  readonly product_id: string;
  readonly stock_level: readonly { on_hand: number }[];
}

const levelsOf = (products: readonly string[]) =>
  answerWhole<Level>(
    anyEntity.from("product_variant").select("product_id,stock_level(on_hand)").in("product_id", products).order("id"),
  );

/** Pieces at hand by product. */
export function useAtHand(products: readonly string[]) {
  const me = useMe();
  const wanted = [...new Set(products)].sort();
  return useQuery({
    queryKey: keys.named("stock_level", "plan", ...wanted),
    queryFn: async () => {
      const lists = await Promise.all(slices(wanted, IDS_PER_REQUEST).map(levelsOf));
      const pieces = new Map<string, number>();
      for (const { product_id, stock_level } of lists.flat())
        pieces.set(
          product_id,
          (pieces.get(product_id) ?? 0) + stock_level.reduce((sum, { on_hand }) => sum + on_hand, 0),
        );
      return pieces;
    },
    enabled: wanted.length > 0 && levelIn(me, "warehouse") >= 1,
  });
}

export function useOrder(show: string) {
  const cache = useQueryClient();
  const key = keys.named("show_item", "plan", show);
  return useMutation({
    mutationFn: (items: readonly Row[]) =>
      call("show_order", { live_session_id: show, items: items.map(({ id }) => id) as never }),
    onMutate: (items) => cache.setQueryData(key, items),
    onSettled: () => forget(cache, "show_item"),
  });
}

/** The list with the one at `from` put at `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_one, at) => at !== from);
  const one = list[from];
  return one === undefined ? rest : [...rest.slice(0, to), one, ...rest.slice(to)];
}
