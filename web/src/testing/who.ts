/* Somebody signed in, for tests. */
import { signIn } from "../api/account";
import { client } from "../api/client";
import { serve } from "./http";

const part = (value: unknown) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

export interface Claims {
  sub?: string;
  app_role?: "admin" | "member";
  grants?: Record<string, number>;
  modules_off?: readonly string[];
  language?: "en" | "zh";
  display_name?: string;
  workspace_id?: number;
}

let tokens = 0;

/** What the token of whoever came in says of their rights. */
export const rights = { role: "admin" as NonNullable<Claims["app_role"]>, grants: {} as Record<string, number> };

export function tokenOf(claims: Claims = {}): string {
  tokens += 1;
  const all = {
    sub: "account-1",
    email: "mei@example.com",
    session_id: "session-1",
    workspace_id: 7,
    app_role: "admin",
    grants: {},
    language: "en",
    display_name: "Mei Lin",
    exp: Math.floor(Date.now() / 1000) + 3600,
    jti: tokens,
    ...claims,
  };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(all)}.signature`;
}

export const sessionBody = (claims?: Claims) => ({
  access_token: tokenOf(claims),
  refresh_token: "refresh",
  token_type: "bearer",
  expires_in: 3600,
  user: {
    id: claims?.sub ?? "account-1",
    aud: "authenticated",
    email: "mei@example.com",
    app_metadata: {},
    user_metadata: { display_name: "Mei Lin", username: "mei" },
    created_at: "2026-01-01T00:00:00Z",
  },
});

export async function comeIn(claims?: Claims) {
  rights.role = claims?.app_role ?? "admin";
  rights.grants = claims?.grants ?? {};
  serve("POST /auth/v1/token", () => ({ body: sessionBody(claims) }));
  serve("POST /auth/v1/logout", () => ({ status: 204 }));
  await signIn("mei", "a long password");
}

export async function goOut() {
  serve("POST /auth/v1/logout", () => ({ status: 204 }));
  await client.auth.signOut({ scope: "local" });
}
