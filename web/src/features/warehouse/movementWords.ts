/* Kinds of movements in words. */
import type { WordKey } from "../../i18n/translate";
import type { JournalRow } from "./stock";

export const movementWords: Record<JournalRow["kind"], WordKey> = {
  in: "stock.in",
  out: "stock.out",
  transfer: "stock.transfer",
  adjust: "stock.adjust",
  return: "stock.return",
  count: "stock.count",
};
