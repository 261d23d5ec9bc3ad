// Broadcast, presence and the life of a channel: supabase-js as it is, and per workspace.
import { RealtimeClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, invite, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { subscribe } from "../../harness/realtime.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
let boss: Person, member: Person & { memberId: string }, stranger: Person;

const soon = { timeout: 60_000, interval: 20 };

beforeAll(async () => {
  boss = await signUp(server);
  await boss.client.rpc("workspace_create", { name: "North" });
  await boss.client.auth.refreshSession();
  member = await invite(server, boss);
  stranger = await signUp(server);
  await stranger.client.rpc("workspace_create", { name: "South" });
  await stranger.client.auth.refreshSession();
});
afterAll(async () => {
  for (const person of [boss, member, stranger]) await person.client.removeAllChannels();
});

/** Joins and collects what is broadcast under any event. */
async function hear(person: Person, topic: string, config: Record<string, unknown> = {}) {
  const heard: { event: string; payload: unknown }[] = [];
  const channel = person.client.channel(topic, { config });
  channel.on("broadcast", { event: "*" }, (message) => heard.push({ event: message.event, payload: message["payload"] }));
  await subscribe(channel);
  return { channel, heard };
}

describe("a broadcast", () => {
  it("reaches the others of the workspace, not its sender", async () => {
    const [a, b] = [await hear(boss, "room"), await hear(member, "room")];
    expect(await a.channel.send({ type: "broadcast", event: "cursor", payload: { x: 1, 名: "值" } })).toBe("ok");
    await expect.poll(() => b.heard, soon).toEqual([{ event: "cursor", payload: { x: 1, 名: "值" } }]);
    expect(a.heard).toEqual([]);
    await boss.client.removeChannel(a.channel);
    await member.client.removeChannel(b.channel);
  });

  it("reaches its sender with self, and is acknowledged with ack", async () => {
    const a = await hear(boss, "own", { broadcast: { self: true, ack: true } });
    expect(await a.channel.send({ type: "broadcast", event: "e", payload: { n: 1 } })).toBe("ok");
    await expect.poll(() => a.heard, soon).toEqual([{ event: "e", payload: { n: 1 } }]);
    await boss.client.removeChannel(a.channel);
  });

  it("may be bytes", async () => {
    const [a, b] = [await hear(boss, "bytes"), await hear(member, "bytes")];
    const bytes = new Uint8Array([0, 1, 254, 255]);
    await a.channel.send({ type: "broadcast", event: "frame", payload: bytes.buffer });
    await expect.poll(() => b.heard.length, soon).toBe(1);
    expect(new Uint8Array(b.heard[0]?.payload as ArrayBuffer)).toEqual(bytes);
    await boss.client.removeChannel(a.channel);
    await member.client.removeChannel(b.channel);
  });

  it("goes between clients of the older and the newer protocol", async () => {
    const old = new RealtimeClient(`${server.url.replace("http", "ws")}/realtime/v1`, {
      params: { apikey: "public" },
      vsn: "1.0.0",
      accessToken: () => tokenOf(member),
    });
    await old.setAuth();
    const heard: unknown[] = [];
    const channel = old.channel("versions");
    channel.on("broadcast", { event: "*" }, (message) => heard.push(message["payload"]));
    await subscribe(channel);
    const newer = await hear(boss, "versions");
    await newer.channel.send({ type: "broadcast", event: "e", payload: { to: "old" } });
    await expect.poll(() => heard, soon).toEqual([{ to: "old" }]);
    await channel.send({ type: "broadcast", event: "e", payload: { to: "new" } });
    await expect.poll(() => newer.heard, soon).toEqual([{ event: "e", payload: { to: "new" } }]);
    await old.removeAllChannels();
    await boss.client.removeChannel(newer.channel);
  });

  it("never crosses into a topic of the same name in another workspace", async () => {
    const [here, there] = [await hear(member, "shared name"), await hear(stranger, "shared name")];
    const a = await hear(boss, "shared name");
    await there.channel.send({ type: "broadcast", event: "e", payload: { from: "there" } });
    await a.channel.send({ type: "broadcast", event: "e", payload: { from: "here" } });
    await expect.poll(() => here.heard, soon).toEqual([{ event: "e", payload: { from: "here" } }]);
    await new Promise((done) => setTimeout(done, 200));
    expect([a.heard, there.heard, here.heard.length]).toEqual([[], [], 1]);
    for (const each of [here, there, a]) await each.channel.unsubscribe();
  });

  it("is sent over HTTP before the channel is joined, and by httpSend", async () => {
    const b = await hear(member, "early");
    const early = boss.client.channel("early");
    expect(await early.send({ type: "broadcast", event: "first", payload: { n: 1 } })).toBe("ok");
    expect(await early.httpSend("second", { n: 2 })).toEqual({ success: true });
    await early.httpSend("third", new Uint8Array([1, 2, 3]));
    await expect.poll(() => b.heard.length, soon).toBe(3);
    expect(b.heard.slice(0, 2)).toEqual([
      { event: "first", payload: { n: 1 } },
      { event: "second", payload: { n: 2 } },
    ]);
    expect(new Uint8Array(b.heard[2]?.payload as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]));
    await member.client.removeChannel(b.channel);
  });

  it("over HTTP is refused to nobody, and when it is malformed", async () => {
    const path = "/realtime/v1/api/broadcast";
    const good = { messages: [{ topic: "t", event: "e", payload: {} }] };
    expect((await send(server, path, { body: good })).status).toBe(401);
    const token = await tokenOf(boss);
    expect((await send(server, path, { body: good, token })).status).toBe(202);
    const bad = [
      {},
      { messages: [] },
      { messages: [{ event: "e", payload: {} }] },
      { messages: [{ topic: "t", payload: {} }] },
      { messages: [{ topic: "t", event: "e" }] },
      { messages: [{ topic: "t".repeat(247), event: "e", payload: {} }] },
      { messages: Array.from({ length: 101 }, () => good.messages[0]) },
    ];
    for (const body of bad) expect((await send(server, path, { body, token })).status, JSON.stringify(body).slice(0, 80)).toBe(422);
  });
});

describe("presence", () => {
  it("tells the state to who joins, then who came, changed and left", async () => {
    const events: string[] = [];
    const a = boss.client.channel("people", { config: { presence: { key: "boss" } } });
    a.on("presence", { event: "join" }, ({ key }) => events.push(`+${key}`));
    a.on("presence", { event: "leave" }, ({ key }) => events.push(`-${key}`));
    await subscribe(a);
    expect(await a.track({ at: "desk" })).toBe("ok");
    await expect.poll(() => Object.keys(a.presenceState()), soon).toEqual(["boss"]);

    const b = member.client.channel("people", { config: { presence: { key: "member" } } });
    b.on("presence", { event: "sync" }, () => undefined);
    await subscribe(b);
    await expect.poll(() => b.presenceState()["boss"], soon).toMatchObject([{ at: "desk" }]);
    await b.track({ at: "door" });
    await expect.poll(() => a.presenceState()["member"], soon).toMatchObject([{ at: "door" }]);
    await b.track({ at: "window" });
    await expect.poll(() => a.presenceState()["member"], soon).toMatchObject([{ at: "window" }]);
    expect(a.presenceState()["member"]?.length).toBe(1);
    await b.untrack();
    await expect.poll(() => Object.keys(a.presenceState()), soon).toEqual(["boss"]);
    await b.track({ at: "door" });
    await expect.poll(() => Object.keys(a.presenceState()).length, soon).toBe(2);
    await member.client.removeChannel(b);
    await expect.poll(() => Object.keys(a.presenceState()), soon).toEqual(["boss"]);
    expect(events.filter((each) => each.endsWith("member")).length).toBeGreaterThan(3);
    await boss.client.removeChannel(a);
  });

  it("of a client that just goes is gone, too; and never seen in another workspace", async () => {
    const a = boss.client.channel("fleeting");
    a.on("presence", { event: "sync" }, () => undefined);
    await subscribe(a);
    const other = stranger.client.channel("fleeting");
    other.on("presence", { event: "sync" }, () => undefined);
    await subscribe(other);
    const device = await signIn(server, member);
    const b = device.client.channel("fleeting", { config: { presence: { key: "phone" } } });
    await subscribe(b);
    await b.track({});
    await expect.poll(() => Object.keys(a.presenceState()), soon).toEqual(["phone"]);
    expect(other.presenceState()).toEqual({});
    await device.client.realtime.disconnect();
    await expect.poll(() => Object.keys(a.presenceState()), soon).toEqual([]);
    await boss.client.removeChannel(a);
    await stranger.client.removeChannel(other);
  });

  it("that is too large is refused", async () => {
    const a = boss.client.channel("large");
    await subscribe(a);
    expect(await a.track({ text: "x".repeat(5000) })).toBe("error");
    await boss.client.removeChannel(a);
  });
});

describe("a channel", () => {
  it("is refused to nobody", async () => {
    const nobody = anonymous(server);
    await expect(subscribe(nobody.channel("room"))).rejects.toThrow("Sign in first.");
    await nobody.removeAllChannels();
  });

  it("ends with the session, and its client is told why", async () => {
    const device = await signIn(server, member);
    const a = await hear(boss, "ending");
    const channel = device.client.channel("ending");
    const system: { status: string; message: string }[] = [];
    const heard: unknown[] = [];
    let closed = 0;
    channel.on("system", {}, (message) => system.push(message as (typeof system)[number]));
    channel.on("broadcast", { event: "*" }, (message) => heard.push(message));
    await new Promise<void>((done) =>
      channel.subscribe((status) => (status === "CLOSED" ? closed++ : status === "SUBSCRIBED" && done())),
    );
    await member.client.auth.signOut({ scope: "others" });
    await a.channel.send({ type: "broadcast", event: "secret", payload: {} });
    await expect.poll(() => closed, soon).toBe(1);
    expect(heard).toEqual([]);
    expect(system.at(-1)).toMatchObject({ status: "error", extension: "system" });
    await boss.client.removeChannel(a.channel);
    await device.client.realtime.disconnect();
  });

  it("ends when its member leaves the workspace", async () => {
    const guest = await invite(server, boss);
    const a = await hear(boss, "leaving");
    const b = await hear(guest, "leaving");
    const { error } = await boss.client.rpc("member_remove", { id: guest.memberId });
    expect(error).toBe(null);
    await a.channel.send({ type: "broadcast", event: "secret", payload: {} });
    await expect.poll(() => b.channel.state, soon).toBe("closed");
    expect(b.heard).toEqual([]);
    await expect(subscribe(guest.client.channel("again"))).rejects.toThrow("You are in no workspace yet.");
    await boss.client.removeChannel(a.channel);
    await guest.client.removeAllChannels();
  });

  it("goes on with a refreshed token, and ends with one of another workspace", async () => {
    const a = await hear(member, "tokens");
    const b = await hear(boss, "tokens");
    await member.client.auth.refreshSession();
    await member.client.realtime.setAuth();
    await b.channel.send({ type: "broadcast", event: "e", payload: {} });
    await expect.poll(() => a.heard.length, soon).toBe(1);
    await member.client.realtime.setAuth(await tokenOf(stranger));
    await expect.poll(() => a.channel.state, soon).toBe("closed");
    await member.client.realtime.setAuth();
    await boss.client.removeChannel(b.channel);
  });

  it("is joined again after the server was killed", async () => {
    const device = await signIn(server, boss);
    const states: string[] = [];
    const heard: unknown[] = [];
    const channel = device.client.channel("survivor");
    channel.on("broadcast", { event: "*" }, (message) => heard.push(message["payload"]));
    channel.subscribe((status) => states.push(status));
    await expect.poll(() => states, soon).toEqual(["SUBSCRIBED"]);
    await server.stop("SIGKILL");
    await expect.poll(() => states.length, { timeout: 60_000 }).toBeGreaterThan(1);
    await server.start();
    // The same address, as a restarted service has.
    const { socketAdapter } = device.client.realtime as unknown as { socketAdapter: { getSocket(): { endPoint: string } } };
    socketAdapter.getSocket().endPoint = `${server.url.replace("http", "ws")}/realtime/v1/websocket`;
    await expect.poll(() => states.at(-1), { timeout: 120_000, interval: 50 }).toBe("SUBSCRIBED");
    const again = await signIn(server, member);
    const sender = await hear(again, "survivor");
    await sender.channel.send({ type: "broadcast", event: "e", payload: { n: 1 } });
    await expect.poll(() => heard, soon).toEqual([{ n: 1 }]);
    await device.client.removeAllChannels();
    await again.client.removeAllChannels();
  });
});
