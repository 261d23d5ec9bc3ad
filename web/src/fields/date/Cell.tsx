/* A day: without the year in a list, in full on its page. */
import { useFormat } from "../../i18n/format";
import { textOf, type CellProps } from "../field";

export function Cell({ value, full }: CellProps) {
  const format = useFormat();
  const day = textOf(value);
  return <>{day && (full ? format.day(day) : format.dayShort(day))}</>;
}
