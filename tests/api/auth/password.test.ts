// Passwords: changing one, recovering one, and how they are kept.
import { pbkdf2Sync } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { anonymous, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { tokenIn, waitForMail } from "../../harness/mail.ts";
import { type Server, useServer } from "../../harness/server.ts";
import { openedTables } from "../../harness/sealed.ts";
import { textOf, valueStored } from "../../harness/stored.ts";

const MINUTE_MS = 60_000;
const isOpen = async (on: Server, token: string) => (await send(on, "/rest/v1/workspace", { token })).status === 200;

describe("changing the password", () => {
  const server = useServer();

  it("ends every other session on the very next request", async () => {
    const here = await signUp(server);
    const there = await signIn(server, here);
    const [mine, other] = [await tokenOf(here), await tokenOf(there)];
    expect([await isOpen(server, mine), await isOpen(server, other)]).toEqual([true, true]);

    const changed = await here.client.auth.updateUser({ password: "an even better passphrase" });
    expect(changed.error).toBeNull();
    expect([await isOpen(server, mine), await isOpen(server, other)]).toEqual([true, false]);
    const refreshed = await there.client.auth.refreshSession();
    expect(refreshed.error?.code ?? refreshed.error?.name).toBe("AuthSessionMissingError");

    const old = await anonymous(server).auth.signInWithPassword({ email: here.email, password: here.password });
    expect(old.error).toMatchObject({ code: "invalid_credentials" });
    await signIn(server, { email: here.email, password: "an even better passphrase" });
    expect((await waitForMail(server, here.email, 2)).subject).toBe("Your password was changed");
  });

  it("is refused when it is the old one, too short, or longer than 1024 bytes", async () => {
    const person = await signUp(server);
    const change = async (password: string) => (await person.client.auth.updateUser({ password })).error?.code;
    expect(await change(person.password)).toBe("same_password");
    expect(await change("short")).toBe("weak_password");
    expect(await change("x".repeat(1025))).toBe("validation_failed");
    expect(await change("八个汉字也足够长")).toBeUndefined();
  });

  it("needs the current one when the sign-in is a while ago", async () => {
    const person = await signUp(server);
    const before = await send(server, "/auth/v1/token?grant_type=password", {
      body: { email: person.email, password: person.password },
    });
    const { refresh_token } = (await before.json()) as { refresh_token: string };
    server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(20 * MINUTE_MS) };
    await server.restart();
    try {
      const refreshed = await send(server, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token } });
      const { access_token: token } = (await refreshed.json()) as { access_token: string };
      const change = async (body: object) => {
        const answer = await send(server, "/auth/v1/user", { method: "PUT", token, body });
        return answer.status === 200 ? "changed" : ((await answer.json()) as { code: string }).code;
      };
      const password = "an even better passphrase";
      expect(await change({ password })).toBe("current_password_required");
      expect(await change({ email: "elsewhere@example.com" })).toBe("current_password_required");
      expect(await change({ password, current_password: "wrong passphrase" })).toBe("current_password_invalid");
      expect(await change({ password, current_password: person.password })).toBe("changed");
    } finally {
      server.options.environment = {};
      await server.restart();
    }
  });
});

describe("recovery", () => {
  const server = useServer();

  it("by the link of the mail sets a new password, once", async () => {
    const person = await signUp(server);
    const other = await tokenOf(person);
    const client = anonymous(server);
    expect((await client.auth.resetPasswordForEmail(person.email)).error).toBeNull();
    const mail = await waitForMail(server, person.email, 2);
    expect(mail.subject).toBe("Set a new password");
    const token_hash = tokenIn(mail);

    const opened = await client.auth.verifyOtp({ token_hash, type: "recovery" });
    expect(opened.error).toBeNull();
    expect((await client.auth.updateUser({ password: "a recovered passphrase" })).error).toBeNull();
    expect(await isOpen(server, other)).toBe(false);
    await signIn(server, { email: person.email, password: "a recovered passphrase" });

    const again = await anonymous(server).auth.verifyOtp({ token_hash, type: "recovery" });
    expect(again.error).toMatchObject({ status: 403, code: "otp_expired" });
  });

  it("links are single-use, expire, and an older one counts no more", async () => {
    const person = await signUp(server);
    const client = anonymous(server);
    await client.auth.resetPasswordForEmail(person.email);
    const first = tokenIn(await waitForMail(server, person.email, 2));
    await client.auth.resetPasswordForEmail(person.email);
    const second = tokenIn(await waitForMail(server, person.email, 3));
    const open = async (token_hash: string, type: "recovery" | "signup" = "recovery") => {
      const { data, error } = await anonymous(server).auth.verifyOtp({ token_hash, type });
      return error ? error.code : data.session?.token_type;
    };
    expect(await open(first)).toBe("otp_expired");
    expect(await open(second, "signup")).toBe("otp_expired");
    server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(61 * MINUTE_MS) };
    await server.restart();
    expect(await open(second)).toBe("otp_expired");
    server.options.environment = {};
    await server.restart();
  });

  it("the newest link works within its hour", async () => {
    const person = await signUp(server);
    await anonymous(server).auth.resetPasswordForEmail(person.email);
    const token_hash = tokenIn(await waitForMail(server, person.email, 2));
    server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(59 * MINUTE_MS) };
    await server.restart();
    const { data } = await anonymous(server).auth.verifyOtp({ token_hash, type: "recovery" });
    expect(data.session?.token_type).toBe("bearer");
    server.options.environment = {};
    await server.restart();
  });

  it("mail links never follow the Host of the request", async () => {
    const person = await signUp(server);
    await send(server, "/auth/v1/recover", {
      body: { email: person.email },
      headers: { "X-Forwarded-Host": "evil.example.com" },
    });
    const mail = await waitForMail(server, person.email, 2);
    expect(mail.body).not.toContain("evil.example.com");
    expect(mail.links[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/reset#/);
  });

  it("the link of the original's form leads back to this server only", async () => {
    const person = await signUp(server);
    await send(server, "/auth/v1/recover", { body: { email: person.email } });
    const token = tokenIn(await waitForMail(server, person.email, 2));
    const path = `/auth/v1/verify?type=recovery&token=${token}`;
    const ask = await send(server, path);
    expect([ask.status, ask.headers.get("location")]).toEqual([303, `/reset#${token}`]);
    const away = await send(server, `${path}&redirect_to=${encodeURIComponent("https://evil.example.com/")}`);
    expect(away.headers.get("location")).toMatch(/^\/#access_token=[\w.-]+&token_type=bearer&refresh_token=/);
    const used = await send(server, `${path}&redirect_to=${encodeURIComponent("//evil.example.com/")}`);
    expect(used.headers.get("location")).toMatch(/^\/#error=access_denied&error_code=otp_expired/);
  });

  it("a new address counts once its mail was answered", async () => {
    const person = await signUp(server);
    const email = `${randomName("moved")}@example.com`;
    expect((await person.client.auth.updateUser({ email })).error).toBeNull();
    const mail = await waitForMail(server, email);
    await signIn(server, person);
    const confirmed = await send(server, (mail.links[0] ?? "").slice(server.url.length));
    expect(confirmed.headers.get("location")).toBe("/signin?confirmed=true");
    await signIn(server, { email, password: person.password });
    const old = await anonymous(server).auth.signInWithPassword({ email: person.email, password: person.password });
    expect(old.error).toMatchObject({ code: "invalid_credentials" });
  });
});

/** Every byte that the server has written to its folder and said, and every value in its tables. */
async function everythingOf(server: Server): Promise<Buffer[]> {
  const names = await readdir(server.folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile() && !each.name.endsWith(".eml"));
  const contents = await Promise.all(files.map((each) => readFile(join(each.parentPath, each.name))));
  return [...contents, Buffer.from(textOf(await openedTables(server))), Buffer.from(server.lines.join("\n"))];
}

describe("what is kept", () => {
  const server = useServer();

  it("holds no password in any form, and no token that works", async () => {
    const marker = `Marker${randomName("secret")}`;
    const person = await signUp(server, { password: marker });
    await anonymous(server).auth.signInWithPassword({ email: person.email, password: `${marker}-wrong` });
    const { data } = await person.client.auth.getSession();
    await send(server, "/auth/v1/recover", { body: { email: person.email } });
    const recovery = tokenIn(await waitForMail(server, person.email, 2));
    const changed = `Changed${randomName("secret")}`;
    await person.client.auth.updateUser({ password: changed });
    await waitForMail(server, person.email, 3);
    await server.stop();
    const exported = await server.run("export", "--workspace", "1", "--out", join(server.folder, "export"));
    expect([exported.code, await readFile(join(server.folder, "export", "member.csv"), "utf8")]).toEqual([0, expect.stringContaining("admin")]);

    const everything = await everythingOf(server);
    expect(everything.some((content) => content.includes(person.email))).toBe(true); // the reading works
    const secrets = [marker, changed, data.session?.access_token, data.session?.refresh_token, recovery];
    for (const secret of secrets) {
      const text = secret ?? "";
      expect(text.length).toBeGreaterThan(10);
      const bytes = Buffer.from(text);
      const forms = [text, text.toUpperCase(), bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url")];
      for (const form of forms)
        for (const content of everything) expect(content.includes(form.replace(/=+$/, ""))).toBe(false);
    }
    await server.start();
  });
});

describe("the scheme", () => {
  const server = useServer({ environment: { STEWARD_PASSWORD_SCHEME: "bcrypt", STEWARD_BCRYPT_COST: "10" } });
  const verifierOf = async (email: string) => valueStored(await openedTables(server), "account", "email", email, "password") ?? "";

  it("of a new account is the one of the settings, with its cost", async () => {
    const [first, second] = [await signUp(server, { password: "the same passphrase" }), await signUp(server, { password: "the same passphrase" })];
    const verifiers = [await verifierOf(first.email), await verifierOf(second.email)];
    for (const verifier of verifiers) expect(verifier).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
    expect(verifiers[0]).not.toBe(verifiers[1]);
  });

  it("follows the settings at the next sign-in, and every scheme is verified", async () => {
    const person = await signUp(server);
    const begins = { "pbkdf2-sha256": "$pbkdf2-sha256$i=100000$", argon2id: "$argon2id$v=19$", bcrypt: "$2b$12$" };
    for (const [scheme, begin] of Object.entries(begins)) {
      server.options.environment = { STEWARD_PASSWORD_SCHEME: scheme, STEWARD_PBKDF2_ROUNDS: "100000" };
      await server.restart();
      await signIn(server, person);
      const verifier = await verifierOf(person.email);
      expect(verifier.slice(0, begin.length)).toBe(begin);
      if (scheme === "pbkdf2-sha256") {
        const [, , , salt = "", hash = ""] = verifier.split("$");
        const again = pbkdf2Sync(person.password, Buffer.from(salt, "base64"), 100_000, 32, "sha256");
        expect(again.toString("base64").replace(/=+$/, "")).toBe(hash);
      }
      await signIn(server, person);
      expect(await verifierOf(person.email)).toBe(verifier);
      const { data } = await (await signIn(server, person)).client.auth.getUser();
      expect(data.user?.email).toBe(person.email);
    }
  });
});
