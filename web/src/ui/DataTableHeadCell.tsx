/* The head of one column: its name, and the order by it. */
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import classes from "./DataTable.module.css";
import { nextOrder, type TableColumn, type TableProps } from "./table";
import { useUiWords } from "./words";

type SortState = "ascending" | "descending" | "none";

function sortState(order: string, column: string): SortState {
  if (order === `${column}.asc`) return "ascending";
  return order === `${column}.desc` ? "descending" : "none";
}

type Props<T> = { readonly column: TableColumn<T> } & Pick<TableProps<T>, "order" | "onOrder">;

export function DataTableHeadCell<T>({ column, order, onOrder }: Props<T>) {
  const words = useUiWords();
  const sortBy = column.sortBy;
  if (!sortBy)
    return (
      <div role="columnheader" className={classes.head} data-align={column.align}>
        {column.header}
      </div>
    );

  const state = sortState(order, sortBy);
  return (
    <div role="columnheader" className={classes.head} data-align={column.align} aria-sort={state}>
      <button
        type="button"
        className={classes.sort}
        title={words.sortBy(column.header)}
        onClick={() => onOrder(nextOrder(order, sortBy))}
      >
        <span className={classes.clip}>{column.header}</span>
        {state === "ascending" && <IconArrowUp size={13} aria-hidden />}
        {state === "descending" && <IconArrowDown size={13} aria-hidden />}
      </button>
    </div>
  );
}
