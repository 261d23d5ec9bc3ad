/* Invitations that nobody has accepted yet. */
import { Button } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import classes from "./List.module.css";
import { useInvites, useRevokeInvite } from "./members";

export function InviteList() {
  const t = useTranslate();
  const format = useFormat();
  const invites = useInvites();
  const revoke = useRevokeInvite();
  if (invites.isError)
    return <ErrorState message={sentenceOf(invites.error, t)} onRetry={() => void invites.refetch()} />;
  if (!invites.data || invites.data.length === 0) return null;
  return (
    <Panel title={t("invites.title")}>
      <ul className={classes.list}>
        {invites.data.map((invite) => (
          <li key={invite.id} className={classes.item}>
            <div className={classes.main}>
              <div className={classes.name}>{invite.email}</div>
              <div className={classes.detail}>
                {t(`role.${invite.role === "admin" ? "admin" : "member"}`)}
                {invite.expires_at && ` · ${t("invites.expires", { time: format.instant(invite.expires_at) })}`}
              </div>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t("invites.revoke")}: ${invite.email ?? ""}`}
              loading={revoke.isPending && revoke.variables === invite.id}
              onClick={() => revoke.mutate(invite.id)}
            >
              {t("invites.revoke")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
