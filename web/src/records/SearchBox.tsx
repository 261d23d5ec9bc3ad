/* Looks through the fields that the entity table names, a moment after the last key. */
import { useEffect, useEffectEvent, useState } from "react";
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useTranslate } from "../i18n/translate";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (search: string) => void;
}

export function SearchBox({ label, value, onChange }: Props) {
  const t = useTranslate();
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [settled] = useDebouncedValue(typed, 300);
  /* Back and saved views change the address under the box. */
  if (value !== seen) {
    setSeen(value);
    if (value !== typed.trim()) setTyped(value);
  }

  const search = useEffectEvent((text: string) => {
    if (text.trim() !== value) onChange(text.trim());
  });
  useEffect(() => search(settled), [settled]);

  return (
    <TextInput
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={typed && <CloseButton size="sm" aria-label={t("list.clearSearch")} onClick={() => setTyped("")} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
