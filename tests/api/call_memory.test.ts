// What calls may hold: one alone (LIMIT_CALL_MEMORY, here half of call_memory_megabytes) is told that
// it asks for too much; all together are bounded, too, and who comes then is told to come back.
import { type Socket, connect } from "node:net";

import { afterEach, beforeAll, expect, it } from "vitest";

import { type Person, send, signUp, tokenOf } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";

const MIB = 1024 * 1024;
const server = useServer({ arguments: ["--call-memory-megabytes", "64"] });
let person: Person;
let token = "";

// A show with 8,000 Chinese characters, 40 times: a column of them is a megabyte, and a query may
// name it often.
beforeAll(async () => {
  person = await signUp(server);
  token = await tokenOf(person);
  const shows = Array.from({ length: 40 }, (_, i) => ({ title: `Show ${i}`, day: "2026-03-01", platform: "douyin", review: "货".repeat(8000) }));
  const { error } = await person.client.from("live_session").insert(shows);
  if (error) throw error;
});

const ask = (columns: number) => `/rest/v1/live_session?select=${Array.from({ length: columns }, (_, i) => `c${i}:review`).join()}`;

async function figure(name: string): Promise<number> {
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);
}
const held = () => figure("steward_call_memory_bytes");

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("not within a minute");
}

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(async () => (await held()) < MIB);
});

/** Asks for so many megabytes, and takes none of the answer. */
async function hold(columns: number): Promise<void> {
  const before = await held();
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
  sockets.push(socket);
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(`GET ${ask(columns)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  // Its buffer has the next power of two, and is paid for until all of it is sent.
  await until(async () => (await held()) >= before + 16 * MIB);
}

const refusedOf = async (answer: Response) => [answer.status, answer.headers.get("retry-after"), ((await answer.json()) as { code: string }).code];

it("one call that sends or asks for too much is refused, and nothing of it is kept", async () => {
  expect(await figure("steward_call_memory_limit_bytes")).toBe(64 * MIB);
  const sales = (count: number, brand: string) => Array.from({ length: count }, () => ({ sold_at: "2026-03-01T12:00:00Z", brand, shoe_type: "boot", price: 1 }));
  expect(await refusedOf(await send(server, "/rest/v1/sale", { token, body: sales(10_000, "all") }))).toEqual([413, null, "54000"]);
  expect((await send(server, "/rest/v1/sale", { token, body: sales(500, "some") })).status).toBe(201);
  const count = async (brand: string) => (await person.client.from("sale").select("id", { count: "exact", head: true }).eq("brand", brand)).count;
  expect([await count("all"), await count("some")]).toEqual([0, 500]);

  expect(await refusedOf(await send(server, ask(40), { token }))).toEqual([413, null, "54000"]);
  const most = await send(server, ask(30), { token });
  expect([most.status, ((await most.json()) as unknown[]).length]).toEqual([200, 40]);
});

it("while answers that nobody takes fill it, calls are sent away for a moment, and the probes are not", async () => {
  for (let i = 0; i < 3; i++) await hold(13);
  expect(await held()).toBeGreaterThan(48 * MIB);
  for (const answer of [
    await send(server, "/rest/v1/live_session?select=id&limit=1", { token }),
    await send(server, "/rest/v1/sale", { token, body: { sold_at: "2026-03-01T12:00:00Z", brand: "later", shoe_type: "boot", price: 1 }, headers: { "Idempotency-Key": "later" } }),
    await send(server, "/auth/v1/user", { token }),
  ])
    expect(await refusedOf(answer)).toEqual([503, "1", "53200"]);
  for (const path of ["/healthz", "/readyz", "/metrics", "/"]) expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200]);

  sockets.pop()?.destroy();
  await until(async () => (await send(server, "/rest/v1/live_session?select=id&limit=1", { token })).status === 200);
  expect((await send(server, "/rest/v1/sale", { token, body: { sold_at: "2026-03-01T12:00:00Z", brand: "later", shoe_type: "boot", price: 1 }, headers: { "Idempotency-Key": "later" } })).status).toBe(201);
});

it("a call that grows beyond what is left is stopped, and goes through once the others are done", async () => {
  for (let i = 0; i < 2; i++) await hold(13);
  expect(await refusedOf(await send(server, ask(20), { token }))).toEqual([503, "1", "53200"]);
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(async () => (await held()) < MIB);
  expect((await send(server, ask(20), { token })).status).toBe(200);
});
