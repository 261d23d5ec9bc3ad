/* A grid of numbers as shades: rows by columns, read as a table by a screen reader. What stands in
   a cell is read in full under the pointer, the finger or the arrow keys. */
import { useState, type KeyboardEvent } from "react";
import classes from "./HeatMap.module.css";

interface Props {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** null: nothing there */
  readonly value: (row: number, column: number) => number | null;
  readonly format: (value: number) => string;
  /** the cell in words; shown above the grid */
  readonly detail?: (row: number, column: number) => string;
  /** what stands above the grid while no cell is read */
  readonly hint?: string;
  /** shades only, for many columns */
  readonly dense?: boolean;
}

const SHADES = 6;

/** 0 for nothing, else 1..6 by share of the largest. */
export function shadeOf(value: number | null, largest: number): number {
  if (value === null || value <= 0 || largest <= 0) return 0;
  return Math.max(1, Math.ceil((value / largest) * SHADES));
}

const steps: Partial<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));

export function HeatMap({ label, rows, columns, value, format, detail, hint, dense }: Props) {
  const [read, setRead] = useState<readonly [number, number] | null>(null);
  const all = rows.flatMap((_, row) => columns.map((__, column) => value(row, column) ?? 0));
  const largest = Math.max(0, ...all);
  const isRead = (row: number, column: number) => read?.[0] === row && read[1] === column;

  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step || !detail) return;
    event.preventDefault();
    setRead((now) =>
      now ? [within(now[0] + step[0], rows.length), within(now[1] + step[1], columns.length)] : [0, 0],
    );
  };

  return (
    <>
      {detail && (
        <div className={classes.read} aria-live="polite">
          {read && rows[read[0]] !== undefined && columns[read[1]] !== undefined ? detail(...read) : (hint ?? "")}
        </div>
      )}
      <div
        className={classes.scroll}
        tabIndex={0}
        role="region"
        aria-label={label}
        onKeyDown={press}
        onBlur={() => setRead(null)}
        onPointerLeave={() => setRead(null)}
      >
        <table className={classes.map} data-dense={dense || undefined}>
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
                    <td
                      key={column}
                      data-shade={shadeOf(found, largest)}
                      data-read={isRead(row, at) || undefined}
                      onPointerEnter={() => setRead([row, at])}
                      onPointerDown={() => setRead([row, at])}
                    >
                      <span className={classes.text}>{found === null ? "" : format(found)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
