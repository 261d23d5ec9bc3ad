/* One row: its first cell is the link, and a click anywhere else on it goes there too. */
import type { MouseEvent } from "react";
import { Checkbox } from "@mantine/core";
import { Link, useLocation } from "wouter";
import classes from "./DataTable.module.css";
import type { TableColumn } from "./table";
import { useUiWords } from "./words";

interface Props<T> {
  readonly row: T;
  readonly columns: readonly TableColumn<T>[];
  readonly href: string;
  readonly name: string;
  readonly position: number;
  readonly top: number;
  readonly selected: boolean | null;
  readonly onToggle: () => void;
}

const isInteractive = (event: MouseEvent) => (event.target as Element).closest("a, button, input, label") !== null;

export function DataTableRow<T>({ row, columns, href, name, position, top, selected, onToggle }: Props<T>) {
  const words = useUiWords();
  const [, navigate] = useLocation();
  const open = (event: MouseEvent) => {
    if (isInteractive(event) || getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
    else navigate(href);
  };

  return (
    // The pointer's shortcut: the keyboard has the link in the first cell.
    <div
      role="row"
      aria-rowindex={position}
      className={classes.row}
      data-body
      data-selected={selected || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
    >
      {selected !== null && (
        <div role="cell" className={classes.check}>
          <Checkbox size="xs" aria-label={`${words.selectRow}: ${name}`} checked={selected} onChange={onToggle} />
        </div>
      )}
      {columns.map((column, at) => (
        <div role="cell" key={column.id} className={classes.cell} data-align={column.align}>
          {at === 0 ? (
            <Link href={href} className={classes.link}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  );
}
