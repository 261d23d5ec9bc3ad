// Trying again and again: 429 with Retry-After, long before eighty attempts.
import { describe, expect, it } from "vitest";

import { randomName, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

async function tryUntilRefused(ask: (at: number) => Promise<Response>, most: number) {
  for (let at = 0; at < most; at++) {
    const answer = await ask(at);
    if (answer.status === 429) return { at, answer };
    await answer.arrayBuffer();
  }
  throw new Error(`not throttled after ${most} attempts`);
}

describe("on one account", () => {
  const server = useServer();

  it("bad sign-ins are throttled, and the right password waits too", async () => {
    const person = await signUp(server);
    const ask = (password: string) =>
      send(server, "/auth/v1/token?grant_type=password", { body: { email: person.email, password } });
    const { at, answer } = await tryUntilRefused(() => ask("wrong passphrase"), 20);
    expect(at).toBeLessThanOrEqual(10);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: "over_request_rate_limit" });
    expect((await ask(person.password)).status).toBe(429);
    const other = await signUp(server);
    expect(other.client).toBeTruthy();
    await new Promise((done) => setTimeout(done, 2100));
    expect((await ask(person.password)).status).toBe(200);
  });

  it("attempts at the same time are counted too", async () => {
    const email = `${randomName("nobody")}@example.com`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        send(server, "/auth/v1/token?grant_type=password", { body: { email, password: "wrong passphrase" } }),
      ),
    );
    expect(answers.filter((each) => each.status === 400).length).toBeLessThanOrEqual(6);
  });

  it("a forwarded address counts only from a trusted proxy", async () => {
    const email = `${randomName("nobody")}@example.com`;
    const { at } = await tryUntilRefused(
      (each) =>
        send(server, "/auth/v1/token?grant_type=password", {
          body: { email, password: "wrong passphrase" },
          headers: { "X-Forwarded-For": `203.0.113.${each}` },
        }),
      20,
    );
    expect(at).toBeLessThanOrEqual(10);
  });
});

describe("over many accounts", () => {
  const server = useServer();

  it("bad sign-ins of one address are throttled well before eighty", async () => {
    const { at } = await tryUntilRefused(
      (each) =>
        send(server, "/auth/v1/token?grant_type=password", {
          body: { email: `somebody-${each}@example.com`, password: "wrong passphrase" },
        }),
      80,
    );
    expect(at).toBeLessThan(60);
  });
});

describe("from one IPv6 network", () => {
  const server = useServer({ environment: { STEWARD_TRUSTED_PROXIES: "127.0.0.1" } });

  it("bad sign-ins are counted together, however many addresses it uses", async () => {
    const email = `${randomName("nobody")}@example.com`;
    const { at } = await tryUntilRefused(
      (each) =>
        send(server, "/auth/v1/token?grant_type=password", {
          body: { email, password: "wrong passphrase" },
          headers: { "X-Forwarded-For": `2001:db8:0:1::${(each + 1).toString(16)}` },
        }),
      15,
    );
    expect(at).toBeLessThanOrEqual(10);
  });
});

describe("mails to addresses of somebody's choice", () => {
  const server = useServer();

  it("end, however many addresses there are: nobody sends advertising from here", async () => {
    const boss = await signUp(server);
    const token = await tokenOf(boss);
    const { at } = await tryUntilRefused(
      (each) => send(server, "/rest/v1/rpc/member_invite", { token, body: { email: `stranger-${each}@example.com` } }),
      80,
    );
    expect(at).toBeGreaterThanOrEqual(30);
    expect(at).toBeLessThan(60);
  });
});
