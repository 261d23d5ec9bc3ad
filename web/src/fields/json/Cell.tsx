/* Structured data, as it is. */
import type { CellProps } from "../field";
import classes from "./Cell.module.css";

export function Cell({ value, full }: CellProps) {
  if (value === null || value === undefined) return null;
  return full ? <pre className={classes.full}>{JSON.stringify(value, null, 2)}</pre> : <>{JSON.stringify(value)}</>;
}
