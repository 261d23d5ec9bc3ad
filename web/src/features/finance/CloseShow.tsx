/* Closing a show out, and opening it again with a reason. */
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
import type { CloseOut } from "./show";

export function CloseShow({ closeOut }: { readonly closeOut: CloseOut }) {
  const t = useTranslate();
  const me = useMe();
  const words = useUiWords();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const { live_session_id, is_closed, checks } = closeOut;
  const act = useMutation({
    mutationFn: () =>
      is_closed
        ? call("show_reopen", { live_session_id, reason: text.trim() })
        : call("show_close_out", { live_session_id, note: text.trim() || null }),
    onSuccess: async () => {
      setOpened(false);
      setText("");
      await forget(cache, "show_close", "record_lock", "audit_event");
      toast({ message: t(is_closed ? "closeout.wasReopened" : "closeout.wasClosed") });
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
  if (levelIn(me, "finance") < 3) return null;

  const hasOpen = checks.some((check) => check.open !== 0);
  const title = t(is_closed ? "finance.reopen" : "closeout.close");
  return (
    <>
      <Button
        size="sm"
        variant={is_closed ? "default" : "filled"}
        disabled={hasOpen && !is_closed}
        leftSection={is_closed ? <IconLockOpen size={16} /> : <IconLock size={16} />}
        onClick={() => setOpened(true)}
      >
        {title}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate();
          }}
        >
          <Text size="sm" mb="sm">
            {t(is_closed ? "finance.reopenBody" : "closeout.closeBody")}
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
