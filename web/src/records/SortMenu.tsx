/* The order of a list on a phone, where there are no column heads to press. */
import { Button, Menu } from "@mantine/core";
import { IconArrowsSort, IconCheck } from "@tabler/icons-react";
import type { Entity } from "../api/entity";
import { useTranslate } from "../i18n/translate";
import { nextOrder } from "../ui/table";
import { isSortable } from "./columns";
import classes from "./FilterBar.module.css";

interface Props {
  readonly entity: Entity;
  readonly order: string;
  readonly onChange: (order: string) => void;
}

export function SortMenu({ entity, order, onChange }: Props) {
  const t = useTranslate();
  const [column] = order.split(".");
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconArrowsSort size={15} />}>
          {t("list.sort")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {entity.fields.filter(isSortable).map((field) => (
          <Menu.Item
            key={field.name}
            leftSection={field.name === column ? <IconCheck size={15} /> : <span />}
            rightSection={field.name === column ? (order.endsWith(".desc") ? "↓" : "↑") : null}
            onClick={() => onChange(nextOrder(order, field.name))}
          >
            {t.label(field.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
