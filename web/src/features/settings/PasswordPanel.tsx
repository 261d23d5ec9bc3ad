/* A new password: every other session ends with the old one. */
import { useState } from "react";
import { Alert, Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changePassword } from "../../api/account";
import { forget } from "../../api/keys";
import { useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";

export function PasswordPanel() {
  const t = useTranslate();
  const me = useMe();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(password, me.email),
    onSuccess: () => {
      setPassword("");
      void forget(cache, "account");
      toast({ message: t("password.changed") });
    },
  });

  return (
    <Panel title={t("password.title")} note={t("password.note")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack>
          {change.error && <Alert color="red" role="alert" title={sentenceOf(change.error, t)} />}
          <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
          <PasswordInput
            label={t("account.newPassword")}
            description={t("account.passwordHelp")}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={10}
            maw={420}
            visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending} disabled={password === ""}>
              {t("password.change")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
