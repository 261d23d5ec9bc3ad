// The second factor: an authenticator app by supabase-js, recovery codes, and a workspace that
// demands one.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, tokenIn, waitForMail } from "../../harness/mail.ts";
import { useServer } from "../../harness/server.ts";
import { codeOf } from "../../harness/totp.ts";

const server = useServer();

interface App {
  id: string;
  secret: string;
}

async function enroll(person: Person, friendlyName = "phone"): Promise<App> {
  const { data, error } = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName });
  if (error) throw error;
  return { id: data.id, secret: data.totp.secret };
}

const answer = async (person: Person, app: App, offset: number) =>
  person.client.auth.mfa.challengeAndVerify({ factorId: app.id, code: await codeOf(app.secret, offset) });

/** Somebody with an app whose code of the step before this one is spent. */
async function withFactor(): Promise<{ person: Person; app: App }> {
  const person = await signUp(server);
  const app = await enroll(person);
  const { error } = await answer(person, app, -1);
  if (error) throw error;
  return { person, app };
}

const levelOf = async (person: Person) => (await person.client.auth.mfa.getAuthenticatorAssuranceLevel()).data;
const stateOf = async (person: Person) => dataOf(person.client.rpc("second_factor_state"));
const readWorkspace = async (person: Person) => {
  const found = await person.client.from("workspace").select("name");
  return found.error ? found.error.code : found.data.length;
};

describe("setting up an authenticator app", () => {
  it("shows the secret as text, address and picture, and counts from its first code", async () => {
    const person = await signUp(server);
    const other = await signIn(server, person);
    const otherToken = await tokenOf(other);
    const { data, error } = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone", issuer: "Pace 步伐" });
    expect(error).toBeNull();
    expect(data?.totp.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(data?.totp.uri ?? "");
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.pathname)).toContain(`Pace 步伐:${person.email}`);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: data?.totp.secret, issuer: "Pace 步伐", algorithm: "SHA1", digits: "6", period: "30",
    });
    expect(data?.totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg [^#%]*<\/svg>$/);
    expect(await levelOf(person)).toMatchObject({ currentLevel: "aal1", nextLevel: "aal1" });
    expect(await readWorkspace(person)).toBe(1);

    const app = { id: data?.id ?? "", secret: data?.totp.secret ?? "" };
    const verified = await answer(person, app, -1);
    expect(verified.error).toBeNull();
    expect(verified.data?.user.factors).toMatchObject([{ id: app.id, status: "verified", factor_type: "totp", friendly_name: "phone" }]);
    const level = await levelOf(person);
    expect(level).toMatchObject({ currentLevel: "aal2", nextLevel: "aal2" });
    expect(level?.currentAuthenticationMethods.map((each) => (typeof each === "string" ? each : each.method))).toEqual(["totp", "password"]);
    expect(await readWorkspace(person)).toBe(1);
    expect((await send(server, "/rest/v1/workspace", { token: otherToken })).status).toBe(401);
    expect((await waitForMail(server, person.email, 2)).subject).toBe("A second factor was set up");
    expect((await dataOf(person.client.auth.mfa.listFactors())).totp).toHaveLength(1);
    await person.client.auth.refreshSession();
    expect(await levelOf(person)).toMatchObject({ currentLevel: "aal2" });
  });

  // LIMIT_FACTOR_NAME, LIMIT_ISSUER, LIMIT_AUTH_BODY
  it("has a name of 80 characters at most, shows 64 of the issuer's, and reads 64 KiB", async () => {
    const token = await tokenOf(await signUp(server));
    const ask = async (friendly_name: string, issuer: string, bytes = 0) => {
      const body = JSON.stringify({ factor_type: "totp", friendly_name, issuer }).padEnd(bytes);
      return fetch(`${server.url}/auth/v1/factors`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body });
    };
    const whole = (await (await ask("名".repeat(80), "i".repeat(65))).json()) as { friendly_name: string; totp: { uri: string } };
    expect([whole.friendly_name, new URL(whole.totp.uri).searchParams.get("issuer")]).toEqual(["名".repeat(80), "i".repeat(64)]);
    const other = (await (await ask("名".repeat(79), "步".repeat(64))).json()) as { totp: { uri: string; qr_code: string } };
    expect([other.totp.uri.length <= 1024, new URL(other.totp.uri).searchParams.get("issuer")]).toEqual([true, expect.stringMatching(/^步{40,64}$/)]); // QR_LIMIT_BYTES
    const cut = (await (await ask("名".repeat(81), "Pace")).json()) as { friendly_name: string };
    expect(cut.friendly_name).toBe("名".repeat(80));
    expect([(await ask("a", "Pace", 65_536)).status, (await ask("b", "Pace", 65_537)).status]).toEqual([200, 413]);
  });

  // LIMIT_FACTORS: ten in use; an eleventh needs one of them to go, and each of the ten still counts
  it("has ten apps at most", async () => {
    const person = await signUp(server);
    const apps: App[] = [];
    for (let at = 0; at < 10; at++) {
      const app = await enroll(person, `app ${at}`);
      expect((await answer(person, app, -1)).error).toBeNull();
      apps.push(app);
    }
    const eleventh = () => person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "app 10" });
    expect((await eleventh()).error).toMatchObject({ status: 422, code: "too_many_enrolled_mfa_factors", message: expect.stringContaining("10") as string });
    expect((await dataOf(person.client.auth.mfa.listFactors())).totp.map(({ id }) => id).sort()).toEqual(apps.map(({ id }) => id).sort());
    const later = await signIn(server, person);
    expect((await answer(later, apps[9]!, 0)).error).toBeNull();
    await dataOf(person.client.auth.mfa.unenroll({ factorId: apps[0]!.id }));
    expect((await eleventh()).error).toBeNull();
  });

  it("is refused for another type, a second one of the same name, and when the sign-in is a while ago", async () => {
    const { person } = await withFactor();
    const token = await tokenOf(person);
    const sms = await send(server, "/auth/v1/factors", { token, body: { factor_type: "phone", phone: "123" } });
    expect([sms.status, ((await sms.json()) as { code: string }).code]).toEqual([400, "validation_failed"]);
    expect((await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "phone" })).error).toMatchObject({ code: "mfa_factor_name_conflict" });

    const late = await signUp(server);
    const lateToken = await tokenOf(late);
    server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(16 * 60_000) };
    await server.restart();
    try {
      const refused = await send(server, "/auth/v1/factors", { token: lateToken, body: { factor_type: "totp" } });
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([400, "reauthentication_needed"]);
    } finally {
      server.options.environment = {};
      await server.restart();
    }
  });

  it("keeps the secret in no file of the data", async () => {
    const { app } = await withFactor();
    const folder = join(server.folder, "data");
    for (const name of await readdir(folder, { recursive: true })) {
      const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
      expect([name, bytes.includes(app.secret)]).toEqual([name, false]);
    }
  });
});

describe("an account with a second factor", () => {
  it("is let into no data by the password alone, and told why", async () => {
    const { person, app } = await withFactor();
    const again = await signIn(server, person);
    expect(await levelOf(again)).toMatchObject({ currentLevel: "aal1", nextLevel: "aal2" });
    expect(await stateOf(again)).toEqual({ is_set_up: true, is_shown: false, is_missing: true, codes_left: 0 });
    const token = await tokenOf(again);
    for (const path of ["/rest/v1/workspace", "/rest/v1/member", "/rest/v1/sale", "/rest/v1/audit_event"]) {
      const refused = await send(server, path, { token });
      expect([path, refused.status]).toEqual([path, 403]);
      expect(await refused.json()).toMatchObject({ code: "insufficient_aal" });
    }
    const posted = await send(server, "/rest/v1/sale", { token, body: { brand: "x" } });
    expect(posted.status).toBe(403);
    expect((await again.client.rpc("member_invite", { email: "x@example.com" })).error?.code).toBe("insufficient_aal");
    expect((await again.client.auth.updateUser({ password: "an even better passphrase" })).error).toMatchObject({ code: "insufficient_aal" });
    expect((await again.client.auth.updateUser({ email: `${randomName("new")}@example.com` })).error).toMatchObject({ code: "insufficient_aal" });
    expect((await again.client.auth.mfa.enroll({ factorType: "totp", friendlyName: "mine" })).error).toMatchObject({ code: "insufficient_aal" });
    expect((await again.client.auth.mfa.unenroll({ factorId: app.id })).error).toMatchObject({ code: "insufficient_aal" });
    expect((await again.client.rpc("recovery_codes_make")).error?.code).toBe("insufficient_aal");

    expect((await answer(again, app, 0)).error).toBeNull();
    expect(await readWorkspace(again)).toBe(1);
    expect((await send(server, "/rest/v1/workspace", { token })).status).toBe(403); // the old token stays what it was
    expect((await send(server, "/rest/v1/sale", { token, headers: { "Accept-Language": "zh" } })).status).toBe(403);
  });

  it("is not opened by a recovery mail either", async () => {
    const { person } = await withFactor();
    expect((await anonymous(server).auth.verifyOtp({ type: "signup", token_hash: tokenIn(await waitForMail(server, person.email)) })).error).toBeNull();
    await anonymous(server).auth.resetPasswordForEmail(person.email);
    const client = anonymous(server);
    const mail = await waitForMail(server, person.email, 3);
    expect((await client.auth.verifyOtp({ type: "recovery", token_hash: tokenIn(mail) })).error).toBeNull();
    expect((await client.auth.updateUser({ password: "an even better passphrase" })).error).toMatchObject({ code: "insufficient_aal" });
    await signIn(server, person);
  });

  it("that was never confirmed passes without it to who proves the address", async () => {
    const { person: squatter } = await withFactor();
    await dataOf(squatter.client.rpc("recovery_codes_make"));
    await anonymous(server).auth.resetPasswordForEmail(squatter.email);
    const owner = { ...squatter, client: anonymous(server) };
    const mail = await waitForMail(server, squatter.email, 3);
    expect((await owner.client.auth.verifyOtp({ type: "recovery", token_hash: tokenIn(mail) })).error).toBeNull();
    expect(await stateOf(owner)).toEqual({ is_set_up: false, is_shown: false, is_missing: false, codes_left: 0 });
    expect(await readWorkspace(owner)).toBe(1);
  });

  it("takes each code once, and none of another step, factor, session or account", async () => {
    const { person, app } = await withFactor();
    const used = await codeOf(app.secret, -1);
    const again = await signIn(server, person);
    const verify = async (who: Person, factorId: string, code: string) =>
      (await who.client.auth.mfa.challengeAndVerify({ factorId, code })).error?.code;
    expect(await verify(again, app.id, used)).toBe("mfa_verification_failed");
    expect(await verify(again, app.id, await codeOf(app.secret, -2))).toBe("mfa_verification_failed");
    expect(await verify(again, app.id, await codeOf(app.secret, 3))).toBe("mfa_verification_failed");
    expect(await verify(again, app.id, "12345")).toBe("mfa_verification_failed");

    const { person: stranger } = await withFactor();
    expect(await verify(stranger, app.id, await codeOf(app.secret, 0))).toBe("mfa_factor_not_found");
    const mine = await dataOf(again.client.auth.mfa.challenge({ factorId: app.id }));
    const elsewhere = await signIn(server, person);
    const crossed = await elsewhere.client.auth.mfa.verify({ factorId: app.id, challengeId: mine.id, code: await codeOf(app.secret, 0) });
    expect(crossed.error).toMatchObject({ code: "mfa_challenge_expired" });

    const code = await codeOf(app.secret, 0);
    const answers = await Promise.all([again, elsewhere].map((who) => verify(who, app.id, code)));
    expect(answers.sort()).toEqual(["mfa_verification_failed", undefined].sort());
    const log = await dataOf((await signInWith(person, app, 1)).client.rpc("sign_in_list"));
    expect((log as { outcome: string }[]).filter((each) => each.outcome === "code_refused").length).toBeGreaterThanOrEqual(5);
  });

  const signInWith = async (person: Person, app: App, offset: number): Promise<Person> => {
    const again = await signIn(server, person);
    const { error } = await answer(again, app, offset);
    if (error) throw error;
    return again;
  };

  it("is throttled after eight wrong codes, whoever tries", async () => {
    const { person, app } = await withFactor();
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 10; i++) {
      const thief = await signIn(server, person);
      outcomes.push((await thief.client.auth.mfa.challengeAndVerify({ factorId: app.id, code: "000000" })).error?.code);
    }
    expect(outcomes.slice(0, 8)).toEqual(Array(8).fill("mfa_verification_failed"));
    expect(outcomes.slice(8)).toEqual(Array(2).fill("over_request_rate_limit"));
  });

  it("removes it again, and is then what it was before", async () => {
    const { person, app } = await withFactor();
    await dataOf(person.client.rpc("recovery_codes_make"));
    expect((await person.client.auth.mfa.unenroll({ factorId: "019a0000-0000-7000-8000-000000000000" })).error?.code).toBe("mfa_factor_not_found");
    expect((await person.client.auth.mfa.unenroll({ factorId: app.id })).error).toBeNull();
    expect(await stateOf(person)).toEqual({ is_set_up: false, is_shown: false, is_missing: false, codes_left: 0 });
    expect((await waitForMail(server, person.email, 3)).subject).toBe("A second factor was removed");
    expect(await readWorkspace(await signIn(server, person))).toBe(1);
  });
});

describe("recovery codes", () => {
  const codesOf = async (person: Person) => ((await dataOf(person.client.rpc("recovery_codes_make"))) as { code: string }[]).map((each) => each.code);

  it("stand in for the factor once each, however they are typed", async () => {
    const { person } = await withFactor();
    const codes = await codesOf(person);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
    const [first = "", second = ""] = codes;

    const again = await signIn(server, person);
    expect((await again.client.rpc("recovery_code_use", { code: "00000-00000" })).error?.code).toBe("P0001");
    expect((await again.client.rpc("recovery_code_use", { code: ` ${first.toUpperCase().replace("-", " ")} ` })).error).toBeNull();
    expect(await readWorkspace(again)).toBe("insufficient_aal"); // until the token says so
    await again.client.auth.refreshSession();
    expect(await readWorkspace(again)).toBe(1);
    const level = await levelOf(again);
    expect(level?.currentAuthenticationMethods.map((each) => (typeof each === "string" ? each : each.method))).toEqual(["recovery_code", "password"]);
    expect((await waitForMail(server, person.email, 3)).subject).toBe("A recovery code was used");

    const third = await signIn(server, person);
    expect((await third.client.rpc("recovery_code_use", { code: first })).error?.code).toBe("P0001");
    const { person: stranger } = await withFactor();
    expect((await stranger.client.rpc("recovery_code_use", { code: second })).error?.code).toBe("P0001");
    expect(await stateOf(again)).toMatchObject({ codes_left: 9 });
    await codesOf(again);
    expect((await third.client.rpc("recovery_code_use", { code: second })).error?.code).toBe("P0001");
    expect(await stateOf(again)).toMatchObject({ codes_left: 10 });
  });

  it("work once when two use the same one at once", async () => {
    const { person } = await withFactor();
    const [code] = await codesOf(person);
    const both = await Promise.all([signIn(server, person), signIn(server, person)]);
    const answers = await Promise.all(both.map(async (each) => (await each.client.rpc("recovery_code_use", { code })).error?.code));
    expect(answers.filter((each) => each === undefined)).toHaveLength(1);
  });
});

describe("a workspace that demands a second factor", () => {
  it("opens to no aal1 token, and tells what to do; only who has one may demand it", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { sales: 2 });
    expect((await boss.client.rpc("workspace_second_factor", { demanded: true })).error?.code).toBe("insufficient_aal");
    const app = await enroll(boss);
    expect((await answer(boss, app, -1)).error).toBeNull();
    const [workspace] = await dataOf(boss.client.from("workspace").select("workspace_id"));
    await boss.client.from("workspace").update({ second_factor: true }).eq("workspace_id", workspace?.workspace_id as number);
    expect(await readWorkspace(member)).toBe(1); // the row alone does not: it is read-only
    expect((await member.client.rpc("workspace_second_factor", { demanded: true })).error?.code).toBe("42501");

    expect((await boss.client.rpc("workspace_second_factor", { demanded: true })).error).toBeNull();
    expect(await readWorkspace(boss)).toBe(1);
    const token = await tokenOf(member);
    for (const path of ["/rest/v1/sale", "/rest/v1/workspace", "/rest/v1/rpc/report_summary"]) {
      const refused = await send(server, path, { token, headers: { "Accept-Language": "zh" } });
      expect([path, refused.status]).toEqual([path, 403]);
    }
    const refused = await send(server, "/rest/v1/sale", { token, headers: { "Accept-Language": "zh" } });
    expect(await refused.json()).toMatchObject({ code: "insufficient_aal", message: "该工作区要求启用第二重验证。" });
    const list = await dataOf(member.client.rpc("workspace_list"));
    expect(list).toHaveLength(2); // the way out: one's own workspace
    const own = (list as { workspace_id: number; role: string }[]).find((each) => each.role === "admin");
    await dataOf(member.client.rpc("workspace_switch", { workspace_id: own?.workspace_id }).then(({ data, error }) => ({ data, error })));
    await member.client.auth.refreshSession();
    expect(await readWorkspace(member)).toBe(1);
    await member.client.rpc("workspace_switch", { workspace_id: workspace?.workspace_id });
    await member.client.auth.refreshSession();
    expect(await readWorkspace(member)).toBe("insufficient_aal");

    const mine = await enroll(member);
    expect((await answer(member, mine, -1)).error).toBeNull();
    expect(await readWorkspace(member)).toBe(1);
    const events = await dataOf(boss.client.from("audit_event").select("action").eq("action", "workspace.second_factor_on"));
    expect(events).toHaveLength(1);
    expect((await boss.client.rpc("workspace_second_factor", { demanded: false })).error).toBeNull();
    expect((await mailsTo(server, member.email)).length).toBeGreaterThan(0);
  });
});
