/* What a table of records needs to know, whatever the records are. */
import type { ReactNode } from "react";

export interface TableColumn<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  readonly width: number;
  readonly align?: "end";
  /** what `order` names it; absent: cannot be sorted */
  readonly sortBy?: string;
}

export interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly rowName: (row: T) => string;
  readonly hrefOf: (row: T) => string;
  /** "column.asc" */
  readonly order: string;
  readonly onOrder: (order: string) => void;
  /** null: rows cannot be selected */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly busy?: boolean;
  /** position of the first row among all of them */
  readonly offset?: number;
  readonly total?: number;
}

export function toggled(ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** What a click on the head of a column asks for: first down for what is sorted up, and back. */
export function nextOrder(order: string, column: string): string {
  return order === `${column}.desc` ? `${column}.asc` : `${column}.desc`;
}
