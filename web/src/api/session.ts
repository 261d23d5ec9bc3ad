/* Who is signed in: the claims of the access token, kept in step with the client. */
import { useSyncExternalStore } from "react";
import { client } from "./client";
import {
  grantableModules,
  type GrantableModule,
  type Grants,
  type Language,
  type Level,
  type Module,
  type Role,
} from "./entity";
import { isLost, keptSession, SESSION_KEY, watchLost } from "./line";

export interface Me {
  readonly account: string;
  readonly session: string;
  readonly email: string;
  readonly workspace: number;
  readonly role: Role;
  readonly grants: Grants;
  /** modules that this server has switched off for everybody */
  readonly off: readonly Module[];
  readonly language: Language;
  readonly name: string;
  /** of this server: sees its checks, backups and security reports */
  readonly isOperator: boolean;
}

export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "out"; readonly ended: boolean }
  | { readonly status: "in"; readonly me: Me };

function claimsOf(token: string): Record<string, unknown> {
  const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

export function meFromToken(token: string): Me {
  const claims = claimsOf(token);
  return {
    account: text(claims["sub"]),
    session: text(claims["session_id"]),
    email: text(claims["email"]),
    workspace: Number(claims["workspace_id"] ?? 0),
    role: claims["app_role"] === "admin" ? "admin" : "member",
    grants: (claims["grants"] ?? {}) as Grants,
    off: (claims["modules_off"] ?? []) as readonly Module[],
    language: claims["language"] === "zh" ? "zh" : "en",
    name: text(claims["display_name"]) || text(claims["email"]),
    isOperator: claims["is_operator"] === true,
  };
}

let state: SessionState = { status: "unknown" };
let leaving = false;
let token = "";
const listeners = new Set<() => void>();

function take(tokens: { readonly access_token: string } | null) {
  if (tokens && tokens.access_token === token) return;
  const wasIn = state.status === "in";
  if (!tokens && state.status === "out") return;
  token = tokens?.access_token ?? "";
  state = tokens ? { status: "in", me: meFromToken(tokens.access_token) } : { status: "out", ended: wasIn && !leaving };
  leaving = false;
  listeners.forEach((listener) => listener());
}

client.auth.onAuthStateChange((_event, tokens) => {
  take(tokens);
});

/* Who was signed in on this device goes on until the server can be asked. */
function goOn() {
  const kept = state.status === "unknown" ? keptSession() : null;
  try {
    if (kept) take(kept);
  } catch {
    /* A token that cannot be read says nothing about anybody: the server has to. */
  }
}

watchLost(goOn);
if (isLost()) goOn();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state);
}

/** Who is signed in now, for what is no component. */
export const currentMe = (): Me | null => (state.status === "in" ? state.me : null);

/** For pages behind the guard: who is signed in. */
export function useMe(): Me {
  const session = useSession();
  if (session.status !== "in") throw new Error("useMe outside of the guarded pages");
  return session.me;
}

/** Leaves on this device, every other one, or all of them. */
export async function leave(scope: "local" | "others" | "global") {
  leaving = scope !== "others";
  /* auth-js would wait for the line. */
  if (leaving && isLost()) {
    localStorage.removeItem(SESSION_KEY);
    take(null);
    return;
  }
  const { error } = await client.auth.signOut({ scope });
  if (error && scope === "others") throw error;
  if (error) await client.auth.signOut({ scope: "local" });
}

type Rights = Pick<Me, "role" | "grants"> & Partial<Pick<Me, "off">>;

/** Whether both may do the same: an admin's grants do not matter. */
export const hasSameRights = (one: Rights, other: Rights): boolean =>
  one.role === other.role && grantableModules.every((module) => levelIn(one, module) === levelIn(other, module));

export function levelIn(me: Rights, module: Module): Level {
  if (me.off?.includes(module)) return 0;
  if (me.role === "admin") return 3;
  if (module === "core") return 2;
  if (module === "admin") return 0;
  return me.grants[module satisfies GrantableModule] ?? 0;
}
