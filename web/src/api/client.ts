/* The one client of the server: data, functions and sign-in. Wrapped once, so that a session that
   ended elsewhere ends here too, and every request says which language its errors should have. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.gen";
import { ApiError, apiError } from "./errors";

export const SESSION_KEY = "steward.session";

const isData = (url: string) => new URL(url, location.origin).pathname.startsWith("/rest/");

const urlOf = (input: RequestInfo | URL) => (input instanceof Request ? input.url : input.toString());

function withLanguage(init: RequestInit | undefined, token?: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("Accept-Language", document.documentElement.lang || "en");
  if (token) headers.set("Authorization", `Bearer ${token}`);
  return { ...init, headers };
}

let renewing: Promise<string | null> | null = null;

/* Many requests meet a 401 at once: they share one attempt to renew. */
function renew(): Promise<string | null> {
  renewing ??= client.auth
    .refreshSession()
    .then(({ data, error }) => (error ? null : (data.session?.access_token ?? null)))
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

async function guardedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, withLanguage(init));
  if (answer.status !== 401 || !isData(urlOf(input)) || !localStorage.getItem(SESSION_KEY)) return answer;

  const token = await renew();
  if (token) return fetch(input, withLanguage(init, token));
  await client.auth.signOut({ scope: "local" });
  return answer;
}

export const client: SupabaseClient<Database> = createClient<Database>(location.origin, "steward", {
  auth: { storageKey: SESSION_KEY, detectSessionInUrl: false, persistSession: true, autoRefreshToken: true },
  global: { fetch: guardedFetch },
});

/** The same client for code that works on any entity, where the row type is only known to the table. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the generic path has no static row type
export const anyEntity = client as unknown as SupabaseClient<any>;

interface Reply<T> {
  data: T | null;
  error: unknown;
  status?: number;
  count?: number | null;
}

/** Waits for a reply of supabase-js and gives the data, or throws an ApiError. */
export async function answer<T>(reply: PromiseLike<Reply<T>>): Promise<T> {
  return (await fullAnswer(reply)).data;
}

export async function fullAnswer<T>(reply: PromiseLike<Reply<T>>): Promise<{ data: T; count: number | null }> {
  const { data, error, status, count } = await reply;
  if (error) throw apiError(error, status);
  return { data: data as T, count: count ?? null };
}

type Functions = Database["public"]["Functions"];

/** Calls a function of the server: `await call("session_end", { id })`. */
export async function call<Name extends keyof Functions & string>(
  name: Name,
  args: Functions[Name]["Args"],
): Promise<Functions[Name]["Returns"]> {
  return answer(anyEntity.rpc(name, args) as PromiseLike<Reply<Functions[Name]["Returns"]>>);
}

/* A request that is no JSON, with the caller's own rights. */
async function ask(path: string, init: RequestInit & { readonly headers: Record<string, string> }): Promise<Response> {
  const { data } = await client.auth.getSession();
  const headers = new Headers({ ...init.headers, apikey: "steward" });
  if (data.session) headers.set("Authorization", `Bearer ${data.session.access_token}`);
  let reply: Response;
  try {
    reply = await guardedFetch(path, { ...init, headers });
  } catch (cause) {
    throw new ApiError({ kind: "offline", message: cause instanceof Error ? cause.message : "" });
  }
  if (!reply.ok) throw apiError(await reply.json().catch(() => ({})), reply.status);
  return reply;
}

/** Fetches a file of the data API. */
export async function fetchFile(path: string, accept: string): Promise<Blob> {
  return (await ask(path, { headers: { Accept: accept } })).blob();
}

/** Calls a function that takes a file as its body. */
export async function sendFile<Name extends keyof Functions & string>(
  name: Name,
  args: Record<string, string>,
  file: Blob,
): Promise<Functions[Name]["Returns"]> {
  const headers = { Accept: "application/json", "Content-Type": "application/octet-stream" };
  const path = `/rest/v1/rpc/${name}?${new URLSearchParams(args).toString()}`;
  return (await (await ask(path, { method: "POST", headers, body: file })).json()) as Functions[Name]["Returns"];
}
