/* What was sold on this device, what became of it, and the way back. */
import { Badge, Button, Group } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTranslate, type WordKey } from "../../i18n/translate";
import type { PadEntry, SaleQueue, SaleRow } from "./saleQueue";
import classes from "./Pad.module.css";

const SHOWN = 12;

interface Shown {
  readonly entry: PadEntry;
  readonly sale: SaleRow;
  readonly undo: PadEntry | undefined;
}

/** Newest first; a sale and what took it back are one line. */
export function shownOf(entries: readonly PadEntry[]): Shown[] {
  const undone = new Map(entries.flatMap((entry) => ("undo" in entry.line ? [[entry.line.undo, entry] as const] : [])));
  return entries
    .flatMap((entry) =>
      "sale" in entry.line ? [{ entry, sale: entry.line.sale, undo: undone.get(entry.line.sale.id) }] : [],
    )
    .reverse();
}

/** What this device sold and did not take back, in the currency of the show. */
export function soldOn(entries: readonly PadEntry[], currency: string): { count: number; amount: number } {
  const sold = shownOf(entries).filter(({ entry, sale, undo }) => {
    const isGone = undo !== undefined && undo.state !== "refused";
    return entry.state !== "refused" && !isGone && sale.currency === currency;
  });
  return { count: sold.length, amount: sold.reduce((sum, { sale }) => sum + sale.price * sale.quantity, 0) };
}

function stateOf({ entry, undo }: Shown): { word: WordKey; colour: string } {
  if (entry.state === "refused") return { word: "pad.refused", colour: "red" };
  if (undo?.state === "refused") return { word: "pad.undoRefused", colour: "red" };
  if (undo) return { word: undo.state === "sent" ? "pad.undone" : "pad.undoing", colour: "gray" };
  return entry.state === "sent" ? { word: "pad.sent", colour: "pine" } : { word: "pad.queued", colour: "yellow" };
}

export function PadList({ entries, queue }: { readonly entries: readonly PadEntry[]; readonly queue: SaleQueue }) {
  const t = useTranslate();
  const format = useFormat();
  const shown = shownOf(entries);
  if (shown.length === 0) return <p className={classes.dim}>{t("pad.none")}</p>;
  const open = shown.filter(({ entry, undo }) => entry.state !== "sent" || (undo && undo.state !== "sent"));
  const rows = [...open, ...shown.filter((one) => !open.includes(one)).slice(0, SHOWN)];
  return (
    <ul className={classes.list} aria-label={t("pad.list")} aria-live="polite">
      {rows.map((one) => {
        const { entry, sale, undo } = one;
        const { word, colour } = stateOf(one);
        const reason = entry.reason ?? undo?.reason;
        return (
          <li key={entry.id} data-gone={undo !== undefined || undefined}>
            <span className={classes.what}>
              {sale.quantity > 1 && `${sale.quantity} × `}
              {sale.brand} {sale.shoe_type}
              {sale.size !== undefined && ` · ${sale.size}`} · {format.money(sale.price * sale.quantity, sale.currency)}
            </span>
            <Badge color={colour} variant="light">
              {t(word)}
            </Badge>
            {reason && <span className={classes.reason}>{reason}</span>}
            <Group gap="xs">
              {entry.state === "refused" && (
                <>
                  <Button size="compact-sm" variant="default" onClick={() => void queue.again(entry.id)}>
                    {t("action.retry")}
                  </Button>
                  {sale.location_id !== undefined && (
                    <Button size="compact-sm" variant="default" onClick={() => void queue.withoutStock(entry)}>
                      {t("pad.withoutStock")}
                    </Button>
                  )}
                  <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void queue.remove(entry.id)}>
                    {t("pad.drop")}
                  </Button>
                </>
              )}
              {entry.state !== "refused" && !undo && (
                <Button size="compact-sm" variant="subtle" onClick={() => void queue.undo(sale.id)}>
                  {t("action.undo")}
                </Button>
              )}
              {undo?.state === "refused" && (
                <Button size="compact-sm" variant="default" onClick={() => void queue.again(undo.id)}>
                  {t("action.retry")}
                </Button>
              )}
            </Group>
          </li>
        );
      })}
    </ul>
  );
}
