/* What a scan does. Looking up books nothing; receiving and moving are movements, selling is a sale,
   boxes and places are counted on a sheet. */
import type { WordKey } from "../../i18n/translate";
import { isCount, isSale, type MoveLine, type ScanLine } from "./store";

export const modes = ["look", "receive", "box", "sell", "move", "count"] as const;
export type Mode = (typeof modes)[number];

interface ModeFacts {
  readonly word: WordKey;
  readonly kind: MoveLine["kind"] | null;
  readonly reason?: string;
  /** it counts into a sheet of these */
  readonly sheets?: "box" | "place";
}

export const modeFacts: Record<Mode, ModeFacts> = {
  look: { word: "scan.look", kind: null },
  receive: { word: "scan.receive", kind: "in", reason: "purchase" },
  box: { word: "scan.box", kind: null, sheets: "box" },
  sell: { word: "scan.sell", kind: null },
  move: { word: "scan.move", kind: "transfer" },
  count: { word: "scan.count", kind: null, sheets: "place" },
};

const kindWords: Record<MoveLine["kind"], WordKey> = {
  in: "scan.receive",
  out: "scan.sell",
  transfer: "scan.move",
  count: "scan.count",
};

export const wordOf = (line: ScanLine): WordKey =>
  isCount(line) ? "scan.count" : isSale(line) ? "scan.sell" : kindWords[line.kind];
