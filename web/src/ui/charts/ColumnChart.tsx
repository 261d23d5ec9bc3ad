/* A few values side by side, each written above its column. It is a list: read as one. */
import classes from "./ColumnChart.module.css";

export interface ChartColumn {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly note: string;
}

export function ColumnChart({ label, columns }: { readonly label: string; readonly columns: readonly ChartColumn[] }) {
  const most = Math.max(1, ...columns.map((column) => column.value));
  return (
    <ol className={classes.chart} aria-label={label}>
      {columns.map((column) => (
        <li key={column.label} className={classes.column}>
          <span className={classes.value}>{column.text}</span>
          <span className={classes.note}>{column.note}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.bar} style={{ height: `${(Math.max(0, column.value) / most) * 100}%` }} />
          </span>
          <span className={classes.label}>{column.label}</span>
        </li>
      ))}
    </ol>
  );
}
