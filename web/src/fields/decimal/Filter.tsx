/* Decimals from one to another. */
import type { FilterProps } from "../field";
import { decimalFromText } from "../numbers";
import { RangeFilter } from "../RangeFilter";

export function Filter(props: FilterProps) {
  return <RangeFilter {...props} parse={decimalFromText} show={(wire) => wire} />;
}
