/* The inside of a filter: nothing changes in the list until it is applied. */
import { useState } from "react";
import { Button, Group, Stack } from "@mantine/core";
import type { FilterProps } from "../fields/field";
import { filters } from "../fields/filters";
import { useTranslate } from "../i18n/translate";

export function FilterForm({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  const [draft, setDraft] = useState(conditions);
  const Filter = filters[field.type];
  if (!Filter) return null;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange(draft);
      }}
    >
      <Stack gap="md">
        <Filter field={field} label={label} conditions={draft} onChange={setDraft} />
        <Group justify="flex-end" gap="xs">
          <Button type="submit" size="xs">
            {t("filter.apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
