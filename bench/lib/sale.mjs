/* The measured requests' common part: the columns of a sale and the sale that is posted. */
import { run } from "./process.mjs";

export const SALE = {
  sold_at: "@SOLD_AT@",
  brand: "Nike",
  shoe_type: "Air Max 90",
  size: "42.5",
  size_system: "EU",
  quantity: 1,
  currency: "EUR",
  price: 8990,
  cost: 4100,
};

/* [name, type] in the order of Steward's table, as `bare rows sale` prints them; the type is integer,
   uuid, instant or text, and null of a fold, which is Steward's own. */
export async function columns_of_sale() {
  const said = await run("build/release/bare", ["columns"]);
  return said.trim().split("\n").map((line) => line.split("\t")).map(([name, type]) => [name, type === "fold" ? null : type]);
}
