/* One member: role, grants, and the way out. */
import { ActionIcon, Badge, NativeSelect } from "@mantine/core";
import { IconUserMinus } from "@tabler/icons-react";
import type { Role } from "../../api/entity";
import { useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { GrantGrid } from "./GrantGrid";
import classes from "./List.module.css";
import { grantsOf, useGrant, useRemoveMember, useSetRole, type Member } from "./members";

const roles: readonly Role[] = ["admin", "member"];

export function MemberItem({ member }: { readonly member: Member }) {
  const t = useTranslate();
  const me = useMe();
  const { ask } = useFeedback();
  const setRole = useSetRole();
  const grant = useGrant();
  const remove = useRemoveMember();
  const name = member.display_name ?? member.username ?? "";
  const isMe = member.account_id === me.account;
  const mayChange = me.role === "admin" && !isMe;
  const role: Role = member.role === "admin" ? "admin" : "member";

  const dismiss = async () => {
    const yes = await ask({
      title: t("members.removeTitle", { name }),
      body: t("members.removeBody"),
      confirm: t("members.remove"),
      danger: true,
    });
    if (yes) remove.mutate(member.id);
  };

  return (
    <li className={classes.item}>
      <div className={classes.main}>
        <div className={classes.name}>
          {name} {isMe && <Badge variant="light">{t("members.you")}</Badge>}
        </div>
        <div className={classes.detail}>{member.username}</div>
      </div>
      {mayChange ? (
        <NativeSelect
          size="xs"
          aria-label={`${t("members.role")}: ${name}`}
          value={role}
          data={roles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          onChange={(event) => setRole.mutate({ id: member.id, role: event.currentTarget.value as Role })}
        />
      ) : (
        <Badge variant="default">{t(`role.${role}`)}</Badge>
      )}
      {mayChange && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${t("members.remove")}: ${name}`}
          loading={remove.isPending}
          onClick={() => void dismiss()}
        >
          <IconUserMinus size={17} />
        </ActionIcon>
      )}
      <GrantGrid
        name={name}
        grants={role === "admin" ? null : grantsOf(member)}
        {...(mayChange ? { onChange: (module, level) => grant.mutate({ id: member.id, module, level }) } : {})}
      />
    </li>
  );
}
