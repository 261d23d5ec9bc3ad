/* Any value that reads as one line. */
import { currencyOf, type CellProps } from "../field";
import { useReader } from "../useReader";
import { valueText } from "../valueText";

export function Cell({ field, value, row }: CellProps) {
  const reader = useReader(currencyOf(row, "") || undefined);
  return <>{valueText(value, field, reader)}</>;
}
