/* The last answer to a few questions stays on this device, so that a page that is loaded without a
   line can go on with it. It is of whoever is signed in, and goes when they leave. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { ApiError } from "./errors";
import { currentMe } from "./session";
import { WaitingStore, type Waiting } from "./waiting";

type Kept = Waiting<unknown>;

const store = new WaitingStore<Kept>("steward-kept", "answer");
const KEPT_MS = 3 * 86_400_000;

async function keep(key: QueryKey, line: unknown): Promise<void> {
  const me = currentMe();
  if (!me) return;
  const { account, workspace } = me;
  const at = Date.now();
  await store.keep({ id: JSON.stringify([account, workspace, key]), account, workspace, at, line, state: "sent" });
  for (const { id } of (await store.read(account, workspace)).filter((old) => old.at < at - KEPT_MS))
    await store.drop(id);
}

async function find(key: QueryKey): Promise<Kept | undefined> {
  const me = currentMe();
  if (!me) return undefined;
  const id = JSON.stringify([me.account, me.workspace, key]);
  return (await store.read(me.account, me.workspace)).find((one) => one.id === id);
}

/** What is kept of anybody goes. */
export const forgetKept = () => store.clear();

interface Asked {
  readonly client: QueryClient;
  readonly queryKey: QueryKey;
}

/** Keeps what is answered. Where nothing is known and the server cannot be reached, the kept answer
 * stands in, as old as it is; that asking failed is told all the same. */
export const keeping =
  <T>(ask: () => Promise<T>) =>
  async ({ client, queryKey }: Asked): Promise<T> => {
    try {
      const data = await ask();
      void keep(queryKey, data).catch(() => undefined);
      return data;
    } catch (error) {
      const isLost = error instanceof ApiError && error.kind === "offline";
      const kept = isLost && client.getQueryData(queryKey) === undefined ? await find(queryKey) : undefined;
      if (kept) client.setQueryData(queryKey, kept.line, { updatedAt: kept.at });
      throw error;
    }
  };
