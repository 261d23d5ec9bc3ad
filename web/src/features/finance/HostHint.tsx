/* A host whom the show names only in words is paid by no rule; one press makes a slot of the name. */
import { Anchor, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { call } from "../../api/client";
import { forget } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { useFeedback } from "../../ui/feedback";
import classes from "./Finance.module.css";
import type { Result } from "./show";

export function HostHint({ id, result }: { readonly id: string; readonly result: Result }) {
  const t = useTranslate();
  const me = useMe();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const link = useMutation({
    mutationFn: () => call("show_host_link", { live_session_id: id }),
    onSuccess: async ({ host }) => {
      await forget(cache, "host", "show_slot");
      toast({ message: t("money.hostLinked", { host }) });
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
  const host = result.unlinked_host;
  if (host === null) return null;
  const may = levelIn(me, "live") >= 2 && !result.is_closed;
  const isTimed = result.starts_at !== null && result.ends_at !== null;
  return (
    <div className={classes.hint} role="note">
      <p>{t("money.hostInWords", { host })}</p>
      {may && isTimed && (
        <Button size="sm" variant="default" loading={link.isPending} onClick={() => link.mutate()}>
          {t("money.linkHost", { host })}
        </Button>
      )}
      {may && !isTimed && (
        <Anchor component={Link} href={to.edit("live_session", id)}>
          {t("money.hostNoTimes")}
        </Anchor>
      )}
    </div>
  );
}
