/* Sign-in by e-mail or username. */
import { useEffect, useState } from "react";
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { googleAddress, signIn, signInByFragment } from "../../api/account";
import { useServer } from "../../api/server";
import { useSession } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";

export function SignInPage() {
  const t = useTranslate();
  const session = useSession();
  const server = useServer();
  const [params] = useSearchParams();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [fragment] = useState(() => new URLSearchParams(location.hash.slice(1)));
  const enter = useMutation({ mutationFn: () => signIn(name, password) });
  const follow = useMutation({ mutationFn: () => signInByFragment(fragment) });
  const { mutate: followNow } = follow;
  /* Back from Google: the address holds the session, and must not stay in the history. */
  const isBack = fragment.has("access_token");
  useEffect(() => {
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    if (isBack) followNow();
  }, [isBack, followNow]);
  const isLink = !isBack && !fragment.has("error_code") && fragment.size > 0;
  const failure = enter.error ?? follow.error;
  const wasEnded = session.status === "out" && session.ended;

  return (
    <Entrance
      title={t("signIn.title")}
      corner={<EntranceCorner />}
      below={
        server.data &&
        server.data.sign_up !== "invited" && (
          <>
            {t("signIn.noAccount")} <Link href={to.signUp(params.get("next"))}>{t("signUp.title")}</Link>
          </>
        )
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate();
        }}
      >
        <Stack>
          {wasEnded && !enter.isError && <Alert title={t("error.ended")} />}
          {server.data?.needed && <Alert title={t("signIn.setUpFirst")}>{t("signIn.setUpFirstBody")}</Alert>}
          {failure && <Alert color="red" role="alert" title={sentenceOf(failure, t)} />}
          {fragment.has("error_code") && <Alert color="red" role="alert" title={fragment.get("error_description")} />}
          {params.get("confirmed") === "true" && <Alert title={t("signIn.confirmed")} />}
          {params.get("confirmed") === "half" && <Alert title={t("signIn.confirmedHalf")} />}
          {isLink && (
            <Button type="button" fullWidth loading={follow.isPending} onClick={() => followNow()}>
              {t("signIn.byLink")}
            </Button>
          )}
          <TextInput
            label={t("account.emailOrUsername")}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("account.password")}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={enter.isPending}>
            {t("signIn.enter")}
          </Button>
          {server.data?.google && (
            <Button component="a" href={googleAddress(params.get("next"))} variant="default" fullWidth>
              {t("signIn.google")}
            </Button>
          )}
          <Link href={to.recover()}>{t("signIn.forgot")}</Link>
        </Stack>
      </form>
    </Entrance>
  );
}
