/* The one client of the server: data, functions and sign-in. Made of the two parts of supabase-js
   that are used, which spares a phone the other three. Wrapped once, so that a session that ended
   elsewhere ends here too, and every request says which language its errors should have. */
import { AuthClient } from "@supabase/auth-js";
import { PostgrestClient } from "@supabase/postgrest-js";
import type { Database } from "./database.gen";
import { ApiError, apiError } from "./errors";
import { isLost, keptSession, SESSION_KEY, unlessLost, untilAnswered } from "./line";

/* The protocol wants a key beside the token; the server knows its callers by the token alone. */
const KEY = { apikey: "steward" };

function withHeaders(init: RequestInit | undefined, token: string | null): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("Accept-Language", document.documentElement.lang || "en");
  if (token) headers.set("Authorization", `Bearer ${token}`);
  return { ...init, headers };
}

const auth = new AuthClient({
  url: `${location.origin}/auth/v1`,
  headers: KEY,
  storageKey: SESSION_KEY,
  detectSessionInUrl: false,
  fetch: (input, init) => untilAnswered(input, init, () => fetch(input, withHeaders(init, null))),
});

export type Auth = InstanceType<typeof AuthClient>;

/** A session beside the one of the app, in memory only: the pages stay what they are meanwhile. */
export const detachedAuth = () =>
  new AuthClient({
    url: `${location.origin}/auth/v1`,
    headers: KEY,
    storageKey: "steward.detached",
    persistSession: false,
    autoRefreshToken: false,
    detectSessionInUrl: false,
    fetch: (input, init) => fetch(input, withHeaders(init, null)),
  });

/** Goes on in the app with the session that is detached. */
export async function attach(detached: Auth): Promise<void> {
  const { data } = await detached.getSession();
  const { error } = await auth.refreshSession({ refresh_token: data.session?.refresh_token ?? "" });
  if (error) throw apiError(error);
}

export async function currentToken(): Promise<string | null> {
  const kept = isLost() ? keptSession() : null;
  if (kept?.expires_at && kept.expires_at * 1000 > Date.now()) return kept.access_token;
  const { data } = await unlessLost(auth.getSession());
  return data.session?.access_token ?? null;
}

let renewing: Promise<string | null> | null = null;

/* Many requests meet a 401 at once: they share one attempt to renew. */
function renew(): Promise<string | null> {
  renewing ??= auth
    .refreshSession()
    .then(({ data, error }) => (error ? null : (data.session?.access_token ?? null)))
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

const refusals = new EventTarget();
const REFUSED = "refused";

/** Calls `told` whenever the server refuses what the caller's rights do not cover. */
export function watchRefusals(told: () => void): () => void {
  refusals.addEventListener(REFUSED, told);
  return () => refusals.removeEventListener(REFUSED, told);
}

async function guardedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const token = await currentToken();
  const answer = await fetch(input, withHeaders(init, token));
  if (answer.status === 403) refusals.dispatchEvent(new Event(REFUSED));
  if (answer.status !== 401 || !token) return answer;

  const renewed = await unlessLost(renew());
  if (renewed) return fetch(input, withHeaders(init, renewed));
  await auth.signOut({ scope: "local" });
  return answer;
}

/** Takes a token that says what the server knows by now. */
export const renewSession = async (): Promise<void> => {
  await unlessLost(renew()).catch(() => null);
};

const data = new PostgrestClient<Database>(`${location.origin}/rest/v1`, {
  headers: KEY,
  fetch: guardedFetch,
  /* The cache above decides what is worth another try. */
  retry: false,
});

export const client = { auth, from: data.from.bind(data) as typeof data.from };

/** The same for code that works on any entity, where the row type is only known to the table. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the generic path has no static row type
export const anyEntity = data as unknown as PostgrestClient<any>;

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

/** The same as whoever is signed in there. */
export async function callAs<Name extends keyof Functions & string>(
  who: Auth,
  name: Name,
  args: Functions[Name]["Args"],
): Promise<Functions[Name]["Returns"]> {
  const { data: held } = await who.getSession();
  const init = { method: "POST", headers: { ...KEY, "Content-Type": "application/json" }, body: JSON.stringify(args) };
  const reply = await fetch(`/rest/v1/rpc/${name}`, withHeaders(init, held.session?.access_token ?? null));
  if (!reply.ok) throw apiError(await reply.json().catch(() => ({})), reply.status);
  return (reply.status === 204 ? undefined : await reply.json()) as Functions[Name]["Returns"];
}

/* A request that is no JSON, with the caller's own rights. */
async function ask(path: string, init: RequestInit & { readonly headers: Record<string, string> }): Promise<Response> {
  let reply: Response;
  try {
    reply = await guardedFetch(path, { ...init, headers: { ...KEY, ...init.headers } });
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

type FileFunction = {
  [Name in keyof Functions]: Functions[Name]["Returns"] extends Blob ? Name : never;
}[keyof Functions];

/** Calls a function that gives a file. */
export async function callForFile<Name extends FileFunction & string>(
  name: Name,
  args: Functions[Name]["Args"],
): Promise<Blob> {
  const headers = { "Content-Type": "application/json" };
  return (await ask(`/rest/v1/rpc/${name}`, { method: "POST", headers, body: JSON.stringify(args) })).blob();
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

/** Removes files of the storage API. */
export async function removeFiles(bucket: string, paths: readonly string[]): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  await ask(`/storage/v1/object/${bucket}`, { method: "DELETE", headers, body: JSON.stringify({ prefixes: paths }) });
}
