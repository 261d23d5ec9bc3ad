/* A moment: without the year in a list, in full on its page. */
import { useFormat } from "../../i18n/format";
import { textOf, type CellProps } from "../field";

export function Cell({ value, full }: CellProps) {
  const format = useFormat();
  const instant = textOf(value);
  return <>{instant && (full ? format.instant(instant) : format.instantShort(instant))}</>;
}
