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
import { useReportGrants } from "../../records/reports";
import { ErrorState } from "../../ui/ErrorState";
import { useLeaveGuard } from "../../ui/leaveGuard";
import { Panel } from "../../ui/Panel";
import { fillTemplate } from "./review";
import { ReviewText } from "./ReviewText";
import { TemplateMenu } from "./TemplateMenu";
import { useReviewFacts } from "./useReviewFacts";
import classes from "./Show.module.css";

export function ReviewPanel({ row }: { readonly row: Row }) {
  const t = useTranslate();
  const me = useMe();
  const grants = useReportGrants();
  const entity = entityOf("live_session");
  const saved = textOf(row["review"]);
  const [draft, setDraft] = useState<string | null>(null);
  const save = useSave("live_session", row);
  const release = useLeaveGuard(draft !== null && draft !== saved);
  const may = mayUpdate(me, entity, row);
  const facts = useReviewFacts(row, draft !== null && grants.sales && grants.shows);
  /* What is written already stays: the template follows it. */
  const apply = (template: string) => {
    const filled = fillTemplate(template, facts);
    setDraft((before) => (before?.trim() ? `${before.trimEnd()}\n\n${filled}` : filled));
  };
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
        saved ? (
          <ReviewText text={saved} />
        ) : (
          <p className={classes.review} data-empty>
            {t("show.noReview")}
          </p>
        )
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ review: draft.trim() === "" ? null : draft }, { onSuccess: close });
          }}
        >
          <Group mb="sm">
            <TemplateMenu onChoose={apply} />
          </Group>
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
