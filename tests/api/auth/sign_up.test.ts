// Signing up, signing in, and what a stranger cannot find out by trying.
import { describe, expect, it } from "vitest";

import { anonymous, dataOf, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, waitForMail } from "../../harness/mail.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();

/** The shape of a value: names and kinds, without what differs from one person to the next. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (value === null || typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]));
}

describe("supabase-js, unmodified", () => {
  it("signs up, signs in, refreshes and signs out", async () => {
    const client = anonymous(server);
    const email = `${randomName("Mixed.Case")}@Example.com`;
    const signedUp = await client.auth.signUp({
      email,
      password: "a good passphrase",
      options: { data: { display_name: "Mei 梅", time_zone: "Asia/Shanghai", currency: "CNY", language: "zh" } },
    });
    expect(signedUp.error).toBeNull();
    expect(signedUp.data.session).toBeNull();
    expect(signedUp.data.user?.email).toBe(email.toLowerCase());

    const signedIn = await client.auth.signInWithPassword({ email, password: "a good passphrase" });
    expect(signedIn.error).toBeNull();
    expect(signedIn.data.user).toMatchObject({
      aud: "authenticated",
      role: "authenticated",
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { display_name: "Mei 梅", language: "zh" },
    });
    expect(signedIn.data.session?.token_type).toBe("bearer");

    const first = signedIn.data.session?.refresh_token;
    const refreshed = await client.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    expect(refreshed.data.session?.refresh_token).not.toBe(first);

    const claims = await client.auth.getClaims();
    expect(claims.data?.claims).toMatchObject({
      aud: "authenticated",
      role: "authenticated",
      app_role: "admin",
      aal: "aal1",
      language: "zh",
      display_name: "Mei 梅",
      email: email.toLowerCase(),
    });
    expect(claims.data?.header).toMatchObject({ alg: "HS256", typ: "JWT" });

    expect((await client.auth.signOut()).error).toBeNull();
    expect((await client.auth.getSession()).data.session).toBeNull();
  });

  it("reads the error codes of the original", async () => {
    const client = anonymous(server);
    const person = await signUp(server);
    const wrong = await client.auth.signInWithPassword({ email: person.email, password: "wrong passphrase" });
    expect(wrong.error).toMatchObject({ status: 400, code: "invalid_credentials" });
    const weak = await client.auth.signUp({ email: "weak@example.com", password: "short" });
    expect(weak.error).toMatchObject({ status: 422, code: "weak_password" });
    const malformed = await client.auth.signUp({ email: "not-an-address", password: "a good passphrase" });
    expect(malformed.error).toMatchObject({ status: 400, code: "validation_failed" });
    const nobody = await send(server, "/auth/v1/user");
    expect(nobody.status).toBe(401);
    expect(await nobody.json()).toMatchObject({ code: "no_authorization" });
    const unsigned = Buffer.from('{"alg":"none"}').toString("base64url");
    const forged = await send(server, "/auth/v1/user", { token: `${unsigned}.e30.` });
    expect(forged.status).toBe(403);
    expect(await forged.json()).toMatchObject({ code: "bad_jwt", error_code: "bad_jwt" });
    expect(forged.headers.get("x-supabase-api-version")).toBe("2024-01-01");
  });

  it("finds a workspace of one's own after sign-up, in the zone and currency that were asked for", async () => {
    const client = anonymous(server);
    const email = `${randomName("zone")}@example.com`;
    const data = { time_zone: "Europe/Berlin", currency: "EUR", workspace_name: "Schuhe" };
    await client.auth.signUp({ email, password: "a good passphrase", options: { data } });
    await client.auth.signInWithPassword({ email, password: "a good passphrase" });
    const workspaces = await dataOf(client.from("workspace").select("name,time_zone,currency,week_start"));
    expect(workspaces).toEqual([{ name: "Schuhe", time_zone: "Europe/Berlin", currency: "EUR", week_start: 1 }]);
  });

  it("signs in with a user name too, in any case", async () => {
    const person = await signUp(server);
    const username = randomName("Mei");
    expect((await person.client.auth.updateUser({ data: { username } })).error).toBeNull();
    const client = anonymous(server);
    const byName = await client.auth.signInWithPassword({ email: username.toUpperCase(), password: person.password });
    expect(byName.error).toBeNull();
    expect(byName.data.user?.email).toBe(person.email);
  });

  it("keeps names of the profile in step with the members of the workspace", async () => {
    const person = await signUp(server);
    const username = randomName("lin");
    const updated = await person.client.auth.updateUser({
      data: { display_name: "Lin 林", username, language: "zh" },
    });
    expect(updated.data.user?.user_metadata).toMatchObject({ display_name: "Lin 林", username, language: "zh" });
    const members = await dataOf(person.client.from("member").select("display_name,username"));
    expect(members).toEqual([{ display_name: "Lin 林", username }]);
    const other = await signUp(server);
    const taken = await other.client.auth.updateUser({ data: { username } });
    expect(taken.error).toMatchObject({ status: 422, code: "conflict" });
  });
});

describe("a stranger", () => {
  it("gets the same answer for a taken address as for a new one, and the owner keeps the account", async () => {
    const person = await signUp(server);
    const fresh = await send(server, "/auth/v1/signup", {
      body: { email: `${randomName("new")}@example.com`, password: "a good passphrase" },
    });
    const taken = await send(server, "/auth/v1/signup", {
      body: { email: person.email.toUpperCase(), password: "another passphrase" },
    });
    expect(taken.status).toBe(fresh.status);
    const [freshBody, takenBody] = [await fresh.json(), await taken.json()];
    expect(shape(takenBody)).toEqual(shape(freshBody));
    expect(Object.keys(takenBody as object)).toEqual(Object.keys(freshBody as object));
    const mine = await person.client.auth.getUser();
    expect((takenBody as { id: string }).id).not.toBe(mine.data.user?.id);

    await signIn(server, person);
    const intruder = await anonymous(server).auth.signInWithPassword({
      email: person.email,
      password: "another passphrase",
    });
    expect(intruder.error).toMatchObject({ code: "invalid_credentials" });
    expect((await waitForMail(server, person.email, 2)).subject).toBe("You already have an account");
  });

  it("gets the same answer for a wrong password as for an account that does not exist", async () => {
    const person = await signUp(server);
    const ask = (email: string) =>
      send(server, "/auth/v1/token?grant_type=password", { body: { email, password: "wrong passphrase" } });
    const wrong = await ask(person.email);
    const missing = await ask(`${randomName("nobody")}@example.com`);
    const impossible = await ask("@");
    expect([missing.status, impossible.status]).toEqual([wrong.status, wrong.status]);
    const sentence = await wrong.text();
    expect(await missing.text()).toBe(sentence);
    expect(await impossible.text()).toBe(sentence);
  });

  it("learns nothing from asking for a recovery mail", async () => {
    const person = await signUp(server);
    const known = await send(server, "/auth/v1/recover", { body: { email: person.email } });
    const unknown = await send(server, "/auth/v1/recover", { body: { email: "nobody.at.all@example.com" } });
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
    await waitForMail(server, person.email, 2);
    expect(await mailsTo(server, "nobody.at.all@example.com")).toEqual([]);
  });
});

describe("the confirmation mail", () => {
  it("is sent once, and its link confirms the address once and signs nobody in", async () => {
    const person = await signUp(server);
    const mail = await waitForMail(server, person.email);
    expect(mail.subject).toBe("Confirm your e-mail address");
    expect(mail.links[0]).toContain(server.url);
    const path = (mail.links[0] ?? "").slice(server.url.length);
    const first = await send(server, path);
    expect([first.status, first.headers.get("location")]).toEqual([303, "/signin?confirmed=true"]);
    const again = await send(server, path);
    expect(again.headers.get("location")).toContain("error_code=otp_expired");
    const { data } = await person.client.auth.getUser();
    expect(data.user?.email_confirmed_at).toBeTruthy();
    expect(await mailsTo(server, person.email)).toHaveLength(1);
  });

  it("comes in the language of the account", async () => {
    const email = `${randomName("zh")}@example.com`;
    await anonymous(server).auth.signUp({
      email,
      password: "a good passphrase",
      options: { data: { language: "zh", display_name: "林梅" } },
    });
    const mail = await waitForMail(server, email);
    expect(mail.subject).toBe("请确认您的邮箱");
    expect(mail.body).toContain("林梅，您好");
  });
});

describe("an old token at hand", () => {
  it("does not keep anybody from signing in", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    await person.client.auth.signOut();
    const answer = await send(server, "/auth/v1/token?grant_type=password", {
      token,
      body: { email: person.email, password: person.password },
    });
    expect(answer.status).toBe(200);
  });
});
