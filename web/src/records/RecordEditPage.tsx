/* Changing a record. The form keeps the version it began with, so that a change made elsewhere in
   the meantime is noticed and not overwritten. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { rowTitle } from "../fields/rowTitle";
import { useReader } from "../fields/useReader";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { ErrorState } from "../ui/ErrorState";
import { useFeedback } from "../ui/feedback";
import { FormSkeleton } from "../ui/FormSkeleton";
import { Page } from "../ui/Page";
import { Panel } from "../ui/Panel";
import { valuesOf } from "./form";
import { LazyPhotoPanel } from "./photos/LazyPhotoPanel";
import { useRow } from "./queries";
import { RecordForm } from "./RecordForm";

export function RecordEditPage({ entity: name, id }: { readonly entity: EntityName; readonly id: string }) {
  const t = useTranslate();
  const reader = useReader();
  const { toast } = useFeedback();
  const [, navigate] = useLocation();
  const [attempt, setAttempt] = useState(0);
  const entity = entityOf(name);
  const found = useRow(name, id);
  const row = found.data;

  const startAgain = async () => {
    await found.refetch();
    setAttempt((before) => before + 1);
  };

  return (
    <Page narrow title={row ? rowTitle(entity, row, reader) : t("action.edit")}>
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      {found.isPending && <FormSkeleton />}
      {row && (
        <Panel>
          <RecordForm
            key={attempt}
            entity={name}
            row={row}
            start={valuesOf(entity, row)}
            onConflict={() => void startAgain()}
            onSaved={() => {
              toast({ message: t("form.saved", { name: t.label(entity.label) }) });
              navigate(to.record(name, id), { replace: true });
            }}
            onCancel={() => navigate(to.record(name, id))}
          />
        </Panel>
      )}
      {row && entity.photos && <LazyPhotoPanel entity={name} id={id} name={rowTitle(entity, row, reader)} />}
    </Page>
  );
}
