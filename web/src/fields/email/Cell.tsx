/* An address one can write to. */
import { textOf, type CellProps } from "../field";

export function Cell({ value, linked }: CellProps) {
  const address = textOf(value);
  return linked && address ? <a href={`mailto:${address}`}>{address}</a> : <>{address}</>;
}
