/* Whole numbers from one to another. */
import type { FilterProps } from "../field";
import { integerFromText } from "../numbers";
import { RangeFilter } from "../RangeFilter";

export function Filter(props: FilterProps) {
  return <RangeFilter {...props} parse={(typed) => integerFromText(typed)?.toString() ?? null} show={(wire) => wire} />;
}
