/* The buttons of a record: its actions as the entity table gives them, then edit and delete. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import type { EntityName } from "../api/entities.gen";
import type { Action, Row } from "../api/entity";
import { entityOf } from "../api/rows";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useFeedback } from "../ui/feedback";
import { mayDelete, mayRun, mayUpdate } from "./permission";
import { useAction, useDelete } from "./queries";

export function RecordActions({ entity: name, row }: { readonly entity: EntityName; readonly row: Row }) {
  const t = useTranslate();
  const me = useMe();
  const [, navigate] = useLocation();
  const { ask } = useFeedback();
  const entity = entityOf(name);
  const act = useAction(name);
  const remove = useDelete(name);

  const run = async (action: Action) => {
    const label = t.label(action.label);
    if (action.confirm && !(await ask({ title: label, body: t.label(action.confirm), confirm: label }))) return;
    act.mutate({ action, id: row.id });
  };

  return (
    <>
      {entity.actions
        .filter((action) => mayRun(me, entity, action, row))
        .map((action) => (
          <Button
            key={action.name}
            loading={act.isPending && act.variables.action.name === action.name}
            onClick={() => void run(action)}
          >
            {t.label(action.label)}
          </Button>
        ))}
      {mayUpdate(me, entity, row) && (
        <Button component={Link} href={to.edit(name, row.id)} variant="default" leftSection={<IconPencil size={15} />}>
          {t("action.edit")}
        </Button>
      )}
      {mayDelete(me, entity, row) && (
        <Tooltip label={t("action.delete")}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t("action.delete")}
            loading={remove.isPending}
            onClick={() => remove.mutate([row.id], { onSuccess: () => navigate(to.list(name), { replace: true }) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}
