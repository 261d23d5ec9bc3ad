/* Amounts from one to another, in the workspace's currency. */
import { usePlace } from "../../i18n/format";
import { moneyFromText, moneyText } from "../../i18n/money";
import type { FilterProps } from "../field";
import { RangeFilter } from "../RangeFilter";

export function Filter(props: FilterProps) {
  const { currency } = usePlace();
  return (
    <RangeFilter
      {...props}
      unit={currency}
      parse={(typed) => moneyFromText(typed, currency)?.toString() ?? null}
      show={(wire) => wire && moneyText(Number(wire), currency)}
    />
  );
}
