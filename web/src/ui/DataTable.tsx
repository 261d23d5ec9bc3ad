/* Many rows at once: only those in sight are in the document, the head stays in place. */
import { useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { DataTableHead } from "./DataTableHead";
import { DataTableRow } from "./DataTableRow";
import classes from "./DataTable.module.css";
import type { TableProps } from "./table";
import { toggled } from "./table";

const ROW_PX = 38;

export function DataTable<T>(props: TableProps<T>) {
  const { label, columns, rows, rowId, rowName, hrefOf, selected, onSelect, busy, offset = 0, total } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const template = [
    ...(selected ? ["40px"] : []),
    ...columns.map((column) => `minmax(${column.width}px, ${column.width}fr)`),
  ].join(" ");

  return (
    <div ref={scroller} className={classes.scroll} aria-busy={busy || undefined} tabIndex={-1}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        className={classes.table}
        style={{ "--columns": template } as React.CSSProperties}
      >
        <DataTableHead {...props} />
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <DataTableRow
                key={id}
                row={row}
                columns={columns}
                href={hrefOf(row)}
                name={rowName(row)}
                position={offset + item.index + 2}
                top={item.start}
                selected={selected?.has(id) ?? null}
                onToggle={() => selected && onSelect(toggled(selected, id))}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
