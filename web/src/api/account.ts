/* The account: sign-in, sign-up, recovery, and changes of one's own. */
import type { UserIdentity } from "@supabase/auth-js";
import { client, type Auth } from "./client";
import { apiError } from "./errors";
import type { Language } from "./entity";

async function checked<T extends { error: unknown }>(reply: Promise<T>): Promise<T> {
  const found = await reply;
  if (found.error) throw apiError(found.error);
  return found;
}

/** `name` is an e-mail address or a username: the server takes both. */
export const signIn = (name: string, password: string) =>
  checked(client.auth.signInWithPassword({ email: name.trim(), password }));

/** Where the browser goes to sign in with Google; it comes back to the sign-in page. */
export function googleAddress(next: string | null): string {
  const back = next ? `/signin?next=${encodeURIComponent(next)}` : "/signin";
  return `/auth/v1/authorize?${new URLSearchParams({ provider: "google", redirect_to: back }).toString()}`;
}

/** What stands behind the # of the sign-in page: a session, or the token of a sign-in mail. */
export async function signInByFragment(fragment: URLSearchParams): Promise<void> {
  const [access_token, refresh_token] = [fragment.get("access_token"), fragment.get("refresh_token")];
  if (access_token && refresh_token) await checked(client.auth.setSession({ access_token, refresh_token }));
  else await checked(client.auth.verifyOtp({ type: "magiclink", token_hash: [...fragment.keys()][0] ?? "" }));
}

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly username: string;
  readonly name: string;
  readonly language: Language;
}

/** True when one is signed in at once, false when a mail has to be answered first. */
export async function signUp({ email, password, username, name, language }: NewAccount): Promise<boolean> {
  const data = { display_name: name, language, ...(username ? { username } : {}) };
  const reply = await checked(client.auth.signUp({ email, password, options: { data } }));
  return reply.data.session !== null;
}

export const sendRecovery = (email: string) => checked(client.auth.resetPasswordForEmail(email));

export const openRecovery = (auth: Auth, tokenHash: string) =>
  checked(auth.verifyOtp({ token_hash: tokenHash, type: "recovery" }));

export const setPasswordOf = (auth: Auth, password: string) => checked(auth.updateUser({ password }));

/** The server ends the other sessions; where it ends this one too, the new password opens another. */
export async function changePassword(password: string, email: string): Promise<void> {
  await checked(client.auth.updateUser({ password }));
  const { error } = await client.auth.refreshSession();
  if (error) await signIn(email, password);
}

export interface WayIn {
  readonly id: string;
  readonly email: string;
  readonly isPassword: boolean;
  readonly identity: UserIdentity;
}

/** What one can sign in with: a password, and the accounts of Google that are linked. */
export async function readWaysIn(): Promise<WayIn[]> {
  const { data } = await checked(client.auth.getUserIdentities());
  return (data?.identities ?? []).map((identity) => ({
    id: identity.identity_id,
    email: String(identity.identity_data?.["email"] ?? ""),
    isPassword: identity.provider === "email",
    identity,
  }));
}

/** Leaves for Google; the browser comes back to `path` with a session or with what went wrong. */
export const linkGoogle = (path: string) =>
  checked(client.auth.linkIdentity({ provider: "google", options: { redirectTo: path } }));

export const unlinkWayIn = ({ identity }: WayIn) => checked(client.auth.unlinkIdentity(identity));

export interface Profile {
  readonly email: string;
  readonly username: string;
  readonly name: string;
}

export async function readProfile(): Promise<Profile> {
  const { data } = await checked(client.auth.getUser());
  const about = (data.user?.user_metadata ?? {}) as { username?: string; display_name?: string };
  return { email: data.user?.email ?? "", username: about.username ?? "", name: about.display_name ?? "" };
}

/** Sends only what changed, then takes a token that knows it. */
export async function saveProfile(before: Profile, after: Profile): Promise<void> {
  const email = after.email === before.email ? {} : { email: after.email };
  const data = {
    ...(after.name === before.name ? {} : { display_name: after.name }),
    ...(after.username === before.username ? {} : { username: after.username }),
  };
  await checked(client.auth.updateUser({ ...email, data }));
  await checked(client.auth.refreshSession());
}

export async function saveLanguage(language: Language): Promise<void> {
  await checked(client.auth.updateUser({ data: { language } }));
  await checked(client.auth.refreshSession());
}
