/* Renewing the token needs a line. While the server does not answer, renewing the session that is
   kept on this device waits: auth-js would give up and say that nobody is signed in. Only what the
   server itself refuses ends a session. */
import type { Session } from "@supabase/auth-js";

export const SESSION_KEY = "steward.session";

const AGAIN_MS = 3_000;
/* From here on the page goes on with what it has; the attempt goes on, too. */
const SLOW_MS = 5_000;
const TOO_MANY = 429;
const REFUSED = 400;

export type KeptSession = Pick<Session, "access_token" | "refresh_token" | "expires_at">;

/** The session that this device keeps, expired or not. */
export function keptSession(): KeptSession | null {
  try {
    const kept = JSON.parse(localStorage.getItem(SESSION_KEY) ?? "null") as Partial<KeptSession> | null;
    if (typeof kept?.access_token !== "string" || typeof kept.refresh_token !== "string") return null;
    return kept as KeptSession;
  } catch {
    return null;
  }
}

let lost = false;
const told = new EventTarget();
const LOST = "lost";

function setLost(isNow: boolean): void {
  if (lost === isNow) return;
  lost = isNow;
  if (lost) told.dispatchEvent(new Event(LOST));
}

/** Whether the token cannot be renewed because the server does not answer. */
export const isLost = (): boolean => lost;

/** Calls `heard` whenever that begins. */
export function watchLost(heard: () => void): () => void {
  told.addEventListener(LOST, heard);
  return () => told.removeEventListener(LOST, heard);
}

/* Whoever asks now waits for the next attempt. */
addEventListener("online", () => setLost(false));

/** Waits for what needs the session, and fails as a request without a line does. */
export function unlessLost<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new TypeError("no line"));
    const forget = watchLost(fail);
    if (lost) fail();
    void work.then(resolve, reject).finally(forget);
  });
}

const pause = () =>
  new Promise<void>((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, AGAIN_MS);
    addEventListener("online", go);
  });

const isAnswer = ({ status }: Response) => status < 500 && status !== TOO_MANY;

/* The token that a request of auth-js wants to renew. */
function renewedBy(input: RequestInfo | URL, init?: RequestInit): string | null {
  if (typeof input !== "string" || !input.endsWith("/token?grant_type=refresh_token")) return null;
  if (typeof init?.body !== "string") return null;
  return (JSON.parse(init.body) as { refresh_token?: string }).refresh_token ?? null;
}

async function renewThrough(send: () => Promise<Response>, refreshToken: string): Promise<Response> {
  while (keptSession()?.refresh_token === refreshToken) {
    const slow = setTimeout(() => setLost(true), SLOW_MS);
    const reply = await send().catch(() => null);
    clearTimeout(slow);
    if (reply && isAnswer(reply)) {
      setLost(false);
      return reply;
    }
    setLost(true);
    await pause();
  }
  /* Somebody left, or another tab renewed it: this one is of no use any more. */
  setLost(false);
  return new Response("{}", { status: REFUSED, headers: { "Content-Type": "application/json" } });
}

/** Sends a request of auth-js. Where it renews the kept session it is sent again until the server answers. */
export function untilAnswered(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  send: () => Promise<Response>,
): Promise<Response> {
  const renewed = renewedBy(input, init);
  return renewed && renewed === keptSession()?.refresh_token ? renewThrough(send, renewed) : send();
}
