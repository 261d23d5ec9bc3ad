/* Scans that the server has not booked yet, on this device. */
import type { Database } from "../../api/database.gen";
import type { Queued } from "../../api/sendQueue";
import { WaitingStore, type WaitingState } from "../../api/waiting";

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

export type ScanState = WaitingState;

/** What is known of a scan once it was sent. */
export interface ScanFacts {
  readonly isUnknown: boolean;
  readonly onHand: number;
}

export type Scan = Queued<MoveLine, ScanFacts>;

export type Moved = Database["public"]["Functions"]["stock_move"]["Returns"];

export const scanStore = new WaitingStore<Scan>("steward-scans", "scan");

export const readScans = (account: string, workspace: number) => scanStore.read(account, workspace);
export const dropScan = (id: string) => scanStore.drop(id);
