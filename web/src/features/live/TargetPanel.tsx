/* What the show is to reach, and from when until when. */
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { Row } from "../../api/entity";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { mayUpdate } from "../../records/permission";
import { valuesOf } from "../../records/form";
import { Panel } from "../../ui/Panel";
import { FieldsForm } from "./FieldsForm";
import classes from "./Plan.module.css";

const entity = entityOf("live_session");

export function TargetPanel({ show }: { readonly show: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const gmv = show["target_gmv"];
  const units = show["target_units"];
  const starts = textOf(show["starts_at"]);
  const ends = textOf(show["ends_at"]);

  return (
    <Panel
      title={t("live.targets")}
      actions={
        mayUpdate(me, entity, show) && (
          <Button size="sm" variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>
            {t("action.edit")}
          </Button>
        )
      }
    >
      <dl className={classes.targets}>
        <div>
          <dt>{t("figure.gmv")}</dt>
          <dd>{typeof gmv === "number" ? format.money(gmv, textOf(show["currency"])) : "–"}</dd>
        </div>
        <div>
          <dt>{t("figure.units")}</dt>
          <dd>{typeof units === "number" ? format.number(units) : "–"}</dd>
        </div>
        <div>
          <dt>{t("live.onAir")}</dt>
          <dd>{starts ? `${format.instantShort(starts)} – ${ends ? format.time(ends) : "?"}` : "–"}</dd>
        </div>
      </dl>
      {(!starts || !ends) && <p className={classes.dim}>{t("live.needsTimes")}</p>}
      {editing && (
        <FieldsForm
          entity="live_session"
          title={t("live.targets")}
          asked={["target_gmv", "target_units", "starts_at", "ends_at"]}
          row={show}
          start={valuesOf(entity, show)}
          onClose={() => setEditing(false)}
        />
      )}
    </Panel>
  );
}
