/* Scans on their way: booked, counted or sold once each, by the id of the action. */
import { anyEntity, answer } from "../../api/client";
import { SendQueue, type Who } from "../../api/sendQueue";
import { LACKS_PRICE, LACKS_SIZE, sell } from "./sell";
import { isCount, isSale, scanStore } from "./store";
import type { CountLine, MoveLine, Moved, Scan, ScanFacts, ScanLine } from "./store";

async function book(line: MoveLine): Promise<Partial<ScanFacts>> {
  const request = anyEntity.rpc("stock_move", { lines: line }).setHeader("Idempotency-Key", line.id);
  const { movements } = await answer<Moved>(request);
  const first = (movements as { id: string; on_hand: number }[])[0];
  return first ? { onHand: first.on_hand, movement: first.id } : {};
}

async function count({ sheet, ...scan }: CountLine): Promise<Partial<ScanFacts>> {
  const request = anyEntity.rpc("stock_count_scan", { stock_count_id: sheet, ...scan });
  const { counted } = await answer<{ counted: number }>(request.setHeader("Idempotency-Key", scan.id));
  return { counted };
}

async function send({ line }: Scan): Promise<Partial<ScanFacts>> {
  if (isCount(line)) return count(line);
  if (!isSale(line)) return book(line);
  await sell(line);
  return {};
}

const lacks: Record<string, ScanFacts["lacks"]> = { [LACKS_PRICE]: "price", [LACKS_SIZE]: "size" };

export class ScanQueue {
  readonly #queue: SendQueue<ScanLine, ScanFacts>;

  constructor(who: Who, told: (scans: readonly Scan[]) => void) {
    this.#queue = new SendQueue<ScanLine, ScanFacts>({
      ...{ store: scanStore, who, told, send },
      refused: ({ code, field }) => {
        const missing = lacks[code];
        return { isUnknown: code === "P0002" && field === "code", ...(missing ? { lacks: missing } : {}) };
      },
    });
  }

  load = () => this.#queue.load();
  add = (line: ScanLine) => this.#queue.add(line.id, line);
  /** Its code has a meaning by now, or stock has come. */
  again = (id: string) => this.#queue.again(id);
  remove = (id: string) => this.#queue.remove(id);
  flush = () => this.#queue.flush();
}
