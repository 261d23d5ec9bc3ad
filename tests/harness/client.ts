// supabase-js, unmodified, pointed at a Steward server, and people who use it.
import { randomBytes } from "node:crypto";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";

import { tokenIn, waitForMail } from "./mail.ts";
import type { Server } from "./server.ts";

/** supabase-js wants a key; Steward asks who you are by the session alone. */
const PUBLIC_KEY = "public";

/**
 * Node 20's WebSocket says "error" when nobody listens, and never "close", for which supabase-js
 * waits before it tries again. Browsers say both.
 */
class ClosingWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    let isClosed = false;
    this.addEventListener("close", () => (isClosed = true));
    this.addEventListener("error", () => setTimeout(() => isClosed || this.dispatchEvent(new Event("close"))));
  }
}

export function anonymous(server: Server): SupabaseClient {
  return createClient(server.url, PUBLIC_KEY, {
    realtime: { transport: ClosingWebSocket },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

export interface Person {
  email: string;
  password: string;
  client: SupabaseClient;
}

export const randomName = (prefix: string) => `${prefix}-${randomBytes(5).toString("hex")}`;

/** A UUIDv7 of now, as clients make ids of rows. */
export function newId(): string {
  const hex = Date.now().toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Signs up somebody new, who then signs in; the client holds the session. */
export async function signUp(server: Server, wanted: Partial<Pick<Person, "email" | "password">> = {}): Promise<Person> {
  const email = wanted.email ?? `${randomName("person")}@example.com`;
  const password = wanted.password ?? randomName("Passphrase");
  const client = anonymous(server);
  const signedUp = await client.auth.signUp({ email, password });
  if (signedUp.error) throw signedUp.error;
  const { error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return { email, password, client };
}

/** Sets the server up as its page does; whoever did is signed in, and operates it. */
export async function setUp(server: Server, controller = "care@shop.example"): Promise<Person> {
  const owner = { email: `${randomName("owner")}@example.com`, password: randomName("Passphrase") };
  const token = /\/setup\?token=([\w-]+)/.exec(server.lines.find((line) => line.includes("/setup?token=")) ?? "")?.[1];
  const answer = await send(server, "/rest/v1/rpc/setup_finish", {
    body: {
      ...owner, token, controller_name: "Shop Ltd", controller_place: "1 Road, Town", controller_email: controller,
      workspace_name: "Shop", time_zone: "UTC", currency: "EUR", language: "en",
    },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return signIn(server, owner);
}

/** A second client of the same person: another device. */
export async function signIn(server: Server, person: Pick<Person, "email" | "password">): Promise<Person> {
  const client = anonymous(server);
  const { error } = await client.auth.signInWithPassword({ email: person.email, password: person.password });
  if (error) throw error;
  return { ...person, client };
}

/** What the client would send: its access token. */
export async function tokenOf(person: Person): Promise<string> {
  const { data } = await person.client.auth.getSession();
  return data.session?.access_token ?? "";
}

/** The data of a reply, or its error as an exception. */
export async function dataOf<T>(reply: PromiseLike<{ data: T; error: unknown }>): Promise<NonNullable<T>> {
  const { data, error } = await reply;
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error));
  if (data === null || data === undefined) throw new Error("no data");
  return data;
}

/** A bare request, for what supabase-js would not send. */
export async function send(
  server: Server,
  path: string,
  options: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(server.url + path, {
    method: options.method ?? (options.body === undefined ? "GET" : "POST"),
    redirect: "manual",
    headers: {
      ...(options.token ? { Authorization: `Bearer ${options.token}` } : {}),
      ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

/** A new member of the boss's workspace: invited, with the link followed. */
export async function invite(
  server: Server,
  boss: Person,
  grants: Record<string, number> = {},
  role: "member" | "admin" = "member",
): Promise<Person & { memberId: string }> {
  const person = await signUp(server);
  const { error } = await boss.client.rpc("member_invite", { email: person.email, role, grants });
  if (error) throw new Error(error.message);
  const mail = await waitForMail(server, person.email, 2); // the first one confirms the address
  const joined = await person.client.rpc("invite_accept", { token: tokenIn(mail) });
  if (joined.error) throw new Error(joined.error.message);
  await person.client.rpc("workspace_switch", { workspace_id: (joined.data as { workspace_id: number }).workspace_id });
  const refreshed = await person.client.auth.refreshSession();
  if (refreshed.error) throw refreshed.error;
  const account = refreshed.data.user?.id ?? "";
  const found = await person.client.from("member").select("id").eq("account_id", account).single();
  if (found.error) throw new Error(found.error.message);
  return { ...person, memberId: (found.data as { id: string }).id };
}
