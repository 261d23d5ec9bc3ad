/* The answer to a report: kept with its time, and mailed where there is an address. */
import { useState } from "react";
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

interface Props {
  readonly report: string;
  readonly subject: string;
  readonly hasContact: boolean;
}

export function AnswerForm({ report, subject, hasContact }: Props) {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [answer, setAnswer] = useState("");
  const send = useMutation({
    mutationFn: () => call("security_report_answer", { id: report, answer }),
    onSuccess: async () => {
      await forget(cache, "security_report", "self_check");
      toast({ message: t(hasContact ? "reports.sent" : "reports.kept") });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Stack gap="xs" mt="xs">
        <Textarea
          label={t("reports.answer")}
          aria-label={`${t("reports.answer")}: ${subject}`}
          description={t(hasContact ? "reports.answerMail" : "reports.answerNoMail")}
          autosize
          minRows={3}
          maxLength={8000}
          required
          withAsterisk={false}
          error={send.error ? sentenceOf(send.error, t) : null}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={send.isPending} disabled={answer.trim() === ""}>
            {t(hasContact ? "reports.send" : "reports.keep")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
