/* A currency by its ISO code. */
import { useMemo } from "react";
import { Select } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { inputProps, textOf, type InputProps } from "../field";
import { currencyOptions } from "../zones";

export function Input(props: InputProps) {
  const { locale } = useTranslate();
  const options = useMemo(() => currencyOptions(locale), [locale]);
  return (
    <Select
      {...inputProps(props)}
      searchable
      limit={60}
      allowDeselect={!props.field.required}
      data={options}
      value={textOf(props.value) || null}
      onChange={(code) => props.onChange(code ?? "")}
    />
  );
}
