/* Recovery codes, the one time they are shown. */
import { Alert, Button, Code, Group, Stack } from "@mantine/core";
import { useTranslate } from "../i18n/translate";

interface Props {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

export function RecoveryCodes({ codes, onDone }: Props) {
  const t = useTranslate();
  return (
    <Stack maw={420}>
      <Alert title={t("factor.codesTitle")}>{t("factor.codesNote")}</Alert>
      <Code block aria-label={t("factor.codesTitle")}>
        {codes.join("\n")}
      </Code>
      <Group>
        <Button onClick={onDone}>{t("factor.kept")}</Button>
      </Group>
    </Stack>
  );
}
