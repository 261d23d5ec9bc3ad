/* An amount: typed as people write it, kept as integer minor units of the form's currency. */
import { useEffect, useEffectEvent, useState } from "react";
import { TextInput } from "@mantine/core";
import { usePlace } from "../../i18n/format";
import { moneyFromText, moneyText } from "../../i18n/money";
import { currencyOf, inputProps, Unreadable, type InputProps } from "../field";

const written = (value: unknown, currency: string) => {
  if (value instanceof Unreadable) return value.typed;
  return typeof value === "number" ? moneyText(value, currency) : "";
};

const read = (typed: string, currency: string) =>
  typed.trim() === "" ? null : (moneyFromText(typed, currency) ?? new Unreadable(typed));

export function Input(props: InputProps) {
  const currency = currencyOf(props.values, usePlace().currency);
  const [typed, setTyped] = useState(() => written(props.value, currency));
  const { value, onChange } = props;

  /* 100 stays 100 when the currency changes, whatever its decimal places. */
  const [shownIn, setShownIn] = useState(currency);
  if (shownIn !== currency) {
    const again = read(typed, currency);
    setShownIn(currency);
    if (typeof again === "number") setTyped(moneyText(again, currency));
  }
  const readAgain = useEffectEvent(() => {
    if (typed !== "") onChange(read(typed, currency));
  });
  useEffect(() => readAgain(), [currency]);

  const blur = () => {
    if (typeof value === "number") setTyped(moneyText(value, currency));
  };

  return (
    <TextInput
      {...inputProps(props)}
      inputMode="decimal"
      autoComplete="off"
      rightSection={<span>{currency}</span>}
      rightSectionWidth={52}
      rightSectionPointerEvents="none"
      value={typed}
      onBlur={blur}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value, currency));
      }}
    />
  );
}
