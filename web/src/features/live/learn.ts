/* What the pad offers: the run sheet and what sold lately, with its sizes and its last price. Pure. */
import type { OnHandRow, PadItem, PadSize, RecentSale, SheetRow } from "./padData";

export const keyOf = (brand: string, shoeType: string) => `${brand}\n${shoeType}`;

/** "42.5" and "8 1/2" as numbers; what is none comes last, by its text. */
function sizeOrder(size: string): number {
  const match = /^(\d+(?:\.\d+)?)?(?:\s*(\d)\/(\d))?/.exec(size.trim());
  const [, whole, part, by] = match ?? [];
  if (whole === undefined && part === undefined) return Number.POSITIVE_INFINITY;
  return Number(whole ?? 0) + (part && by ? Number(part) / Number(by) : 0);
}

export const bySize = (a: PadSize, b: PadSize) => sizeOrder(a.size) - sizeOrder(b.size) || a.size.localeCompare(b.size);

function sizesOf(sales: readonly RecentSale[]): PadSize[] {
  const sizes = new Map<string, PadSize>();
  for (const { size, size_system } of sales)
    if (size !== null && !sizes.has(size))
      sizes.set(size, { size, system: size_system, variant: null, onHand: null, places: [] });
  return [...sizes.values()].sort(bySize);
}

interface Parts {
  readonly sheet: readonly SheetRow[];
  /** newest first */
  readonly sales: readonly RecentSale[];
  readonly currency: string;
  readonly show: string;
}

/** All of the run sheet in its order, then those that sold lately, latest first, while there are few. */
export function learnItems({ sheet, sales, currency, show }: Parts, most = 40): PadItem[] {
  const sold = new Map<string, RecentSale[]>();
  for (const sale of sales) {
    const key = keyOf(sale.brand, sale.shoe_type);
    sold.set(key, [...(sold.get(key) ?? []), sale]);
  }
  const items = new Map<string, PadItem>();
  for (const row of sheet) {
    const key = keyOf(row.brand, row.shoe_type);
    const own = sold.get(key) ?? [];
    const here = own.find((sale) => sale.live_session_id === show && sale.currency === currency);
    const target = row.currency === currency ? row.target_price : null;
    if (items.has(key)) continue;
    items.set(key, {
      ...{ key, brand: row.brand, shoeType: row.shoe_type, product: row.product_id, sheet: row.id },
      price: here?.price ?? target ?? own.find((sale) => sale.currency === currency)?.price ?? null,
      sizes: sizesOf(own),
    });
  }
  for (const [key, own] of sold) {
    const [last] = own;
    if (items.size >= most) break;
    if (!last || items.has(key)) continue;
    items.set(key, {
      ...{ key, brand: last.brand, shoeType: last.shoe_type, product: last.product_id, sheet: null },
      price: own.find((sale) => sale.currency === currency)?.price ?? null,
      sizes: sizesOf(own),
    });
  }
  return [...items.values()];
}

/** The sizes of the product as the warehouse knows them, with what is there. */
export function withStock(item: PadItem, rows: readonly OnHandRow[]): PadItem {
  const sizes = new Map(item.sizes.map((size) => [size.size, size]));
  for (const row of rows) {
    const size = row.size ?? "";
    const before = sizes.get(size);
    const places = before?.variant === row.product_variant_id ? before.places : [];
    const more =
      row.location_id === null ? [] : [{ id: row.location_id, name: row.location ?? "", onHand: row.on_hand }];
    sizes.set(size, {
      ...{ size, system: row.size_system ?? before?.system ?? null, variant: row.product_variant_id },
      onHand: (before?.variant === row.product_variant_id ? (before.onHand ?? 0) : 0) + row.on_hand,
      places: [...places, ...more],
    });
  }
  return { ...item, sizes: [...sizes.values()].sort(bySize) };
}

export const NO_PLACE = "none";
export const ANY_PLACE = "any";

/** Where the pieces are taken from: the place that was chosen, or the one that has most of them. */
export function placeFor(size: PadSize | null, wanted: string): string | null {
  if (!size?.variant || wanted === NO_PLACE) return null;
  if (wanted !== ANY_PLACE) return wanted;
  const [most] = [...size.places].sort((a, b) => b.onHand - a.onHand);
  return most && most.onHand > 0 ? most.id : null;
}
