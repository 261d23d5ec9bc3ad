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
