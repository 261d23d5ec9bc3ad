// Whoever signs up with somebody else's address gains nothing when its owner turns up; and links
// that were asked for with an old password end with it.
import { describe, expect, it } from "vitest";

import { anonymous, dataOf, randomName, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, tokenIn, waitForMail } from "../../harness/mail.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
const verify = (type: string, token: string) => send(server, "/auth/v1/verify", { body: { type, token_hash: token } });
const isOpen = async (token: string) => (await send(server, "/rest/v1/workspace", { token })).status === 200;

describe("an account whose address was never confirmed", () => {
  it("passes to who follows an invitation: the old password, sessions and links are void", async () => {
    const boss = await signUp(server);
    const squatter = await signUp(server);
    const token = await tokenOf(squatter);
    const other = `${randomName("squatter")}@example.com`;
    expect((await squatter.client.auth.updateUser({ email: other })).error).toBeNull();
    const change = tokenIn(await waitForMail(server, other));

    await dataOf(boss.client.rpc("member_invite", { email: squatter.email, grants: { sales: 3 } }));
    const answer = await verify("invite", tokenIn(await waitForMail(server, squatter.email, 2)));
    const owner = (await answer.json()) as { access_token: string };
    expect(answer.status).toBe(200);
    expect(await isOpen(owner.access_token)).toBe(true);

    expect(await isOpen(token)).toBe(false);
    expect((await squatter.client.auth.refreshSession()).error).not.toBeNull();
    const again = await anonymous(server).auth.signInWithPassword(squatter);
    expect(again.error).toMatchObject({ code: "invalid_credentials" });
    expect((await verify("email_change", change)).status).toBe(403);
  });

  it("passes to who recovers it", async () => {
    const squatter = await signUp(server);
    const token = await tokenOf(squatter);
    await anonymous(server).auth.resetPasswordForEmail(squatter.email);
    expect((await verify("recovery", tokenIn(await waitForMail(server, squatter.email, 2)))).status).toBe(200);
    expect(await isOpen(token)).toBe(false);
  });

  it("keeps its password when its owner confirmed it before", async () => {
    const boss = await signUp(server);
    const person = await signUp(server);
    const confirmation = /token=([\w-]+)/.exec((await waitForMail(server, person.email)).body)?.[1] ?? "";
    expect((await verify("signup", confirmation)).status).toBe(200);
    const token = await tokenOf(person);
    await dataOf(boss.client.rpc("member_invite", { email: person.email }));
    expect((await verify("invite", tokenIn(await waitForMail(server, person.email, 2)))).status).toBe(200);
    expect(await isOpen(token)).toBe(true);
    await signIn(server, person);
  });
});

describe("a new address that was asked for", () => {
  it("is not taken any more once the password was changed", async () => {
    const person = await signUp(server);
    const thief = await signIn(server, person);
    const other = `${randomName("thief")}@example.com`;
    expect((await thief.client.auth.updateUser({ email: other })).error).toBeNull();
    const token = tokenIn(await waitForMail(server, other));
    expect((await person.client.auth.updateUser({ password: "an even better passphrase" })).error).toBeNull();
    expect((await verify("email_change", token)).status).toBe(403);
    expect((await mailsTo(server, other)).length).toBe(1);
    await signIn(server, { email: person.email, password: "an even better passphrase" });
  });
});
