/* How each type of field is filtered; null: nobody filters by it. Loaded when the first filter opens. */
import type { ComponentType } from "react";
import type { FieldType } from "../api/entity";
import { Filter as BooleanFilter } from "./boolean/Filter";
import { Filter as ChoiceFilter } from "./choice/Filter";
import { Filter as CurrencyFilter } from "./currency/Filter";
import { Filter as DateFilter } from "./date/Filter";
import { Filter as DecimalFilter } from "./decimal/Filter";
import { Filter as IntegerFilter } from "./integer/Filter";
import { Filter as LinkFilter } from "./link/Filter";
import { Filter as MoneyFilter } from "./money/Filter";
import { Filter as TextFilter } from "./text/Filter";
import type { FilterProps } from "./field";

export const filters: Record<FieldType, ComponentType<FilterProps> | null> = {
  text: TextFilter,
  longtext: TextFilter,
  email: TextFilter,
  time_zone: TextFilter,
  id: null,
  link: LinkFilter,
  choice: ChoiceFilter,
  date: DateFilter,
  instant: DateFilter,
  money: MoneyFilter,
  currency: CurrencyFilter,
  integer: IntegerFilter,
  decimal: DecimalFilter,
  boolean: BooleanFilter,
  json: null,
};
