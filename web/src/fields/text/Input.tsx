/* One line of text. Limits count characters, as the server does. */
import { TextInput } from "@mantine/core";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      autoComplete="off"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
