/* What the server found when it looked at itself, when, and what to do about it. */
import { useState } from "react";
import { Badge, Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { isState, lookOf } from "./state";
import classes from "./Server.module.css";

const WHILE_CHECKING_MS = 700;

/* Paths stay as they are. */
const asSentence = (finding: string) =>
  /^[a-z]/.test(finding) ? finding.charAt(0).toUpperCase() + finding.slice(1) : finding;

export function ChecksSection() {
  const t = useTranslate();
  const format = useFormat();
  const { toast } = useFeedback();
  /* The newest look before "Check now" was pressed: all have to be newer. */
  const [before, setBefore] = useState<string | null>(null);
  const checks = useQuery({
    queryKey: keys.named("self_check", "list", t.language),
    queryFn: () => call("self_check_list", {}),
    refetchInterval: (query) =>
      before !== null && query.state.data?.some((check) => check.checked_at <= before) ? WHILE_CHECKING_MS : false,
  });
  const list = checks.data ?? [];
  const isChecking = before !== null && list.some((check) => check.checked_at <= before);
  const last = list.reduce((newest, check) => (check.checked_at > newest ? check.checked_at : newest), "");
  const faults = list.filter((check) => check.state === "fault").length;
  const start = useMutation({
    mutationFn: () => call("self_check_now", {}),
    onSuccess: () => {
      setBefore(last);
      void checks.refetch();
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });

  return (
    <Panel
      title={faults > 0 ? t.count("server.faults", faults) : t("server.fine")}
      note={last ? t("server.lastLook", { time: format.ago(last) }) : t("server.noLook")}
      actions={
        <Button size="xs" variant="default" loading={start.isPending || isChecking} onClick={() => start.mutate()}>
          {t("server.checkNow")}
        </Button>
      }
    >
      {checks.isError && <ErrorState message={sentenceOf(checks.error, t)} onRetry={() => void checks.refetch()} />}
      {checks.isPending && <FormSkeleton rows={6} />}
      <ul className={classes.list} aria-busy={isChecking}>
        {list.map((check) => {
          const look = lookOf(isState(check.state) ? check.state : "fault");
          return (
            <li key={check.name} className={classes.item} data-state={check.state}>
              <div className={classes.main}>
                <h3 className={classes.name}>{check.title}</h3>
                <p className={classes.finding}>{asSentence(check.finding)}</p>
                <p className={classes.detail}>
                  {t("server.checked", { time: format.instant(check.checked_at) })}
                  {check.state !== "fine" && ` · ${t("server.since", { time: format.instant(check.since) })}`}
                </p>
              </div>
              <Badge
                variant="light"
                color={look.color}
                {...(look.ink && { c: look.ink })}
                leftSection={<look.icon size={13} />}
              >
                {t(look.word)}
              </Badge>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
