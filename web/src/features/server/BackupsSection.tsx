/* The backups there are, one more now, and how to bring one back. */
import { useState } from "react";
import { Alert, Badge, Button } from "@mantine/core";
import { IconDatabaseExport } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget, keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { BackupItem } from "./BackupItem";
import classes from "./Server.module.css";

const WHILE_MAKING_MS = 1000;

export function BackupsSection() {
  const t = useTranslate();
  const format = useFormat();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  /* The newest record before "Back up now" was pressed; how it went is a newer one. */
  const [before, setBefore] = useState<string | null>(null);
  const backups = useQuery({
    queryKey: keys.named("backup_snapshot", "all"),
    queryFn: () => call("backup_list", {}),
    refetchInterval: (query) =>
      before !== null && before === (query.state.data?.[0]?.name ?? "") ? WHILE_MAKING_MS : false,
  });
  const checks = useQuery({
    queryKey: keys.named("self_check", "list", t.language),
    queryFn: () => call("self_check_list", {}),
  });
  const list = backups.data ?? [];
  const newest = list[0]?.name ?? "";
  const isMaking = before !== null && before === newest;
  const kept = list.filter((one) => one.state === "kept");
  const verified = kept.find((one) => one.verified_at)?.verified_at;
  const missed = checks.data?.find((check) => check.name === "backups" && check.state !== "fine");
  const make = useMutation({
    mutationFn: () => call("backup_make", {}),
    onSuccess: () => {
      setBefore(newest);
      void forget(cache, "backup_snapshot");
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });

  return (
    <>
      <Panel
        title={t("backups.title")}
        note={verified ? t("backups.verified", { time: format.ago(verified) }) : t("backups.unverified")}
        actions={
          <Button size="xs" variant="default" loading={make.isPending || isMaking} onClick={() => make.mutate()}>
            {t("backups.now")}
          </Button>
        }
      >
        {missed && (
          <Alert color={missed.state === "fault" ? "red" : "gray"} title={missed.title} mb="sm">
            {missed.finding}
          </Alert>
        )}
        {backups.isError && (
          <ErrorState message={sentenceOf(backups.error, t)} onRetry={() => void backups.refetch()} />
        )}
        {backups.isPending && <FormSkeleton rows={3} />}
        {backups.data?.length === 0 && !isMaking && (
          <EmptyState icon={<IconDatabaseExport size={28} />} title={t("backups.none")} body={t("backups.noneBody")} />
        )}
        <ul className={classes.list} aria-busy={isMaking}>
          {isMaking && (
            <li className={classes.item}>
              <div className={classes.main} role="status">
                <div className={classes.name}>{t("backups.making")}</div>
                <p className={classes.detail}>{t("backups.makingNote")}</p>
              </div>
              <Badge variant="light">{t("backups.underWay")}</Badge>
            </li>
          )}
          {list.map((backup) => (
            <BackupItem key={backup.name} backup={backup} />
          ))}
        </ul>
      </Panel>
      <Panel title={t("backups.restore")}>
        <p className={classes.text}>{t("backups.restoreBody")}</p>
        <pre className={classes.command}>
          <code>{`steward restore ${kept[0]?.path ?? "BACKUP"} --data NEW_DIRECTORY --key-file KEY_FILE`}</code>
        </pre>
        <p className={classes.detail}>{t("backups.restoreNote")}</p>
      </Panel>
    </>
  );
}
