/* Why two sides differ: a cause, how much of the difference it is, and a note. */
import { useState } from "react";
import { Button, Group, Modal, NativeSelect, Textarea } from "@mantine/core";
import { entityOf } from "../../api/rows";
import { useTranslate } from "../../i18n/translate";
import { sentenceOf } from "../../i18n/sentence";
import { useSave } from "../../records/queries";
import { useFeedback } from "../../ui/feedback";
import { useUiWords } from "../../ui/words";
import type { Check } from "./show";

interface Props {
  readonly show: string;
  readonly currency: string;
  readonly check: Check;
  readonly onClose: () => void;
}

export function ExplainDialog({ show, currency, check, onClose }: Props) {
  const t = useTranslate();
  const words = useUiWords();
  const { toast } = useFeedback();
  const save = useSave("show_explanation", null);
  const choices = entityOf("show_explanation").fields.find((field) => field.name === "cause")?.choices ?? [];
  const [cause, setCause] = useState(String(choices[0]?.value ?? ""));
  const [note, setNote] = useState("");
  const isStock = check.about === "stock";
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("closeout.why", { what: t(`closeout.${check.about}`) })}
      closeButtonProps={{ "aria-label": words.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const part = isStock ? { pieces: check.open } : { amount: check.open };
          save.mutate(
            { live_session_id: show, about: check.about, cause, currency, note: note.trim() || null, ...part },
            { onSuccess: onClose, onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }) },
          );
        }}
      >
        <NativeSelect
          data-autofocus
          label={t("closeout.cause")}
          data={choices.map((choice) => ({ value: String(choice.value), label: t.label(choice.label) }))}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
        />
        <Textarea
          mt="sm"
          autosize
          minRows={2}
          maxLength={1000}
          label={t("finance.note")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("closeout.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
