/* At least, at most: for everything that is counted. Kinds differ only in how they are typed. */
import { useState } from "react";
import { Group, TextInput } from "@mantine/core";
import type { Condition } from "../api/query";
import { useTranslate } from "../i18n/translate";
import { valueAt, type FilterProps } from "./field";

interface Props extends FilterProps {
  /** wire form of what was typed, or null */
  readonly parse: (typed: string) => string | null;
  readonly show: (wire: string) => string;
  readonly unit?: string;
}

const bounds = ["gte", "lte"] as const;

export function RangeFilter({ field, label, conditions, onChange, parse, show, unit }: Props) {
  const t = useTranslate();
  const [typed, setTyped] = useState({
    gte: show(valueAt(conditions, "gte")),
    lte: show(valueAt(conditions, "lte")),
  });
  const unreadable = (text: string) => text.trim() !== "" && parse(text) === null;

  const change = (next: typeof typed) => {
    setTyped(next);
    onChange(
      bounds.flatMap((operator): Condition[] => {
        const value = parse(next[operator]);
        return value === null ? [] : [{ column: field.name, operator, value }];
      }),
    );
  };

  return (
    <Group gap="xs" grow align="flex-start">
      {bounds.map((operator) => (
        <TextInput
          key={operator}
          inputMode="decimal"
          label={t(operator === "gte" ? "filter.atLeast" : "filter.atMost")}
          aria-label={`${label}: ${t(operator === "gte" ? "filter.atLeast" : "filter.atMost")}`}
          error={unreadable(typed[operator]) ? t("form.unreadable") : null}
          rightSection={unit ? <span>{unit}</span> : null}
          rightSectionWidth={unit ? 48 : 0}
          value={typed[operator]}
          onChange={(event) => change({ ...typed, [operator]: event.currentTarget.value })}
        />
      ))}
    </Group>
  );
}
