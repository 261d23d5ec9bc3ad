/* What others change, as the server tells it: one channel for every table that the caller may
   read. Loaded after the page, which works without it. */
import { RealtimeClient } from "@supabase/realtime-js";
import { currentToken } from "./client";
import { setLive } from "./liveState";

interface Told {
  /** Something of this table was changed; null: anything may have been. */
  readonly onChange: (table: string | null) => void;
}

interface SystemMessage {
  readonly status?: string;
  readonly extension?: string;
  readonly table?: string | null;
}

/** Listens until it is told to stop. */
export function listenToChanges({ onChange }: Told): () => void {
  const socket = new RealtimeClient(`${location.origin.replace(/^http/, "ws")}/realtime/v1`, {
    params: { apikey: "steward" },
    accessToken: currentToken,
  });
  const channel = socket.channel("records");
  let wasThere = false;

  channel.on("postgres_changes", { event: "*", schema: "public" }, (change) => onChange(change.table));
  channel.on("system", {}, (message: SystemMessage) => {
    if (message.extension === "postgres_changes" && message.status === "error") onChange(message.table ?? null);
  });
  void socket.setAuth().then(() =>
    channel.subscribe((status) => {
      setLive(status === "SUBSCRIBED");
      if (status !== "SUBSCRIBED") return;
      /* Away for a while: what was told meanwhile is not known. */
      if (wasThere) onChange(null);
      wasThere = true;
    }),
  );
  return () => {
    setLive(false);
    void socket.removeAllChannels();
  };
}
