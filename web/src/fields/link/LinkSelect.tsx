/* Finds a row of another entity by typing. */
import { useState } from "react";
import { Loader, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Field } from "../../api/entity";
import { useTranslate } from "../../i18n/translate";
import { useLinked } from "./useLinked";

interface Props {
  readonly field: Field;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly inPopover?: boolean;
  readonly label?: string;
  readonly "aria-label"?: string;
  readonly error?: string | null;
  readonly name?: string;
  readonly withAsterisk?: boolean;
}

export function LinkSelect({ field, value, onChange, inPopover, ...rest }: Props) {
  const t = useTranslate();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed, 250);
  const { options, busy } = useLinked(field, search, value);
  const current = options.find((option) => option.value === value)?.label;

  return (
    <Select
      {...rest}
      searchable
      clearable
      data={options}
      /* The server has already searched; what was chosen before is not a search. */
      filter={({ options: all }) => all}
      value={value || null}
      onChange={(id) => onChange(id ?? "")}
      searchValue={typed || (current ?? "")}
      onSearchChange={(next) => setTyped(next === current ? "" : next)}
      nothingFoundMessage={t("list.nothingFound")}
      rightSection={busy ? <Loader size={14} /> : undefined}
      comboboxProps={{ withinPortal: !inPopover }}
      clearButtonProps={{ "aria-label": t("form.clear") }}
    />
  );
}
