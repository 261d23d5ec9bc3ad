/* An e-mail address. */
import { TextInput } from "@mantine/core";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      type="email"
      inputMode="email"
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value.trim())}
    />
  );
}
