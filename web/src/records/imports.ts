/* Imports that run in the background: followed until they end, then everything is read anew. */
import { useEffect, useRef } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, call, client } from "../api/client";
import type { Database } from "../api/database.gen";
import { ApiError } from "../api/errors";
import { keys } from "../api/keys";
import { entityOf } from "../api/rows";
import { levelIn, useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";

export type ImportRun = Database["public"]["Tables"]["import_run"]["Row"];

const POLL_MS = 700;

const isRunning = (run: ImportRun) => run.status === "running";

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly isOver: boolean;
}

/** How many rows have been gone through, of how many; no run at all is not over. */
export function progressOf(runs: readonly ImportRun[]): Progress {
  const sum = (count: (run: ImportRun) => number) => runs.reduce((all, run) => all + count(run), 0);
  return {
    done: sum((run) => run.rows_done + run.rows_failed + run.rows_skipped),
    total: sum((run) => run.rows_total),
    isOver: runs.length > 0 && !runs.some(isRunning),
  };
}

/* Reads runs again and again while one is under way. With each that ends everything is read anew;
   `expected` are under way before the first answer, which may come when they are through. */
function useFollowed(name: readonly string[], expected: number, read: () => Promise<ImportRun[]>) {
  const cache = useQueryClient();
  const found = useQuery({
    queryKey: keys.named("import_run", ...name),
    queryFn: read,
    enabled: name.length > 0,
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? POLL_MS : false),
  });
  const running = found.data ? found.data.filter(isRunning).length : expected;
  const before = useRef(running);
  useEffect(() => {
    if (before.current > running) void cache.invalidateQueries();
    before.current = running;
  }, [running, cache]);
  return found;
}

/** These imports, followed to their end. */
export const useImportRuns = (ids: readonly string[]) =>
  useFollowed(ids, ids.length, async () => {
    const runs = await answer<ImportRun[]>(
      client
        .from("import_run")
        .select()
        .in("id", [...ids]),
    );
    if (runs.length < ids.length) throw new ApiError({ kind: "missing", message: "" });
    return runs;
  });

/** Whatever is being imported. */
export const useRunningImports = () =>
  useFollowed(["running"], 0, () =>
    answer<ImportRun[]>(client.from("import_run").select().eq("status", "running").order("created_at")),
  );

/** Asks for the example data, in the language one reads. */
export function useLoadExample() {
  const { language } = useTranslate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => call("example_load", { language }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.entity("import_run") }),
  });
}

/** What one may import, in the order in which it is usually done. */
export const importEntities = ["sale", "live_session", "product", "payout_line"] as const;
export type ImportEntity = (typeof importEntities)[number];

export function useImportable(): ImportEntity[] {
  const me = useMe();
  return importEntities.filter((name) => levelIn(me, entityOf(name).module) >= 2);
}
