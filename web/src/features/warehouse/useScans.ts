/* The queue of whoever is signed in, sent whenever there may be a network again. */
import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { forget } from "../../api/keys";
import { useMe } from "../../api/session";
import { ScanQueue } from "./queue";
import type { Scan } from "./store";

const AGAIN_MS = 10_000;

export function useScans() {
  const me = useMe();
  const cache = useQueryClient();
  const [scans, setScans] = useState<readonly Scan[]>([]);
  const [queue] = useState(() => new ScanQueue({ account: me.account, workspace: me.workspace }, setScans));
  const sent = scans.filter(({ state }) => state === "sent").length;

  useEffect(() => {
    void queue.load();
    const flush = () => void queue.flush();
    const timer = setInterval(flush, AGAIN_MS);
    addEventListener("online", flush);
    return () => {
      clearInterval(timer);
      removeEventListener("online", flush);
    };
  }, [queue]);

  useEffect(() => {
    if (sent > 0) void forget(cache, "stock", "stock_level", "stock_movement");
  }, [cache, sent]);

  return { scans, queue };
}
