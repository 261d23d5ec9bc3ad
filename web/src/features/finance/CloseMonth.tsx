/* Closing a month, and opening it again with a reason. */
import { useState } from "react";
import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { useUiWords } from "../../ui/words";
import { nameOfMonth, type Month } from "./month";

export function CloseMonth({ month: { month, is_closed } }: { readonly month: Month }) {
  const t = useTranslate();
  const me = useMe();
  const words = useUiWords();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const name = nameOfMonth(month, t.locale);
  const act = useMutation({
    mutationFn: () =>
      is_closed
        ? call("finance_reopen_month", { month, reason: text.trim() })
        : call("finance_close_month", { month, note: text.trim() || null }),
    onSuccess: async () => {
      setOpened(false);
      setText("");
      await forget(cache, "month_close", "record_lock", "audit_event");
      toast({ message: t(is_closed ? "finance.wasReopened" : "finance.wasClosed", { month: name }) });
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
  /* Its figures come from sales and shows: who cannot see them cannot answer for them. */
  const may = levelIn(me, "finance") >= 3 && levelIn(me, "sales") >= 1 && levelIn(me, "live") >= 1;
  if (!may) return null;

  const title = t(is_closed ? "finance.reopen" : "finance.close");
  return (
    <>
      <Button
        variant="default"
        leftSection={is_closed ? <IconLockOpen size={16} /> : <IconLock size={16} />}
        onClick={() => setOpened(true)}
      >
        {title}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`${title}: ${name}`}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate();
          }}
        >
          <Text size="sm" mb="sm">
            {t(is_closed ? "finance.reopenBody" : "finance.closeBody")}
          </Text>
          <Textarea
            data-autofocus
            autosize
            minRows={2}
            maxLength={1000}
            required={is_closed}
            label={t(is_closed ? "finance.reason" : "finance.note")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="lg" gap="sm">
            <Button variant="default" onClick={() => setOpened(false)}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={act.isPending} disabled={is_closed && text.trim() === ""}>
              {title}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
