/* An amount in its own currency. */
import { useFormat, usePlace } from "../../i18n/format";
import { currencyOf, type CellProps } from "../field";

export function Cell({ value, row }: CellProps) {
  const format = useFormat();
  const { currency } = usePlace();
  return <>{typeof value === "number" ? format.money(value, currencyOf(row, currency)) : ""}</>;
}
