/* Sales on their way, and those that were taken back: each is done once, by its id, in order. */
import { anyEntity, answer } from "../../api/client";
import { apiError } from "../../api/errors";
import { newId } from "../../api/newId";
import { SendQueue, type Queued, type Who } from "../../api/sendQueue";
import { WaitingStore } from "../../api/waiting";

export interface SaleRow {
  readonly id: string;
  readonly live_session_id: string;
  readonly sold_at: string;
  readonly brand: string;
  readonly shoe_type: string;
  readonly size?: string;
  readonly size_system?: string;
  readonly quantity: number;
  readonly currency: string;
  readonly price: number;
  readonly product_id?: string;
  readonly product_variant_id?: string;
  readonly location_id?: string;
}

/** A sale, or the id of one that was wrong. */
export type PadLine = { readonly sale: SaleRow } | { readonly undo: string };

export type PadEntry = Queued<PadLine, object>;

export const saleStore = new WaitingStore<PadEntry>("steward-sales", "sale");

const EXISTS = "23505";

/* A key is remembered for a while; that the row is there already says the same for ever. */
async function send({ id, line }: PadEntry): Promise<object> {
  try {
    if ("undo" in line)
      await answer(anyEntity.from("sale").delete().eq("id", line.undo).setHeader("Idempotency-Key", id));
    else await answer(anyEntity.from("sale").insert(line.sale).setHeader("Idempotency-Key", id));
  } catch (cause) {
    const error = apiError(cause);
    if (!("sale" in line) || error.code !== EXISTS) throw error;
  }
  return {};
}

export class SaleQueue {
  readonly #queue: SendQueue<PadLine>;

  constructor(who: Who, told: (entries: readonly PadEntry[]) => void) {
    this.#queue = new SendQueue({ store: saleStore, who, told, send });
  }

  load = () => this.#queue.load();
  flush = () => this.#queue.flush();
  again = (id: string) => this.#queue.again(id);
  remove = (id: string) => this.#queue.remove(id);

  add = (sale: Omit<SaleRow, "id">) => {
    const id = newId();
    return this.#queue.add(id, { sale: { id, ...sale } });
  };

  /** What was never sent is just forgotten; what was, or may have been, is deleted after it. */
  async undo(id: string): Promise<void> {
    if (!(await this.#queue.takeBack(id))) await this.#queue.add(newId(), { undo: id });
  }

  /** A refused one as it is, but not out of the stock. */
  async withoutStock(entry: PadEntry): Promise<void> {
    if (!("sale" in entry.line)) return;
    const sale: { -readonly [Key in keyof SaleRow]?: SaleRow[Key] } = { ...entry.line.sale };
    delete sale.id;
    delete sale.location_id;
    await this.add(sale as Omit<SaleRow, "id">);
    await this.#queue.remove(entry.id);
  }
}
