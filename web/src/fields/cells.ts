/* How a value of each type of field is shown. */
import type { ComponentType } from "react";
import type { FieldType } from "../api/entity";
import { Cell as ChoiceCell } from "./choice/Cell";
import { Cell as CurrencyCell } from "./currency/Cell";
import { Cell as DateCell } from "./date/Cell";
import { Cell as EmailCell } from "./email/Cell";
import { Cell as InstantCell } from "./instant/Cell";
import { Cell as JsonCell } from "./json/Cell";
import { Cell as LinkCell } from "./link/Cell";
import { Cell as LongTextCell } from "./longtext/Cell";
import { Cell as MoneyCell } from "./money/Cell";
import { Cell as TextCell } from "./text/Cell";
import type { CellProps } from "./field";

export const cells: Record<FieldType, ComponentType<CellProps>> = {
  text: TextCell,
  longtext: LongTextCell,
  email: EmailCell,
  time_zone: TextCell,
  id: TextCell,
  link: LinkCell,
  choice: ChoiceCell,
  date: DateCell,
  instant: InstantCell,
  money: MoneyCell,
  currency: CurrencyCell,
  integer: TextCell,
  decimal: TextCell,
  boolean: TextCell,
  json: JsonCell,
};
