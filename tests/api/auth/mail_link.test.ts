// What a mail can do: sign in by link or code, prove that one reads it, and move to another address.
import { describe, expect, it } from "vitest";

import { type Person, anonymous, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, tokenIn, waitForMail } from "../../harness/mail.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
const MINUTE_MS = 60_000;

const codeIn = (body: string) => /\b(\d{8})\b/.exec(body)?.[1] ?? "";
const other = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, "0");

/** Somebody whose address is confirmed; the confirmation was their first mail. */
async function confirmed(): Promise<Person> {
  const person = await signUp(server);
  const mail = await waitForMail(server, person.email);
  const { error } = await anonymous(server).auth.verifyOtp({ type: "signup", token_hash: tokenIn(mail) });
  if (error) throw error;
  return person;
}

async function askForLink(person: Person): Promise<{ token: string; code: string }> {
  const before = (await mailsTo(server, person.email)).length;
  const { error } = await anonymous(server).auth.signInWithOtp({ email: person.email });
  if (error) throw error;
  const { body } = await waitForMail(server, person.email, before + 1);
  return { token: /\/signin#([\w-]+)/.exec(body)?.[1] ?? "", code: codeIn(body) };
}

describe("a sign-in mail", () => {
  it("signs in by its link or by its code, with either once", async () => {
    const person = await confirmed();
    const byLink = await askForLink(person);
    const client = anonymous(server);
    const { data, error } = await client.auth.verifyOtp({ type: "magiclink", token_hash: byLink.token });
    expect(error).toBeNull();
    expect(data.user?.email).toBe(person.email);
    const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
    expect(level.data?.currentAuthenticationMethods).toMatchObject([{ method: "otp" }]);
    expect((await anonymous(server).auth.verifyOtp({ type: "magiclink", token_hash: byLink.token })).error).toMatchObject({ code: "otp_expired" });
    expect((await anonymous(server).auth.verifyOtp({ type: "email", email: person.email, token: byLink.code })).error).toMatchObject({ code: "otp_expired" });

    const byCode = await askForLink(person);
    expect((await anonymous(server).auth.verifyOtp({ type: "email", email: person.email, token: byCode.code })).error).toBeNull();
    expect((await anonymous(server).auth.verifyOtp({ type: "email", email: person.email, token: byCode.code })).error).toMatchObject({ code: "otp_expired" });
    expect((await anonymous(server).auth.verifyOtp({ type: "email", token_hash: byCode.token })).error).toMatchObject({ code: "otp_expired" });
    await signIn(server, person); // the password is what it was
  });

  it("is void after five wrong codes, and its code is nobody else's", async () => {
    const person = await confirmed();
    const stranger = await confirmed();
    const { code, token } = await askForLink(person);
    const attempt = async (email: string, typed: string) =>
      (await anonymous(server).auth.verifyOtp({ type: "email", email, token: typed })).error?.code;
    expect(await attempt(stranger.email, code)).toBe("otp_expired");
    for (let i = 0; i < 5; i++) expect(await attempt(person.email, other(code))).toBe("otp_expired");
    expect(await attempt(person.email, code)).toBe("otp_expired");
    expect((await anonymous(server).auth.verifyOtp({ type: "magiclink", token_hash: token })).error).toMatchObject({ code: "otp_expired" });

    const again = await askForLink(person);
    for (let i = 0; i < 4; i++) expect(await attempt(person.email, other(again.code))).toBe("otp_expired");
    expect(await attempt(person.email, again.code)).toBeUndefined();
  });

  it("makes no account and answers the same for every address", async () => {
    const nobody = `${randomName("nobody")}@example.com`;
    const answers = await Promise.all(
      [nobody, (await confirmed()).email].map((email) => send(server, "/auth/v1/otp", { body: { email, create_user: true } })),
    );
    expect(await Promise.all(answers.map(async (each) => [each.status, await each.text()]))).toEqual([[200, "{}"], [200, "{}"]]);
    expect((await mailsTo(server, nobody)).length).toBe(0);
    expect((await anonymous(server).auth.signInWithOtp({ phone: "+12025550123" })).error).toMatchObject({ code: "phone_provider_disabled" });
  });

  it("to an address that was never confirmed voids the password set before", async () => {
    const squatter = await signUp(server);
    const token = await tokenOf(squatter);
    const { code } = await askForLink(squatter);
    expect((await anonymous(server).auth.verifyOtp({ type: "email", email: squatter.email, token: code })).error).toBeNull();
    expect((await send(server, "/rest/v1/workspace", { token })).status).toBe(401);
    expect((await anonymous(server).auth.signInWithPassword(squatter)).error).toMatchObject({ code: "invalid_credentials" });
  });
});

describe("the code of reauthenticate", () => {
  it("stands for the password when the sign-in is a while ago, once, for its account", async () => {
    const person = await confirmed();
    const stranger = await confirmed();
    const tokens = await Promise.all([person, stranger].map(tokenOf));
    const [token = "", strangerToken = ""] = tokens;
    server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(20 * MINUTE_MS) };
    await server.restart();
    try {
      const change = async (body: object, as = token) => {
        const answer = await send(server, "/auth/v1/user", { method: "PUT", token: as, body });
        return answer.status === 200 ? "changed" : ((await answer.json()) as { code: string }).code;
      };
      const password = "an even better passphrase";
      expect(await change({ password })).toBe("current_password_required");
      expect((await send(server, "/auth/v1/reauthenticate", { token })).status).toBe(200);
      const nonce = codeIn((await waitForMail(server, person.email, 2)).body);
      expect(nonce).toMatch(/^\d{8}$/);
      expect(await change({ password, nonce: other(nonce) })).toBe("reauthentication_not_valid");
      expect(await change({ password, nonce }, strangerToken)).toBe("reauthentication_not_valid");
      expect(await change({ password, nonce })).toBe("changed");
      expect(await change({ password: `${password}!`, nonce })).toBe("reauthentication_not_valid");
    } finally {
      server.options.environment = {};
      await server.restart();
    }
  });

  it("is asked for by who is signed in only", async () => {
    expect((await send(server, "/auth/v1/reauthenticate")).status).toBe(401);
  });
});

describe("another address", () => {
  const verify = (token: string) => anonymous(server).auth.verifyOtp({ type: "email_change", token_hash: token });

  it("needs both addresses, in either order; the old one is told at the end", async () => {
    for (const first of ["old", "new"]) {
      const person = await confirmed();
      const next = `${randomName("next")}@example.com`;
      const { data, error } = await person.client.auth.updateUser({ email: next });
      expect(error).toBeNull();
      expect(data.user?.new_email).toBe(next);
      const tokens = {
        old: tokenIn(await waitForMail(server, person.email, 2)),
        new: tokenIn(await waitForMail(server, next)),
      };
      const half = await verify(first === "old" ? tokens.old : tokens.new);
      expect([half.error, half.data.session]).toEqual([null, null]);
      expect((await person.client.auth.getUser()).data.user?.email).toBe(person.email);
      expect((await verify(first === "old" ? tokens.old : tokens.new)).error).toMatchObject({ code: "otp_expired" });
      const whole = await verify(first === "old" ? tokens.new : tokens.old);
      expect(whole.error).toBeNull();
      expect(whole.data.user?.email).toBe(next);
      expect(whole.data.user?.new_email).toBeUndefined();
      const told = await waitForMail(server, person.email, 3);
      expect(told.body).toContain(next);
      await signIn(server, { email: next, password: person.password });
    }
  });

  it("is forgotten when the password changes or another one is asked for", async () => {
    const person = await confirmed();
    const [one, two] = [`${randomName("one")}@example.com`, `${randomName("two")}@example.com`];
    await person.client.auth.updateUser({ email: one });
    await person.client.auth.updateUser({ email: two });
    expect((await verify(tokenIn(await waitForMail(server, one)))).error).toMatchObject({ code: "otp_expired" });
    expect((await verify(tokenIn(await waitForMail(server, person.email, 2)))).error).toMatchObject({ code: "otp_expired" });
    const old = tokenIn(await waitForMail(server, person.email, 3));
    await person.client.auth.updateUser({ password: "an even better passphrase" });
    expect((await verify(old)).error).toMatchObject({ code: "otp_expired" });
    expect((await verify(tokenIn(await waitForMail(server, two)))).error).toMatchObject({ code: "otp_expired" });
  });

  it("is mailed again by resend, and the earlier links work no more", async () => {
    const person = await confirmed();
    const next = `${randomName("next")}@example.com`;
    await person.client.auth.updateUser({ email: next });
    const early = tokenIn(await waitForMail(server, next));
    expect((await anonymous(server).auth.resend({ type: "email_change", email: person.email })).error).toBeNull();
    const late = tokenIn(await waitForMail(server, next, 2));
    expect((await verify(early)).error).toMatchObject({ code: "otp_expired" });
    expect((await verify(late)).error).toBeNull();
    const nobody = await anonymous(server).auth.resend({ type: "email_change", email: `${randomName("nobody")}@example.com` });
    expect(nobody.error).toBeNull();
  });

  it("opened from the mail by a browser leads to the sign-in page", async () => {
    const person = await confirmed();
    const next = `${randomName("next")}@example.com`;
    await person.client.auth.updateUser({ email: next });
    const links = [await waitForMail(server, next), await waitForMail(server, person.email, 2)].map((mail) => new URL(mail.links[0] ?? ""));
    const places: (string | null)[] = [];
    for (const link of links) places.push((await send(server, link.pathname + link.search)).headers.get("location"));
    expect(places).toEqual(["/signin?confirmed=half", "/signin?confirmed=true"]);
  });
});
