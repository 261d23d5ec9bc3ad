/* One filter: says what it does, opens to be changed, goes with its cross. */
import { lazy, Suspense } from "react";
import { CloseButton, Popover, Skeleton } from "@mantine/core";
import type { Field } from "../api/entity";
import type { Condition } from "../api/query";
import { useTranslate } from "../i18n/translate";
import { FilterText } from "./FilterText";
import classes from "./FilterChip.module.css";

interface Props {
  readonly field: Field;
  readonly conditions: readonly Condition[];
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
  readonly onChange: (conditions: readonly Condition[]) => void;
}

const FilterForm = lazy(async () => ({ default: (await import("./FilterForm")).FilterForm }));

export function FilterChip({ field, conditions, opened, onOpen, onChange }: Props) {
  const t = useTranslate();
  const label = t.label(field.label);
  return (
    <Popover opened={opened} onChange={onOpen} position="bottom-start" width={290} trapFocus returnFocus>
      <span className={classes.chip} data-draft={conditions.length === 0 || undefined}>
        <Popover.Target>
          <button type="button" className={classes.open} onClick={() => onOpen(!opened)}>
            <span className={classes.label}>{label}</span> <FilterText field={field} conditions={conditions} />
          </button>
        </Popover.Target>
        <CloseButton size="xs" aria-label={t("filter.remove", { field: label })} onClick={() => onChange([])} />
      </span>
      <Popover.Dropdown aria-label={label}>
        <Suspense fallback={<Skeleton height={90} />}>
          <FilterForm
            field={field}
            label={label}
            conditions={conditions}
            onChange={(next) => {
              onChange(next);
              onOpen(false);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
