/* Imports that run in the background: followed until they end, then everything is read anew. */
import { useEffect, useRef } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, call, client } from "../api/client";
import type { Database } from "../api/database.gen";
import { keys } from "../api/keys";
import { levelIn, useMe } from "../api/session";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { useFeedback } from "../ui/feedback";

export type ImportRun = Database["public"]["Tables"]["import_run"]["Row"];

const POLL_MS = 700;

export function useImportRun(id: string | null) {
  return useQuery({
    queryKey: keys.named("import_run", "one", id ?? ""),
    queryFn: () =>
      answer<ImportRun>(
        client
          .from("import_run")
          .select()
          .eq("id", id ?? "")
          .single(),
      ),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.status === "running" ? POLL_MS : false),
  });
}

/** The imports under way; what they brought is read anew when they are through. */
export function useRunningImports() {
  const cache = useQueryClient();
  const running = useQuery({
    queryKey: keys.named("import_run", "running"),
    queryFn: () => answer<ImportRun[]>(client.from("import_run").select().eq("status", "running").order("created_at")),
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) > 0 ? POLL_MS : false),
  });
  const count = running.data?.length ?? 0;
  const before = useRef(0);
  useEffect(() => {
    if (before.current > count) void cache.invalidateQueries();
    before.current = count;
  }, [count, cache]);
  return running;
}

export function useLoadExample() {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  return useMutation({
    mutationFn: () => call("example_load", { language: t.language }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.entity("import_run") }),
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
}

/** What one may import, in the order in which it is usually done. */
export const importEntities = ["sale", "live_session", "product"] as const;
export type ImportEntity = (typeof importEntities)[number];

const moduleOf = { sale: "sales", live_session: "live", product: "sales" } as const;

export function useImportable(): ImportEntity[] {
  const me = useMe();
  return importEntities.filter((name) => levelIn(me, moduleOf[name]) >= 2);
}
