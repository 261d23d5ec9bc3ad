// Administering accounts with a service key: auth.admin of supabase-js, what the key opens, and
// what it does not.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, tokenIn, waitForMail } from "../../harness/mail.ts";
import { engine, useServer } from "../../harness/server.ts";
import { connect } from "../../harness/postgres.ts";
import { codeOf } from "../../harness/totp.ts";

const server = useServer();

const withKey = (key: string): SupabaseClient =>
  createClient(server.url, key, { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false } });

let key = "";
let admin: SupabaseClient["auth"]["admin"];

beforeAll(async () => {
  const made = await server.run("keys", "add", "back office");
  expect([made.code, made.stderr]).toEqual([0, ""]);
  key = made.stdout.trim();
  admin = withKey(key).auth.admin;
});

const address = () => `${randomName("made")}@example.com`;
const NOBODY = "019a0000-0000-7000-8000-000000000000";

describe("a service key", () => {
  it("is shown once, kept as a hash, listed and revoked", async () => {
    expect(key).toMatch(/^steward_sk_[\w-]{43}$/);
    const again = await server.run("keys", "add", "back office");
    expect([again.code, again.stdout]).toEqual([1, ""]);
    const other = (await server.run("keys", "add", "other")).stdout.trim();
    expect((await withKey(other).auth.admin.listUsers()).error).toBeNull();
    const listed = await server.run("keys", "list");
    expect(listed.stdout).toMatch(/^back office  made .*\nother  made .*  last used .*\n$/);
    expect(listed.stdout).not.toContain("steward_sk_");
    await server.run("keys", "add", "k".repeat(81)); // a name is cut as a person's is
    expect((await server.run("keys", "add", "k".repeat(80))).code).toBe(1);
    expect((await server.run("keys", "list")).stdout).toContain(`\n${"k".repeat(80)}  made`);
    expect((await server.run("keys", "revoke", "other")).code).toBe(0);
    expect((await server.run("keys", "revoke", "other")).code).toBe(1);
    expect((await withKey(other).auth.admin.listUsers()).error).toMatchObject({ status: 401 });
    const folder = join(server.folder, "data");
    for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
      const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
      expect([name, bytes.includes(key)]).toEqual([name, false]);
    }
    expect(server.lines.join("\n")).not.toContain(key);
  });

  it("opens no data, no other route, and nothing to a browser", async () => {
    const boss = await signUp(server);
    await boss.client.from("live_session").insert({ day: "2026-03-01", platform: "douyin", title: "x" });
    const rows = await withKey(key).from("live_session").select();
    expect(rows.error).toMatchObject({ code: "not_admin" });
    for (const path of ["/rest/v1/sale", "/rest/v1/rpc/workspace_list", "/auth/v1/user", "/auth/v1/settings"])
      expect([path, (await send(server, path, { token: key })).status]).toEqual([path, 403]);
    for (const headers of [{ Origin: server.url }, { Origin: "https://evil.example" }, { "Sec-Fetch-Site": "same-origin" }] as Record<string, string>[]) {
      const answer = await send(server, "/auth/v1/admin/users", { token: key, headers });
      expect([headers, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([headers, 403, "not_admin"]);
    }
  });

  it("is asked for: no token, a member's, an administrator's or a forged one do not do", async () => {
    const boss = await signUp(server);
    const paths = [["GET", "users"], ["POST", "users"], ["GET", `users/${NOBODY}`], ["PUT", `users/${NOBODY}`], ["DELETE", `users/${NOBODY}`],
      ["GET", `users/${NOBODY}/factors`], ["DELETE", `users/${NOBODY}/factors/${NOBODY}`], ["POST", "generate_link"]] as const;
    const forged = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    for (const [token, status] of [[undefined, 401], [await tokenOf(boss), 403], [forged, 401]] as const)
      for (const [method, path] of paths) {
        const answer = await send(server, `/auth/v1/admin/${path}`, { method, ...(token ? { token } : {}), ...(method === "GET" ? {} : { body: {} }) });
        expect([method, path, answer.status]).toEqual([method, path, status]);
      }
    expect((await send(server, "/auth/v1/invite", { token: await tokenOf(boss), body: { email: address() } })).status).toBe(403);
  });

  // Nobody reads the server's own chain over HTTP, so the test looks into the database.
  it.runIf(engine === "postgresql")("leaves an entry in the audit log for every use", async () => {
    const database = await connect(server.database?.adminUrl ?? "");
    try {
      const count = async () => Number((await database.query("SELECT count(*) FROM main.audit_event WHERE action = 'service_key.use'")).rows[0]?.count);
      const before = await count();
      await admin.listUsers();
      await admin.getUserById(NOBODY);
      await admin.deleteUser(NOBODY);
      expect(await count()).toBe(before + 3);
      const last = await database.query("SELECT details FROM main.audit_event WHERE action = 'service_key.use' ORDER BY number DESC LIMIT 1");
      const keys = await database.query("SELECT * FROM main.service_key");
      expect(keys.rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(keys.rows)).not.toContain(key);
      expect(JSON.parse(String(last.rows[0]?.details))).toMatchObject({ method: "DELETE", route: "/auth/v1/admin/users/{}", id: NOBODY });
    } finally {
      await database.end();
    }
  });
});

describe("auth.admin", () => {
  it("makes, finds, changes and lists accounts", async () => {
    const email = address();
    const password = "a good passphrase";
    const made = await admin.createUser({ email, password, email_confirm: true, user_metadata: { display_name: "Mei", username: randomName("mei"), language: "zh" } });
    expect(made.error).toBeNull();
    const id = made.data.user?.id ?? "";
    expect(made.data.user).toMatchObject({ email, user_metadata: { display_name: "Mei", language: "zh" } });
    expect(made.data.user?.email_confirmed_at).toBeTruthy();
    const person = await signIn(server, { email, password });
    expect((await admin.createUser({ email: email.toUpperCase(), password })).error).toMatchObject({ code: "email_exists" });
    expect((await admin.createUser({ email: address(), phone: "123" })).error).toMatchObject({ code: "validation_failed" });
    expect((await admin.createUser({ email: address(), password: "short" })).error).toMatchObject({ code: "weak_password" });
    expect((await admin.createUser({ password })).error).toMatchObject({ code: "validation_failed" });
    expect((await admin.getUserById(id)).data.user?.email).toBe(email);
    expect((await admin.getUserById(NOBODY)).error).toMatchObject({ code: "user_not_found" });

    const token = await tokenOf(person);
    const next = address();
    const changed = await admin.updateUserById(id, { email: next, email_confirm: true, password: "an even better passphrase", user_metadata: { display_name: "Lin" } });
    expect(changed.data.user).toMatchObject({ email: next, user_metadata: { display_name: "Lin" } });
    expect((await send(server, "/auth/v1/user", { token })).status).toBe(403); // its sessions ended
    await signIn(server, { email: next, password: "an even better passphrase" });
    expect((await admin.updateUserById(id, { email: (await signUp(server)).email })).error).toMatchObject({ code: "email_exists" });

    const all = await admin.listUsers({ page: 1, perPage: 2 });
    expect(all.error).toBeNull();
    expect(all.data.users).toHaveLength(2);
    for (const perPage of [1000, 1001]) { // LIMIT_PAGE_USERS
      const page = await send(server, `/auth/v1/admin/users?per_page=${perPage}`, { token: key });
      expect([page.status, page.headers.get("link")]).toEqual([200, expect.stringContaining("per_page=1000>")]);
    }
    const { total, nextPage } = all.data as { total: number; nextPage: number };
    expect([total >= 2, nextPage]).toEqual([true, total > 2 ? 2 : null]);
    const seen = new Set<string>();
    for (let page = 1; page <= Math.ceil(total / 2); page++)
      for (const user of (await admin.listUsers({ page, perPage: 2 })).data.users) seen.add(user.id);
    expect(seen.size).toBe(total);
    expect((await admin.listUsers({ page: 1000, perPage: 2 })).data.users).toEqual([]);
  });

  it("deletes an account with what only it had; a team's records stay", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { live: 2 });
    const id = (await member.client.auth.getUser()).data.user?.id ?? "";
    const row = await dataOf(member.client.from("live_session").insert({ day: "2026-03-01", platform: "douyin", title: "stays" }).select().single());
    const token = await tokenOf(member);
    const bossId = (await boss.client.auth.getUser()).data.user?.id ?? "";
    expect((await admin.deleteUser(bossId)).error).toMatchObject({ code: "conflict" });
    expect((await admin.deleteUser(id, true)).error).toMatchObject({ code: "validation_failed" });
    expect((await admin.deleteUser(id)).error).toBeNull();
    expect((await send(server, "/auth/v1/user", { token })).status).toBe(403);
    expect((await anonymous(server).auth.signInWithPassword(member)).error).toMatchObject({ code: "invalid_credentials" });
    const kept = await dataOf(boss.client.from("live_session").select("id").eq("id", (row as { id: string }).id));
    expect(kept).toHaveLength(1);
    expect(await dataOf(boss.client.from("member").select("id"))).toHaveLength(1);
    expect((await admin.deleteUser(id)).error).toMatchObject({ code: "user_not_found" });
    expect((await admin.deleteUser(bossId)).error).toBeNull(); // nobody else is in it any more
    await signUp(server, { email: member.email });
  });

  it("invites to the server: the mail sets a password", async () => {
    const email = address();
    const invited = await admin.inviteUserByEmail(email, { data: { display_name: "Guest" } });
    expect(invited.data.user).toMatchObject({ email, user_metadata: { display_name: "Guest" } });
    const mail = await waitForMail(server, email);
    const client = anonymous(server);
    expect((await client.auth.verifyOtp({ type: "invite", token_hash: tokenIn(mail) })).error).toBeNull();
    expect((await client.auth.updateUser({ password: "a good passphrase" })).error).toBeNull();
    await signIn(server, { email, password: "a good passphrase" });
    expect((await admin.inviteUserByEmail(email)).error).toMatchObject({ code: "email_exists" });
  });

  it("generates links that work like those of the mails, and sends none", async () => {
    const person = await signUp(server);
    await waitForMail(server, person.email); // the one of signing up
    for (const type of ["magiclink", "recovery"] as const) {
      const { data, error } = await admin.generateLink({ type, email: person.email });
      expect(error).toBeNull();
      expect(data.user?.email).toBe(person.email);
      expect(data.properties?.action_link).toContain(`/auth/v1/verify?token=${data.properties?.hashed_token}&type=${type}`);
      expect((await anonymous(server).auth.verifyOtp({ type, token_hash: data.properties?.hashed_token ?? "" })).error).toBeNull();
    }
    const code = await admin.generateLink({ type: "magiclink", email: person.email });
    expect((await anonymous(server).auth.verifyOtp({ type: "email", email: person.email, token: code.data.properties?.email_otp ?? "" })).error).toBeNull();
    expect((await admin.generateLink({ type: "recovery", email: address() })).error).toMatchObject({ code: "user_not_found" });
    const made = await admin.generateLink({ type: "invite", email: address() });
    expect((await anonymous(server).auth.verifyOtp({ type: "invite", token_hash: made.data.properties?.hashed_token ?? "" })).error).toBeNull();
    expect(await mailsTo(server, person.email)).toHaveLength(1);
  });

  it("lists and removes second factors, and signs out", async () => {
    const person = await signUp(server);
    const id = (await person.client.auth.getUser()).data.user?.id ?? "";
    const { data } = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
    await person.client.auth.mfa.challengeAndVerify({ factorId: data?.id ?? "", code: await codeOf(data?.totp.secret ?? "", 0) });
    const listed = await admin.mfa.listFactors({ userId: id });
    expect(listed.data).toMatchObject({ factors: [{ id: data?.id, status: "verified" }] });
    const again: Person = await signIn(server, person);
    expect((await again.client.from("workspace").select()).error?.code).toBe("insufficient_aal");
    expect((await admin.mfa.deleteFactor({ userId: NOBODY, id: data?.id ?? "" })).error).toMatchObject({ code: "mfa_factor_not_found" });
    expect((await admin.mfa.deleteFactor({ userId: id, id: data?.id ?? "" })).error).toBeNull();
    expect((await again.client.from("workspace").select()).error).toBeNull();

    const token = await tokenOf(again);
    expect((await admin.signOut(token, "global")).error).toBeNull();
    expect((await send(server, "/auth/v1/user", { token })).status).toBe(403);
  });
});
