// Idle realtime connections: what they cost, and how long one change takes to reach all of them.
// `node bench/realtime.mjs 10000` starts build/release/steward on a scratch folder; prints JSON.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const wanted = Number(process.argv[2] ?? 10_000);
const folder = await mkdtemp(join(tmpdir(), "steward-bench-"));
// All clients come from one address here; a trusted proxy has no ceiling of its own.
const server = spawn("build/release/steward", ["serve", "--listen", "127.0.0.1:0", "--data", join(folder, "data"), "--trusted-proxies", "127.0.0.1"], { stdio: ["ignore", "pipe", "ignore"] });
const url = await new Promise((done) => {
  server.stdout.setEncoding("utf8").on("data", (text) => {
    const found = /listening on (http:\/\/\S+)/.exec(text);
    if (found) done(found[1]);
  });
});

const ask = async (path, body, token) => {
  const reply = await fetch(url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", apikey: "public", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return reply.status === 204 || reply.status === 201 ? undefined : reply.json();
};
const memory = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, "utf8"))[1]) * 1024;

const mask = (opcode, payload) => {
  const size = Buffer.byteLength(payload);
  const header = size < 126 ? [0x80 | opcode, 0x80 | size] : [0x80 | opcode, 0xfe, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), Buffer.from(payload)]);
};

try {
  const login = { email: "bench@example.com", password: "a passphrase for the bench" };
  await ask("/auth/v1/signup", login);
  const { access_token, refresh_token } = await ask("/auth/v1/token?grant_type=password", login);
  await ask("/rest/v1/rpc/workspace_create", { name: "Bench" }, access_token);
  const { access_token: token } = await ask("/auth/v1/token?grant_type=refresh_token", { refresh_token });

  const { hostname, port } = new URL(url);
  const join = mask(1, JSON.stringify(["1", "1", "realtime:records", "phx_join", { access_token: token, config: { presence: { enabled: false }, postgres_changes: [{ event: "*", schema: "public", table: "sale" }] } }]));
  const request = `GET /realtime/v1/websocket?apikey=public&vsn=2.0.0 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  let joined = 0, reached = 0, reachedAll = () => {};
  const sockets = [];
  const open = () =>
    new Promise((done, fail) => {
      const socket = connect(Number(port), hostname, () => socket.write(Buffer.concat([Buffer.from(request), join])));
      socket.once("error", fail);
      socket.on("data", (data) => {
        if (data.includes("Subscribed")) {
          joined++;
          done();
        }
        if (data.includes('"INSERT"') && ++reached === wanted) reachedAll();
      });
      sockets.push(socket);
    });

  const before = await memory();
  for (let i = 0; i < wanted; i += 100) await Promise.all(Array.from({ length: Math.min(100, wanted - i) }, open));
  await new Promise((done) => setTimeout(done, 4000));
  const after = await memory();
  const times = [];
  for (let i = 0; i < 5; i++) {
    reached = 0;
    const all = new Promise((done) => (reachedAll = done));
    const from = performance.now();
    await ask("/rest/v1/sale", { sold_at: "2026-03-01T12:00:00Z", brand: `Nova ${i}`, shoe_type: "runner", quantity: 1, currency: "CNY", price: 100 }, token);
    await all;
    times.push(Math.round(performance.now() - from));
  }
  console.log(JSON.stringify({ joined, idleBytesEach: Math.round((after - before) / wanted), changeReachesAllMs: times, afterTellingBytesEach: Math.round(((await memory()) - before) / wanted) }));
  for (const socket of sockets) socket.destroy();
} finally {
  server.kill("SIGTERM");
  await new Promise((done) => server.once("close", done));
  await rm(folder, { recursive: true, force: true });
}
