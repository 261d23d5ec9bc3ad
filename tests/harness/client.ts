// supabase-js, unmodified, pointed at a Steward server, and people who use it.
import { randomBytes } from "node:crypto";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";

import type { Server } from "./server.ts";

/** supabase-js wants a key; Steward asks who you are by the session alone. */
const PUBLIC_KEY = "public";

export function anonymous(server: Server): SupabaseClient {
  return createClient(server.url, PUBLIC_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

export interface Person {
  email: string;
  password: string;
  client: SupabaseClient;
}

export const randomName = (prefix: string) => `${prefix}-${randomBytes(5).toString("hex")}`;

/** Signs up somebody new; the client holds the session. */
export async function signUp(server: Server, wanted: Partial<Pick<Person, "email" | "password">> = {}): Promise<Person> {
  const email = wanted.email ?? `${randomName("person")}@example.com`;
  const password = wanted.password ?? randomName("Passphrase");
  const client = anonymous(server);
  const { error } = await client.auth.signUp({ email, password });
  if (error) throw error;
  return { email, password, client };
}

/** A second client of the same person: another device. */
export async function signIn(server: Server, person: Pick<Person, "email" | "password">): Promise<Person> {
  const client = anonymous(server);
  const { error } = await client.auth.signInWithPassword({ email: person.email, password: person.password });
  if (error) throw error;
  return { ...person, client };
}
