/* Contains, is exactly, is empty. */
import { NativeSelect, Stack, TextInput } from "@mantine/core";
import type { Operator } from "../../api/query";
import { useTranslate } from "../../i18n/translate";
import type { FilterProps } from "../field";

const offered = ["ilike", "not.ilike", "eq", "neq", "is", "not.is"] as const satisfies readonly Operator[];
type Offered = (typeof offered)[number];
const isOffered = (operator: string): operator is Offered => offered.some((one) => one === operator);

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  const first = conditions[0];
  const operator: Offered = first && isOffered(first.operator) ? first.operator : "ilike";
  const asksValue = operator !== "is" && operator !== "not.is";
  const change = (next: Offered, value: string) => {
    const whole = next === "is" || next === "not.is" ? "null" : value;
    onChange(whole === "" ? [] : [{ column: field.name, operator: next, value: whole }]);
  };

  return (
    <Stack gap="xs">
      <NativeSelect
        aria-label={t("filter.condition")}
        value={operator}
        data={offered.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value;
          if (isOffered(next)) change(next, asksValue ? (first?.value ?? "") : "");
        }}
      />
      {asksValue && (
        <TextInput
          data-autofocus
          aria-label={label}
          value={first?.value ?? ""}
          onChange={(event) => change(operator, event.currentTarget.value)}
        />
      )}
    </Stack>
  );
}
