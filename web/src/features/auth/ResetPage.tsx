/* Where the link of a recovery mail leads: the link is used when the new password is sent, so that
   a mail scanner that opens it does not use it up. */
import { useState } from "react";
import { Alert, Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { openRecovery, setPasswordOf } from "../../api/account";
import { attach, detachedAuth } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { NEEDS_FACTOR } from "../../api/factor";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { FactorCode } from "../../records/FactorCode";
import { Entrance } from "../../ui/Entrance";

export function ResetPage() {
  const t = useTranslate();
  const [token] = useState(() => location.hash.slice(1));
  const [, navigate] = useLocation();
  const [password, setPassword] = useState("");
  const [auth] = useState(detachedAuth);
  const [isOpen, setOpen] = useState(false);

  const reset = useMutation<unknown, ApiError>({
    mutationFn: async () => {
      if (!isOpen) await openRecovery(auth, token);
      setOpen(true);
      await setPasswordOf(auth, password);
      await attach(auth);
    },
    onSuccess: () => navigate(to.home(), { replace: true }),
  });

  /* The mail alone does not go around the second factor. */
  if (reset.error?.code === NEEDS_FACTOR)
    return (
      <Entrance title={t("factor.gateTitle")} corner={<EntranceCorner />}>
        <FactorCode auth={auth} onDone={() => reset.mutate()} />
      </Entrance>
    );
  return (
    <Entrance
      title={t("reset.title")}
      note={t("reset.note")}
      corner={<EntranceCorner />}
      below={<Link href={to.recover()}>{t("reset.again")}</Link>}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        <Stack>
          {reset.error && <Alert color="red" role="alert" title={sentenceOf(reset.error, t)} />}
          <PasswordInput
            label={t("account.newPassword")}
            description={t("account.passwordHelp")}
            autoComplete="new-password"
            autoFocus
            required
            withAsterisk={false}
            minLength={10}
            visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={reset.isPending}>
            {t("reset.save")}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
