/* Asks somebody in, with what they may see from the first day. */
import { useState } from "react";
import { Alert, Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { Grants, Role } from "../../api/entity";
import type { ApiError } from "../../api/errors";
import { forget } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { Sheet } from "../../ui/Sheet";
import { GrantGrid } from "./GrantGrid";
import { modulesInUse } from "./members";

const startGrants = (): Grants => Object.fromEntries(modulesInUse.map((module) => [module, 2]));

export function InviteDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [grants, setGrants] = useState(startGrants);
  const close = () => {
    setEmail("");
    setGrants(startGrants());
    setRole("member");
    invite.reset();
    onClose();
  };
  const invite = useMutation<unknown, ApiError>({
    mutationFn: () =>
      call("member_invite", { email: email.trim(), role, grants: role === "admin" ? {} : { ...grants } }),
    onSuccess: async () => {
      toast({ message: t("invites.sent", { email: email.trim() }) });
      close();
      await forget(cache, "invite");
    },
  });
  const sentence = invite.error ? sentenceOf(invite.error, t) : null;
  const isEmail = invite.error?.field === "email";

  return (
    <Sheet opened={opened} onClose={close} title={t("members.invite")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Stack>
          {sentence && !isEmail && <Alert color="red" role="alert" title={sentence} />}
          <TextInput
            data-autofocus
            type="email"
            label={t("account.email")}
            required
            withAsterisk={false}
            error={isEmail ? sentence : null}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label={t("members.role")}
            value={role}
            data={(["member", "admin"] as const).map((one) => ({ value: one, label: t(`role.${one}`) }))}
            onChange={(next) => setRole(next === "admin" ? "admin" : "member")}
          />
          <GrantGrid
            name={email}
            grants={role === "admin" ? null : grants}
            onChange={(module, level) => setGrants((before) => ({ ...before, [module]: level }))}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={invite.isPending}>
              {t("invites.send")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
