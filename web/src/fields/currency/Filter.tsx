/* One currency. */
import { useMemo } from "react";
import { Select } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { valueAt, type FilterProps } from "../field";
import { currencyOptions } from "../zones";

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const { locale } = useTranslate();
  const options = useMemo(() => currencyOptions(locale), [locale]);
  return (
    <Select
      data-autofocus
      aria-label={label}
      searchable
      limit={40}
      comboboxProps={{ withinPortal: false }}
      data={options}
      value={valueAt(conditions, "eq") || null}
      onChange={(code) => onChange(code ? [{ column: field.name, operator: "eq", value: code }] : [])}
    />
  );
}
