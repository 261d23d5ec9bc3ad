/* Who works here and what each may see and change. */
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { InviteDialog } from "./InviteDialog";
import { InviteList } from "./InviteList";
import { MemberItem } from "./MemberItem";
import { useMembers } from "./members";
import classes from "./List.module.css";

export function MembersSection() {
  const t = useTranslate();
  const me = useMe();
  const members = useMembers();
  const [inviting, setInviting] = useState(false);
  const isAdmin = me.role === "admin";

  return (
    <>
      <Panel
        title={t("members.title")}
        note={t(isAdmin ? "members.note" : "members.noteMember")}
        actions={
          isAdmin && (
            <Button size="sm" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
              {t("members.invite")}
            </Button>
          )
        }
      >
        {members.isError && (
          <ErrorState message={sentenceOf(members.error, t)} onRetry={() => void members.refetch()} />
        )}
        {members.isPending && <FormSkeleton rows={3} />}
        <ul className={classes.list}>
          {members.data?.map((member) => (
            <MemberItem key={member.id} member={member} />
          ))}
        </ul>
      </Panel>
      {isAdmin && <InviteList />}
      {isAdmin && <InviteDialog opened={inviting} onClose={() => setInviting(false)} />}
    </>
  );
}
