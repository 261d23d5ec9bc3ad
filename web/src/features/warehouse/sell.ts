/* A scan that sells: what the code stands for becomes a sale with its place, so that its piece leaves
   the stock. The id is the scan's: sent again, it is the same sale. */
import { anyEntity, answer } from "../../api/client";
import { ApiError } from "../../api/errors";
import { moneyFromText } from "../../i18n/money";
import { findCode } from "./stock";
import type { SaleLine } from "./store";

export const LACKS_PRICE = "lacks_price";
export const LACKS_SIZE = "lacks_size";

const refuse = (code: string) => new ApiError({ kind: "refused", message: "", code, field: "code" });

export async function sell(line: SaleLine): Promise<void> {
  const found = await findCode(line.code);
  const [what, ...others] = found.variants;
  if (!what) throw refuse("P0002");
  if (others.length > 0) throw refuse(LACKS_SIZE);
  const price = line.price === "" ? what.price : moneyFromText(line.price, what.currency);
  if (price === null) throw refuse(LACKS_PRICE);
  const { id, quantity, location_id, live_session_id, sold_at } = line;
  const sale = {
    ...{ id, quantity, location_id, live_session_id, sold_at, price },
    ...{ product_id: what.product_id, product_variant_id: what.id, currency: what.currency },
    ...{ brand: what.brand, shoe_type: what.shoe_type ?? what.name.slice(0, 80) },
    ...{ size: what.size, size_system: what.size_system },
  };
  try {
    await answer(anyEntity.from("sale").insert(sale).select("id"));
  } catch (cause) {
    /* It is there: the answer to an earlier try was lost. */
    if (!(cause instanceof ApiError && cause.code === "23505")) throw cause;
  }
}
