/* Yes or no. */
import { Switch } from "@mantine/core";
import type { InputProps } from "../field";

export function Input({ field, label, value, onChange, error, help }: InputProps) {
  return (
    <Switch
      name={field.name}
      label={label}
      error={error}
      description={help}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
