/* Making a record, or one after the other. What the address names is filled in. */
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import type { EntityName } from "../api/entities.gen";
import type { Row } from "../api/entity";
import { entityOf, type Values } from "../api/rows";
import { usePlace } from "../i18n/format";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useFeedback } from "../ui/feedback";
import { Page } from "../ui/Page";
import { Panel } from "../ui/Panel";
import { emptyValues, nextValues } from "./form";
import { RecordForm } from "./RecordForm";

export function RecordCreatePage({ entity: name }: { readonly entity: EntityName }) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const { currency, timeZone } = usePlace();
  const [, navigate] = useLocation();
  const [given] = useSearchParams();
  const entity = entityOf(name);
  const [series, setSeries] = useState(() => ({
    at: 0,
    start: emptyValues(entity, { currency, timeZone, given, now: new Date() }),
  }));

  const saved = (row: Row, values: Values, another: boolean) => {
    const open = { label: t("action.open"), run: () => navigate(to.record(name, row.id)) };
    toast({ message: t("form.saved", { name: t.label(entity.label) }), ...(another ? { action: open } : {}) });
    if (another)
      setSeries(({ at }) => ({
        at: at + 1,
        start: nextValues(entity, values, { currency, timeZone, given, now: new Date() }),
      }));
    else navigate(to.record(name, row.id), { replace: true });
  };

  return (
    <Page narrow title={t("list.new", { name: t.inside(entity.label) })}>
      <Panel>
        <RecordForm
          key={series.at}
          entity={name}
          row={null}
          start={series.start}
          onSaved={saved}
          onCancel={() => navigate(to.list(name))}
        />
      </Panel>
    </Page>
  );
}
