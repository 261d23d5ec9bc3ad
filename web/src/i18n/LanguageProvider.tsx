/* Gives the page its words, and changes them in place when another language is chosen. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { keepLanguage, loadWords } from "./language";
import { localeOf, TranslateContext, translator, type Language, type Words } from "./translate";

const ChooseContext = createContext<(language: Language) => Promise<void>>(() => Promise.resolve());

interface Props {
  readonly language: Language;
  readonly words: Words;
  readonly children: ReactNode;
}

export function LanguageProvider({ language, words, children }: Props) {
  const [current, setCurrent] = useState({ language, words });
  const t = useMemo(() => translator(current.language, current.words), [current]);

  const choose = useMemo(
    () => async (next: Language) => {
      const found = await loadWords(next);
      keepLanguage(next);
      setCurrent({ language: next, words: found });
    },
    [],
  );

  useEffect(() => {
    document.documentElement.lang = localeOf[current.language];
  }, [current.language]);

  return (
    <ChooseContext value={choose}>
      <TranslateContext value={t}>{children}</TranslateContext>
    </ChooseContext>
  );
}

export const useChooseLanguage = () => useContext(ChooseContext);
