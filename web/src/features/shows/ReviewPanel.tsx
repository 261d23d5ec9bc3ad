/* Notes and the review, written in place. */
import { useState } from "react";
import { Button, Group, Textarea } from "@mantine/core";
import type { Row } from "../../api/entity";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { textOf } from "../../fields/field";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { mayUpdate } from "../../records/permission";
import { useSave } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { useLeaveGuard } from "../../ui/leaveGuard";
import { Panel } from "../../ui/Panel";
import classes from "./Show.module.css";

export function ReviewPanel({ row }: { readonly row: Row }) {
  const t = useTranslate();
  const me = useMe();
  const entity = entityOf("live_session");
  const saved = textOf(row["review"]);
  const [draft, setDraft] = useState<string | null>(null);
  const save = useSave("live_session", row);
  const release = useLeaveGuard(draft !== null && draft !== saved);
  const may = mayUpdate(me, entity, row);
  const close = () => {
    release();
    setDraft(null);
  };

  return (
    <Panel
      title={t("show.review")}
      actions={
        may && draft === null ? (
          <Button size="compact-sm" variant="default" onClick={() => setDraft(saved)}>
            {t(saved ? "action.edit" : "show.write")}
          </Button>
        ) : null
      }
    >
      {draft === null ? (
        <p className={classes.review} data-empty={saved === "" || undefined}>
          {saved || t("show.noReview")}
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ review: draft.trim() === "" ? null : draft }, { onSuccess: close });
          }}
        >
          <Textarea
            aria-label={t("show.review")}
            autoFocus
            autosize
            minRows={5}
            maxRows={16}
            maxLength={8000}
            value={draft}
            placeholder={t("show.reviewHint")}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          {save.error && <ErrorState message={sentenceOf(save.error, t)} />}
          <Group mt="sm" gap="sm">
            <Button type="submit" size="sm" loading={save.isPending}>
              {t("action.save")}
            </Button>
            <Button size="sm" variant="subtle" color="gray" onClick={close}>
              {t("action.cancel")}
            </Button>
          </Group>
        </form>
      )}
    </Panel>
  );
}
