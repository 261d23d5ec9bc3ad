// A warehouse for tests: products, places, and movements by stock_move.
import { type Person, dataOf } from "../../harness/client.ts";

export interface Movement {
  id: string;
  product_variant_id: string;
  location_id: string;
  kind: string;
  quantity: number;
  on_hand: number;
  on_hand_total: number;
  is_short: boolean;
  is_repeated: boolean;
}

export interface Line {
  kind: "in" | "out" | "transfer" | "adjust" | "return" | "count";
  quantity: number;
  location_id: string;
  [name: string]: unknown;
}

let number = 0;

export async function make(who: Person, table: string, row: object): Promise<string> {
  return ((await dataOf(who.client.from(table).insert(row).select("id").single())) as { id: string }).id;
}

export const product = (who: Person, extra: object = {}) =>
  make(who, "product", { name: `Dunk ${++number}`, brand: "Nike", currency: "USD", ...extra });

export const variant = async (who: Person, extra: object = {}) =>
  make(who, "product_variant", { product_id: await product(who), currency: "USD", ...extra });

export const place = (who: Person, name: string) => make(who, "location", { name });

export async function move(who: Person, lines: Line | Line[]): Promise<Movement[]> {
  const answer = (await dataOf(who.client.rpc("stock_move", { lines }))) as unknown as { movements: Movement[] };
  return answer.movements;
}

export async function refused(who: Person, lines: unknown) {
  const { error } = await who.client.rpc("stock_move", { lines });
  return { code: error?.code, text: `${error?.message} ${error?.details} ${error?.hint}` };
}

export async function list<T>(who: Person, name: string, input: object = {}): Promise<T[]> {
  return (await dataOf(who.client.rpc(name, input))) as unknown as T[];
}

export const refuseNegative = async (who: Person) => {
  await dataOf(who.client.from("workspace").update({ negative_stock: "refuse" }).not("id", "is", null).select("id"));
};
