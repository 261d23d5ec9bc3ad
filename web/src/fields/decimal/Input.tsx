/* An exact decimal number, kept as it is written. */
import { TextInput } from "@mantine/core";
import { inputProps, textOf, Unreadable, type InputProps } from "../field";
import { decimalFromText } from "../numbers";

export function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      inputMode="decimal"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        props.onChange(typed.trim() === "" ? null : (decimalFromText(typed) ?? new Unreadable(typed)));
      }}
    />
  );
}
