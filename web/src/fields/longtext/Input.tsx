/* Several lines of text. */
import { Textarea } from "@mantine/core";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={4}
      maxRows={18}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
