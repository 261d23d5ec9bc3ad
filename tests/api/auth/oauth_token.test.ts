// What a provider gives for later is kept for one thing, to be given back: sealed so that nobody reads it,
// gone when the link goes, and the provider is told, for a day if need be (X-027, X-049, C-05).
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { filesIn } from "../../harness/files.ts";
import { waitForMail } from "../../harness/mail.ts";
import { Browser, CLIENT, FalseProvider, RealProvider } from "../../harness/openid.ts";
import { openedTables } from "../../harness/sealed.ts";
import { Server } from "../../harness/server.ts";
import { type StoredTable, storedTables, textOf } from "../../harness/stored.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ACCESS = randomName("ya29-access");
const REFRESH = randomName("1-refresh");
const environmentFor = (issuer: string, shift = 0) => ({
  STEWARD_GOOGLE_CLIENT_ID: CLIENT.id,
  STEWARD_GOOGLE_CLIENT_SECRET: CLIENT.secret,
  STEWARD_GOOGLE_ISSUER: issuer,
  STEWARD_REDIRECT_URLS: "https://app.example/after",
  STEWARD_CLOCK_SHIFT_MS: String(shift),
});

/** The forms in which a token could be written down by mistake. */
const formsOf = (token: string) => [token, encodeURIComponent(token), ...(["hex", "base64", "base64url"] as const).map((encoding) => Buffer.from(token).toString(encoding).replace(/=+$/, "").slice(0, -2))];

/** The whole way through the provider: a new account, or the one that is signed in already. */
async function comeIn(server: Server): Promise<SupabaseClient> {
  const client = createClient(server.url, "public", { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, flowType: "implicit" } });
  const begun = await client.auth.signInWithOAuth({ provider: "google", options: { redirectTo: "https://app.example/after", skipBrowserRedirect: true } });
  const end = await new Browser().follow(begun.data.url ?? "");
  const parameters = new URLSearchParams(end.hash.slice(1));
  const { error } = await client.auth.setSession({ access_token: parameters.get("access_token") ?? "", refresh_token: parameters.get("refresh_token") ?? "" });
  if (error) throw new Error(parameters.get("error_code") ?? error.message);
  return client;
}

/** Signed up with a password and linked to a Google account. */
async function linked(server: Server, provider: { account: FalseProvider["account"] }): Promise<Person> {
  const person = await signUp(server);
  provider.account = { sub: randomName("s"), email: `${randomName("mei")}@gmail.com`, email_verified: true };
  const browser = new Browser();
  const address = `${server.url}/auth/v1/user/identities/authorize?provider=google&skip_http_redirect=true&redirect_to=https%3A%2F%2Fapp.example%2Fafter`;
  const answer = await browser.go(address, { headers: { Authorization: `Bearer ${await tokenOf(person)}` } });
  const end = await browser.follow(((await answer.json()) as { url: string }).url);
  expect(end.hash).toContain("access_token=");
  return person;
}

async function unlink(person: Person): Promise<void> {
  const google = (await dataOf(person.client.auth.getUserIdentities())).identities.find((each) => each.provider === "google");
  if (!google) throw new Error("no identity");
  expect((await person.client.auth.unlinkIdentity(google)).error).toBeNull();
}

const rowsOf = (tables: StoredTable[], name: string) => {
  const table = tables.find((each) => each.name === name);
  return (table?.rows ?? []).map((row) => Object.fromEntries((table?.columns ?? []).map((column, at) => [column, row[at] ?? ""])));
};
const countOf = async (server: Server, name: string) => rowsOf(await storedTables(server), name).length;
const actionsOf = async (server: Server) => rowsOf(await storedTables(server), "audit_event").map((row) => row["action"]);

describe("a token of a provider", () => {
  const provider = new FalseProvider();
  let server: Server;
  let person: Person;

  beforeAll(async () => {
    await provider.start();
    provider.revocation = "take";
    provider.saying = { tokens: { access_token: ACCESS, refresh_token: REFRESH, expires_in: 3600 } };
    server = await Server.make({ environment: environmentFor(provider.issuer) });
    await server.start();
    person = await linked(server, provider);
    await linked(server, provider); // somebody else whom the provider gives the same
  });
  afterAll(async () => {
    await server.remove();
    await provider.stop();
  });

  it("is kept where nobody reads it: no file, no table, no log, no answer, no export", async () => {
    const tables = await storedTables(server);
    const kept = rowsOf(tables, "oauth_token");
    expect(kept).toHaveLength(2);
    expect(kept[0]?.["sealed"]).toMatch(/^s1\./);
    expect(kept[0]?.["sealed"]).not.toBe(kept[1]?.["sealed"]);
    const opened = rowsOf(await openedTables(server), "oauth_token").map((row) => row["sealed"] ?? "");
    expect(opened[0]).toMatch(/^[\w+/-]{100,}$/); // the inner seal
    expect(opened[0]).not.toBe(opened[1]);
    const archive = join(server.folder, "plain.tar");
    expect((await server.run("export", "--instance", "--out", archive, "--plain")).code).toBe(0);
    expect((await server.run("backup")).code).toBe(0);
    const token = await tokenOf(person);
    const answers = await Promise.all(
      ["/auth/v1/user", "/rest/v1/oauth_token", "/rest/v1/oauth_token?select=sealed", "/rest/v1/oauth_revocation", "/rest/v1/identity", "/rest/v1/account?select=oauth_token(*)", "/rest/v1/audit_event", "/rest/v1/egress_event", "/api/openapi.json", "/privacy", "/metrics"].map(async (path) => (await send(server, path, { token })).text()),
    );
    expect(answers[1]).toContain("PGRST205");
    expect(answers[8]).not.toContain("oauth_token");
    const everywhere = [...filesIn(server.folder).map((path) => readFileSync(path, "latin1")), textOf(tables), textOf(await openedTables(server)), server.lines.join("\n"), ...answers];
    expect(everywhere.some((text) => text.includes("oauth_token"))).toBe(true); // the reading works
    for (const token of [ACCESS, REFRESH]) for (const form of formsOf(token)) expect([form, everywhere.filter((text) => text.includes(form)).length]).toEqual([form, 0]);
  });

  it("is not opened by a service key either", async () => {
    const key = (await server.run("keys", "add", "office")).stdout.trim();
    const users = await (await send(server, "/auth/v1/admin/users", { token: key })).text();
    expect(users).toContain(person.email);
    for (const form of [...formsOf(REFRESH), ...formsOf(ACCESS), "oauth_token"]) expect(users.includes(form)).toBe(false);
    expect((await send(server, "/rest/v1/oauth_token", { token: key })).status).toBe(403);
  });

  it("is sealed again by a new master key, and still good for what it is kept for", async () => {
    const before = rowsOf(await openedTables(server), "oauth_token").map((row) => row["sealed"]);
    await server.stop();
    expect((await server.run("keys", "rotate-master")).code).toBe(0);
    await server.start();
    const after = rowsOf(await openedTables(server), "oauth_token").map((row) => row["sealed"]);
    expect(after).toHaveLength(2);
    for (const cell of after) expect(before).not.toContain(cell);
    const told = provider.revoked.length;
    await unlink(await signIn(server, person));
    expect(provider.revoked.slice(told)).toEqual([{ token: REFRESH, hint: "refresh_token" }]);
  });
});

describe("when the link goes", () => {
  const provider = new FalseProvider();
  let server: Server;

  const restart = async (shift: number) => {
    server.options.environment = environmentFor(provider.issuer, shift);
    await server.restart();
  };
  const settled = () => expect.poll(() => countOf(server, "oauth_revocation"), { timeout: 60_000 }).toBe(0);

  beforeAll(async () => {
    await provider.start();
    server = await Server.make({ environment: environmentFor(provider.issuer) });
    provider.revocation = "take";
    await server.start();
  });
  afterAll(async () => {
    await server.remove();
    await provider.stop();
  });

  it("the token is gone and the provider was told when the call returns", async () => {
    provider.saying = { tokens: { access_token: ACCESS, refresh_token: REFRESH, expires_in: 3600 } };
    const person = await linked(server, provider);
    expect(await countOf(server, "oauth_token")).toBe(1);
    await unlink(person);
    const tables = await storedTables(server);
    expect([rowsOf(tables, "oauth_token").length, rowsOf(tables, "oauth_revocation").length]).toEqual([0, 0]);
    expect(provider.revoked).toEqual([{ token: REFRESH, hint: "refresh_token" }]);
    expect(rowsOf(tables, "audit_event").map((row) => row["action"])).toEqual(expect.arrayContaining(["identity.unlink", "oauth.revoke"]));
    expect(rowsOf(tables, "egress_event").filter((row) => row["purpose"] === "sign_in_revoke")).toMatchObject([{ processor: "google", outcome: "answered", http_status: "200" }]);
    expect(rowsOf(tables, "erasure").map((row) => row["entity"])).toEqual(expect.arrayContaining(["oauth_token", "identity"]));
    expect(provider.faults).toEqual([]);
  });

  it("an access token is told where there is no other, and nothing that has expired", async () => {
    provider.saying = { tokens: { access_token: ACCESS, expires_in: 3600 } };
    const told = provider.revoked.length;
    await unlink(await linked(server, provider));
    expect(provider.revoked.slice(told)).toEqual([{ token: ACCESS, hint: "access_token" }]);
    await linked(server, provider);
    expect(await countOf(server, "oauth_token")).toBe(1);
    await restart(HOUR_MS + MINUTE_MS); // the sweep at the start takes it
    await expect.poll(() => countOf(server, "oauth_token"), { timeout: 60_000 }).toBe(0);
    await restart(0);
    expect(provider.revoked.length).toBe(told + 1);
  });

  it("a deleted account takes it along", async () => {
    provider.saying = { tokens: { access_token: ACCESS, refresh_token: REFRESH, expires_in: 3600 } };
    const person = await linked(server, provider);
    const id = (await person.client.auth.getUser()).data.user?.id ?? "";
    const key = (await server.run("keys", "add", randomName("office"))).stdout.trim();
    const told = provider.revoked.length;
    expect((await send(server, `/auth/v1/admin/users/${id}`, { method: "DELETE", token: key })).status).toBe(200);
    expect([await countOf(server, "oauth_token"), await countOf(server, "oauth_revocation")]).toEqual([0, 0]);
    expect(provider.revoked.slice(told)).toEqual([{ token: REFRESH, hint: "refresh_token" }]);
  });

  it.each([["answers with 500", "break"], ["does not answer", "hang"]] as const)("a provider that %s is told again later; here the token is gone at once", async (_, mood) => {
    provider.saying = { tokens: { access_token: ACCESS, refresh_token: REFRESH, expires_in: 3600 } };
    provider.revocation = mood;
    const person = await linked(server, provider);
    const told = provider.revoked.length;
    await unlink(person);
    expect([await countOf(server, "oauth_token"), await countOf(server, "oauth_revocation")]).toEqual([0, 1]);
    expect(provider.revoked.length).toBe(told + 1);
    const tables = [...(await storedTables(server)), ...(await openedTables(server))];
    for (const form of formsOf(REFRESH)) expect(textOf(tables).includes(form)).toBe(false);
    provider.revocation = "take";
    await restart(2 * MINUTE_MS);
    await settled();
    expect(provider.revoked.slice(told)).toEqual([{ token: REFRESH, hint: "refresh_token" }, { token: REFRESH, hint: "refresh_token" }]);
    await restart(0);
  });

  it("one that knows the token no more has been told", async () => {
    provider.revocation = "gone";
    await unlink(await linked(server, provider));
    expect(await countOf(server, "oauth_revocation")).toBe(0);
    expect((await actionsOf(server)).filter((action) => action === "oauth.revoke_failed")).toEqual([]);
    provider.revocation = "take";
  });

  it("one that never answers is given up after a day: written down, told to the person, and no token is left", async () => {
    provider.revocation = "break";
    const person = await linked(server, provider);
    await unlink(person);
    expect(await countOf(server, "oauth_revocation")).toBe(1);
    await restart(24 * HOUR_MS + MINUTE_MS);
    await settled();
    expect((await actionsOf(server)).filter((action) => action === "oauth.revoke_failed")).toHaveLength(1);
    const mail = await waitForMail(server, person.email, 1, "Google was not told that you removed it");
    expect(mail.body).toContain("https://myaccount.google.com/connections");
    provider.revocation = "take";
    await restart(0);
  });

  it("nothing is kept that the provider would not take back", async () => {
    provider.revocation = undefined;
    await restart(0); // the addresses are asked for again
    const person = await linked(server, provider);
    expect(await countOf(server, "oauth_token")).toBe(0);
    const told = provider.revoked.length;
    await unlink(person);
    expect([provider.revoked.length, await countOf(server, "oauth_revocation")]).toEqual([told, 0]);
    provider.revocation = "take";
    await restart(0);
  });

  // LIMIT_TOKEN, twice in LIMIT_GRANT, sealed in LIMIT_SEALED_GRANT and LIMIT_SEALED_TOKEN
  it("what is so long that nobody could keep it keeps nobody out", async () => {
    provider.saying = { tokens: { access_token: "x".repeat(4097), refresh_token: REFRESH } };
    await linked(server, provider);
    expect(await countOf(server, "oauth_token")).toBe(0);
    provider.saying = { tokens: { access_token: "x".repeat(4096), refresh_token: "y".repeat(4096) } };
    await unlink(await linked(server, provider));
    expect(provider.revoked.at(-1)).toEqual({ token: "y".repeat(4096), hint: "refresh_token" });
  });

  it("is what /privacy says of Google", async () => {
    const page = await (await fetch(`${server.url}/privacy?lang=en`)).text();
    expect(page).toContain("it is called once more to withdraw this server&#39;s access, when you unlink it or delete your account");
    expect(await (await fetch(`${server.url}/privacy?lang=zh`)).text()).toContain("以撤销本服务器的访问权限");
  });
});

it("the provider of npm counts the token no more once the link is gone", async () => {
  const provider = new RealProvider();
  await provider.start();
  const server = await Server.make({ environment: environmentFor(provider.issuer) });
  try {
    await server.start();
    provider.open(`${server.url}/auth/v1/callback`);
    provider.account = { sub: randomName("s"), email: `${randomName("mei")}@gmail.com`, email_verified: true };
    const client = await comeIn(server);
    expect([await countOf(server, "oauth_token"), provider.destroyed]).toEqual([1, 0]);
    expect((await client.auth.updateUser({ password: "a good passphrase" })).error).toBeNull();
    const signedIn = anonymous(server);
    await signedIn.auth.signInWithPassword({ email: provider.account.email, password: "a good passphrase" });
    await unlink({ email: provider.account.email, password: "", client: signedIn });
    expect([await countOf(server, "oauth_token"), provider.destroyed]).toEqual([0, 1]);
  } finally {
    await server.remove();
    await provider.stop();
  }
});
