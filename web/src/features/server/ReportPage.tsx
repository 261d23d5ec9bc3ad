/* Anybody may report a weakness here, without an account. */
import { useState } from "react";
import { Alert, Button, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";

type Sent = Awaited<ReturnType<typeof send>>;

const empty = { subject: "", report: "", contact: "" };
type Values = typeof empty;

const send = ({ subject, report, contact }: Values) =>
  call("security_report_send", { subject, report, ...(contact.trim() ? { contact: contact.trim() } : {}) });

export function ReportPage() {
  const t = useTranslate();
  const format = useFormat();
  const [values, setValues] = useState(empty);
  const report = useMutation<Sent, ApiError>({ mutationFn: () => send(values) });
  const named = report.error?.field ?? null;
  const sentence = report.error ? sentenceOf(report.error, t) : null;
  const input = (name: keyof Values) => ({
    name,
    value: values[name],
    error: named === name ? sentence : null,
    onChange: (event: { currentTarget: { value: string } }) =>
      setValues({ ...values, [name]: event.currentTarget.value }),
  });

  return (
    <Entrance
      wide
      title={t("security.title")}
      note={t("security.note")}
      corner={<EntranceCorner />}
      below={<a href="/privacy">{t("security.privacy")}</a>}
    >
      {report.data ? (
        <Alert role="status" title={t("security.thanks")}>
          {t("security.thanksBody", { time: format.instant(report.data.due_at), number: report.data.id })}
        </Alert>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            report.mutate();
          }}
        >
          <Stack>
            {sentence && !(named && named in values) && <Alert color="red" role="alert" title={sentence} />}
            <TextInput
              label={t("security.subject")}
              required
              withAsterisk={false}
              maxLength={120}
              {...input("subject")}
            />
            <Textarea
              label={t("security.report")}
              description={t("security.reportHelp")}
              required
              withAsterisk={false}
              autosize
              minRows={6}
              maxRows={18}
              maxLength={8000}
              {...input("report")}
            />
            <TextInput
              type="email"
              label={t("security.contact")}
              description={t("security.contactHelp")}
              autoComplete="email"
              maxLength={254}
              {...input("contact")}
            />
            <Button type="submit" fullWidth loading={report.isPending}>
              {t("security.send")}
            </Button>
          </Stack>
        </form>
      )}
    </Entrance>
  );
}
