/* Reading and changing records through the cache. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { EntityName } from "../api/entities.gen";
import type { Action, Row } from "../api/entity";
import { forget, keys } from "../api/keys";
import type { ApiError } from "../api/errors";
import type { ListQuery } from "../api/query";
import {
  createRow,
  deleteRows,
  entityOf,
  lostOnRestore,
  readList,
  readRow,
  restoreRows,
  runAction,
  saveRow,
  type Values,
} from "../api/rows";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { useFeedback } from "../ui/feedback";
import { relatedTo } from "./related";

export function useList(name: EntityName, query: ListQuery) {
  return useQuery({
    queryKey: keys.list(name, query),
    queryFn: ({ signal }) => readList(name, query, signal),
    placeholderData: keepPreviousData,
  });
}

export function useRow(name: EntityName, id: string) {
  return useQuery({ queryKey: keys.row(name, id), queryFn: ({ signal }) => readRow(name, id, signal) });
}

function useForget(name: EntityName) {
  const cache = useQueryClient();
  return () => forget(cache, ...relatedTo(name));
}

/** Creates when there is no row yet. */
export function useSave(name: EntityName, row: Row | null) {
  const cache = useQueryClient();
  const forgetAll = useForget(name);
  return useMutation<Row, ApiError, Values>({
    mutationFn: (values) => (row ? saveRow(name, row, values) : createRow(name, values)),
    onSuccess: (saved) => {
      cache.setQueryData<Row>(keys.row(name, saved.id), (before) => (before ? { ...before, ...saved } : undefined));
      void forgetAll();
    },
  });
}

export function useAction(name: EntityName) {
  const forgetAll = useForget(name);
  const { toast } = useFeedback();
  const t = useTranslate();
  return useMutation({
    mutationFn: ({ action, id }: { action: Action; id: string }) => runAction(name, action, id),
    onSuccess: forgetAll,
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
}

/** Deletes at once and offers to put everything back; asks first who could not put all of it back. */
export function useDelete(name: EntityName) {
  const cache = useQueryClient();
  const forgetAll = useForget(name);
  const { ask, toast } = useFeedback();
  const t = useTranslate();
  const lost = lostOnRestore(name);
  const fail = (error: unknown) => toast({ message: sentenceOf(error, t), tone: "bad" });

  const restore = useMutation({
    mutationFn: (rows: readonly Row[]) => restoreRows(name, rows),
    onSuccess: async (_none, rows) => {
      await forgetAll();
      const tail = entityOf(name).photos ? ` ${t("photos.notRestored")}` : "";
      toast({ message: t.count("list.restored", rows.length) + tail });
    },
    onError: fail,
  });
  const remove = useMutation({
    mutationFn: (ids: readonly string[]) => deleteRows(name, ids),
    onSuccess: (gone) => {
      /* A page that still shows one of them must not ask for it again. */
      for (const row of gone) cache.removeQueries({ queryKey: keys.row(name, row.id) });
      const undo =
        entityOf(name).access.create && lost.length === 0
          ? { label: t("action.undo"), run: () => restore.mutate(gone) }
          : null;
      toast({ message: t.count("list.deleted", gone.length), ...(undo ? { action: undo } : {}) });
      void forgetAll();
    },
    onError: fail,
  });
  const mutate = async (ids: readonly string[], options?: { onSuccess: () => void }) => {
    const fields = [...new Set(lost.map((field) => t.label(field.label)))].join(t("list.and"));
    const question = {
      title: t.count("list.deleteFinal", ids.length),
      body: t("list.deleteFinalWhy", { fields }),
      confirm: t("action.delete"),
      danger: true,
    };
    if (lost.length === 0 || (await ask(question))) remove.mutate(ids, options);
  };
  return {
    isPending: remove.isPending,
    mutate: (ids: readonly string[], options?: { onSuccess: () => void }) => void mutate(ids, options),
  };
}
