// Two server processes on one PostgreSQL: what happens in one is heard in the other.
import { join } from "node:path";

import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, invite, signUp } from "../../harness/client.ts";
import { listen, subscribe } from "../../harness/realtime.ts";
import { connect } from "../../harness/postgres.ts";
import { Server, engine, useServer } from "../../harness/server.ts";

const soon = { timeout: 60_000, interval: 20 };
const sale = (brand: string) => ({ sold_at: "2026-03-01T12:00:00Z", brand, shoe_type: "runner", quantity: 1, currency: "CNY", price: 100 });

describe.skipIf(engine !== "postgresql")("two processes on one database", () => {
  const first = useServer();
  let second: Server, boss: Person, member: Person;

  beforeAll(async () => {
    second = await Server.make({
      arguments: ["--key-file", join(first.folder, "data.key"), "--database", first.database?.url ?? ""],
    });
    await second.start();
    boss = await signUp(first);
    await boss.client.rpc("workspace_create", { name: "North" });
    await boss.client.auth.refreshSession();
    const invited = await invite(first, boss, { sales: 1, finance: 1 });
    // The member's client speaks to the second process.
    const client = createClient(second.url, "public", { auth: { persistSession: false, autoRefreshToken: false } });
    const { data } = await invited.client.auth.getSession();
    await client.auth.setSession(data.session as never);
    member = { ...invited, client };
  });
  afterAll(async () => {
    await boss.client.removeAllChannels();
    await member.client.removeAllChannels();
    await second.remove();
  });

  it("tell each other of row changes, one by one and in bulk", async () => {
    const heard = await listen(member.client.channel("rows"));
    const { data } = await boss.client.from("sale").insert(sale("Far")).select().single();
    await expect.poll(() => heard.changes.map((each) => each.new), soon).toEqual([data]);
    await boss.client.from("sale").delete().eq("id", (data as { id: string }).id);
    await expect.poll(() => heard.changes.map((each) => each.eventType), soon).toEqual(["INSERT", "DELETE"]);
    await boss.client.from("sale").insert(Array.from({ length: 300 }, () => sale("Bulk")));
    await expect.poll(() => heard.system.at(-1), soon).toMatchObject({ code: "too_many_changes", table: "sale" });
  });

  it("tell each other of broadcasts, also of large ones and of bytes", async () => {
    const heard: unknown[] = [];
    const far = member.client.channel("wide");
    far.on("broadcast", { event: "*" }, (message) => heard.push(message["payload"]));
    await subscribe(far);
    const near = boss.client.channel("wide");
    await subscribe(near);
    const large = { text: "值".repeat(60_000), end: true };
    await near.send({ type: "broadcast", event: "e", payload: { n: 1 } });
    await near.send({ type: "broadcast", event: "e", payload: large });
    await near.send({ type: "broadcast", event: "e", payload: new Uint8Array([7, 0, 255]).buffer });
    await near.send({ type: "broadcast", event: "e", payload: { n: 2 } });
    await expect.poll(() => heard.length, soon).toBe(4);
    expect([heard[0], heard[1], heard[3]]).toEqual([{ n: 1 }, large, { n: 2 }]);
    expect(new Uint8Array(heard[2] as ArrayBuffer)).toEqual(new Uint8Array([7, 0, 255]));
  });

  it("tell each other of presences, and miss those of a process that was killed", async () => {
    const third = await Server.make({
      arguments: ["--key-file", join(first.folder, "data.key"), "--database", first.database?.url ?? ""],
    });
    try {
      await third.start();
      const near = boss.client.channel("people", { config: { presence: { key: "boss" } } });
      near.on("presence", { event: "sync" }, () => undefined);
      await subscribe(near);
      await near.track({ at: "desk" });
      const far = member.client.channel("people", { config: { presence: { key: "member" } } });
      far.on("presence", { event: "sync" }, () => undefined);
      await subscribe(far);
      await far.track({ at: "door" });
      await expect.poll(() => Object.keys(near.presenceState()).sort(), soon).toEqual(["boss", "member"]);
      await expect.poll(() => Object.keys(far.presenceState()).sort(), soon).toEqual(["boss", "member"]);

      const client = createClient(third.url, "public", { auth: { persistSession: false, autoRefreshToken: false } });
      const { data } = await member.client.auth.getSession();
      await client.auth.setSession(data.session as never);
      const fleeting = client.channel("people", { config: { presence: { key: "phone" } } });
      await subscribe(fleeting);
      await fleeting.track({});
      await expect.poll(() => Object.keys(near.presenceState()).sort(), soon).toEqual(["boss", "member", "phone"]);
      await third.stop("SIGKILL");
      await client.realtime.disconnect();
      await far.untrack();
      await expect.poll(() => Object.keys(near.presenceState()), soon).not.toContain("member");
      await expect.poll(() => Object.keys(near.presenceState()), { timeout: 60_000, interval: 100 }).toEqual(["boss"]);
    } finally {
      await third.remove();
    }
  });

  it("say that something may be missing after a lost connection, and hear again", async () => {
    const heard = await listen(member.client.channel("lost"));
    const admin = await connect(first.database?.adminUrl ?? "");
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%steward_feed%' AND pid <> pg_backend_pid()");
    await admin.end();
    await expect.poll(() => heard.system.at(-1), soon).toMatchObject({ code: "too_many_changes", table: null });
    const { data } = await boss.client.from("sale").insert(sale("Again")).select().single();
    await expect.poll(() => heard.changes.map((each) => each.new), soon).toEqual([data]);
  });
});
