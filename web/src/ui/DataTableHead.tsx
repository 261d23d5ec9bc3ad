/* The head of a table: select all that is shown, and sort by a column. */
import { Checkbox } from "@mantine/core";
import classes from "./DataTable.module.css";
import { DataTableHeadCell } from "./DataTableHeadCell";
import type { TableProps } from "./table";
import { useUiWords } from "./words";

export function DataTableHead<T>({ columns, rows, rowId, order, onOrder, selected, onSelect }: TableProps<T>) {
  const words = useUiWords();
  const shown = rows.map(rowId);
  const chosen = shown.filter((id) => selected?.has(id)).length;
  const toggleAll = () => {
    const rest = [...(selected ?? [])].filter((id) => !shown.includes(id));
    onSelect(new Set(chosen === shown.length ? rest : [...rest, ...shown]));
  };

  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {selected && (
          <div role="columnheader" className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={words.selectAll}
              checked={chosen > 0 && chosen === shown.length}
              indeterminate={chosen > 0 && chosen < shown.length}
              onChange={toggleAll}
            />
          </div>
        )}
        {columns.map((column) => (
          <DataTableHeadCell key={column.id} column={column} order={order} onOrder={onOrder} />
        ))}
      </div>
    </div>
  );
}
