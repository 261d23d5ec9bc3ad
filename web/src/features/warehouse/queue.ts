/* Scans on their way: booked once each, by the id of the action. */
import { anyEntity, answer } from "../../api/client";
import { SendQueue, type Who } from "../../api/sendQueue";
import { scanStore, type MoveLine, type Moved, type Scan, type ScanFacts } from "./store";

async function send(scan: Scan): Promise<Partial<ScanFacts>> {
  const { movements } = await answer<Moved>(
    anyEntity.rpc("stock_move", { lines: scan.line }).setHeader("Idempotency-Key", scan.id),
  );
  const first = (movements as { on_hand: number }[])[0];
  return first ? { onHand: first.on_hand } : {};
}

export class ScanQueue {
  readonly #queue: SendQueue<MoveLine, ScanFacts>;

  constructor(who: Who, told: (scans: readonly Scan[]) => void) {
    this.#queue = new SendQueue({
      ...{ store: scanStore, who, told, send },
      refused: ({ code, field }) => ({ isUnknown: code === "P0002" && field === "code" }),
    });
  }

  load = () => this.#queue.load();
  add = (line: MoveLine) => this.#queue.add(line.id, line);
  /** Its code has a meaning by now, or stock has come. */
  again = (id: string) => this.#queue.again(id);
  remove = (id: string) => this.#queue.remove(id);
  flush = () => this.#queue.flush();
}
