// What the property tests of stock share: chance from a seed, ids that follow from a name, and what
// stock is worth by the rule, written again.
import { createHash } from "node:crypto";

/** mulberry32: the same numbers for the same seed. */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export const idOf = (text: string) => {
  const hex = createHash("sha256").update(text).digest("hex");
  return `019a0000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
};

/** The rule of docs/decisions/2026-11-22-what-stock-is-worth.md, written again from its words. */
export class Worth {
  quantity = 0n;
  value = 0n;
  average = 0n;

  static divide(top: bigint, bottom: bigint): bigint {
    const negative = top < 0n !== bottom < 0n;
    const [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
    const rounded = (2n * a + b) / (2n * b);
    return negative ? -rounded : rounded;
  }

  /** Returns what the carried value changed by. */
  move(pieces: bigint, unitCost: bigint | undefined): bigint {
    const before = this.value;
    if (pieces > 0n) this.#add(pieces, unitCost);
    else if (pieces < 0n) this.#take(-pieces);
    if (this.quantity > 0n) this.average = Worth.divide(this.value, this.quantity);
    return this.value - before;
  }

  #add(pieces: bigint, unitCost: bigint | undefined): void {
    const paid = unitCost !== undefined ? unitCost * pieces : this.quantity > 0n ? Worth.divide(this.value * pieces, this.quantity) : this.average * pieces;
    const after = this.quantity + pieces;
    if (this.quantity >= 0n) this.value += paid;
    else if (after > 0n) this.value = Worth.divide(paid * after, pieces);
    else this.value = Worth.divide(this.value * after, this.quantity);
    this.quantity = after;
    this.average = Worth.divide(paid, pieces);
  }

  #take(pieces: bigint): void {
    const inStock = this.quantity > 0n ? (this.quantity < pieces ? this.quantity : pieces) : 0n;
    if (inStock > 0n) this.value -= Worth.divide(this.value * inStock, this.quantity);
    this.value -= (pieces - inStock) * this.average;
    this.quantity -= pieces;
  }
}
