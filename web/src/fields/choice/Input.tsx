/* One of a closed list. */
import { Select } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { inputProps, textOf, type InputProps } from "../field";

export function Input(props: InputProps) {
  const t = useTranslate();
  const choices = props.field.choices ?? [];
  return (
    <Select
      {...inputProps(props)}
      searchable={choices.length > 8}
      clearable={!props.field.required}
      allowDeselect={!props.field.required}
      data={choices.map((choice) => ({ value: choice.value, label: t.label(choice.label) }))}
      value={textOf(props.value) || null}
      onChange={(value) => props.onChange(value ?? "")}
    />
  );
}
