/* Another record by its title, which came along with the row. */
import { Link } from "wouter";
import { linkAlias } from "../../api/query";
import { entityOf, isEntity } from "../../api/rows";
import { to } from "../../paths/to";
import { textOf, type CellProps } from "../field";
import { rowTitle } from "../rowTitle";
import { useReader } from "../useReader";

export function Cell({ field, value, row, linked }: CellProps) {
  const reader = useReader();
  const entity = field.to ?? "";
  const target = row[linkAlias(field)];
  if (!isEntity(entity) || !textOf(value) || typeof target !== "object" || target === null) return null;

  const title = rowTitle(entityOf(entity), target as Record<string, unknown>, reader);
  return linked ? <Link href={to.record(entity, textOf(value))}>{title}</Link> : <>{title}</>;
}
