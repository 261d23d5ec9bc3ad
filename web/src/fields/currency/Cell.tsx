/* Only the code in a list. */
import { textOf, type CellProps } from "../field";

export function Cell({ value }: CellProps) {
  return <>{textOf(value)}</>;
}
