/* Which members are shown, and the way to the others. */
import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";

interface Props {
  readonly first: number;
  readonly shown: number;
  readonly count: number;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
}

export function PageTurner({ first, shown, count, onPrevious, onNext }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const range = {
    from: format.number(shown > 0 ? first + 1 : 0),
    to: format.number(first + shown),
    count: format.number(count),
  };
  return (
    <Group component="nav" mt="md" gap="xs" aria-label={t("list.pages")}>
      <Text size="sm" c="dimmed" aria-live="polite" flex={1}>
        {t("knowledge.memberRange", range)}
      </Text>
      <ActionIcon variant="default" aria-label={t("list.previous")} disabled={first === 0} onClick={onPrevious}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label={t("list.next")} disabled={first + shown >= count} onClick={onNext}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  );
}
