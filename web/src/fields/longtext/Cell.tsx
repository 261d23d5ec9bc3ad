/* One line of it in a list, all of it on its page. */
import { textOf, type CellProps } from "../field";
import classes from "./Cell.module.css";

export function Cell({ value, full }: CellProps) {
  return full ? <div className={classes.full}>{textOf(value)}</div> : <>{textOf(value).split("\n", 1)[0]}</>;
}
