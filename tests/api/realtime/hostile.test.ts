// What no supabase-js would send: requests that are no upgrades, broken frames and messages, floods.
import { randomBytes } from "node:crypto";
import { type Socket, connect } from "node:net";

import { beforeAll, describe, expect, it } from "vitest";

import { type Person, signUp, tokenOf } from "../../harness/client.ts";
import { BareSocket, subscribe, webSocketUrl } from "../../harness/realtime.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer({ arguments: ["--cors-origins", "https://app.example.com"] });
const soon = { timeout: 60_000, interval: 20 };
let boss: Person, token: string;

beforeAll(async () => {
  boss = await signUp(server);
  await boss.client.rpc("workspace_create", { name: "North" });
  await boss.client.auth.refreshSession();
  token = await tokenOf(boss);
});

const upgrade = {
  Host: "localhost", Upgrade: "websocket", Connection: "Upgrade",
  "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** A TCP connection on which this request was sent; `text` is what came back. */
async function ask(path: string, headers: Record<string, string>): Promise<{ socket: Socket; text: () => string }> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let text = "";
  socket.on("data", (data) => (text += data.toString("latin1"))).on("error", () => undefined);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  await expect.poll(() => text.includes("\r\n\r\n"), soon).toBe(true);
  return { socket, text: () => text };
}

const path = "/realtime/v1/websocket?apikey=public&vsn=2.0.0";

describe("the upgrade", () => {
  it.each([
    [path, {}, 101],
    [path, { Origin: "http://localhost" }, 101],
    [path, { Origin: "https://app.example.com" }, 101],
    ["/realtime/v1/websocket?apikey=public", {}, 101],
    [path, { Origin: "https://evil.example" }, 403],
    [path, { Origin: "null" }, 403],
    [path, { Upgrade: "h2c" }, 426],
    [path, { Connection: "keep-alive" }, 400],
    [path, { "Sec-WebSocket-Version": "8" }, 400],
    [path, { "Sec-WebSocket-Key": "short" }, 400],
    ["/realtime/v1/websocket?vsn=2.0.0", {}, 401],
    ["/realtime/v1/websocket?apikey=public&vsn=3.0.0", {}, 400],
  ])("%s with %j is answered %i", async (where, more, status) => {
    const { socket, text } = await ask(where, { ...upgrade, ...more });
    expect(Number(text().slice(9, 12))).toBe(status);
    if (status === 101) expect(text()).toContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    else expect(text()).toMatch(/"message":/);
    socket.destroy();
  });
});

describe("a message that is none", () => {
  const deep = `${"[".repeat(200)}${"]".repeat(200)}`;
  it.each([
    ["not JSON", "hello"],
    ["an object where an array belongs", JSON.stringify({ topic: "phoenix", event: "heartbeat", payload: {}, ref: "1" })],
    ["too short", "[null,null]"],
    ["a topic that is a number", '[null,"1",5,"heartbeat",{}]'],
    ["a payload that is a list", '[null,"1","phoenix","heartbeat",[]]'],
    ["a topic past its limit", JSON.stringify([null, "1", "realtime:" + "x".repeat(300), "phx_join", {}])],
    ["a control character in a name", '[null,"1","realtime:a\\u0007","phx_join",{}]'],
    ["a nest", `[null,"1","phoenix","heartbeat",{"a":${deep}}]`],
    ["a NUL", '[null,"1","phoenix","heartbeat",{"a":"\\u0000"}]'],
    ["binary of no kind", Buffer.from([9, 9, 9])],
    ["binary whose sizes lie", Buffer.from([3, 255, 255, 255, 255, 255, 1, 0])],
    ["nothing", Buffer.alloc(0)],
  ])("%s ends the connection with 1008", async (_, message) => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    socket.socket.send(message);
    await expect.poll(() => socket.closed, soon).toEqual({ code: 1008, reason: "malformed message" });
  });

  it("larger than 256 KiB ends it with 1009", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    socket.socket.send("x".repeat(256 * 1024 + 1));
    await expect.poll(() => socket.closed?.code, soon).toBe(1009);
  });
});

describe("messages in the wrong place", () => {
  it("are answered with an error, and the connection goes on", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    const config = { broadcast: {}, presence: { enabled: true }, postgres_changes: [] };
    socket.send(null, "1", "realtime:nowhere", "broadcast", { event: "e" });
    socket.send("2", "2", "phoenix", "phx_join", { config, access_token: token });
    socket.send("3", "3", "realtime:", "phx_join", { config, access_token: token });
    socket.send("4", "4", "realtime:a", "phx_join", { config });
    socket.send("5", "5", "realtime:a", "phx_join", { config, access_token: "a.b.c" });
    socket.send("6", "6", "realtime:a", "phx_join", { config: "none", access_token: token });
    socket.send("6", "7", "realtime:a", "nonsense", {});
    socket.send("6", "8", "realtime:a", "presence", { event: "vanish" });
    socket.send("6", "9", "realtime:a", "presence", { event: "track", payload: [1] });
    socket.send("6", "10", "realtime:a", "broadcast", { event: "" });
    socket.send("old", "11", "realtime:a", "broadcast", { event: "e" });
    socket.send(null, "12", "phoenix", "heartbeat", {});
    await expect.poll(() => socket.reply("12")?.status, soon).toBe("ok");
    const statuses = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [at + 1, socket.reply(String(at + 1))?.status]));
    expect(statuses).toEqual({ 1: "error", 2: "ok", 3: "error", 4: "error", 5: "error", 6: "ok", 7: "error", 8: "error", 9: "error", 10: "error", 11: "error" });
    socket.socket.close();
    await expect.poll(() => socket.closed?.code, soon).toBe(1000);
  });

  // LIMIT_CHANNELS
  it("more than 100 channels are refused", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    for (let i = 1; i <= 101; i++) socket.send(String(i), String(i), `realtime:${i}`, "phx_join", { access_token: token });
    await expect.poll(() => socket.reply("101")?.status, soon).toBe("error");
    expect(socket.reply("100")?.status).toBe("ok");
    expect(socket.reply("101")?.response).toEqual({ reason: "A connection has at most 100 channels." });
    socket.socket.close();
  });

  // LIMIT_BINDINGS, LIMIT_PRESENCE_KEY, LIMIT_FOLLOW_FILTER
  it("what a join asks for has its ceilings, and a refusal names its own", async () => {
    const change = { event: "*", schema: "public", table: "sale" };
    const filtered = (bytes: number) => [{ ...change, filter: "brand=eq.".padEnd(bytes, "x") }];
    const joins: [Record<string, unknown>, string][] = [
      [{ postgres_changes: Array.from({ length: 32 }, () => change) }, ""], [{ postgres_changes: Array.from({ length: 33 }, () => change) }, "at most 32"],
      [{ presence: { key: "k".repeat(255) } }, ""], [{ presence: { key: "k".repeat(256) } }, "at most 255 bytes"],
      [{ postgres_changes: filtered(4096) }, ""], [{ postgres_changes: filtered(4097) }, "filter"],
    ];
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    for (const [at, [config]] of joins.entries()) socket.send(`${at}`, `${at}`, `realtime:edge-${at}`, "phx_join", { config, access_token: token });
    await expect.poll(() => joins.every((_, at) => socket.reply(`${at}`)), soon).toBe(true);
    for (const [at, [, refusal]] of joins.entries())
      expect([at, socket.reply(`${at}`)?.status, JSON.stringify(socket.reply(`${at}`)?.response)]).toEqual([at, refusal ? "error" : "ok", expect.stringContaining(refusal)]);
    socket.socket.close();
  });

  // LIMIT_REPLY_BYTES: the filters come back in the reply, with an id that is made of them
  it("a join whose reply would have more than 64 KiB is refused, one of 64 KiB is answered whole", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    let number = 0;
    const join = async (bytes: number) => {
      const ref = `${++number}`;
      const changes = [...Array.from({ length: 15 }, () => 4050), bytes].map((size) => ({ event: "*", schema: "public", table: "sale", filter: "brand=eq.".padEnd(size, "x") }));
      socket.send(ref, ref, "realtime:reply", "phx_join", { config: { postgres_changes: changes }, access_token: token });
      await expect.poll(() => socket.reply(ref), soon).toBeDefined();
      const reply = socket.reply(ref)!;
      return reply.status === "ok" ? JSON.stringify(reply.response).length : String(reply.response["reason"]);
    };
    let bytes = 3000, size = await join(bytes);
    for (let i = 0; i < 8 && size !== 65_536; i++) {
      bytes += typeof size === "number" ? 65_536 - size : -1;
      size = await join(bytes);
    }
    expect(size).toBe(65_536);
    expect(await join(bytes + 10)).toContain("65536 bytes"); // whatever the length of its id
    socket.socket.close();
  });

  // LIMIT_PRESENCE: what is kept of one, with its references
  it("a presence has at most 4096 bytes", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    const topic = "realtime:presence-edge";
    socket.send("1", "1", topic, "phx_join", { config: { presence: { key: "k", enabled: true } }, access_token: token });
    await expect.poll(() => socket.reply("1")?.status, soon).toBe("ok");
    const track = async (ref: string, a: string) => {
      socket.send("1", ref, topic, "presence", { type: "presence", event: "track", payload: { a } });
      await expect.poll(() => socket.reply(ref), soon).toBeDefined();
      return [socket.reply(ref)?.status, JSON.stringify(socket.reply(ref)?.response)];
    };
    expect((await track("2", ""))[0]).toBe("ok");
    interface Diff { joins: Record<string, { metas: { phx_ref: string }[] }> }
    const seen = () => (socket.frames.find((frame) => frame[3] === "presence_diff")?.[4] as unknown as Diff | undefined)?.joins["k"]?.metas[0]?.phx_ref;
    await expect.poll(seen, soon).toBeDefined();
    const most = 4096 - JSON.stringify({ phx_ref: seen(), phx_ref_prev: seen(), a: "" }).length;
    expect(await track("3", "x".repeat(most + 1))).toEqual(["error", expect.stringContaining("4096 bytes")]);
    expect((await track("4", "x".repeat(most)))[0]).toBe("ok");
    socket.socket.close();
  });

  // LIMIT_POSTED, LIMIT_BROADCAST_BODY
  it("what is posted has at most 100 messages, and 512 KiB", async () => {
    const post = async (body: string) => {
      const answer = await fetch(`${server.url}/realtime/v1/api/broadcast`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body });
      return [answer.status, (await answer.text()).includes("100")];
    };
    const messages = (count: number) => JSON.stringify({ messages: Array.from({ length: count }, () => ({ topic: "edge", event: "e", payload: {} })) });
    expect([await post(messages(100)), await post(messages(101))]).toEqual([[202, false], [422, true]]);
    const padded = async (bytes: number) => (await post(messages(1).padEnd(bytes)))[0];
    expect([await padded(512 * 1024), await padded(512 * 1024 + 1)]).toEqual([202, 413]);
  });

  // LIMIT_BROADCAST: a payload grows when its numbers are written out
  it("a payload of 768 KiB with its numbers written out arrives whole, and one of more is refused", async () => {
    const channel = boss.client.channel("numbers");
    const heard: { list: number[]; pad: string }[] = [];
    channel.on("broadcast", { event: "e" }, (message) => heard.push((message as unknown as { payload: { list: number[]; pad: string } }).payload));
    await subscribe(channel);
    const post = async (bytes: number) => {
      const numbers = 40_000, frame = '{"list":[],"pad":""}'.length + numbers * "1000000000000,".length - 1;
      const payload = `{"list":[${"1e12,".repeat(numbers).slice(0, -1)}],"pad":"${"x".repeat(bytes - frame)}"}`;
      const answer = await fetch(`${server.url}/realtime/v1/api/broadcast`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: `{"messages":[{"topic":"numbers","event":"e","payload":${payload}}]}` });
      return [answer.status, (await answer.text()).includes("768 KiB")];
    };
    expect(await post(768 * 1024 + 1)).toEqual([413, true]);
    expect(await post(768 * 1024)).toEqual([202, false]);
    await expect.poll(() => heard.length, soon).toBe(1);
    expect([heard[0]?.list.length, new Set(heard[0]?.list), JSON.stringify(heard[0]).length]).toEqual([40_000, new Set([1e12]), 768 * 1024]);
    await boss.client.removeChannel(channel);
  });

  it("a topic that is joined twice is the newer one's", async () => {
    const socket = new BareSocket(webSocketUrl(server));
    await socket.opened;
    socket.send("1", "1", "realtime:twice", "phx_join", { access_token: token, config: { broadcast: { self: true, ack: true } } });
    socket.send("2", "2", "realtime:twice", "phx_join", { access_token: token, config: { broadcast: { self: true, ack: true } } });
    socket.send("2", "3", "realtime:twice", "broadcast", { event: "e", payload: {} });
    await expect.poll(() => socket.reply("3")?.status, soon).toBe("ok");
    expect(socket.raw.filter((each) => typeof each !== "string").length).toBe(1);
    socket.socket.close();
  });
});

describe("a client that does not read", () => {
  it("is told to fetch again instead of more rows, and stays", async () => {
    const { socket: slow } = await ask(path, upgrade);
    let heard = "", gone = false;
    slow.on("data", (piece: Buffer) => (heard += piece.toString("latin1")));
    slow.on("close", () => (gone = true));
    const bindings = [{ event: "*", schema: "public", table: "sale" }];
    for (let n = 0; n < 20; n++) {
      const join = Buffer.from(JSON.stringify(["1", "1", `realtime:slow${n}`, "phx_join", { access_token: token, config: { postgres_changes: bindings } }]));
      slow.write(Buffer.concat([Buffer.from([0x81, 0xfe, join.length >> 8, join.length & 255, 0, 0, 0, 0]), join]));
    }
    const times = (words: string) => heard.split(words).length - 1;
    await expect.poll(() => times("Subscribed to PostgreSQL"), soon).toBe(20);
    slow.pause();
    const sale = { sold_at: "2026-03-01T12:00:00Z", brand: "Slow", shoe_type: "runner", size: "42", quantity: 1, currency: "CNY", price: 19900 };
    for (let n = 0; n < 4; n++) // about 10 MB a time: more than the system keeps for a reader
      expect((await boss.client.from("sale").insert(Array.from({ length: 256 }, () => sale))).error).toBe(null);
    slow.resume();
    await expect.poll(() => times("too_many_changes"), soon).toBeGreaterThanOrEqual(20);
    await expect.poll(async () => {
      const before = times("Last of all");
      if (before === 0) await boss.client.from("sale").insert({ ...sale, brand: "Last of all" });
      return before;
    }, { timeout: 60_000, interval: 1000 }).toBeGreaterThanOrEqual(20);
    expect(gone).toBe(false);
    slow.destroy();
  });

  it("is cut, and the others hear everything", async () => {
    const config = { access_token: token, config: { broadcast: { self: false } } };
    const { socket: slow } = await ask(path, upgrade);
    const join = Buffer.from(JSON.stringify(["1", "1", "realtime:flood", "phx_join", config]));
    const header = Buffer.from([0x81, 0xfe, join.length >> 8, join.length & 255, 0, 0, 0, 0]);
    slow.write(Buffer.concat([header, join]));
    await new Promise((done) => setTimeout(done, 300));
    slow.pause();
    let gone = false;
    slow.on("close", () => (gone = true));

    const heard: number[] = [];
    const reader = boss.client.channel("flood");
    reader.on("broadcast", { event: "n" }, (message) => heard.push((message["payload"] as { n: number }).n));
    await subscribe(reader);
    const writer = new BareSocket(webSocketUrl(server));
    await writer.opened;
    writer.send("1", "1", "realtime:flood", "phx_join", { ...config, config: { broadcast: { ack: true } } });
    const filler = randomBytes(60_000).toString("base64");
    for (let n = 1; n <= 120; n++) {
      writer.send("1", `m${n}`, "realtime:flood", "broadcast", { event: "n", payload: { n, filler } });
      await expect.poll(() => writer.reply(`m${n}`)?.status, soon).toBe("ok");
    }
    await expect.poll(() => heard.length, soon).toBe(120);
    expect(heard).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
    slow.resume();
    await expect.poll(() => gone, soon).toBe(true);
    writer.socket.close();
    await boss.client.removeAllChannels();
  });
});
