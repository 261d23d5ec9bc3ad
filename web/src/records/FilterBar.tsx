/* The filters of a list: one chip a field, and a menu to add another. */
import { useState } from "react";
import { Button, Menu } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import type { Entity } from "../api/entity";
import type { Condition } from "../api/query";
import { useTranslate } from "../i18n/translate";
import { isFilterable } from "../fields/layout";
import { FilterChip } from "./FilterChip";
import classes from "./FilterBar.module.css";

interface Props {
  readonly entity: Entity;
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

export function FilterBar({ entity, conditions, onChange }: Props) {
  const t = useTranslate();
  const [open, setOpen] = useState<string | null>(null);
  const filtered = new Set(conditions.map((condition) => condition.column));
  const shown = entity.fields.filter((field) => filtered.has(field.name) || field.name === open);
  const offered = entity.fields.filter(
    (field) => !field.sealed && isFilterable(field.type) && !filtered.has(field.name),
  );

  const change = (column: string, next: readonly Condition[]) => {
    const first = conditions.findIndex((condition) => condition.column === column);
    const others = conditions.filter((condition) => condition.column !== column);
    const at = first < 0 ? others.length : first;
    onChange([...others.slice(0, at), ...next, ...others.slice(at)]);
    setOpen(null);
  };

  return (
    <div className={classes.bar}>
      {shown.map((field) => (
        <FilterChip
          key={field.name}
          field={field}
          conditions={conditions.filter((condition) => condition.column === field.name)}
          opened={open === field.name}
          onOpen={(opened) => setOpen(opened ? field.name : null)}
          onChange={(next) => change(field.name, next)}
        />
      ))}
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            className={classes.add}
            leftSection={<IconFilter size={15} />}
          >
            {t("filter.add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {offered.map((field) => (
            /* The menu gives the focus back first: the filter opens after it. */
            <Menu.Item key={field.name} onClick={() => setTimeout(() => setOpen(field.name), 60)}>
              {t.label(field.label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {conditions.length > 1 && (
        <Button size="compact-sm" variant="subtle" color="gray" className={classes.add} onClick={() => onChange([])}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}
