/* The queue of whoever is signed in, sent whenever there may be a network again. */
import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { forget } from "../../api/keys";
import { useMe } from "../../api/session";
import { SaleQueue, type PadEntry } from "./saleQueue";

const AGAIN_MS = 5_000;

export function useSaleQueue() {
  const me = useMe();
  const cache = useQueryClient();
  const [entries, setEntries] = useState<readonly PadEntry[]>([]);
  const [queue] = useState(() => new SaleQueue({ account: me.account, workspace: me.workspace }, setEntries));
  const sent = entries.filter(({ state }) => state === "sent").length;

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
    if (sent > 0) void forget(cache, "sale", "stock", "stock_level");
  }, [cache, sent]);

  return { entries, queue };
}
