// The port is open before the store is: while it is being opened, or migrated, whoever watches the
// server gets an answer, and whoever wants something else is told to come back.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, it } from "vitest";

import { connect } from "../harness/postgres.ts";
import { Server, engine } from "../harness/server.ts";

let server: Server | undefined;
afterEach(async () => {
  await server?.remove();
  server = undefined;
});

/** Where it listens, by its log: it says "listening on" only when it serves. */
async function portOf(opening: Server): Promise<string> {
  for (let i = 0; i < 1200; i++) {
    const line = opening.lines.map((each) => (each.startsWith("{") ? (JSON.parse(each) as Record<string, unknown>) : {})).find((each) => Object.values(each).includes("opening"));
    if (line) return `http://127.0.0.1:${String(line["port"])}`;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the port is not open\n${opening.lines.join("\n")}`);
}

async function isOpening(url: string): Promise<void> {
  const health = await fetch(`${url}/healthz`);
  expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ status: "ok" })]);
  const ready = await fetch(`${url}/readyz`, { headers: { Authorization: "Bearer nobody" } });
  expect([ready.status, ready.headers.get("retry-after"), await ready.json()]).toEqual([503, "1", expect.objectContaining({ status: "the database is being opened" })]);
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
  for (const [path, init] of [
    ["/rest/v1/sale?select=id", {}],
    ["/rest/v1/sale", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }],
    ["/auth/v1/token?grant_type=password", { method: "POST", body: "{}" }],
    ["/nothing", {}],
    ["/", {}],
  ] as [string, RequestInit][]) {
    const answer = await fetch(url + path, init);
    expect([path, answer.status, answer.headers.get("retry-after"), await answer.json()]).toEqual([path, 503, "2", expect.objectContaining({ code: "57P03", message: "The server is starting. Try again in a moment." })]);
  }
  expect(((await (await fetch(`${url}/rest/v1/sale`, { headers: { "Accept-Language": "zh" } })).json()) as { message: string }).message).toBe("服务器正在启动，请稍后再试。");
}

it.runIf(engine === "postgresql")("while another process migrates the database", async () => {
  server = await Server.make();
  const other = await connect(server.database!.adminUrl);
  await other.query(`SELECT pg_advisory_lock(${0x57ea4d})`); // MIGRATION_LOCK
  const started = server.start();
  started.catch(() => undefined);
  try {
    await isOpening(await portOf(server));
    expect(server.url).toBe("");
  } finally {
    await other.end();
  }
  await started;
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${server.url}/rest/v1/sale`)).status).toBe(401);
});

it.runIf(engine === "sqlite")("while the disk does not answer; and a store that cannot be opened ends it with a sentence", async () => {
  server = await Server.make();
  const file = join(server.folder, "data/steward.db");
  mkdirSync(join(server.folder, "data"), { mode: 0o700 });
  execFileSync("mkfifo", [file]); // nobody is at its other end: opening it waits
  const started = server.start();
  started.catch(() => undefined);
  await isOpening(await portOf(server));
  execFileSync("sh", ["-c", ': > "$0"', file]);
  await expect(started).rejects.toThrow(/steward\.db cannot be read/);
  rmSync(file);
  await server.start();
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${server.url}/rest/v1/sale`)).status).toBe(401);
});
