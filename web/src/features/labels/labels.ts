/* What is to be printed: lines of the server, how many of each the person wants. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Database } from "../../api/database.gen";
import { keys } from "../../api/keys";

type Functions = Database["public"]["Functions"];
export type LabelLine = Functions["label_lines"]["Returns"][number];
export type Sheet = NonNullable<Functions["label_print"]["Args"]["sheet"]>;

/** Places on one sheet; a roll has one. */
export const sheets: Record<Sheet, number> = {
  a4_3x8: 24,
  a4_3x7: 21,
  a4_4x10: 40,
  a4_5x13: 65,
  a4_2x5: 10,
  roll_62x29: 1,
  roll_62x40: 1,
  roll_62x60: 1,
};

/** Sheets of paper, or labels of a roll, that so many labels take. */
export const sheetsFor = (labels: number, sheet: Sheet, start: number) =>
  labels === 0 ? 0 : Math.ceil((labels + (sheets[sheet] > 1 ? start - 1 : 0)) / sheets[sheet]);

const KEPT = "steward.labelSheet";
const isSheet = (name: string | null): name is Sheet => name !== null && name in sheets;

/** The paper that is in the printer does not change from day to day. */
export function keptSheet(): Sheet {
  const kept = localStorage.getItem(KEPT);
  return isSheet(kept) ? kept : "a4_3x8";
}
export const keepSheet = (sheet: Sheet) => localStorage.setItem(KEPT, sheet);

/** Of the address: ?product=, ?box= or ?day=. */
export function askedFor(params: URLSearchParams, today: string): Functions["label_lines"]["Args"] {
  const product = params.get("product");
  const box = params.get("box");
  if (product) return { product_id: product };
  if (box) return { inbound_box_id: box };
  return { came_in_on: params.get("day") ?? today };
}

export function useLabelLines(input: Functions["label_lines"]["Args"]) {
  return useQuery({
    queryKey: keys.named("stock", "labels", JSON.stringify(input)),
    queryFn: () => call("label_lines", input),
  });
}
