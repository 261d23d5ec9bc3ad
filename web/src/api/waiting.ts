/* Where what the server has not answered yet waits on this device: IndexedDB, so that it outlives
   the page. Without it (a private window) it lives as long as the page. */

export type WaitingState = "queued" | "sent" | "refused";

export interface Waiting<Line> {
  /** of the action: its Idempotency-Key */
  readonly id: string;
  /** whose it is: another person on this device neither sees nor sends it */
  readonly account: string;
  readonly workspace: number;
  readonly at: number;
  readonly line: Line;
  readonly state: WaitingState;
  /** why it was refused */
  readonly reason?: string;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database failed"));
  });

export class WaitingStore<Entry extends Waiting<unknown>> {
  readonly #name: string;
  readonly #table: string;
  readonly #memory = new Map<string, Entry>();
  #opened: Promise<IDBDatabase | null> | null = null;

  constructor(name: string, table: string) {
    this.#name = name;
    this.#table = table;
  }

  /** Oldest first. */
  async read(account: string, workspace: number): Promise<Entry[]> {
    const table = await this.#open("readonly");
    const all = table ? ((await done(table.getAll())) as Entry[]) : [...this.#memory.values()];
    return all
      .filter((entry) => entry.account === account && entry.workspace === workspace)
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  async keep(entry: Entry): Promise<void> {
    const table = await this.#open("readwrite");
    if (table) await done(table.put(entry));
    else this.#memory.set(entry.id, entry);
  }

  async drop(id: string): Promise<void> {
    const table = await this.#open("readwrite");
    if (table) await done(table.delete(id));
    else this.#memory.delete(id);
  }

  async clear(): Promise<void> {
    const table = await this.#open("readwrite");
    if (table) await done(table.clear());
    else this.#memory.clear();
  }

  async #open(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
    this.#opened ??= (async () => {
      if (typeof indexedDB === "undefined") return null;
      const request = indexedDB.open(this.#name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(this.#table, { keyPath: "id" });
      return done(request).catch(() => null);
    })();
    const database = await this.#opened;
    return database?.transaction(this.#table, mode).objectStore(this.#table) ?? null;
  }
}
