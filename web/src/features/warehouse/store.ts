/* Where scans wait that the server has not answered yet: IndexedDB, so that they outlive the page.
   Without it (a private window) they live as long as the page. */
import type { Database } from "../../api/database.gen";

export type MoveLine = {
  readonly id: string;
  readonly kind: "in" | "out" | "transfer" | "count";
  readonly code: string;
  readonly quantity: number;
  readonly location_id: string;
  readonly to_location_id?: string;
  readonly reason?: string;
  readonly moved_at: string;
};

export type ScanState = "queued" | "sent" | "refused";

export interface Scan {
  /** of the action: its Idempotency-Key, and the id of its movement */
  readonly id: string;
  /** whose it is: another person on this device neither sees nor sends it */
  readonly account: string;
  readonly workspace: number;
  readonly at: number;
  readonly line: MoveLine;
  readonly state: ScanState;
  readonly reason?: string;
  readonly isUnknown?: boolean;
  readonly onHand?: number;
}

export type Moved = Database["public"]["Functions"]["stock_move"]["Returns"];

const NAME = "steward-scans";
const TABLE = "scan";
const memory = new Map<string, Scan>();

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database failed"));
  });

let opened: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  opened ??= (async () => {
    if (typeof indexedDB === "undefined") return null;
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id" });
    return done(request).catch(() => null);
  })();
  return opened;
}

export async function readScans(account: string, workspace: number): Promise<Scan[]> {
  const database = await open();
  const all = database
    ? ((await done(database.transaction(TABLE).objectStore(TABLE).getAll())) as Scan[])
    : [...memory.values()];
  return all.filter((scan) => scan.account === account && scan.workspace === workspace).sort((a, b) => a.at - b.at);
}

export async function keepScan(scan: Scan): Promise<void> {
  const database = await open();
  if (!database) memory.set(scan.id, scan);
  else await done(database.transaction(TABLE, "readwrite").objectStore(TABLE).put(scan));
}

export async function dropScan(id: string): Promise<void> {
  const database = await open();
  if (!database) memory.delete(id);
  else await done(database.transaction(TABLE, "readwrite").objectStore(TABLE).delete(id));
}
