/* Stopping an import, and taking back what one brought. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { keys } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

export function useCancelImport() {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  return useMutation<unknown, ApiError, string>({
    mutationFn: (id) => call("import_cancel", { id }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.entity("import_run") }),
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
}

/* The server's word for "rows were changed since", or others hang on them by now. */
const CHANGED = "55000";

interface Undo {
  readonly id: string;
  readonly force?: boolean;
}

export function useUndoImport() {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast, ask } = useFeedback();
  const undo = useMutation<{ deleted: number; kept: number; parts: number }, ApiError, Undo>({
    mutationFn: ({ id, force = false }) => call("import_undo", { id, force }),
    onSuccess: async ({ deleted, parts }) => {
      await cache.invalidateQueries();
      toast({ message: t.count("import.undone", deleted + parts) });
    },
    onError: async (error, { id, force }) => {
      if (error.code !== CHANGED || force) {
        toast({ message: sentenceOf(error, t), tone: "bad" });
        return;
      }
      const question = {
        title: t("import.undoChanged"),
        body: [error.message, error.details].filter(Boolean).join(" "),
        confirm: t("import.undoForce"),
        danger: true,
      };
      if (await ask(question)) undo.mutate({ id, force: true });
    },
  });
  return undo;
}
