// Set-up: the link that the server prints, who answers for it, and the first administrator.
import { describe, expect, it } from "vitest";

import { anonymous, dataOf, send, signUp, tokenOf as accessOf } from "../../harness/client.ts";
import { waitForMail } from "../../harness/mail.ts";
import { type Server, runSteward, useServer } from "../../harness/server.ts";

const answers = {
  controller_name: "Pace Trading Ltd.",
  controller_place: "Hamburg",
  controller_email: "privacy@pace.example",
  email: "boss@pace.example",
  username: "Boss",
  display_name: "The Boss",
  password: "a good passphrase",
  workspace_name: "Pace",
  time_zone: "Europe/Berlin",
  currency: "EUR",
  language: "en",
};

function tokenOf(server: Server): string {
  const printed = server.lines.filter((line) => line.includes("/setup?token=")).at(-1);
  return /token=([\w-]+)/.exec(printed ?? "")?.[1] ?? "";
}

const finish = (server: Server, body: object) => send(server, "/rest/v1/rpc/setup_finish", { body });

describe("a new server", () => {
  const server = useServer();

  it("is claimed only with the printed link, once, and names who answers for it", async () => {
    expect(await dataOf(anonymous(server).rpc("setup_state"))).toMatchObject({ needed: true, sign_up: "open" });
    const token = tokenOf(server);
    expect(token.length).toBeGreaterThan(20);

    expect((await finish(server, { ...answers, token: "guessed" })).status).toBe(403);
    expect((await finish(server, answers)).status).toBe(400);
    for (const name of ["controller_name", "controller_place", "controller_email"] as const)
      for (const value of ["", "   ", null]) {
        const refused = await finish(server, { ...answers, token, [name]: value });
        expect([name, value, refused.status]).toEqual([name, value, 400]);
        expect(((await refused.json()) as { details: string }).details).toBe(`field: ${name}`);
      }
    expect((await finish(server, { ...answers, token, password: "short" })).status).toBe(422);

    const done = await finish(server, { ...answers, token });
    expect(done.status).toBe(200);
    const session = (await done.json()) as { access_token: string; user: { email: string } };
    expect(session.user.email).toBe(answers.email);
    expect(await dataOf(anonymous(server).rpc("instance_info"))).toMatchObject({
      needs_set_up: false,
      controller: { name: answers.controller_name, place: answers.controller_place, email: answers.controller_email },
      idle_days: 14,
      session_days: 90,
      password_characters: 8,
    });
    const workspace = await send(server, "/rest/v1/workspace?select=name,time_zone,currency", {
      token: session.access_token,
    });
    expect(await workspace.json()).toEqual([{ name: "Pace", time_zone: "Europe/Berlin", currency: "EUR" }]);

    // Who asks for something by mail gets a receipt that names who answers for the server.
    await anonymous(server).auth.resetPasswordForEmail(answers.email);
    const receipt = await waitForMail(server, answers.email);
    expect(receipt.body.replaceAll("\r\n", "\n")).toContain(
      `${answers.controller_name}, ${answers.controller_place}\n${answers.controller_email}\n`,
    );

    expect((await finish(server, { ...answers, token, email: "other@pace.example", username: "x2" })).status).toBe(409);
    expect(await dataOf(anonymous(server).rpc("setup_state"))).toMatchObject({ needed: false, name: answers.controller_name });
    const byName = await anonymous(server).auth.signInWithPassword({ email: "boss", password: answers.password });
    expect(byName.error).toBeNull();
    await server.restart();
    expect(server.lines.filter((line) => line.includes("/setup?token="))).toHaveLength(1);
  });
});

describe("a restart before the set-up", () => {
  const server = useServer();

  it("makes a new link, and the old one stops working", async () => {
    const old = tokenOf(server);
    await server.restart();
    const token = tokenOf(server);
    expect(token).not.toBe(old);
    expect((await finish(server, { ...answers, token: old })).status).toBe(403);
    expect((await finish(server, { ...answers, token })).status).toBe(200);
  });
});

describe("signing up by invitation only", () => {
  const server = useServer({ environment: { STEWARD_SIGN_UP: "invited" } });

  it("refuses strangers", async () => {
    const { error } = await anonymous(server).auth.signUp({ email: "new@example.com", password: "a good passphrase" });
    expect(error).toMatchObject({ status: 422, code: "signup_disabled" });
  });
});

describe("signing up with confirmation", () => {
  const server = useServer({ environment: { STEWARD_SIGN_UP: "confirmed" } });

  it("lets nobody in before the address is confirmed, and says no more than for a wrong password", async () => {
    const person = { email: "careful@example.com", password: "a good passphrase" };
    await anonymous(server).auth.signUp(person);
    const before = await anonymous(server).auth.signInWithPassword(person);
    expect(before.error).toMatchObject({ status: 400, code: "invalid_credentials" });
    const mail = await waitForMail(server, person.email);
    await send(server, (mail.links[0] ?? "").slice(server.url.length));
    expect((await anonymous(server).auth.signInWithPassword(person)).error).toBeNull();
  });
});

describe("modules that are switched off", () => {
  const server = useServer({ environment: { STEWARD_MODULES_OFF: "warehouse, live" } });

  it("are closed to administrators too", async () => {
    const client = anonymous(server);
    const person = { email: "all@example.com", password: "a good passphrase" };
    await client.auth.signUp(person);
    await client.auth.signInWithPassword(person);
    expect((await client.from("live_session").select()).error?.code).toBe("42501");
    expect((await client.from("sale").select()).error).toBeNull();
    const info = (await dataOf(client.rpc("instance_info"))) as { modules: string[] };
    expect(info.modules).toContain("sales");
    expect(info.modules).not.toContain("live");
    const { data } = await client.auth.getClaims();
    expect(data?.claims["modules_off"]).toEqual(["live", "warehouse"]); // for the menus
  });

  it("take every kind of record and their functions along, and nothing else", async () => {
    const person = await signUp(server);
    const token = await accessOf(person);
    const derived = await runSteward(["derive", "entities"]);
    const kinds = [...derived.stdout.matchAll(/^ {4}name: "(\w+)",[\s\S]*?^ {4}module: "(\w+)",/gm)];
    expect(new Set(kinds.map(([, , module]) => module))).toEqual(new Set(["core", "admin", "live", "sales", "warehouse", "finance", "knowledge"]));
    for (const [, name, module = ""] of kinds)
      expect([name, (await send(server, `/rest/v1/${name}?limit=1`, { token })).status]).toEqual([name, ["live", "warehouse"].includes(module) ? 403 : 200]);
    for (const [name, status] of [["stock_on_hand", 403], ["stock_journal", 403], ["report_summary", 403], ["training_mine", 200]] as const)
      expect([name, (await send(server, `/rest/v1/rpc/${name}`, { token, body: {} })).status]).toEqual([name, status]);
  });
});
