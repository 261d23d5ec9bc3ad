/* A grid of numbers as shades: rows by columns, read as a table by a screen reader. */
import classes from "./HeatMap.module.css";

interface Props {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** null: nothing there */
  readonly value: (row: number, column: number) => number | null;
  readonly format: (value: number) => string;
}

const SHADES = 6;

/** 0 for nothing, else 1..6 by share of the largest. */
export function shadeOf(value: number | null, largest: number): number {
  if (value === null || value <= 0 || largest <= 0) return 0;
  return Math.max(1, Math.ceil((value / largest) * SHADES));
}

export function HeatMap({ label, rows, columns, value, format }: Props) {
  const all = rows.flatMap((_, row) => columns.map((__, column) => value(row, column) ?? 0));
  const largest = Math.max(0, ...all);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.map}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, at) => {
                const found = value(row, at);
                return (
                  <td key={column} data-shade={shadeOf(found, largest)} title={`${name} · ${column}`}>
                    {found === null ? "" : format(found)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
