/* The other language, one press away. */
import { Button } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useChooseLanguage } from "../i18n/LanguageProvider";
import { languageNames, useTranslate } from "../i18n/translate";

export function LanguageSwitch() {
  const t = useTranslate();
  const choose = useChooseLanguage();
  const other = t.language === "en" ? "zh" : "en";
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      lang={other}
      c="inherit"
      leftSection={<IconLanguage size={16} />}
      onClick={() => void choose(other)}
    >
      {languageNames[other]}
    </Button>
  );
}
