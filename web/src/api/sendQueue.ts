/* What is on its way to the server: kept first, then sent one after the other in the order it was
   made. The server does each once, however often it is sent: it knows the id of the action. */
import { ApiError, apiError } from "./errors";
import type { Waiting, WaitingStore } from "./waiting";

export interface Who {
  readonly account: string;
  readonly workspace: number;
}

/** What is waiting, and what is known of it since it was sent. */
export type Queued<Line, Known> = Waiting<Line> & Partial<Known>;

interface Parts<Line, Known> {
  readonly store: WaitingStore<Queued<Line, Known>>;
  readonly who: Who;
  readonly told: (entries: readonly Queued<Line, Known>[]) => void;
  readonly send: (entry: Queued<Line, Known>) => Promise<Partial<Known>>;
  /** what a refusal says besides its sentence */
  readonly refused?: (error: ApiError) => Partial<Known>;
}

const CONFLICT = 409;
const TOO_MANY = 429;

/* An earlier attempt, whose answer was lost, is still at work. */
const isUnderWay = ({ status, field }: ApiError) => status === CONFLICT && field === "Idempotency";

/** Nothing is known about the outcome: it stays in the queue and is sent again. */
const isUndecided = (error: ApiError) =>
  ["offline", "server", "ended"].includes(error.kind) || error.status === TOO_MANY || isUnderWay(error);

export class SendQueue<Line, Known extends object = object> {
  readonly #parts: Parts<Line, Known>;
  #entries: Queued<Line, Known>[] = [];
  readonly #tried = new Set<string>();
  #running = false;

  constructor(parts: Parts<Line, Known>) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    const { store, who } = this.#parts;
    const kept = await store.read(who.account, who.workspace);
    const known = new Set(this.#entries.map(({ id }) => id));
    const earlier = kept.filter(({ id }) => !known.has(id));
    /* Of an earlier page nobody knows what it sent. */
    for (const { id } of earlier) this.#tried.add(id);
    this.#entries = [...earlier, ...this.#entries];
    this.#tell();
    await this.flush();
  }

  async add(id: string, line: Line): Promise<void> {
    await this.#put(this.#fresh(id, Date.now(), line));
    await this.flush();
  }

  /** Sends a refused one again. */
  async again(id: string): Promise<void> {
    const entry = this.#entries.find((one) => one.id === id);
    if (!entry) return;
    await this.#put(this.#fresh(id, entry.at, entry.line));
    await this.flush();
  }

  async remove(id: string): Promise<void> {
    this.#entries = this.#entries.filter((one) => one.id !== id);
    await this.#parts.store.drop(id);
    this.#tell();
  }

  /** Takes one out that was never sent. False: it was, or may have been. */
  async takeBack(id: string): Promise<boolean> {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry?.state !== "queued" || this.#tried.has(id)) return false;
    await this.remove(id);
    return true;
  }

  async flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const next = this.#entries.find(({ state }) => state === "queued");
        if (!next || !(await this.#sendOne(next))) return;
      }
    } finally {
      this.#running = false;
    }
  }

  #fresh(id: string, at: number, line: Line): Queued<Line, Known> {
    const { account, workspace } = this.#parts.who;
    return { id, account, workspace, at, line, state: "queued" } as Queued<Line, Known>;
  }

  /** False: the server cannot be reached, so the others wait, too. */
  async #sendOne(entry: Queued<Line, Known>): Promise<boolean> {
    this.#tried.add(entry.id);
    try {
      const known = await this.#parts.send(entry);
      await this.#put({ ...entry, ...known, state: "sent" });
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : apiError(cause);
      if (isUndecided(error)) return false;
      const more = this.#parts.refused?.(error) ?? {};
      await this.#put({ ...entry, ...more, state: "refused", reason: error.message });
    }
    return true;
  }

  async #put(entry: Queued<Line, Known>): Promise<void> {
    const at = this.#entries.findIndex(({ id }) => id === entry.id);
    this.#entries = at < 0 ? [...this.#entries, entry] : this.#entries.with(at, entry);
    this.#tell();
    /* What was sent is the server's; the device keeps what is not. */
    if (entry.state === "sent") await this.#parts.store.drop(entry.id);
    else await this.#parts.store.keep(entry);
  }

  #tell(): void {
    this.#parts.told([...this.#entries]);
  }
}
