/* Lines of stock (a size at a place) as products with their sizes. */
import type { OnHand } from "./stock";

export interface StockedSize {
  readonly id: string;
  readonly size: string | null;
  readonly pieces: number;
  readonly isLow: boolean;
}

export interface StockedProduct {
  readonly id: string;
  readonly name: string;
  readonly brand: string;
  readonly pieces: number;
  readonly sizes: readonly StockedSize[];
}

function grouped(rows: readonly OnHand[], by: (row: OnHand) => string): Map<string, OnHand[]> {
  const groups = new Map<string, OnHand[]>();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return groups;
}

function sizesOf(rows: readonly OnHand[]): StockedSize[] {
  const byVariant = grouped(rows, (row) => row.product_variant_id);
  return [...byVariant].map(([id, places]) => {
    const pieces = places.reduce((sum, row) => sum + row.on_hand, 0);
    const least = places[0]?.reorder_at ?? null;
    return { id, size: places[0]?.size ?? null, pieces, isLow: pieces < 0 || (least !== null && pieces <= least) };
  });
}

/** In the order of the rows, which the server has put by name and size. */
export function productsOf(rows: readonly OnHand[]): StockedProduct[] {
  return [...grouped(rows, (row) => row.product_id)].map(([id, own]) => {
    const sizes = sizesOf(own);
    const pieces = sizes.reduce((sum, each) => sum + each.pieces, 0);
    return { id, name: own[0]?.name ?? "", brand: own[0]?.brand ?? "", pieces, sizes };
  });
}
