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

/** One scan of a count: of a place, or of an incoming box. */
export type CountLine = {
  readonly id: string;
  readonly sheet: string;
  readonly code: string;
  readonly quantity: number;
  readonly is_figure: boolean;
  readonly scanned_at: string;
};

/** A sale; what is sold and, unless it was typed, its price are found when it is sent. */
export type SaleLine = {
  readonly id: string;
  readonly code: string;
  readonly quantity: number;
  readonly price: string;
  readonly location_id: string;
  readonly live_session_id: string | null;
  readonly sold_at: string;
};

export type ScanLine = MoveLine | CountLine | SaleLine;
export const isCount = (line: ScanLine): line is CountLine => "sheet" in line;
export const isSale = (line: ScanLine): line is SaleLine => "price" in line;

export type ScanState = WaitingState;

/** What is known of a scan once it was sent. */
export interface ScanFacts {
  readonly isUnknown: boolean;
  readonly onHand: number;
  /** what was booked, to take it back */
  readonly movement: string;
  /** of a count: how many were found by now */
  readonly counted: number;
  /** what a sale cannot do without */
  readonly lacks: "price" | "size";
}

export type Scan = Queued<ScanLine, ScanFacts>;

export type Moved = Database["public"]["Functions"]["stock_move"]["Returns"];

export const scanStore = new WaitingStore<Scan>("steward-scans", "scan");

export const readScans = (account: string, workspace: number) => scanStore.read(account, workspace);
export const dropScan = (id: string) => scanStore.drop(id);
