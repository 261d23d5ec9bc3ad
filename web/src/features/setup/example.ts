/* The example data: asked for once, then followed until it is all there. */
import { useEffect } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, call, client } from "../../api/client";
import type { Database } from "../../api/database.gen";
import type { Language } from "../../api/entity";
import { keys } from "../../api/keys";

type Run = Database["public"]["Tables"]["import_run"]["Row"];

const POLL_MS = 600;

const isOver = (run: Run) => run.finished_at !== null;

export const doneOf = (run: Run) => run.rows_done + run.rows_failed + run.rows_skipped;

export function useExample(language: Language) {
  const cache = useQueryClient();
  const load = useMutation({ mutationFn: () => call("example_load", { language }) });
  const ids = load.data ? [load.data.shows, load.data.sales] : [];
  const runs = useQuery({
    queryKey: keys.named("import_run", ...ids),
    queryFn: () => answer<Run[]>(client.from("import_run").select().in("id", ids)),
    enabled: ids.length > 0,
    refetchInterval: ({ state }) => (state.data?.every(isOver) ? false : POLL_MS),
  });
  const found = runs.data ?? [];
  const isDone = ids.length > 0 && found.length === ids.length && found.every(isOver);

  useEffect(() => {
    if (isDone) void cache.invalidateQueries();
  }, [isDone, cache]);

  return {
    start: load.mutate,
    error: load.error ?? runs.error,
    isDone,
    done: found.reduce((sum, run) => sum + doneOf(run), 0),
    total: found.reduce((sum, run) => sum + run.rows_total, 0),
  };
}
