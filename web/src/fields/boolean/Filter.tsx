/* Yes, no, or whichever. */
import { SegmentedControl } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { valueAt, type FilterProps } from "../field";

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  return (
    <SegmentedControl
      fullWidth
      aria-label={label}
      value={valueAt(conditions, "is")}
      data={[
        { value: "", label: t("value.any") },
        { value: "true", label: t("value.yes") },
        { value: "false", label: t("value.no") },
      ]}
      onChange={(value) => onChange(value === "" ? [] : [{ column: field.name, operator: "is", value }])}
    />
  );
}
