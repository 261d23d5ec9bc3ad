// Sessions: refreshing, ending, being seen, and ending by themselves.
import { createHmac } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { anonymous, dataOf, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { type Server, useServer } from "../../harness/server.ts";

const server = useServer();

const DAY_MS = 86_400_000;
const sources = join(import.meta.dirname, "../../../src");

const refresh = (on: Server, refresh_token: string) =>
  send(on, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token } });

interface Tokens {
  access_token: string;
  refresh_token: string;
}

async function tokensOf(answer: Response): Promise<Tokens> {
  expect(answer.status).toBe(200);
  return (await answer.json()) as Tokens;
}

async function signInBare(on: Server, email: string, password: string): Promise<Tokens> {
  return tokensOf(await send(on, "/auth/v1/token?grant_type=password", { body: { email, password } }));
}

const isOpen = async (on: Server, token: string) => (await send(on, "/rest/v1/workspace", { token })).status === 200;

describe("a refresh token", () => {
  it("may be repeated within ten seconds and gives the same successor; an older one ends the session", async () => {
    const person = await signUp(server);
    const first = await signInBare(server, person.email, person.password);
    const second = await tokensOf(await refresh(server, first.refresh_token));
    const repeated = await tokensOf(await refresh(server, first.refresh_token));
    expect(repeated.refresh_token).toBe(second.refresh_token);
    const third = await tokensOf(await refresh(server, second.refresh_token));
    expect(await isOpen(server, third.access_token)).toBe(true);

    const reused = await refresh(server, first.refresh_token);
    expect(reused.status).toBe(400);
    expect(await reused.json()).toMatchObject({ code: "refresh_token_already_used" });
    expect(await isOpen(server, third.access_token)).toBe(false);
    expect((await refresh(server, third.refresh_token)).status).toBe(400);
    const signIns = await dataOf(person.client.rpc("sign_in_list"));
    expect((signIns as { outcome: string }[]).map((each) => each.outcome)).toContain("reused");
  });

  it("refreshed by many at once gives one successor", async () => {
    const person = await signUp(server);
    const first = await signInBare(server, person.email, person.password);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(server, first.refresh_token)));
    const tokens = await Promise.all(answers.map((each) => tokensOf(each)));
    expect(new Set(tokens.map((each) => each.refresh_token)).size).toBe(1);
  });

  it("that is not ours is refused", async () => {
    const person = await signUp(server);
    const mine = await signInBare(server, person.email, person.password);
    const [key, body, mac] = mine.refresh_token.split(".") as [string, string, string];
    const other = `${body.slice(0, -1)}${body.endsWith("A") ? "B" : "A"}`;
    for (const token of ["", "x", "a.b.c", `${key}.${other}.${mac}`, `${key}.${body}.${mac}A`, `${body}.${body}.${mac}`]) {
      const answer = await refresh(server, token);
      expect([token, answer.status]).toEqual([token, 400]);
    }
    expect((await refresh(server, mine.refresh_token)).status).toBe(200);
  });
});

describe("an access token", () => {
  it("with any bit flipped is refused", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    expect(await isOpen(server, token)).toBe(true);
    for (let at = 0; at < token.length; at += 7) {
      const flipped = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      if (flipped === token) continue;
      const answer = await send(server, "/rest/v1/workspace", { token: flipped });
      expect([at, answer.status]).toEqual([at, 401]);
    }
  });

  it("signed with another secret, or with none, is refused", async () => {
    const person = await signUp(server);
    const [header, claims] = (await tokenOf(person)).split(".") as [string, string];
    const mac = createHmac("sha256", "super-secret-jwt-token-with-at-least-32-characters")
      .update(`${header}.${claims}`)
      .digest("base64url");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const token of [`${header}.${claims}.${mac}`, `${none}.${claims}.`, `${header}.${claims}.`])
      expect((await send(server, "/rest/v1/workspace", { token })).status).toBe(401);
  });
});

describe("secrets", () => {
  it("are compared in constant time: the folders of tokens and keys compare bytes in no other way", async () => {
    const found: string[] = [];
    let constant = 0;
    for (const folder of ["crypto", "auth"])
      for (const name of (await readdir(join(sources, folder))).filter((each) => each.endsWith(".c"))) {
        const text = await readFile(join(sources, folder, name), "utf8");
        constant += text.match(/\b(CRYPTO_memcmp|text_equal_constant_time)\(/g)?.length ?? 0;
        // What is compared there otherwise: names of keys, which are no secret.
        for (const [line] of text.matchAll(/.*\b(?<!CRYPTO_)(mem|str|strn)cmp\(.*/g)) if (!/\bkey|key\b|\bid\b|KEY_ID|named|\.id,/.test(line)) found.push(`${folder}/${name}: ${line.trim()}`);
        // The chain of the audit log is public to its readers.
        for (const [line] of name === "audit.c" ? [] : text.matchAll(/.*\btext_equal\(.*\b(mac|digest|hash|secret|hmac)\w*\b.*/g)) found.push(`${folder}/${name}: ${line.trim()}`);
      }
    expect(found).toEqual([]);
    expect(constant).toBeGreaterThan(3);
  });
});

describe("signing out", () => {
  it("local ends this session, others the others, global all; on the very next request", async () => {
    const here = await signUp(server);
    const [there, elsewhere] = [await signIn(server, here), await signIn(server, here)];
    const tokens = await Promise.all([here, there, elsewhere].map(tokenOf));
    const open = () => Promise.all(tokens.map((token) => isOpen(server, token)));
    expect(await open()).toEqual([true, true, true]);

    await there.client.auth.signOut({ scope: "local" });
    expect(await open()).toEqual([true, false, true]);
    await here.client.auth.signOut({ scope: "others" });
    expect(await open()).toEqual([true, false, false]);
    await here.client.auth.signOut({ scope: "global" });
    expect(await open()).toEqual([false, false, false]);

    const answer = await send(server, "/auth/v1/user", { token: tokens[0] ?? "" });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "session_not_found" });
  });

  it("with an unknown scope is refused", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    expect((await send(server, "/auth/v1/logout?scope=everyone", { token, method: "POST" })).status).toBe(400);
    expect(await isOpen(server, token)).toBe(true);
  });
});

describe("the list of sessions", () => {
  it("shows where one is signed in, with device and coarse region, and ends one of them", async () => {
    const here = await signUp(server);
    const there = await signIn(server, here);
    const token = await tokenOf(there);
    type Session = { id: string; current: boolean; device: string; region: string; idle_days: number };
    const list = (await dataOf(here.client.rpc("session_list"))) as Session[];
    expect(list).toHaveLength(2);
    expect(list.filter((each) => each.current)).toHaveLength(1);
    for (const each of list) expect(each).toMatchObject({ region: "local", idle_days: 14 });
    expect(JSON.stringify(list)).not.toContain("127.0.0.1");

    const other = list.find((each) => !each.current);
    const stranger = await signUp(server);
    expect((await stranger.client.rpc("session_end", { id: other?.id })).error?.code).toBe("P0002");
    expect(await isOpen(server, token)).toBe(true);
    expect((await here.client.rpc("session_end", { id: other?.id })).error).toBeNull();
    expect(await isOpen(server, token)).toBe(false);
    expect(await dataOf(here.client.rpc("session_list"))).toHaveLength(1);
  });

  it("the list of sign-ins shows refused ones, without addresses", async () => {
    const person = await signUp(server);
    await anonymous(server).auth.signInWithPassword({ email: person.email, password: "wrong passphrase" });
    const list = (await dataOf(person.client.rpc("sign_in_list"))) as { outcome: string }[];
    expect(list.map((each) => each.outcome)).toEqual(["refused", "done"]);
    expect(JSON.stringify(list)).not.toContain("127.0.0.1");
  });
});

describe("without being used", () => {
  it("a session ends after the idle limit, and in any case after its longest time", async () => {
    const person = await signUp(server);
    const idle = await signInBare(server, person.email, person.password);
    const used = await signInBare(server, person.email, person.password);
    const shift = async (days: number) => {
      server.options.environment = { STEWARD_CLOCK_SHIFT_MS: String(days * DAY_MS) };
      await server.restart();
    };
    let token = used.refresh_token;
    try {
      await shift(10);
      token = (await tokensOf(await refresh(server, token))).refresh_token;
      await shift(15);
      expect((await send(server, "/rest/v1/workspace", { token: idle.access_token })).status).toBe(401);
      const over = await refresh(server, idle.refresh_token);
      expect(over.status).toBe(400);
      expect(await over.json()).toMatchObject({ code: "session_expired" });
      for (const day of [23, 36, 49, 62, 75, 88]) {
        token = (await tokensOf(await refresh(server, token))).refresh_token;
        await shift(day);
      }
      token = (await tokensOf(await refresh(server, token))).refresh_token;
      await shift(91);
      expect((await refresh(server, token)).status).toBe(400);
    } finally {
      server.options.environment = {};
      await server.restart();
    }
  });
});

describe("the idle limit", () => {
  const strict = useServer({ environment: { STEWARD_IDLE_DAYS: "2" } });

  it("is the one of the settings, is told, and counts from the last use", async () => {
    const person = await signUp(strict);
    expect(await dataOf(person.client.rpc("instance_info"))).toMatchObject({ idle_days: 2 });
    expect(await dataOf(person.client.rpc("session_list"))).toMatchObject([{ idle_days: 2 }]);
    const first = await signInBare(strict, person.email, person.password);
    const shift = async (days: number) => {
      strict.options.environment = { STEWARD_IDLE_DAYS: "2", STEWARD_CLOCK_SHIFT_MS: String(Math.round(days * DAY_MS)) };
      await strict.restart();
    };
    await shift(1.9);
    const second = await tokensOf(await refresh(strict, first.refresh_token));
    await shift(3.8);
    const third = await tokensOf(await refresh(strict, second.refresh_token));
    await shift(5.9);
    const late = await refresh(strict, third.refresh_token);
    expect([late.status, await late.json()]).toMatchObject([400, { code: "session_expired" }]);
  });
});

describe("after a restart", () => {
  it("sessions go on", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    await server.restart();
    expect(await isOpen(server, token)).toBe(true);
    await server.restart("SIGKILL");
    expect(await isOpen(server, token)).toBe(true);
  });
});
