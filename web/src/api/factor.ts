/* The second factor: an authenticator app, and recovery codes for when it is lost. */
import { useQuery } from "@tanstack/react-query";
import { call, callAs, client, type Auth } from "./client";
import { apiError } from "./errors";
import { keys } from "./keys";

export interface NewFactor {
  readonly id: string;
  readonly secret: string;
  /** A picture, as an address that holds it. */
  readonly picture: string;
}

/** The code of the server when the sign-in is too long ago for this. */
export const NEEDS_SIGN_IN = "reauthentication_needed";
/** And when a code is wanted first. */
export const NEEDS_FACTOR = "insufficient_aal";

export async function enrollFactor(): Promise<NewFactor> {
  const { data, error } = await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "" });
  if (error) throw apiError(error);
  return { id: data.id, secret: data.totp.secret, picture: data.totp.qr_code };
}

export async function showFactor(factorId: string, code: string, auth: Auth = client.auth): Promise<void> {
  const { error } = await auth.mfa.challengeAndVerify({ factorId, code });
  if (error) throw apiError(error);
}

async function ownFactors(auth: Auth): Promise<string[]> {
  const { data, error } = await auth.mfa.listFactors();
  if (error) throw apiError(error);
  return data.totp.map((factor) => factor.id);
}

/** The code may be of any app that was set up: one, as a rule. */
export async function showAnyFactor(code: string, auth: Auth): Promise<void> {
  const factors = await ownFactors(auth);
  let failure: unknown = apiError({ status: 422, message: "" });
  for (const id of factors) {
    try {
      await showFactor(id, code, auth);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export async function removeFactors(): Promise<void> {
  for (const factorId of await ownFactors(client.auth)) {
    const { error } = await client.auth.mfa.unenroll({ factorId });
    if (error) throw apiError(error);
  }
  const { error } = await client.auth.refreshSession();
  if (error) throw apiError(error);
}

export async function makeRecoveryCodes(): Promise<string[]> {
  return (await call("recovery_codes_make", {})).map(({ code }) => code);
}

/** The next token says that a second factor was shown. */
export async function spendRecoveryCode(code: string, auth: Auth): Promise<void> {
  await callAs(auth, "recovery_code_use", { code });
  const { error } = await auth.refreshSession();
  if (error) throw apiError(error);
}

export function useFactorState() {
  return useQuery({ queryKey: keys.named("factor", "state"), queryFn: () => call("second_factor_state", {}) });
}

export const demandFactor = (demanded: boolean) => call("workspace_second_factor", { demanded });
