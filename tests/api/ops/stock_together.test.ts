// Eight clients move, count and book boxes of the same stock at once, send a good part of it twice or
// again later, in an order of chance: on hand is the sum of the movements, nothing is booked twice,
// and each place that was counted holds what was really on its shelf. What they do follows from a
// seed. The shelf is a number here: who takes or brings changes it at a moment, and says when.
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { make, place, variant } from "./warehouse.ts";

const CLIENTS = 8;
const VARIANTS = 4;
const MOVES = 12; // of each client
const BOXES = 4;

/** mulberry32: the same numbers for the same seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const idOf = (text: string) => {
  const hex = createHash("sha256").update(text).digest("hex");
  return `019a0000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
};

interface Task {
  path: string;
  body: object;
  key: string;
}

describe.each([21, 22])("seed %i", (seed) => {
  const server = useServer();
  const chance = chanceOf(seed);
  let boss: Person;
  let shelf: string;
  let variants: string[];
  let boxes: string[];
  let sheet: string;
  /** What is really there, and what was there when it was counted. */
  const real = new Map<string, number>();
  const moved = new Map<string, number>();

  beforeAll(async () => {
    boss = await signUp(server);
    shelf = await place(boss, "Shelf");
    variants = await Promise.all(Array.from({ length: VARIANTS }, () => variant(boss)));
    const tokens = await Promise.all([boss, await invite(server, boss, { warehouse: 3 })].map(tokenOf));

    const ask = async (task: Task): Promise<void> => {
      const token = tokens[chance(tokens.length)] as string;
      const answer = await send(server, `/rest/v1/rpc/${task.path}`, { token, body: task.body, headers: { "Idempotency-Key": task.key } });
      const text = await answer.text();
      expect([task.path, answer.status, answer.ok ? "" : text]).toEqual([task.path, 200, ""]);
    };

    // First what the books say, then a shelf that differs from it: somebody forgot to write things down.
    for (const [at, id] of variants.entries()) {
      await ask({ path: "stock_move", key: `${seed}-start-${at}`, body: { lines: { kind: "in", quantity: 40, location_id: shelf, product_variant_id: id, moved_at: new Date(Date.now() - 7_200_000).toISOString() } } });
      real.set(id, 40 + chance(9) - 4);
      moved.set(id, 0);
    }
    boxes = [];
    for (let at = 0; at < BOXES; at++) {
      const box = await make(boss, "inbound_box", { supplier: `S${at}`, location_id: shelf });
      for (const id of variants) await make(boss, "inbound_line", { inbound_box_id: box, product_variant_id: id, description: "x", counted: at + 1 });
      await dataOf(boss.client.rpc("inbound_box_arrive", { id: box }));
      await dataOf(boss.client.rpc("inbound_box_count", { id: box }));
      boxes.push(box);
    }
    sheet = idOf(`${seed}-sheet`);
    await ask({ path: "stock_count_open", key: `${seed}-open`, body: { id: sheet, location_id: shelf } });

    // The hour as it was: every moment has its own millisecond; a size is counted without a break.
    const tasks: Task[] = [];
    let clock = Date.now() - 3_600_000;
    const now = () => new Date((clock += 1000)).toISOString();
    const countAfter = new Map(variants.map((id) => [id, chance(CLIENTS * MOVES)]));
    for (let step = 0; step < CLIENTS * MOVES; step++) {
      for (const id of variants) {
        if (countAfter.get(id) !== step) continue;
        for (let left = real.get(id) as number, part = 0; left > 0; part++) {
          const quantity = Math.min(left, 1 + chance(12));
          left -= quantity;
          tasks.push({ path: "stock_count_scan", key: `${seed}-scan-${id}-${part}`, body: { id: idOf(`${seed}-scan-${id}-${part}`), stock_count_id: sheet, product_variant_id: id, quantity, scanned_at: now() } });
        }
      }
      const id = variants[chance(VARIANTS)] as string;
      const kind = chance(2) === 0 ? "in" : "out";
      const quantity = kind === "out" ? Math.min(1 + chance(4), real.get(id) as number) : 1 + chance(4);
      if (quantity === 0) continue;
      real.set(id, (real.get(id) as number) + (kind === "in" ? quantity : -quantity));
      moved.set(id, (moved.get(id) as number) + (kind === "in" ? quantity : -quantity));
      const name = `${seed}-move-${step}`;
      tasks.push({ path: "stock_move", key: name, body: { lines: { id: idOf(name), kind, quantity, location_id: shelf, product_variant_id: id, note: name, moved_at: now() } } });
    }

    // The server hears of it in another order, from eight clients at once, and of some of it twice.
    const queues: Task[][] = Array.from({ length: CLIENTS }, () => []);
    for (const task of tasks) {
      (queues[chance(CLIENTS)] as Task[]).push(task);
      if (chance(3) === 0) (queues[chance(CLIENTS)] as Task[]).push(task);
    }
    for (const queue of queues)
      for (let at = queue.length - 1; at > 0; at--) {
        const other = chance(at + 1);
        [queue[at], queue[other]] = [queue[other] as Task, queue[at] as Task];
      }
    // Boxes come in only after the count: booked as they are opened, now.
    await Promise.all(queues.map(async (queue) => {
      for (const task of queue) await ask(task);
    }));
    const rest: Task[] = [
      ...boxes.flatMap((id, at) => Array.from({ length: 3 }, (_, time) => ({ path: "inbound_book", key: `${seed}-book-${at}-${time}`, body: { id } }))),
      ...Array.from({ length: 3 }, (_, time) => ({ path: "stock_count_close", key: `${seed}-close-${time}`, body: { id: sheet } })),
    ];
    for (const id of variants) real.set(id, (real.get(id) as number) + (BOXES * (BOXES + 1)) / 2);
    await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
      for (let at = client; at < rest.length; at += CLIENTS) await ask(rest[at] as Task);
    }));
  });

  const rows = async <T>(path: string): Promise<T[]> => {
    const answer = await send(server, `/rest/v1/${path}`, { token: await tokenOf(boss) });
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T[];
  };
  interface Row {
    product_variant_id: string;
    sequence: number;
    quantity: number;
    on_hand: number;
    on_hand_total: number;
    kind: string;
    note: string | null;
    reference_kind: string | null;
    reference_id: string | null;
  }
  const movements = () => rows<Row>("stock_movement?order=product_variant_id,sequence&limit=1000");

  it("after the count each shelf holds in the books what it really holds", async () => {
    const levels = await rows<{ product_variant_id: string; on_hand: number }>("stock_level");
    expect(new Map(levels.map((row) => [row.product_variant_id, row.on_hand]))).toEqual(real);
  });

  it("each thing that was done is booked once", async () => {
    const all = await movements();
    const notes = all.filter((row) => row.note !== null).map((row) => row.note);
    expect(new Set(notes).size).toBe(notes.length);
    for (const [at, box] of boxes.entries()) {
      const own = all.filter((row) => row.reference_id === box);
      expect(own.map((row) => [row.kind, row.quantity])).toEqual(variants.map(() => ["in", at + 1]));
    }
    const counts = all.filter((row) => row.reference_id === sheet);
    expect(counts.length).toBeLessThanOrEqual(VARIANTS);
    expect(counts.length).toBeGreaterThan(0);
    for (const id of variants) {
      const total = all.filter((row) => row.product_variant_id === id && row.kind !== "count" && row.reference_kind !== "box").reduce((sum, row) => sum + row.quantity, 0);
      expect(total).toBe(40 + (moved.get(id) as number));
    }
  });

  it("on hand is the sum of the movements, after each of them", async () => {
    const totals = new Map<string, [sequence: number, pieces: number]>();
    for (const row of await movements()) {
      const [sequence, pieces] = totals.get(row.product_variant_id) ?? [0, 0];
      totals.set(row.product_variant_id, [sequence + 1, pieces + row.quantity]);
      expect([row.sequence, row.on_hand, row.on_hand_total]).toEqual([sequence + 1, pieces + row.quantity, pieces + row.quantity]);
    }
  });
});
