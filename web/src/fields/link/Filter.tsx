/* Records that point to this one, or to none. */
import { Checkbox, Stack } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { valueAt, type FilterProps } from "../field";
import { LinkSelect } from "./LinkSelect";

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  const none = valueAt(conditions, "is") === "null";
  return (
    <Stack gap="sm">
      {!none && (
        <LinkSelect
          inPopover
          aria-label={label}
          field={field}
          value={valueAt(conditions, "eq")}
          onChange={(id) => onChange(id ? [{ column: field.name, operator: "eq", value: id }] : [])}
        />
      )}
      <Checkbox
        label={t("filter.is")}
        checked={none}
        onChange={() => onChange(none ? [] : [{ column: field.name, operator: "is", value: "null" }])}
      />
    </Stack>
  );
}
