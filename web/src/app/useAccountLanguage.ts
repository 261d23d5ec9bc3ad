/* On a new device the account's language is used; what was chosen on this one stays. */
import { useEffect } from "react";
import { useMe } from "../api/session";
import { languageIsChosen } from "../i18n/language";
import { useChooseLanguage } from "../i18n/LanguageProvider";

export function useAccountLanguage() {
  const { language } = useMe();
  const choose = useChooseLanguage();
  useEffect(() => {
    if (!languageIsChosen()) void choose(language);
  }, [language, choose]);
}
