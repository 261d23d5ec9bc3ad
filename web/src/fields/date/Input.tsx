/* A calendar day: the device's own picker, which phones do best. */
import { TextInput } from "@mantine/core";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      type="date"
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
