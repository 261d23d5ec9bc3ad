/* Where an invitation leads: accepted by whoever is signed in. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation, useSearchParams } from "wouter";
import { call } from "../../api/client";
import { leave, useSession } from "../../api/session";
import { switchWorkspace } from "../../api/workspace";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";

export function JoinPage() {
  const t = useTranslate();
  const session = useSession();
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const accept = useMutation({
    mutationFn: async () => {
      const joined = await call("invite_accept", { token: params.get("token") ?? "" });
      await switchWorkspace(joined.workspace_id);
    },
    onSuccess: () => navigate(to.home(), { replace: true }),
  });
  const here = to.join(params.get("token") ?? "");

  return (
    <Entrance title={t("join.title")} note={t("join.note")} corner={<EntranceCorner />}>
      <Stack>
        {accept.error && <Alert color="red" role="alert" title={sentenceOf(accept.error, t)} />}
        {session.status === "in" && (
          <>
            <Text size="sm">{t("join.as", { name: session.me.name, email: session.me.email })}</Text>
            <Button loading={accept.isPending} onClick={() => accept.mutate()}>
              {t("join.accept")}
            </Button>
            <Button variant="subtle" onClick={() => void leave("local")}>
              {t("join.other")}
            </Button>
          </>
        )}
        {session.status === "out" && (
          <>
            <Button component={Link} href={to.signUp(here)}>
              {t("signUp.title")}
            </Button>
            <Button component={Link} href={to.signIn(here)} variant="default">
              {t("join.haveAccount")}
            </Button>
          </>
        )}
      </Stack>
    </Entrance>
  );
}
