/* The words of the building blocks, in the language of the page. */
import { useMemo } from "react";
import { useTranslate } from "../i18n/translate";
import type { UiWords } from "../ui/words";

export function useWordsForUi(): UiWords {
  const t = useTranslate();
  return useMemo(
    () => ({
      cancel: t("action.cancel"),
      close: t("action.close"),
      loading: t("ui.loading"),
      retry: t("action.retry"),
      selectAll: t("list.selectAll"),
      selectRow: t("list.selectRow"),
      sortBy: (column) => t("list.sortBy", { column }),
      noMatch: t("list.nothingFound"),
      notifications: t("ui.notifications"),
    }),
    [t],
  );
}
