/* Which input belongs to which type of field. A new type does not compile until it stands here. */
import type { ComponentType } from "react";
import type { FieldType } from "../api/entity";
import { Input as BooleanInput } from "./boolean/Input";
import { Input as ChoiceInput } from "./choice/Input";
import { Input as CurrencyInput } from "./currency/Input";
import { Input as DateInput } from "./date/Input";
import { Input as DecimalInput } from "./decimal/Input";
import { Input as EmailInput } from "./email/Input";
import { Input as InstantInput } from "./instant/Input";
import { Input as IntegerInput } from "./integer/Input";
import { Input as JsonInput } from "./json/Input";
import { Input as LinkInput } from "./link/Input";
import { Input as LongTextInput } from "./longtext/Input";
import { Input as MoneyInput } from "./money/Input";
import { Input as TextInput } from "./text/Input";
import { Input as TimeZoneInput } from "./time_zone/Input";
import type { InputProps } from "./field";

export const inputs: Record<FieldType, ComponentType<InputProps>> = {
  text: TextInput,
  longtext: LongTextInput,
  email: EmailInput,
  time_zone: TimeZoneInput,
  id: TextInput,
  link: LinkInput,
  choice: ChoiceInput,
  date: DateInput,
  instant: InstantInput,
  money: MoneyInput,
  currency: CurrencyInput,
  integer: IntegerInput,
  decimal: DecimalInput,
  boolean: BooleanInput,
  json: JsonInput,
};
