/* Setting up an authenticator app: the picture, the first code, and the recovery codes, which are
   shown this once. */
import { useState } from "react";
import { Alert, Button, Code, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { signIn } from "../api/account";
import type { ApiError } from "../api/errors";
import { enrollFactor, makeRecoveryCodes, NEEDS_SIGN_IN, showFactor, type NewFactor } from "../api/factor";
import { useMe } from "../api/session";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { RecoveryCodes } from "./RecoveryCodes";

export function FactorSetup({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslate();
  const me = useMe();
  const [factor, setFactor] = useState<NewFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");

  const start = useMutation<NewFactor, ApiError>({
    mutationFn: async () => {
      if (password !== "") await signIn(me.email, password);
      return enrollFactor();
    },
    onSuccess: setFactor,
  });
  const confirm = useMutation({
    mutationFn: async (id: string) => {
      await showFactor(id, code);
      return makeRecoveryCodes();
    },
    onSuccess: setCodes,
  });
  const asksPassword = start.error?.code === NEEDS_SIGN_IN || password !== "";
  const failure = confirm.error ?? (start.error?.code === NEEDS_SIGN_IN ? null : start.error);

  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (factor) confirm.mutate(factor.id);
        else start.mutate();
      }}
    >
      <Stack maw={420}>
        {failure && <Alert color="red" role="alert" title={sentenceOf(failure, t)} />}
        {!factor && asksPassword && (
          <PasswordInput
            label={t("account.password")}
            description={t("factor.passwordHelp")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {factor && (
          <>
            <div>{t("factor.scan")}</div>
            <img src={factor.picture} alt={t("factor.picture")} width={220} height={220} />
            <div>
              {t("factor.orType")} <Code>{factor.secret}</Code>
            </div>
            <TextInput
              label={t("factor.code")}
              description={t("factor.codeHelp")}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
              withAsterisk={false}
              maxLength={10}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          </>
        )}
        <Group>
          <Button type="submit" loading={start.isPending || confirm.isPending}>
            {factor ? t("factor.confirm") : t("factor.start")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
