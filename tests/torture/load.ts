// Sixty-four clients that write as fast as they are answered, and a record of what they were told.
// A client brings its own ids, so that an answer that was lost can be told from a row that was.
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";

import type { Server } from "../harness/server.ts";

export const CLIENTS = 64;
const BULK = 20;

export interface Told {
  /** Sales that were acknowledged, with the last price that was. */
  sales: Map<string, number>;
  /** What may or may not have happened: asked for, never answered. */
  open: Map<string, number>;
  /** Bulks, which are there whole or not at all. */
  bulks: string[][];
  refused: Map<number, number>;
  /** Ids of sales that were refused. */
  lost: string[];
}

export const nothingTold = (): Told => ({ sales: new Map(), open: new Map(), bulks: [], refused: new Map(), lost: [] });

/** A UUIDv7 of now. */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function send(agent: Agent, server: Server, token: string, method: string, path: string, body: unknown): Promise<number> {
  const text = JSON.stringify(body);
  return new Promise((done) => {
    const asking = request(server.url + path, {
      agent, method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text), Prefer: "return=minimal" },
    }, (answer) => {
      // Told is told with the whole answer: its end, not its first byte.
      answer.on("data", () => undefined).on("end", () => done(answer.complete ? (answer.statusCode ?? 0) : 0)).on("error", () => done(0));
    });
    asking.on("error", () => done(0));
    asking.end(text);
  });
}

const saleOf = (id: string, round: number, price: number) => ({ id, sold_at: "2026-03-01T12:00:00Z", brand: `round ${round}`, shoe_type: "boot", price });

async function client(agent: Agent, server: Server, token: string, round: number, told: Told, isOver: () => boolean): Promise<void> {
  let own: string | undefined;
  for (let i = 0; !isOver(); i++) {
    if (i % 10 === 9 && own) {
      const price = (told.sales.get(own) ?? 0) + 1;
      told.open.set(own, price);
      const status = await send(agent, server, token, "PATCH", `/rest/v1/sale?id=eq.${own}`, { price });
      if (status === 204) told.sales.set(own, price);
      if (status !== 0) told.open.delete(own);
      if (status === 0) return;
      continue;
    }
    const ids = Array.from({ length: i % 15 === 14 ? BULK : 1 }, newId);
    if (ids.length > 1) told.bulks.push(ids);
    for (const id of ids) told.open.set(id, 1);
    const status = await send(agent, server, token, "POST", "/rest/v1/sale", ids.length > 1 ? ids.map((id) => saleOf(id, round, 1)) : saleOf(ids[0] ?? "", round, 1));
    if (status === 0) return;
    for (const id of ids) {
      told.open.delete(id);
      if (status === 201) told.sales.set(id, 1);
      else told.lost.push(id);
    }
    if (status === 201) own = ids[0];
    else told.refused.set(status, (told.refused.get(status) ?? 0) + 1);
  }
}

/** Runs the clients until `isOver`, or until the server no longer answers. */
export async function load(server: Server, token: string, round: number, told: Told, isOver: () => boolean, clients = CLIENTS): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  await Promise.all(Array.from({ length: clients }, () => client(agent, server, token, round, told, isOver)));
  agent.destroy();
}

/** Every sale of the round, id and price. */
export async function found(server: Server, token: string, round: number): Promise<Map<string, number>> {
  const sales = new Map<string, number>();
  for (let last = "00000000-0000-7000-8000-000000000000"; ; ) {
    const path = `/rest/v1/sale?select=id,price&brand=eq.round%20${round}&id=gt.${last}&order=id&limit=1000`;
    const answer = await fetch(server.url + path, { headers: { Authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw new Error(`reading back: ${answer.status} ${await answer.text()}`);
    const rows = (await answer.json()) as { id: string; price: number }[];
    for (const row of rows) sales.set(row.id, row.price);
    last = rows.at(-1)?.id ?? last;
    if (rows.length < 1000) return sales;
  }
}

/** What was told and is not so, in words; empty when all is well. */
export function broken(told: Told, sales: Map<string, number>): string[] {
  const faults: string[] = [];
  for (const [id, price] of told.sales) {
    const is = sales.get(id);
    if (is !== price && !(told.open.has(id) && is === told.open.get(id))) faults.push(`${id} was acknowledged at ${price} and is ${is ?? "not there"}`);
  }
  for (const id of sales.keys()) if (!told.sales.has(id) && !told.open.has(id)) faults.push(`${id} was refused, or never asked for, and is there`);
  for (const bulk of told.bulks) {
    const there = bulk.filter((id) => sales.has(id)).length;
    if (there !== 0 && there !== bulk.length) faults.push(`${there} of a bulk of ${bulk.length} are there`);
  }
  return faults;
}
