/* What every kind of field brings: an input, a cell and a filter. */
import type { Field } from "../api/entity";
import type { Condition } from "../api/query";

export interface InputProps {
  readonly field: Field;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | null;
  /** the other values of the form: a price needs to know the currency */
  readonly values: Readonly<Record<string, unknown>>;
  readonly autoFocus?: boolean;
  readonly help?: string;
}

export interface CellProps {
  readonly field: Field;
  readonly value: unknown;
  readonly row: Readonly<Record<string, unknown>>;
  /** may hold links of its own: false inside of a link */
  readonly linked?: boolean;
  /** the whole text, not one line of it */
  readonly full?: boolean;
}

export interface FilterProps {
  readonly field: Field;
  readonly label: string;
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

/** Something was typed that is no value of the field: kept, so that it can be put right. */
export class Unreadable {
  readonly typed: string;

  constructor(typed: string) {
    this.typed = typed;
  }
}

export const textOf = (value: unknown): string => {
  if (value instanceof Unreadable) return value.typed;
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
};

export const inputProps = ({ field, label, error, autoFocus, help }: InputProps) => ({
  label,
  error,
  description: help ?? null,
  name: field.name,
  withAsterisk: field.required ?? false,
  ...(autoFocus ? { "data-autofocus": true, autoFocus: true } : {}),
});

export const currencyOf = (row: Readonly<Record<string, unknown>>, fallback: string) =>
  textOf(row["currency"]) || fallback;

export const valueAt = (conditions: readonly Condition[], ...wanted: Condition["operator"][]) =>
  conditions.find((condition) => wanted.includes(condition.operator))?.value ?? "";
