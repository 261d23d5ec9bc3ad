/* The addresses of the app; leaving unsaved work behind is asked first. */
import type { ReactNode } from "react";
import { Router, type AroundNavHandler } from "wouter";
import { useTranslate } from "../i18n/translate";
import { useFeedback } from "../ui/feedback";
import { hasUnsavedWork } from "../ui/leaveGuard";

export function GuardedRouter({ children }: { readonly children: ReactNode }) {
  const t = useTranslate();
  const { ask } = useFeedback();

  const aroundNav: AroundNavHandler = (navigate, to, options) => {
    if (!hasUnsavedWork()) {
      navigate(to, options);
      return;
    }
    const question = { title: t("form.leaveTitle"), body: t("form.leaveBody"), confirm: t("form.leave"), danger: true };
    void ask(question).then((yes) => {
      if (yes) navigate(to, options);
    });
  };

  return <Router aroundNav={aroundNav}>{children}</Router>;
}
