/* Names with a bar each, the longest for the most. It is a list: a screen reader reads it as one. */
import type { ReactNode } from "react";
import classes from "./BarList.module.css";

export interface Bar {
  readonly id: string;
  readonly name: ReactNode;
  readonly value: number;
  readonly text: string;
  readonly note?: ReactNode;
}

export function BarList({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => Math.abs(bar.value)));
  return (
    <ol className={classes.list} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.id} className={classes.item}>
          <div className={classes.line}>
            <span className={classes.name}>{bar.name}</span>
            <span className={classes.value}>{bar.text}</span>
          </div>
          <div className={classes.track} aria-hidden>
            <div
              className={classes.bar}
              data-below={bar.value < 0 || undefined}
              style={{ width: `${(Math.abs(bar.value) / most) * 100}%` }}
            />
          </div>
          {bar.note && <div className={classes.note}>{bar.note}</div>}
        </li>
      ))}
    </ol>
  );
}
