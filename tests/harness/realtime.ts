// Channels of unmodified supabase-js, as promises; and a bare Phoenix socket for what supabase-js
// would not send.
import type { RealtimeChannel } from "@supabase/supabase-js";

import type { Server } from "./server.ts";

/** Resolves once the channel is joined; rejects with the reason of the server. */
export function subscribe(channel: RealtimeChannel): Promise<RealtimeChannel> {
  return new Promise((done, fail) => {
    channel.subscribe((status, error) => {
      if (status === "SUBSCRIBED") done(channel);
      else if (status === "CHANNEL_ERROR" || status === "TIMED_OUT") fail(error ?? new Error(status));
    });
  });
}

export interface RowChange {
  eventType: string;
  schema: string;
  table: string;
  new: Record<string, unknown>;
  old: Record<string, unknown>;
}

/** What a channel hears, in the order of arrival. */
export interface Heard {
  changes: RowChange[];
  system: { status: string; extension: string; message: string; code?: string; table?: string | null }[];
  closed: number;
}

export interface Wanted {
  event?: "INSERT" | "UPDATE" | "DELETE" | "*";
  table?: string;
  filter?: string;
}

/** Joins a channel that listens to row changes. */
export async function listen(channel: RealtimeChannel, ...wanted: Wanted[]): Promise<Heard> {
  const heard: Heard = { changes: [], system: [], closed: 0 };
  for (const each of wanted.length ? wanted : [{ table: "sale" }])
    channel.on(
      "postgres_changes" as never,
      { event: each.event ?? "*", schema: "public", ...(each.table ? { table: each.table } : {}), ...(each.filter ? { filter: each.filter } : {}) } as never,
      ((change: RowChange) => heard.changes.push(change)) as never,
    );
  channel.on("system", {}, (message) => heard.system.push(message as Heard["system"][number]));
  await new Promise<void>((done, fail) => {
    channel.subscribe((status, error) => {
      if (status === "SUBSCRIBED") done();
      else if (status === "CLOSED") heard.closed++;
      else fail(error ?? new Error(status));
    });
  });
  return heard;
}

export const webSocketUrl = (server: Server, query = "apikey=public&vsn=2.0.0") =>
  `${server.url.replace("http", "ws")}/realtime/v1/websocket?${query}`;

type Frame = [string | null, string | null, string, string, Record<string, unknown>];

/** A socket that sends what it is told to. */
export class BareSocket {
  readonly frames: Frame[] = [];
  readonly raw: (string | ArrayBuffer)[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;
  readonly opened: Promise<void>;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.opened = new Promise((done, fail) => {
      this.socket.onopen = () => done();
      this.socket.onerror = () => fail(new Error("not opened"));
    });
    this.socket.onmessage = (event) => {
      this.raw.push(event.data as string);
      if (typeof event.data === "string") this.frames.push(JSON.parse(event.data) as Frame);
    };
    this.socket.onclose = (event) => (this.closed = { code: event.code, reason: event.reason });
  }

  send(...frame: [string | null, string | null, string, string, unknown]): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** The reply to a reference. */
  reply(ref: string): { status: string; response: Record<string, unknown> } | undefined {
    return this.frames.find((each) => each[1] === ref && each[3] === "phx_reply")?.[4] as never;
  }
}
