/* Keeps what is on the screen in step with what others change. It begins when the page has been
   drawn, and reads again in bursts: a colleague's import is one reading, not a thousand. */
import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { currentToken } from "../api/client";
import { entities, type EntityName } from "../api/entities.gen";
import { forget } from "../api/keys";
import { relatedTo } from "../records/related";

export const AFTER_PAGE_MS = 1500;
export const BURST_MS = 400;
/* Without a line the part that listens may not be there yet, or the token is not renewed: once it is, all is read again. */
export const AGAIN_MS = 10_000;

const isEntity = (table: string): table is EntityName => table in entities;

export function useLiveRecords() {
  const cache = useQueryClient();
  useEffect(() => {
    const changed = new Set<EntityName>();
    let all = false;
    let burst: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    let gone = false;
    let hasWaited = false;

    const read = () => {
      burst = undefined;
      void (all ? cache.invalidateQueries() : forget(cache, ...[...changed].flatMap(relatedTo)));
      changed.clear();
      all = false;
    };
    const onChange = (table: string | null) => {
      if (table === null) all = true;
      else if (isEntity(table)) changed.add(table);
      burst ??= setTimeout(read, BURST_MS);
    };
    const listen = async () => {
      try {
        const { listenToChanges } = await import("../api/live");
        await currentToken();
        if (gone) return;
        stop = listenToChanges({ onChange });
        if (hasWaited) onChange(null);
      } catch {
        hasWaited = true;
        if (!gone) begin = setTimeout(() => void listen(), AGAIN_MS);
      }
    };
    let begin = setTimeout(() => void listen(), AFTER_PAGE_MS);

    return () => {
      gone = true;
      clearTimeout(begin);
      clearTimeout(burst);
      stop();
    };
  }, [cache]);
}
