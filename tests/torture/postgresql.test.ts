// PostgreSQL goes away under clients that write and read, and comes back: meanwhile a clear 503, the
// server lives, and works again by itself; what was acknowledged is there, once, and so is what was
// sent again with its key.
import { afterAll, beforeAll, expect, it } from "vitest";

import { send, signUp, tokenOf } from "../harness/client.ts";
import { Cluster } from "../harness/cluster.ts";
import { Server } from "../harness/server.ts";

const CLIENTS = 16;

let cluster: Cluster;
let server: Server;
let token = "";

beforeAll(async () => {
  cluster = await Cluster.make();
  server = await Server.make({ engine: "postgresql" });
  await server.start();
  token = await tokenOf(await signUp(server));
});
afterAll(async () => {
  await server?.remove();
  await cluster?.remove();
});

/** What clients have met so far. */
const met = { acknowledged: new Set<string>(), repeated: 0, read: 0, refused: 0, codes: new Map<string, number>(), strange: [] as string[] };
let isOver = false;

const soon = () => new Promise((done) => setTimeout(done, 20));

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
    await soon();
  }
}

/** Notes an answer that is no success: true when it says that later is better. */
async function isLater(answer: Response): Promise<boolean> {
  const text = await answer.text();
  const code = answer.status === 503 ? ((JSON.parse(text) as { code?: string }).code ?? "") : "";
  if (answer.status !== 503 || !(Number(answer.headers.get("retry-after")) >= 1) || !/^(08006|08007)$/.test(code)) {
    met.strange.push(`${answer.status} ${answer.headers.get("retry-after")} ${text}`);
    return false;
  }
  met.refused++;
  met.codes.set(code, (met.codes.get(code) ?? 0) + 1);
  return true;
}

/** One sale under one key, sent until it is acknowledged. */
async function sell(key: string): Promise<void> {
  for (;;) {
    const answer = await send(server, "/rest/v1/sale", {
      token,
      body: { sold_at: "2026-03-01T12:00:00Z", brand: key, shoe_type: "boot", price: 1 },
      headers: { "Idempotency-Key": key, Prefer: "return=minimal" },
    });
    if (answer.status === 201) {
      met.acknowledged.add(key);
      if (answer.headers.get("idempotency-replayed")) met.repeated++;
      return;
    }
    if (!(await isLater(answer))) return;
    await soon();
  }
}

async function client(number: number): Promise<void> {
  for (let i = 0; !isOver; i++) {
    await sell(`client ${number} sale ${i}`);
    const read = await send(server, "/rest/v1/sale?select=id&limit=5", { token });
    if (read.status === 200) met.read += ((await read.json()) as unknown[]).length > 0 ? 1 : 0;
    else await isLater(read);
  }
}

it("PostgreSQL is shut down at once, and killed, under load", async () => {
  const { process: child } = server;
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  const health = async (path: string) => {
    const answer = await fetch(server.url + path);
    return [answer.status, answer.headers.get("retry-after"), ((await answer.json()) as { status: string }).status];
  };

  for (const how of ["stop", "kill"] as const) {
    const before = { acknowledged: met.acknowledged.size, read: met.read, refused: met.refused };
    await until(() => met.acknowledged.size >= before.acknowledged + 100 && met.read >= before.read + 100, "clients are served");
    await cluster[how]();
    await until(() => met.refused >= before.refused + 5 * CLIENTS, "clients are refused");

    expect(await health("/healthz")).toEqual([200, null, "ok"]);
    expect(await health("/readyz")).toEqual([503, "1", "the database does not answer"]);
    const refused = await send(server, "/rest/v1/sale?select=id", { token });
    expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
      503, "1", { code: "08006", message: "The database cannot be reached. Nothing was changed. Try again in a moment.", details: null, hint: null },
    ]);

    await cluster.start();
    await until(async () => (await fetch(`${server.url}/readyz`)).status === 200, "ready again");
  }
  const last = met.acknowledged.size;
  await until(() => met.acknowledged.size >= last + 100, "clients are served again");
  isOver = true;
  await Promise.all(clients);

  expect(met.strange.slice(0, 3)).toEqual([]);
  expect([server.process === child, child?.exitCode, child?.signalCode]).toEqual([true, null, null]);
  const sold = new Map<string, number>();
  for (let offset = 0; ; offset += 1000) {
    const answer = await send(server, `/rest/v1/sale?select=brand&order=id&limit=1000&offset=${offset}`, { token });
    const rows = (await answer.json()) as { brand: string }[];
    for (const { brand } of rows) sold.set(brand, (sold.get(brand) ?? 0) + 1);
    if (rows.length < 1000) break;
  }
  expect([...met.acknowledged].filter((key) => !sold.has(key))).toEqual([]);
  expect([...sold].filter(([key, times]) => times !== 1 || !met.acknowledged.has(key))).toEqual([]);
  console.log(`${met.acknowledged.size} sales acknowledged, ${met.repeated} of them when sent again; refused: ${[...met.codes].map(([code, count]) => `${count} x ${code}`).join(", ")}`);
}, 180_000);
