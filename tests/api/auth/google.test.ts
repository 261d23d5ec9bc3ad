// Sign-in with Google, against the OpenID provider of npm and against one that lies.
import { createHash, randomBytes } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { tokenIn, waitForMail } from "../../harness/mail.ts";
import { Browser, CLIENT, FalseProvider, RealProvider } from "../../harness/openid.ts";
import { connect } from "../../harness/postgres.ts";
import { openedTables } from "../../harness/sealed.ts";
import { storedTables, whereStored } from "../../harness/stored.ts";
import { Server, engine } from "../../harness/server.ts";
import { codeOf } from "../../harness/totp.ts";

const APP = "https://app.example/after";
const environmentFor = (issuer: string) => ({
  STEWARD_GOOGLE_CLIENT_ID: CLIENT.id,
  STEWARD_GOOGLE_CLIENT_SECRET: CLIENT.secret,
  STEWARD_GOOGLE_ISSUER: issuer,
  STEWARD_REDIRECT_URLS: `${APP}, https://deep.example/app/*, com.example.app://back`,
});
const gmail = () => `${randomName("mei")}@gmail.com`;

const clientOf = (server: Server, flowType: "implicit" | "pkce"): SupabaseClient =>
  createClient(server.url, "public", { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, flowType } });

async function begin(client: SupabaseClient, redirectTo = APP): Promise<string> {
  const { data, error } = await client.auth.signInWithOAuth({ provider: "google", options: { redirectTo, skipBrowserRedirect: true } });
  if (error) throw error;
  return data.url ?? "";
}

/** The whole way with the implicit flow; the client has the session, or the error is thrown. */
async function comeIn(server: Server, browser = new Browser()): Promise<SupabaseClient> {
  const client = clientOf(server, "implicit");
  const end = await browser.follow(await begin(client));
  const parameters = new URLSearchParams(end.hash.slice(1));
  if (parameters.get("error_code")) throw new Error(parameters.get("error_code") ?? "");
  const { error } = await client.auth.setSession({ access_token: parameters.get("access_token") ?? "", refresh_token: parameters.get("refresh_token") ?? "" });
  if (error) throw error;
  return client;
}

const emailOf = async (client: SupabaseClient) => (await client.auth.getUser()).data.user?.email;

describe("with the provider of npm", () => {
  const provider = new RealProvider();
  let server: Server;

  beforeAll(async () => {
    await provider.start();
    server = await Server.make({ environment: environmentFor(provider.issuer) });
    await server.start();
    provider.open(`${server.url}/auth/v1/callback`);
  });
  afterAll(async () => {
    await server.remove();
    await provider.stop();
  });

  it("a new person gets an account and a workspace; exactly openid, email and profile are asked for", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true, name: "Mei Lin" };
    const client = await comeIn(server);
    expect(provider.scopes).toBe("openid email profile");
    expect(await (await fetch(`${server.url}/privacy`)).text()).toMatch(/<td>calls: [1-9]\d*, bytes sent: [1-9]\d*<\/td>/);
    const { data } = await client.auth.getUser();
    expect(data.user).toMatchObject({ email: provider.account.email, user_metadata: { display_name: "Mei Lin" } });
    expect(data.user?.app_metadata["providers"]).toEqual(["google"]);
    expect(data.user?.identities?.map((each) => each.provider)).toEqual(["google"]);
    expect(await dataOf(client.from("workspace").select("name"))).toHaveLength(1);
    const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
    expect(level.data?.currentAuthenticationMethods).toMatchObject([{ method: "oauth" }]);
    const again = await comeIn(server);
    expect((await again.auth.getUser()).data.user?.id).toBe(data.user?.id);
  });

  it("what is kept of the account there cannot be read where it is stored; the key lies outside of the data", async () => {
    provider.account = { sub: randomName("subject"), email: gmail(), email_verified: true, name: "Mei Lin" };
    await comeIn(server);
    const { sub, email } = provider.account;
    expect(whereStored(await openedTables(server), email)).toEqual(expect.arrayContaining(["account.email", "identity.email"])); // the reading works
    const tables = await storedTables(server);
    for (const word of [sub, email, CLIENT.secret]) expect([word, whereStored(tables, word)]).toEqual([word, []]);
    const [key = ""] = /\b[0-9a-f]{64}\b/.exec(await readFile(join(server.folder, "data.key"), "utf8")) ?? [];
    expect(key).not.toBe("");
    const data = join(server.folder, "data");
    for (const name of await readdir(data, { recursive: true }).catch(() => [] as string[])) {
      const bytes = await readFile(join(data, name)).catch(() => Buffer.alloc(0));
      for (const word of [key, Buffer.from(key, "hex"), sub]) expect([name, bytes.includes(word)]).toEqual([name, false]);
    }
  });

  it("by code: supabase-js exchanges it with its own verifier, once", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
    const client = createClient(server.url, "public", { auth: { storage, autoRefreshToken: false, detectSessionInUrl: false, flowType: "pkce" } });
    const end = await new Browser().follow(await begin(client));
    expect(end.href).toMatch(/^https:\/\/app\.example\/after\?code=[\w-]{43}$/);
    const code = end.searchParams.get("code") ?? "";
    const { data, error } = await client.auth.exchangeCodeForSession(code);
    expect(error).toBeNull();
    expect(data.user?.email).toBe(provider.account.email);
    const again = await send(server, "/auth/v1/token?grant_type=pkce", { body: { auth_code: code, code_verifier: "x".repeat(43) } });
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([404, "flow_state_not_found"]);
  });

  it("a code with another verifier is refused and spent", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
    const verifier = randomBytes(32).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const end = await new Browser().follow(`${server.url}/auth/v1/authorize?provider=google&redirect_to=${encodeURIComponent(APP)}&code_challenge=${challenge}&code_challenge_method=s256`);
    const auth_code = end.searchParams.get("code") ?? "";
    const exchange = async (code_verifier: string) => ((await (await send(server, "/auth/v1/token?grant_type=pkce", { body: { auth_code, code_verifier } })).json()) as { code: string }).code;
    expect(await exchange(randomBytes(32).toString("base64url"))).toBe("bad_code_verifier");
    expect(await exchange(verifier)).toBe("flow_state_not_found");
  });

  it("new keys of the provider are fetched when a token names one", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
    await comeIn(server);
    await new Promise((done) => setTimeout(done, 2100));
    provider.open();
    expect(await emailOf(await comeIn(server))).toBe(provider.account.email);
  });

  it("who signs in sees no entry of the server's own ledger", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
    const boss = await comeIn(server);
    const { data } = await boss.from("egress_event").select();
    expect(data).toEqual([]); // nobody was signed in when Google was called
  });

  // Nobody reads the server's own entries over HTTP, so the test looks into the database.
  it.runIf(engine === "postgresql")("every call is in the ledger, without what was said", async () => {
    const database = await connect(server.database?.adminUrl ?? "");
    try {
      const rows = async () => (await database.query("SELECT * FROM main.egress_event ORDER BY created_at, id")).rows as Record<string, unknown>[];
      const before = (await rows()).length;
      provider.account = { sub: randomName("subject"), email: gmail(), email_verified: true, name: "Nobody Else" };
      await comeIn(server);
      const after = await rows();
      expect(after.length).toBe(before + 1); // addresses and keys are at hand: the code alone
      expect(after.at(-1)).toMatchObject({ processor: "google", host: "127.0.0.1", purpose: "sign_in_code", outcome: "answered", http_status: "200" });
      expect(Number(after.at(-1)?.["bytes_in"])).toBeGreaterThan(500);
      expect(Number(after.at(-1)?.["bytes_out"])).toBeGreaterThan(100);
      expect(JSON.stringify(after)).not.toMatch(/Nobody Else|gmail|subject|secret/);
      expect(new Set(after.map((each) => each["purpose"]))).toEqual(new Set(["sign_in_addresses", "sign_in_keys", "sign_in_code"]));
    } finally {
      await database.end();
    }
  });
});

describe("with a provider that lies", () => {
  const provider = new FalseProvider();
  let server: Server;

  beforeAll(async () => {
    await provider.start();
    server = await Server.make({ environment: environmentFor(provider.issuer) });
    await server.start();
  });
  afterAll(async () => {
    await server.remove();
    await provider.stop();
  });

  const attempt = async (saying: FalseProvider["saying"]): Promise<string> => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
    provider.saying = saying;
    try {
      const client = await comeIn(server);
      return (await emailOf(client)) === provider.account.email ? "in" : "another";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      provider.saying = {};
    }
  };
  const nowS = () => Math.floor(Date.now() / 1000);

  it("of all that it may say of a person, the name and the address are kept, and nothing else", async () => {
    const mark = randomName("unasked");
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: true, name: "Mei Kept" };
    const more = Object.fromEntries(["picture", "given_name", "family_name", "middle_name", "nickname", "locale", "birthdate", "gender", "zoneinfo", "phone_number", "profile", "website"].map((claim) => [claim, `${mark}-${claim}`]));
    provider.saying = { claims: { ...more, address: { formatted: `${mark}-address` } } };
    try {
      const client = await comeIn(server);
      const { data } = await client.auth.getUser();
      expect([data.user?.email, data.user?.user_metadata["display_name"]]).toEqual([provider.account.email, "Mei Kept"]);
      expect(JSON.stringify(data)).not.toContain(mark);
      const tables = await storedTables(server);
      expect(tables.find((table) => table.name === "account")?.rows.length).toBeGreaterThan(0);
      expect(whereStored(tables, mark)).toEqual([]);
    } finally {
      provider.saying = {};
    }
  });

  it("a right token of either algorithm passes", async () => {
    expect(await attempt({})).toBe("in");
    expect(await attempt({ algorithm: "ES256" })).toBe("in");
    expect(await attempt({ claims: { aud: [CLIENT.id, "other"], azp: CLIENT.id } })).toBe("in");
    expect(await attempt({ claims: { email_verified: "true" } })).toBe("in");
    expect(await attempt({ claims: { sub: "s".repeat(255) } })).toBe("in"); // LIMIT_SUBJECT
  });

  it.each<[string, () => FalseProvider["saying"]]>([
    ["another nonce", () => ({ claims: { nonce: "other" } })],
    ["no nonce", () => ({ claims: { nonce: undefined } })],
    ["another audience", () => ({ claims: { aud: "other", azp: "other" } })],
    ["an audience among which we are not the authorized party", () => ({ claims: { aud: [CLIENT.id, "other"], azp: "other" } })],
    ["several audiences without an authorized party", () => ({ claims: { aud: [CLIENT.id, "other"], azp: undefined } })],
    ["another issuer", () => ({ claims: { iss: "https://accounts.google.com" } })],
    ["an expired token", () => ({ claims: { exp: nowS() - 120 } })],
    ["a token without expiry", () => ({ claims: { exp: undefined } })],
    ["a token of the future", () => ({ claims: { iat: nowS() + 600 } })],
    ["no subject", () => ({ claims: { sub: "" } })],
    ["a subject of 256 characters", () => ({ claims: { sub: "s".repeat(256) } })],
    ["no signature", () => ({ algorithm: "none" })],
    ["a symmetric signature", () => ({ algorithm: "HS256" })],
    ["the signature of another key", () => ({ isForged: true })],
    ["no token", () => ({ token: "" })],
    ["nonsense", () => ({ token: "a.b.c" })],
    ["a refusal", () => ({ status: 400 })],
  ])("%s is refused", async (_, saying) => {
    expect(await attempt(saying())).toBe("bad_oauth_callback");
  });

  it("a rotated key is found, and the old set is not asked for at every sign-in", async () => {
    await attempt({});
    const before = provider.requests.filter((path) => path === "/keys").length;
    await attempt({});
    expect(provider.requests.filter((path) => path === "/keys").length).toBe(before);
    await new Promise((done) => setTimeout(done, 2100));
    provider.rotate();
    expect(await attempt({})).toBe("in");
    expect(provider.requests.filter((path) => path === "/keys").length).toBe(before + 1);
  });

  it("an address that the provider has not verified makes no account", async () => {
    provider.account = { sub: randomName("s"), email: gmail(), email_verified: false };
    await expect(comeIn(server)).rejects.toThrow("provider_email_needs_verification");
    expect(await attempt({ claims: { email: undefined } })).toBe("provider_email_needs_verification");
  });

  describe("the state", () => {
    it("works once, in the browser where it began, and no other was made up", async () => {
      provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
      const browser = new Browser();
      const first = await browser.go(await begin(clientOf(server, "implicit")));
      expect(first.headers.get("set-cookie")).toMatch(/^steward_oauth=[\w-]{43}; Path=\/auth\/v1\/callback; Max-Age=600; HttpOnly; SameSite=Lax$/);
      const atProvider = await browser.go(first.headers.get("location") ?? "");
      const callback = atProvider.headers.get("location") ?? "";

      const codeAt = async (who: Browser, address: string) => new URLSearchParams(new URL((await who.go(address)).headers.get("location") ?? "", server.url).hash.slice(1)).get("error_code");
      expect(await codeAt(new Browser(), callback)).toBe("bad_oauth_state"); // a victim's browser
      const stranger = new Browser();
      await stranger.go(await begin(clientOf(server, "implicit"))); // with a cookie of its own
      expect(await codeAt(stranger, callback)).toBe("bad_oauth_state");
      expect(await codeAt(browser, callback.replace(/state=[^&]+/, "state=made-up"))).toBe("bad_oauth_state");
      expect(await codeAt(browser, callback.replace(/state=[^&]+/, "state="))).toBe("bad_oauth_state");
      const again = new Browser();
      const second = await again.go(await begin(clientOf(server, "implicit")));
      const back = (await again.go(second.headers.get("location") ?? "")).headers.get("location") ?? "";
      const done = await again.go(back);
      expect(new URL(done.headers.get("location") ?? "").hash).toContain("access_token=");
      expect(again.cookies()).toEqual([]);
      expect(await codeAt(again, back)).toBe("bad_oauth_state"); // replayed
    });

    it("is too old after ten minutes", async () => {
      const browser = new Browser();
      const first = await browser.go(await begin(clientOf(server, "implicit")));
      const callback = new URL((await browser.go(first.headers.get("location") ?? "")).headers.get("location") ?? "");
      const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
      server.options.environment = { ...server.options.environment, STEWARD_CLOCK_SHIFT_MS: "601000" };
      await server.restart();
      const answer = await send(server, callback.pathname + callback.search, { headers: { Cookie: cookie } });
      expect(answer.headers.get("location")).toContain("bad_oauth_state");
      server.options.environment = environmentFor(provider.issuer);
      await server.restart();
    });
  });

  describe("where it leads", () => {
    const authorize = (parameters: Record<string, string>) => send(server, `/auth/v1/authorize?${new URLSearchParams({ provider: "google", ...parameters }).toString()}`);

    it("is this server or what the settings list, and nowhere else", async () => {
      const good = ["/", "/settings?tab=1", server.url, `${server.url}/x`, APP, `${APP}?a=b`, "https://deep.example/app/deeper", "com.example.app://back"];
      for (const redirect_to of good) expect([redirect_to, (await authorize({ redirect_to })).status]).toEqual([redirect_to, 303]);
      const bad = ["https://evil.example", "//evil.example", "/\\evil.example", `${server.url}.evil.example`, `${server.url}@evil.example`, "https://app.example", `${APP}more`, `${APP}/x`,
        "https://deep.example/other", "https://deep.example/app/../other", "https://deep.example.evil.example/app/x", "javascript:alert(1)", "/ok\r\nSet-Cookie: a=b", " /x", "https:evil.example", "com.example.app://backdoor"];
      for (const redirect_to of bad) expect([redirect_to, (await authorize({ redirect_to })).status]).toEqual([redirect_to, 400]);
    });

    it("needs the provider google, only its three scopes, and S256", async () => {
      for (const parameters of [{ provider: "github" }, { scopes: "openid https://mail.google.com/" }, { scopes: "email calendar" }, { code_challenge: "x".repeat(43), code_challenge_method: "plain" }, { code_challenge: "short", code_challenge_method: "s256" }, { code_challenge: "x".repeat(129), code_challenge_method: "s256" }] as Record<string, string>[]) {
        const answer = await authorize(parameters);
        expect([parameters, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([parameters, 400, "validation_failed"]);
      }
      expect((await authorize({ code_challenge: "x".repeat(128), code_challenge_method: "s256" })).status).toBe(303); // LIMIT_CHALLENGE
      const asked = new URL((await authorize({ scopes: "email" })).headers.get("location") ?? "");
      expect(asked.searchParams.get("scope")).toBe("openid email profile");
      expect([...asked.searchParams.keys()].sort()).toEqual(["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state"]);
    });

    it("a verify link of a mail obeys the same list", async () => {
      const person = await signUp(server);
      const token = tokenIn(await waitForMail(server, person.email));
      const answer = await send(server, `/auth/v1/verify?type=signup&token=${token}&redirect_to=${encodeURIComponent("https://evil.example/x")}`);
      expect(answer.headers.get("location")).toMatch(/^\/#access_token=/);
    });
  });

  describe("an address that has an account", () => {
    const confirmed = async (email: string): Promise<Person> => {
      const person = await signUp(server, { email });
      const { error } = await anonymous(server).auth.verifyOtp({ type: "signup", token_hash: tokenIn(await waitForMail(server, email)) });
      if (error) throw error;
      return person;
    };

    it("is signed in to when both sides have proven it and the provider runs the mailbox", async () => {
      const person = await confirmed(gmail());
      provider.account = { sub: randomName("s"), email: person.email, email_verified: true };
      const client = await comeIn(server);
      expect((await client.auth.getUser()).data.user?.id).toBe((await person.client.auth.getUser()).data.user?.id);
      await signIn(server, person); // the password stays
      expect((await waitForMail(server, person.email, 2)).subject).toBe("A Google account was linked");
    });

    it("is not when the provider does not run the mailbox: its owner links it", async () => {
      const person = await confirmed(`${randomName("mei")}@company.example`);
      provider.account = { sub: randomName("s"), email: person.email, email_verified: true };
      await expect(comeIn(server)).rejects.toThrow("email_conflict_identity_not_deletable");
      provider.account = { ...provider.account, hd: "company.example" };
      expect(await emailOf(await comeIn(server))).toBe(person.email);
    });

    it("and was never confirmed passes to who signs in with Google; nothing of before counts", async () => {
      const squatter = await signUp(server, { email: gmail() });
      const token = await tokenOf(squatter);
      provider.account = { sub: randomName("s"), email: squatter.email, email_verified: true };
      const client = await comeIn(server);
      expect(await emailOf(client)).toBe(squatter.email);
      expect((await send(server, "/rest/v1/workspace", { token })).status).toBe(401);
      expect((await anonymous(server).auth.signInWithPassword(squatter)).error).toMatchObject({ code: "invalid_credentials" });
    });

    it("keeps its own Google account out when a squatter had linked another one before", async () => {
      const squatter = await signUp(server, { email: gmail() });
      provider.account = { sub: randomName("squatter"), email: gmail(), email_verified: true };
      const theirs = provider.account;
      await link(squatter);
      provider.account = { sub: randomName("owner"), email: squatter.email, email_verified: true };
      const owner = await comeIn(server);
      expect((await owner.auth.getUser()).data.user?.identities?.map((each) => each.identity_data?.["email"])).toEqual([squatter.email]);
      provider.account = theirs;
      expect(await emailOf(await comeIn(server))).toBe(theirs.email); // an account of its own
    });

    it("still asks for the second factor", async () => {
      const person = await confirmed(gmail());
      const { data } = await person.client.auth.mfa.enroll({ factorType: "totp" });
      await person.client.auth.mfa.challengeAndVerify({ factorId: data?.id ?? "", code: await codeOf(data?.totp.secret ?? "", 0) });
      provider.account = { sub: randomName("s"), email: person.email, email_verified: true };
      const client = await comeIn(server);
      expect((await client.from("workspace").select()).error?.code).toBe("insufficient_aal");
    });
  });

  /** linkIdentity in one browser, whose fetch keeps the cookie. */
  const link = async (person: Person): Promise<URL> => {
    const browser = new Browser();
    const token = await tokenOf(person);
    const address = `${server.url}/auth/v1/user/identities/authorize?provider=google&skip_http_redirect=true&redirect_to=${encodeURIComponent(APP)}`;
    const answer = await browser.go(address, { headers: { Authorization: `Bearer ${token}` } });
    const { url } = (await answer.json()) as { url: string };
    return browser.follow(url);
  };

  describe("linking", () => {
    it("adds a way to sign in, which supabase-js lists and removes", async () => {
      const person = await signUp(server);
      provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
      const { data } = await person.client.auth.linkIdentity({ provider: "google", options: { redirectTo: APP, skipBrowserRedirect: true } });
      expect(new URL(data.url ?? "").origin).toBe(provider.issuer);
      expect((await link(person)).hash).toContain("access_token=");
      const identities = (await dataOf(person.client.auth.getUserIdentities())).identities;
      expect(identities.map((each) => each.provider)).toEqual(["email", "google"]);
      expect(await emailOf(await comeIn(server))).toBe(person.email);

      const other = await signUp(server);
      expect((await link(other)).hash).toContain("identity_already_exists");
      const google = identities.find((each) => each.provider === "google");
      if (!google) throw new Error("no identity");
      expect((await other.client.auth.unlinkIdentity(google)).error).toMatchObject({ code: "identity_not_found" });
      expect((await person.client.auth.unlinkIdentity(google)).error).toBeNull();
      expect((await dataOf(person.client.auth.getUserIdentities())).identities).toHaveLength(1);
      expect(await emailOf(await comeIn(server))).toBe(provider.account.email); // its own account from now on
    });

    it("the only way to sign in is not removed", async () => {
      provider.account = { sub: randomName("s"), email: gmail(), email_verified: true };
      const client = await comeIn(server);
      const google = (await dataOf(client.auth.getUserIdentities())).identities.find((each) => each.provider === "google");
      if (!google) throw new Error("no identity");
      expect((await client.auth.unlinkIdentity(google)).error).toMatchObject({ code: "single_identity_not_deletable" });
      const waysIn = async () => (await dataOf(client.auth.getUserIdentities())).identities.map((each) => each.provider);
      expect(await waysIn()).toEqual(["google"]);
      expect((await client.auth.updateUser({ password: "a good passphrase" })).error).toBeNull();
      expect(await waysIn()).toEqual(["email", "google"]);
      expect((await client.auth.unlinkIdentity(google)).error).toBeNull();
    });

    it("needs a session, and one of the last 15 minutes", async () => {
      expect((await send(server, "/auth/v1/user/identities/authorize?provider=google")).status).toBe(401);
      const token = await tokenOf(await signUp(server));
      const ask = async () => (await send(server, "/auth/v1/user/identities/authorize?provider=google&skip_http_redirect=true", { token })).status;
      expect(await ask()).toBe(200);
      server.options.environment = { ...server.options.environment, STEWARD_CLOCK_SHIFT_MS: "960000" };
      await server.restart();
      expect(await ask()).toBe(400);
      server.options.environment = environmentFor(provider.issuer);
      await server.restart();
    });
  });
});

describe("without a client id", () => {
  it("there is no sign-in with Google, and settings say so", async () => {
    const server = await Server.make();
    await server.start();
    try {
      expect((await send(server, "/auth/v1/authorize?provider=google")).status).toBe(400);
      expect(await (await send(server, "/auth/v1/settings")).json()).toMatchObject({ external: { google: false } });
    } finally {
      await server.remove();
    }
  });
});
