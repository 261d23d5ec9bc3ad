/* Which columns the table shows. */
import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { Entity } from "../api/entity";
import { useTranslate } from "../i18n/translate";
import { shownFields } from "./columns";
import classes from "./FilterBar.module.css";

interface Props {
  readonly entity: Entity;
  readonly columns: readonly string[] | null;
  readonly onChange: (columns: readonly string[] | null) => void;
}

export function ColumnChooser({ entity, columns, onChange }: Props) {
  const t = useTranslate();
  const shown = shownFields(entity, columns).map((field) => field.name);
  return (
    <Popover position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconColumns3 size={15} />}>
          {t("list.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("list.columns")}>
        <Checkbox.Group value={shown} onChange={(next) => onChange(next.length > 0 ? next : null)}>
          <Stack gap="xs" className={classes.menu}>
            {entity.fields
              .filter((field) => field.type !== "id")
              .map((field) => (
                <Checkbox key={field.name} value={field.name} label={t.label(field.label)} />
              ))}
          </Stack>
        </Checkbox.Group>
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={() => onChange(null)}>
          {t("list.defaultColumns")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
