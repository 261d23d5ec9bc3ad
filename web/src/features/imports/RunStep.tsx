/* An import under way, or what it did; it can be stopped, and undone. */
import { Button, Group, Progress } from "@mantine/core";
import { Link } from "wouter";
import { entityOf, isEntity } from "../../api/rows";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { progressOf, useImportRuns } from "../../records/imports";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { Counts } from "./Counts";
import { FaultList } from "./FaultList";
import type { Fault, LeftOut } from "./file";
import classes from "./Imports.module.css";
import { LeftOutNote } from "./LeftOutNote";
import { useCancelImport, useUndoImport } from "./useUndo";

export function RunStep({ id, onAgain }: { readonly id: string; readonly onAgain: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const found = useImportRuns([id]);
  const cancel = useCancelImport();
  const undo = useUndoImport();
  const run = found.data?.[0];

  if (found.isError) return <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />;
  if (!run) return <FormSkeleton rows={3} />;
  const { done: passed, total } = progressOf([run]);
  const share = total > 0 ? (passed / total) * 100 : 0;
  const faults = (run.errors ?? []) as unknown as readonly Fault[];
  const mayUndo = run.rows_done > 0 && ["done", "cancelled", "failed"].includes(run.status);

  return (
    <div className={classes.columns}>
      <Panel title={t(`import.status.${run.status}`)} note={run.file_name}>
        {run.status === "running" && (
          <div className={classes.progress}>
            <Progress value={share} size="lg" animated aria-label={t("import.status.running")} />
            <p role="status">{t("import.passed", { done: format.number(passed), total: format.number(total) })}</p>
          </div>
        )}
        {run.failure && <ErrorState message={t(`import.failure.${run.failure}`)} />}
        <Counts
          counts={[
            { label: t("import.done"), value: run.rows_done, tone: "good" },
            { label: t("import.failed"), value: run.rows_failed, tone: "bad" },
            { label: t("import.skipped"), value: run.rows_skipped, tone: "plain" },
            { label: t("import.linksMade"), value: run.links_created, tone: "plain" },
          ]}
        />
        <LeftOutNote leftOut={(run.left_out ?? []) as unknown as readonly LeftOut[]} />
        <Group mt="lg" gap="sm">
          {run.status === "running" && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
              {t("import.cancel")}
            </Button>
          )}
          {run.status === "done" && run.rows_done > 0 && (
            <Button component={Link} href={to.home()}>
              {t("import.toHome")}
            </Button>
          )}
          {run.status !== "running" && isEntity(run.entity) && run.rows_done > 0 && run.status !== "undone" && (
            <Button component={Link} href={to.list(run.entity)} variant="default">
              {t("import.toList", { plural: t.inside(entityOf(run.entity).plural) })}
            </Button>
          )}
          {run.status !== "running" && (
            <Button variant="default" onClick={onAgain}>
              {t("import.again")}
            </Button>
          )}
          {mayUndo && (
            <Button
              variant="subtle"
              color="gray"
              c="var(--steward-bad)"
              loading={undo.isPending}
              onClick={() => undo.mutate({ id: run.id })}
            >
              {t("import.undo")}
            </Button>
          )}
        </Group>
      </Panel>
      {faults.length > 0 && <FaultList faults={faults} count={Math.max(run.rows_failed, faults.length)} />}
    </div>
  );
}
