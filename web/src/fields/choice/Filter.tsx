/* Any of the ticked ones. */
import { Checkbox, Stack } from "@mantine/core";
import { inValues } from "../../api/query";
import { useTranslate } from "../../i18n/translate";
import { valueAt, type FilterProps } from "../field";

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  const ticked = inValues(valueAt(conditions, "in"));
  return (
    <Checkbox.Group
      aria-label={label}
      value={ticked}
      onChange={(next) =>
        onChange(next.length > 0 ? [{ column: field.name, operator: "in", value: next.join("\n") }] : [])
      }
    >
      <Stack gap="xs">
        {field.choices?.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={t.label(choice.label)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
