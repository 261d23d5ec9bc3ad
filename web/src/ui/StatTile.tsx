/* One number that matters, with what it was before. */
import type { ReactNode } from "react";
import { Skeleton } from "@mantine/core";
import classes from "./StatTile.module.css";

interface Props {
  readonly label: string;
  /** null while it is on its way */
  readonly value: string | null;
  /** written change against before, such as "+12 %" */
  readonly change?: string;
  readonly trend?: "up" | "down" | "flat";
  readonly hint?: string;
  readonly icon?: ReactNode;
  /** drawn under the number */
  readonly chart?: ReactNode;
}

const arrows = { up: "↑", down: "↓", flat: "→" } as const;

export function StatTile({ label, value, change, trend = "flat", hint, icon, chart }: Props) {
  return (
    <div className={classes.tile}>
      <div className={classes.label}>
        {icon}
        {label}
      </div>
      {value === null ? <Skeleton height={28} width="60%" /> : <div className={classes.value}>{value}</div>}
      {(change || hint) && (
        <div className={classes.below}>
          {change && (
            <span className={classes.change} data-trend={trend}>
              <span aria-hidden>{arrows[trend]}</span> {change}
            </span>
          )}
          {hint && <span>{hint}</span>}
        </div>
      )}
      {chart && <div className={classes.chart}>{chart}</div>}
    </div>
  );
}
