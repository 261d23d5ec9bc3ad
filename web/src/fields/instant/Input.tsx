/* A moment, typed as the clock in the workspace's time zone shows it. */
import { TextInput } from "@mantine/core";
import { usePlace } from "../../i18n/format";
import { instantOf, wallOf } from "../../i18n/zone";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  const { timeZone } = usePlace();
  const value = textOf(props.value);
  return (
    <TextInput
      {...inputProps(props)}
      type="datetime-local"
      description={[props.help, timeZone].filter(Boolean).join(" · ")}
      value={value && wallOf(timeZone, value)}
      onChange={(event) => {
        const wall = event.currentTarget.value;
        props.onChange(wall && instantOf(timeZone, wall));
      }}
    />
  );
}
