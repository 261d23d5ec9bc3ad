/* A whole number. */
import { TextInput } from "@mantine/core";
import { inputProps, textOf, Unreadable, type InputProps } from "../field";
import { integerFromText } from "../numbers";

export function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      inputMode="numeric"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        props.onChange(typed.trim() === "" ? null : (integerFromText(typed) ?? new Unreadable(typed)));
      }}
    />
  );
}
