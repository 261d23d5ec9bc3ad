/* The second step of signing in: a code of the app, or a recovery code. */
import { useState } from "react";
import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { client, type Auth } from "../api/client";
import { showAnyFactor, spendRecoveryCode } from "../api/factor";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";

interface Props {
  readonly onDone: () => void;
  /** Whose session it is for; the app's own unless said otherwise. */
  readonly auth?: Auth;
}

export function FactorCode({ onDone, auth = client.auth }: Props) {
  const t = useTranslate();
  const [code, setCode] = useState("");
  const [isRecovery, setRecovery] = useState(false);
  const show = useMutation({
    mutationFn: () => (isRecovery ? spendRecoveryCode(code, auth) : showAnyFactor(code, auth)),
    onSuccess: onDone,
  });
  const other = () => {
    setRecovery(!isRecovery);
    setCode("");
    show.reset();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        show.mutate();
      }}
    >
      <Stack>
        {show.error && <Alert color="red" role="alert" title={sentenceOf(show.error, t)} />}
        <TextInput
          key={String(isRecovery)}
          label={isRecovery ? t("factor.recoveryCode") : t("factor.code")}
          description={isRecovery ? t("factor.recoveryHelp") : t("factor.codeHelp")}
          inputMode={isRecovery ? "text" : "numeric"}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth loading={show.isPending}>
          {t("factor.go")}
        </Button>
        <Anchor component="button" type="button" onClick={other}>
          {isRecovery ? t("factor.useCode") : t("factor.useRecovery")}
        </Anchor>
      </Stack>
    </form>
  );
}
