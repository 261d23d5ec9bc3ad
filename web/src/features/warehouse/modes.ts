/* What a scan does. Looking up books nothing; the others are movements. */
import type { WordKey } from "../../i18n/translate";
import type { MoveLine } from "./store";

export const modes = ["look", "receive", "sell", "move", "count"] as const;
export type Mode = (typeof modes)[number];

interface ModeFacts {
  readonly word: WordKey;
  readonly kind: MoveLine["kind"] | null;
  readonly reason?: string;
}

export const modeFacts: Record<Mode, ModeFacts> = {
  look: { word: "scan.look", kind: null },
  receive: { word: "scan.receive", kind: "in", reason: "purchase" },
  sell: { word: "scan.sell", kind: "out", reason: "sale" },
  move: { word: "scan.move", kind: "transfer" },
  count: { word: "scan.count", kind: "count", reason: "count" },
};

export const kindWords: Record<MoveLine["kind"], WordKey> = {
  in: "scan.receive",
  out: "scan.sell",
  transfer: "scan.move",
  count: "scan.count",
};
