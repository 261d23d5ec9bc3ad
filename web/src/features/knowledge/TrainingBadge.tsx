/* Where somebody stands with an article. */
import { Badge } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import type { Training } from "./knowledge";

const words = {
  done: "knowledge.stateDone",
  test: "knowledge.stateTest",
  old: "knowledge.stateOld",
  unread: "knowledge.stateUnread",
} as const;

export function TrainingBadge({ training }: { readonly training: Training | undefined }) {
  const t = useTranslate();
  if (!training || (!training.is_required && training.state === "unread")) return null;
  return (
    <Badge
      variant="light"
      tt="none"
      autoContrast
      color={training.state === "done" ? "green" : training.is_due ? "red" : "gray"}
    >
      {t(words[training.state])}
    </Badge>
  );
}
