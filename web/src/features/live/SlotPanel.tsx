/* Who hosts when. */
import { useState } from "react";
import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { Link } from "wouter";
import type { Row } from "../../api/entity";
import { entityOf } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { mayDelete, mayUpdate } from "../../records/permission";
import { useDelete } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { FieldsForm } from "./FieldsForm";
import { useRows } from "./planData";
import classes from "./Plan.module.css";

const entity = entityOf("show_slot");
const HOUR = 3_600_000;
const hostOf = (slot: Row) => textOf((slot["host"] as { name?: string } | null)?.name);

/* The next slot begins where the last one ends. */
function startOf(show: Row, slots: readonly Row[]) {
  const last = slots.at(-1);
  const begin = textOf(last?.["ends_at"]) || textOf(show["starts_at"]);
  if (begin === "") return {};
  return { starts_at: begin, ends_at: new Date(Date.parse(begin) + 2 * HOUR).toISOString() };
}

export function SlotPanel({ show }: { readonly show: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const list = useRows("show_slot", "*,host(id,name)", show.id, "starts_at");
  const remove = useDelete("show_slot");
  const [editing, setEditing] = useState<Row | "new" | null>(null);
  const slots = list.data ?? [];
  const may = levelIn(me, "live") >= 2;

  return (
    <Panel
      title={t("live.slots")}
      actions={
        may && (
          <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
            {t("live.addSlot")}
          </Button>
        )
      }
    >
      {list.isError && <ErrorState message={sentenceOf(list.error, t)} />}
      {list.data?.length === 0 && <p className={classes.dim}>{t("live.noSlots")}</p>}
      <ul className={classes.sheet} aria-label={t("live.slots")}>
        {slots.map((slot) => (
          <li key={slot.id}>
            <span className={classes.name}>
              <strong>{hostOf(slot)}</strong>
              <span className={classes.dim}>
                {format.instantShort(textOf(slot["starts_at"]))} – {format.time(textOf(slot["ends_at"]))}
                {textOf(slot["note"]) && ` · ${textOf(slot["note"])}`}
              </span>
            </span>
            <span className={classes.tools}>
              {mayUpdate(me, entity, slot) && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t("live.edit", { name: hostOf(slot) })}
                  onClick={() => setEditing(slot)}
                >
                  <IconPencil size={16} />
                </ActionIcon>
              )}
              {mayDelete(me, entity, slot) && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t("live.remove", { name: hostOf(slot) })}
                  onClick={() => remove.mutate([slot.id])}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </span>
          </li>
        ))}
      </ul>
      {editing !== null && (
        <FieldsForm
          entity="show_slot"
          title={t("live.addSlot")}
          asked={["host_id", "starts_at", "ends_at", "note"]}
          row={editing === "new" ? null : editing}
          start={editing === "new" ? { live_session_id: show.id, ...startOf(show, slots) } : { ...editing }}
          more={
            <p className={classes.dim}>
              <Link href={to.create("host")}>{t("live.newHost")}</Link>
            </p>
          }
          onClose={() => setEditing(null)}
        />
      )}
    </Panel>
  );
}
