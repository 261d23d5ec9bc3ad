/* A figure that is read from across the room: how much, of how much, and whether it is on time. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { paceOf } from "./board";
import classes from "./Live.module.css";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly target: number | null;
  readonly due: number | null;
  readonly earlier: number | null;
  readonly earlierShows: number;
  readonly text: (value: number) => string;
  readonly isFirst?: boolean;
}

export function PaceTile({ label, value, target, due, earlier, earlierShows, text, isFirst }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const pace = due === null ? null : paceOf(value, due);
  const reached = target ? Math.min(100, (value / target) * 100) : 0;
  const dueAt = target && due !== null ? Math.min(100, (due / target) * 100) : 0;
  return (
    <li className={classes.tile} data-first={isFirst || undefined}>
      <span className={classes.label}>{label}</span>
      <span className={classes.figure}>{text(value)}</span>
      {target !== null && (
        <>
          <span className={classes.bar} aria-hidden data-behind={(pace !== null && pace.ahead < 0) || undefined}>
            <span style={{ width: `${reached}%` }} />
            {due !== null && <i style={{ left: `${dueAt}%` }} />}
          </span>
          <span className={classes.sub}>{t("live.ofTarget", { value: text(target) })}</span>
        </>
      )}
      {pace !== null && (
        <span className={classes.pace} data-trend={pace.ahead < 0 ? "down" : "up"}>
          {t(pace.ahead < 0 ? "live.behind" : "live.ahead", { value: text(Math.abs(pace.ahead)) })}
          {pace.share !== null && ` · ${format.percent(pace.share / 100)}`}
        </span>
      )}
      {earlier !== null && (
        <span className={classes.sub}>{t.count("live.earlier", earlierShows, { value: text(earlier) })}</span>
      )}
    </li>
  );
}
