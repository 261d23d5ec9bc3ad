/* Sizes of the radar as runs of products; what has neither stock nor sales is left out. */
import type { Database } from "../../api/database.gen";

type RadarRow = Database["public"]["Functions"]["stock_radar"]["Returns"][number];

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly sold: number;
  readonly gaps: number;
  readonly sizes: readonly RadarRow[];
}

export function runsOf(rows: readonly RadarRow[]): Run[] {
  const byProduct = new Map<string, RadarRow[]>();
  for (const row of rows) byProduct.set(row.product_id, [...(byProduct.get(row.product_id) ?? []), row]);
  return [...byProduct]
    .filter(([, sizes]) => sizes.some((size) => size.on_hand !== 0 || size.sold_28 !== 0))
    .map(([id, sizes]) => ({
      id,
      name: sizes[0]?.name ?? "",
      sold: sizes.reduce((sum, size) => sum + size.sold_28, 0),
      gaps: sizes.filter((size) => size.is_missing).length,
      sizes,
    }));
}
