/* A question before something that cannot be taken back. */
import { useState } from "react";
import { Button, Group, Modal, Text } from "@mantine/core";
import type { Question } from "./feedback";
import { useUiWords } from "./words";

interface Props {
  readonly question: Question | null;
  readonly onAnswer: (yes: boolean) => void;
}

export function ConfirmDialog({ question, onAnswer }: Props) {
  const words = useUiWords();
  /* The text stays while the dialog fades. */
  const [shown, setShown] = useState<Question | null>(question);
  if (question && question !== shown) setShown(question);

  return (
    <Modal
      opened={question !== null}
      onClose={() => onAnswer(false)}
      title={shown?.title}
      closeButtonProps={{ "aria-label": words.close }}
      size="sm"
    >
      {shown?.body && <Text size="sm">{shown.body}</Text>}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={() => onAnswer(false)}>
          {words.cancel}
        </Button>
        <Button data-autofocus color={shown?.danger ? "red.8" : "pine"} onClick={() => onAnswer(true)}>
          {shown?.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
