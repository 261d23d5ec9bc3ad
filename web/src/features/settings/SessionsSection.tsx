/* Where one is signed in, and the way to end it. */
import { Badge, Button, Group } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget, keys } from "../../api/keys";
import { leave } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { deviceName, regionName } from "./device";
import classes from "./List.module.css";

export function SessionsSection() {
  const t = useTranslate();
  const format = useFormat();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const sessions = useQuery({ queryKey: keys.named("session", "list"), queryFn: () => call("session_list", {}) });
  const done = {
    onSuccess: () => forget(cache, "session"),
    onError: (error: unknown) => toast({ message: sentenceOf(error, t), tone: "bad" as const }),
  };
  const end = useMutation({ mutationFn: (id: string) => call("session_end", { id }), ...done });
  const endOthers = useMutation({ mutationFn: () => leave("others"), ...done });
  const hasOthers = (sessions.data?.length ?? 0) > 1;

  return (
    <Panel
      title={t("sessions.title")}
      note={t("sessions.note")}
      actions={
        hasOthers && (
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("sessions.endOthers")}
          </Button>
        )
      }
    >
      {sessions.isError && (
        <ErrorState message={sentenceOf(sessions.error, t)} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.isPending && <FormSkeleton rows={2} />}
      <ul className={classes.list}>
        {sessions.data?.map((session) => {
          const device = deviceName(session.device, t);
          const region = regionName(session.region, t);
          return (
            <li key={session.id} className={classes.item}>
              <div className={classes.main}>
                <div className={classes.name}>{device}</div>
                <div className={classes.detail}>
                  {region && `${region} · `}
                  {t("sessions.seen", { time: format.ago(session.last_seen_at) })} ·{" "}
                  {t("sessions.since", { time: format.instant(session.created_at) })}
                </div>
              </div>
              {session.current ? (
                <Badge variant="light">{t("sessions.this")}</Badge>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t("sessions.end")}: ${device}`}
                  loading={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id)}
                >
                  {t("sessions.end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Group mt="md">
        <Button variant="default" onClick={() => void leave("local")}>
          {t("session.leave")}
        </Button>
        <Button variant="subtle" color="gray" c="var(--steward-bad)" onClick={() => void leave("global")}>
          {t("session.leaveAll")}
        </Button>
      </Group>
    </Panel>
  );
}
