// Workspaces, members, roles, grants, invitations, and the audit log of all that.
import { describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { mailsTo, tokenIn, waitForMail } from "../../harness/mail.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();

const product = { name: "Runner", brand: "Pace" };
const status = async (person: Person, path: string, options: Parameters<typeof send>[2] = {}) =>
  (await send(server, path, { ...options, token: await tokenOf(person) })).status;

interface AuditEvent {
  number: number;
  action: string;
  details: Record<string, unknown> | null;
  previous_hash: string | null;
  hash: string;
}

const auditOf = async (person: Person) =>
  (await dataOf(person.client.from("audit_event").select().order("number"))) as AuditEvent[];

describe("grants", () => {
  it("a member without a module gets 403, an admin grants it, the next request succeeds, and both are in the audit log", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss);
    expect(await status(member, "/rest/v1/sale")).toBe(403);
    expect(await status(member, "/rest/v1/sale?select=count()")).toBe(403);
    const grant = async (level: number) =>
      (await boss.client.rpc("member_grant", { id: member.memberId, module: "sales", level })).error;

    expect(await grant(1)).toBeNull();
    expect(await status(member, "/rest/v1/sale")).toBe(200);
    expect(await status(member, "/rest/v1/live_session")).toBe(403);
    expect(await grant(0)).toBeNull();
    expect(await status(member, "/rest/v1/sale")).toBe(403);

    const grants = (await auditOf(boss)).filter((each) => each.action === "member.grant");
    expect(grants.map((each) => each.details)).toEqual([
      { module: "sales", from: 0, to: 1 },
      { module: "sales", from: 1, to: 0 },
    ]);
  });

  it("levels mean view, edit own, edit every", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { sales: 1, warehouse: 1, live: 1 });
    const theirs = await dataOf(boss.client.from("product").insert(product).select("id").single());
    const insert = () => member.client.from("product").insert({ ...product, name: "Mine" }).select("id").single();
    const rename = (id: string) => member.client.from("product").update({ name: "New" }).eq("id", id).select("id");
    const module = "sales";
    const before = await insert();
    expect(before.error?.code).toBe("42501");

    await dataOf(boss.client.rpc("member_grant", { id: member.memberId, module, level: 2 })).catch(() => undefined);
    await boss.client.rpc("member_grant", { id: member.memberId, module: "warehouse", level: 2 });
    const mine = await dataOf(insert());
    expect((await rename(mine.id as string)).data).toHaveLength(1);
    expect((await rename(theirs.id as string)).data ?? []).toHaveLength(0);

    for (const each of ["sales", "warehouse"])
      await boss.client.rpc("member_grant", { id: member.memberId, module: each, level: 3 });
    expect((await rename(theirs.id as string)).data).toHaveLength(1);
  });

  it("an unknown module, level or role is refused", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss);
    const grant = (module: string, level: number) =>
      boss.client.rpc("member_grant", { id: member.memberId, module, level });
    expect((await grant("admin", 3)).error?.code).toBe("22023");
    expect((await grant("core", 3)).error?.code).toBe("22023");
    expect((await grant("spaceship", 1)).error?.code).toBe("22023");
    expect((await grant("sales", 4)).error?.code).toBe("22003");
    const role = await boss.client.rpc("member_set_role", { id: member.memberId, role: "owner" });
    expect(role.error?.code).toBe("23514");
    const invited = await boss.client.rpc("member_invite", { email: "x@example.com", role: "member", grants: { sales: 9 } });
    expect(invited.error?.code).toBe("22023");
  });

  it("a member cannot do what only administrators may", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { sales: 3, live: 3 });
    const calls: [string, object][] = [
      ["member_grant", { id: member.memberId, module: "finance", level: 3 }],
      ["member_set_role", { id: member.memberId, role: "admin" }],
      ["member_remove", { id: member.memberId }],
      ["member_invite", { email: "y@example.com", role: "member" }],
      ["invite_revoke", { id: member.memberId }],
    ];
    for (const [name, body] of calls) expect([name, await status(member, `/rest/v1/rpc/${name}`, { body })]).toEqual([name, 403]);
    for (const path of ["/rest/v1/audit_event", "/rest/v1/invite"]) expect(await status(member, path)).toBe(403);
    for (const entity of ["account", "session", "one_time_token", "server_setting", "outbox_mail", "sign_in_event", "membership"])
      expect([entity, await status(boss, `/rest/v1/${entity}`)]).toEqual([entity, 404]);
    const renamed = await member.client.from("workspace").update({ name: "Mine now" }).gt("week_start", 0).select();
    expect(renamed.data ?? []).toEqual([]);
    expect((await member.client.from("member").update({ role: "admin" }).eq("id", member.memberId)).error).not.toBeNull();
    expect((await boss.client.from("member").delete().eq("id", member.memberId)).error).not.toBeNull();
  });
});

describe("roles", () => {
  it("change on the very next request, and the last administrator cannot go", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss);
    const me = await dataOf(boss.client.from("member").select("id").eq("role", "admin").single());
    const demote = (id: unknown) => boss.client.rpc("member_set_role", { id, role: "member" });
    const remove = (id: unknown) => boss.client.rpc("member_remove", { id });
    expect((await demote(me.id)).error?.code).toBe("P0001");
    expect((await remove(me.id)).error?.code).toBe("P0001");

    await boss.client.rpc("member_set_role", { id: member.memberId, role: "admin" });
    expect(await status(member, "/rest/v1/audit_event")).toBe(200);
    expect((await demote(me.id)).error).toBeNull();
    expect(await status(boss, "/rest/v1/audit_event")).toBe(403);
  });

  it("two administrators who demote each other at once leave one", async () => {
    const boss = await signUp(server);
    const second = await invite(server, boss, {}, "admin");
    const me = await dataOf(boss.client.from("member").select("id").neq("id", second.memberId).single());
    await Promise.all([
      boss.client.rpc("member_set_role", { id: second.memberId, role: "member" }),
      second.client.rpc("member_set_role", { id: me.id, role: "member" }),
    ]);
    const admins = await dataOf(boss.client.from("member").select("id").eq("role", "admin"));
    expect(admins).toHaveLength(1);
  });

  it("who is removed sees nothing on the very next request", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { sales: 3 });
    expect(await status(member, "/rest/v1/sale")).toBe(200);
    expect((await boss.client.rpc("member_remove", { id: member.memberId })).error).toBeNull();
    expect(await status(member, "/rest/v1/sale")).toBe(403);
    expect(await status(member, "/rest/v1/member")).toBe(403);
    const { error } = await member.client.auth.refreshSession();
    expect(error).toBeNull();
    const workspaces = (await dataOf(member.client.rpc("workspace_list"))) as { current: boolean }[];
    expect(workspaces).toHaveLength(1);
    expect(await dataOf(boss.client.from("member").select("id"))).toHaveLength(1);
  });
});

describe("invitations", () => {
  it("go by mail once, let a stranger in by the link alone, and are withdrawn", async () => {
    const boss = await signUp(server);
    const email = `invited-${Date.now()}@example.com`;
    const sent = await boss.client.rpc("member_invite", { email, role: "member", grants: { live: 2 } });
    expect(sent.error).toBeNull();
    expect(sent.data).toMatchObject({ email, role: "member", grants: { live: 2 }, accepted_at: null });
    const mail = await waitForMail(server, email);
    expect(mail.subject).toContain("invites you to");
    expect(JSON.stringify(sent.data)).not.toContain(tokenIn(mail));

    const client = anonymous(server);
    const joined = await client.auth.verifyOtp({ token_hash: tokenIn(mail), type: "invite" });
    expect(joined.error).toBeNull();
    expect((await client.auth.updateUser({ password: "a good passphrase" })).error).toBeNull();
    const workspaces = await dataOf(client.from("workspace").select("workspace_id"));
    expect(workspaces).toEqual(await dataOf(boss.client.from("workspace").select("workspace_id")));
    expect((await client.from("live_session").select()).error).toBeNull();
    expect((await client.from("sale").select()).error?.code).toBe("42501");
    const twice = await anonymous(server).auth.verifyOtp({ token_hash: tokenIn(mail), type: "invite" });
    expect(twice.error).toMatchObject({ code: "otp_expired" });
    const again = await boss.client.rpc("member_invite", { email, role: "member" });
    expect(again.error?.code).toBe("23505");
    expect(await mailsTo(server, email)).toHaveLength(1);
  });

  it("a withdrawn one and an older one of the same address do not work", async () => {
    const boss = await signUp(server);
    const guest = await signUp(server);
    const send = async () =>
      (await dataOf(boss.client.rpc("member_invite", { email: guest.email, role: "admin" }))) as { id: string };
    await send();
    const older = tokenIn(await waitForMail(server, guest.email, 2));
    const second = await send();
    const newer = tokenIn(await waitForMail(server, guest.email, 3));
    expect((await guest.client.rpc("invite_accept", { token: older })).error?.code).toBe("P0002");
    expect((await boss.client.rpc("invite_revoke", { id: second.id })).error).toBeNull();
    expect((await guest.client.rpc("invite_accept", { token: newer })).error?.code).toBe("P0002");
    const stranger = await signUp(server);
    expect((await stranger.client.rpc("invite_revoke", { id: second.id })).error?.code).toBe("P0002");
  });
});

describe("workspaces", () => {
  it("one is in several, and each token works in one", async () => {
    const boss = await signUp(server);
    const made = (await dataOf(
      boss.client.rpc("workspace_create", { name: "Second", time_zone: "Asia/Tokyo", currency: "JPY" }),
    )) as { workspace_id: number };
    const old = await tokenOf(boss);
    const names = async () => (await dataOf(boss.client.from("workspace").select("name"))).map((each) => each.name as string);
    const before = await names();
    expect((await boss.client.rpc("workspace_switch", made)).error).toBeNull();
    expect(await names()).toEqual(before);
    await boss.client.auth.refreshSession();
    expect(await names()).toEqual(["Second"]);
    expect((await send(server, "/rest/v1/workspace?select=name", { token: old }).then((each) => each.json()))).toEqual(
      before.map((name) => ({ name })),
    );
    const list = (await dataOf(boss.client.rpc("workspace_list"))) as { name: string; current: boolean; role: string }[];
    expect(list.map((each) => [each.name, each.current, each.role])).toEqual([
      [before[0], false, "admin"],
      ["Second", true, "admin"],
    ]);
    const stranger = await signUp(server);
    expect((await stranger.client.rpc("workspace_switch", made)).error?.code).toBe("42501");
  });

  it("an administrator changes name, zone and currency, and only to what exists", async () => {
    const boss = await signUp(server);
    const change = (values: object) => boss.client.from("workspace").update(values).gt("week_start", 0).select();
    expect((await change({ name: "Pace", time_zone: "Europe/Paris", currency: "EUR", week_start: 7 })).data).toHaveLength(1);
    expect((await change({ time_zone: "Mars/Base" })).error?.code).toBe("22023");
    expect((await change({ currency: "XXY" })).error).not.toBeNull();
    expect((await change({ week_start: 8 })).error).not.toBeNull();
    expect((await boss.client.from("workspace").insert({ name: "More" })).error).not.toBeNull();
    expect((await boss.client.from("workspace").delete().gt("week_start", 0)).error).not.toBeNull();
  });

  it("numbers are never given twice, also to many at once", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => signUp(server)));
    const made = await Promise.all(
      people.flatMap((person) =>
        [1, 2, 3].map(async (at) => (await dataOf(person.client.rpc("workspace_create", { name: `W${at}` }))) as { workspace_id: number }),
      ),
    );
    expect(new Set(made.map((each) => each.workspace_id)).size).toBe(12);
  });
});

describe("saved views", () => {
  it("are one's own unless they are shared, and shared ones are read only", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss, { sales: 1 });
    const view = (name: string, shared: boolean) => ({ entity: "sale", name, query: { address: "?a=1" }, shared });
    await dataOf(boss.client.from("saved_view").insert([view("Own", false), view("Team", true)]).select());
    const seen = await dataOf(member.client.from("saved_view").select("id,name"));
    expect(seen.map((each) => each.name as string)).toEqual(["Team"]);
    const changed = await member.client.from("saved_view").update({ name: "Hijacked" }).eq("name", "Team").select();
    expect(changed.data ?? []).toEqual([]);
    const gone = await member.client.from("saved_view").delete().eq("name", "Team").select();
    expect(gone.data ?? []).toEqual([]);
    expect(await dataOf(boss.client.from("saved_view").select())).toHaveLength(2);
  });
});

describe("the audit log", () => {
  it("is a chain without gaps that nobody writes through the API", async () => {
    const boss = await signUp(server);
    const member = await invite(server, boss);
    await boss.client.rpc("member_set_role", { id: member.memberId, role: "admin" });
    await boss.client.rpc("member_remove", { id: member.memberId });
    const events = await auditOf(boss);
    expect(events.map((each) => each.action)).toEqual([
      "workspace.create",
      "invite.create",
      "member.join",
      "member.role",
      "member.remove",
    ]);
    events.forEach((each, at) => {
      expect(each.number).toBe(at + 1);
      expect(each.previous_hash ?? "").toBe(at === 0 ? "" : events[at - 1]?.hash);
      expect(each.hash).toMatch(/^[0-9a-f]{64}$/);
    });
    expect(JSON.stringify(events)).not.toContain(member.email);
    const change = await boss.client.from("audit_event").update({ action: "nothing" }).gt("number", 0);
    expect(change.error).not.toBeNull();
    expect((await boss.client.from("audit_event").delete().gt("number", 0)).error).not.toBeNull();
    expect((await boss.client.from("audit_event").insert({ action: "x" })).error).not.toBeNull();
  });
});
