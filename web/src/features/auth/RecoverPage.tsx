/* Asks for the mail that opens a new password. The answer is the same for every address. */
import { useState } from "react";
import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "wouter";
import { sendRecovery } from "../../api/account";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";

export function RecoverPage() {
  const t = useTranslate();
  const [email, setEmail] = useState("");
  const send = useMutation({ mutationFn: () => sendRecovery(email) });

  return (
    <Entrance
      title={t("recover.title")}
      note={t("recover.note")}
      corner={<EntranceCorner />}
      below={<Link href={to.signIn()}>{t("recover.back")}</Link>}
    >
      {send.isSuccess ? (
        <Alert role="status" title={t("recover.sent")}>
          {t("recover.sentBody", { email })}
        </Alert>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          <Stack>
            {send.error && <Alert color="red" role="alert" title={sentenceOf(send.error, t)} />}
            <TextInput
              type="email"
              label={t("account.email")}
              autoComplete="email"
              autoFocus
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Button type="submit" fullWidth loading={send.isPending}>
              {t("recover.send")}
            </Button>
          </Stack>
        </form>
      )}
    </Entrance>
  );
}
