/* A new account, with the statement that its owner is of age and trades. */
import { useState } from "react";
import { Alert, Button, Checkbox, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { signUp } from "../../api/account";
import type { ApiError } from "../../api/errors";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";

const fresh = { name: "", email: "", username: "", password: "" };

export function SignUpPage() {
  const t = useTranslate();
  const [params] = useSearchParams();
  const [values, setValues] = useState(fresh);
  const [states, setStates] = useState(false);
  const make = useMutation<boolean, ApiError>({ mutationFn: () => signUp({ ...values, language: t.language }) });

  if (make.data === false)
    return (
      <Entrance title={t("signUp.checkMail")} corner={<EntranceCorner />}>
        {t("signUp.checkMailBody", { email: values.email })}
      </Entrance>
    );

  const named = make.error?.field ?? null;
  const input = (name: keyof typeof fresh) => ({
    name,
    value: values[name],
    error: named === name && make.error ? sentenceOf(make.error, t) : null,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });

  return (
    <Entrance
      title={t("signUp.title")}
      corner={<EntranceCorner />}
      below={
        <>
          {t("signUp.haveAccount")} <Link href={to.signIn(params.get("next"))}>{t("signIn.title")}</Link>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack>
          {make.error && !Object.hasOwn(fresh, named ?? "") && (
            <Alert color="red" role="alert" title={sentenceOf(make.error, t)} />
          )}
          <TextInput label={t("account.name")} autoComplete="name" autoFocus required {...input("name")} />
          <TextInput type="email" label={t("account.email")} autoComplete="email" required {...input("email")} />
          <TextInput
            label={t("account.username")}
            description={t("account.usernameHelp")}
            autoComplete="username"
            autoCapitalize="none"
            {...input("username")}
          />
          <PasswordInput
            label={t("account.password")}
            description={t("account.passwordHelp")}
            autoComplete="new-password"
            required
            minLength={10}
            visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
            {...input("password")}
          />
          <Checkbox
            required
            checked={states}
            onChange={(event) => setStates(event.currentTarget.checked)}
            label={t("signUp.statement")}
          />
          <Button type="submit" fullWidth loading={make.isPending} disabled={!states}>
            {t("signUp.make")}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
