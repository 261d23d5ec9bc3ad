/* Sales of this device that the server has not got yet: sent from here, too. */
import { useTranslate } from "../../i18n/translate";
import classes from "./Live.module.css";
import { useSaleQueue } from "./useSaleQueue";

export function WaitingNote() {
  const t = useTranslate();
  const { entries } = useSaleQueue();
  const waiting = entries.filter(({ state }) => state === "queued").length;
  const refused = entries.filter(({ state }) => state === "refused").length;
  if (waiting + refused === 0) return null;
  return (
    <p role="status" className={classes.waiting}>
      {waiting > 0 && t.count("pad.waiting", waiting)} {refused > 0 && t.count("pad.refusedCount", refused)}
    </p>
  );
}
