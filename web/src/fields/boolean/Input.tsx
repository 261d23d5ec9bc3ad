/* Yes or no. */
import { Switch } from "@mantine/core";
import type { InputProps } from "../field";

export function Input({ field, label, value, onChange, error }: InputProps) {
  return (
    <Switch
      name={field.name}
      label={label}
      error={error}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
