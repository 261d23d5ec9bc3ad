/* A whole number outside of a record's form. While one types it may be empty or out of its limits:
   the field says so, and what is told is a number within them, or null. */
import { useState } from "react";
import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useFormat } from "../i18n/format";
import { useTranslate } from "../i18n/translate";

interface Props extends Omit<NumberInputProps, "value" | "onChange" | "error" | "min" | "max"> {
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** Who takes no null keeps the last number meanwhile. */
  readonly onChange: (next: number | null) => void;
}

export function WholeInput({ value, min, max, onChange, ...rest }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const wholeOf = (text: number | string) =>
    typeof text === "number" && Number.isInteger(text) && text >= min && text <= max ? text : null;
  const [typed, setTyped] = useState<{ readonly text: number | string; readonly over: number | null }>({
    ...{ text: value ?? "", over: value },
  });
  /* What is typed stands until another value comes from outside. */
  const own = wholeOf(typed.text);
  const text = own === value || (own === null && typed.over === value) ? typed.text : (value ?? "");
  const says = { min: format.number(min), max: format.number(max) };
  return (
    <NumberInput
      {...rest}
      value={text}
      min={min}
      max={max}
      allowDecimal={false}
      error={wholeOf(text) === null ? t("field.whole", says) : undefined}
      onChange={(next) => {
        setTyped({ text: next, over: value });
        onChange(wholeOf(next));
      }}
    />
  );
}
