/* Scans on their way: kept first, then sent one after the other in the order they were made. The
   server books each once, however often it is sent: it knows the id of the action. */
import { anyEntity, answer } from "../../api/client";
import { ApiError, apiError } from "../../api/errors";
import { dropScan, keepScan, readScans, type Moved, type Scan } from "./store";

type Told = (scans: readonly Scan[]) => void;

interface Who {
  readonly account: string;
  readonly workspace: number;
}

/** Nothing is known about the outcome: it stays in the queue and is sent again. */
const isUndecided = (error: ApiError) => error.kind === "offline" || error.kind === "server" || error.kind === "ended";

async function send(scan: Scan): Promise<Moved> {
  return answer<Moved>(anyEntity.rpc("stock_move", { lines: scan.line }).setHeader("Idempotency-Key", scan.id));
}

export class ScanQueue {
  readonly #who: Who;
  readonly #told: Told;
  #scans: Scan[] = [];
  #running = false;

  constructor(who: Who, told: Told) {
    this.#who = who;
    this.#told = told;
  }

  async load(): Promise<void> {
    const kept = await readScans(this.#who.account, this.#who.workspace);
    const known = new Set(this.#scans.map(({ id }) => id));
    this.#scans = [...kept.filter(({ id }) => !known.has(id)), ...this.#scans];
    this.#tell();
    await this.flush();
  }

  async add(line: Scan["line"]): Promise<void> {
    await this.#put({ ...this.#who, id: line.id, at: Date.now(), line, state: "queued" });
    await this.flush();
  }

  /** Sends a refused one again: its code has a meaning by now, or stock has come. */
  async again(id: string): Promise<void> {
    const scan = this.#scans.find((one) => one.id === id);
    if (!scan) return;
    const { id: same, account, workspace, at, line } = scan;
    await this.#put({ id: same, account, workspace, at, line, state: "queued" });
    await this.flush();
  }

  async remove(id: string): Promise<void> {
    this.#scans = this.#scans.filter((one) => one.id !== id);
    await dropScan(id);
    this.#tell();
  }

  async flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const next = this.#scans.find(({ state }) => state === "queued");
        if (!next || !(await this.#sendOne(next))) return;
      }
    } finally {
      this.#running = false;
    }
  }

  /** False: the server cannot be reached, so the others wait, too. */
  async #sendOne(scan: Scan): Promise<boolean> {
    try {
      const { movements } = await send(scan);
      const first = (movements as { on_hand: number }[])[0];
      await this.#put({ ...scan, state: "sent", ...(first ? { onHand: first.on_hand } : {}) });
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : apiError(cause);
      if (isUndecided(error)) return false;
      const isUnknown = error.code === "P0002" && error.field === "code";
      await this.#put({ ...scan, state: "refused", reason: error.message, isUnknown });
    }
    return true;
  }

  async #put(scan: Scan): Promise<void> {
    const at = this.#scans.findIndex(({ id }) => id === scan.id);
    this.#scans = at < 0 ? [...this.#scans, scan] : this.#scans.with(at, scan);
    /* What was sent is the server's; the device keeps what is not. */
    if (scan.state === "sent") await dropScan(scan.id);
    else await keepScan(scan);
    this.#tell();
  }

  #tell(): void {
    this.#told([...this.#scans]);
  }
}
