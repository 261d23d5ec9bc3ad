/* Language and light: used at once. The language goes with the account, the light stays here. */
import { Group, SegmentedControl, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { saveLanguage } from "../../api/account";
import { useChooseLanguage } from "../../i18n/LanguageProvider";
import { sentenceOf } from "../../i18n/sentence";
import { languageNames, languages, useTranslate, type Language } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";

const schemes = ["auto", "light", "dark"] as const;

export function LookPanel() {
  const t = useTranslate();
  const choose = useChooseLanguage();
  const { toast } = useFeedback();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const keep = useMutation({
    mutationFn: async (language: Language) => {
      await choose(language);
      await saveLanguage(language);
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });

  return (
    <Panel title={t("look.title")}>
      <Group gap="xl" align="flex-start">
        <Stack gap={6}>
          <Text size="sm" id="look-language">
            {t("look.language")}
          </Text>
          <SegmentedControl
            aria-labelledby="look-language"
            value={t.language}
            data={languages.map((language) => ({ value: language, label: languageNames[language] }))}
            onChange={(language) => keep.mutate(language as Language)}
          />
        </Stack>
        <Stack gap={6}>
          <Text size="sm" id="look-scheme">
            {t("look.scheme")}
          </Text>
          <SegmentedControl
            aria-labelledby="look-scheme"
            value={colorScheme}
            data={schemes.map((scheme) => ({ value: scheme, label: t(`scheme.${scheme}`) }))}
            onChange={(scheme) => setColorScheme(scheme as (typeof schemes)[number])}
          />
        </Stack>
      </Group>
    </Panel>
  );
}
