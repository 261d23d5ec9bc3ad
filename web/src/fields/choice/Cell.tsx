/* One of a closed list, set apart from free text. */
import type { CellProps } from "../field";
import { useReader } from "../useReader";
import { valueText } from "../valueText";
import classes from "./Cell.module.css";

export function Cell({ field, value }: CellProps) {
  const text = valueText(value, field, useReader());
  return text ? <span className={classes.choice}>{text}</span> : null;
}
