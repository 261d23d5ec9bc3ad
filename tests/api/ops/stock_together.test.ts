// Eight clients move, count and book boxes of the same stock at once, send a good part of it twice or
// again later, in an order of chance, and the server is killed in between: on hand is the sum of the
// movements, the value is what a recomputation says, nothing is booked twice or lost, nothing is
// below zero where that is refused, and each place that was counted holds what was really on its
// shelf. What they do follows from a seed; kills come by count, not by the clock. The shelf is a
// number here: who takes or brings changes it at a moment, and says when.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { make, place, refuseNegative, variant } from "./warehouse.ts";
import { Worth, chanceOf, idOf } from "./worth.ts";

const CLIENTS = 8;
const VARIANTS = 4;
const MOVES = 12; // of each client
const BOXES = 4;
const KILL_AFTER = [60]; // answered requests, and once more between the boxes

interface Task {
  path: string;
  body: object;
  key: string;
  never?: boolean; // it is refused whenever it comes
}

describe.each([
  ["allowed", 21],
  ["refused", 22],
] as const)("stock below zero is %s", (rule, seed) => {
  const server = useServer();
  const chance = chanceOf(seed);
  let boss: Person;
  let shelf: string;
  let variants: string[];
  let boxes: string[];
  let sheet: string;
  /** What is really there, and what the books were told of it. */
  const real = new Map<string, number>();
  const moved = new Map<string, number>();
  const costs = new Map<string, bigint>();
  const kills = new Set(KILL_AFTER);
  const start = rule === "refused" ? 6 : 40;

  beforeAll(async () => {
    boss = await signUp(server);
    if (rule === "refused") await refuseNegative(boss);
    shelf = await place(boss, "Shelf");
    variants = await Promise.all(Array.from({ length: VARIANTS }, () => variant(boss)));
    const tokens = await Promise.all([boss, await invite(server, boss, { warehouse: 3, finance: 2 })].map(tokenOf));
    let answered = 0;
    let standing = Promise.resolve();

    /** Asks until it is answered, and says whether it was done. */
    const ask = async (task: Task): Promise<boolean> => {
      const token = tokens[chance(tokens.length)] as string;
      for (;;) {
        await standing;
        let answer: Response;
        let text: string;
        try {
          answer = await send(server, `/rest/v1/rpc/${task.path}`, { token, body: task.body, headers: { "Idempotency-Key": task.key } });
          text = await answer.text();
        } catch {
          await new Promise((done) => setTimeout(done, 20)); // it was killed; another one is coming
          continue;
        }
        const isRefused = rule === "refused" && task.path === "stock_move" && answer.status === 409 && text.includes('"55000"');
        if (!isRefused) expect([task.key, answer.status, answer.ok ? "" : text]).toEqual([task.key, 200, ""]);
        expect([task.key, !isRefused && task.never === true]).toEqual([task.key, false]);
        if (kills.delete(++answered)) standing = server.restart("SIGKILL");
        return !isRefused;
      }
    };

    // First what the books say, then a shelf that differs from it: somebody forgot to write things down.
    for (const [at, id] of variants.entries()) {
      costs.set(`${seed}-start-${at}`, BigInt(1 + chance(9999)));
      await ask({ path: "stock_move", key: `${seed}-start-${at}`, body: { lines: { kind: "in", quantity: start, unit_cost: Number(costs.get(`${seed}-start-${at}`)), note: `${seed}-start-${at}`, location_id: shelf, product_variant_id: id, moved_at: new Date(Date.now() - 7_200_000).toISOString() } } });
      real.set(id, start + (rule === "refused" ? -chance(3) : chance(9) - 4));
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
    const put = (name: string, id: string, kind: "in" | "out", quantity: number) => {
      const unit_cost = kind === "in" ? 1 + chance(9999) : undefined;
      if (unit_cost !== undefined) costs.set(name, BigInt(unit_cost));
      real.set(id, (real.get(id) as number) + (kind === "in" ? quantity : -quantity));
      moved.set(id, (moved.get(id) as number) + (kind === "in" ? quantity : -quantity));
      tasks.push({ path: "stock_move", key: name, body: { lines: { id: idOf(name), kind, quantity, unit_cost, location_id: shelf, product_variant_id: id, note: name, moved_at: now() } } });
    };
    const count = (id: string) => {
      countAfter.delete(id);
      for (let left = real.get(id) as number, part = 0; left > 0; part++) {
        const quantity = Math.min(left, 1 + chance(12));
        left -= quantity;
        tasks.push({ path: "stock_count_scan", key: `${seed}-scan-${id}-${part}`, body: { id: idOf(`${seed}-scan-${id}-${part}`), stock_count_id: sheet, product_variant_id: id, quantity, scanned_at: now() } });
      }
    };
    for (let step = 0; step < CLIENTS * MOVES; step++) {
      for (const id of variants) if (step >= (countAfter.get(id) ?? Infinity) && (real.get(id) as number) > 0) count(id);
      const id = variants[chance(VARIANTS)] as string;
      const kind = chance(2) === 0 ? "in" : "out";
      const quantity = kind === "out" ? Math.min(1 + chance(4), real.get(id) as number) : 1 + chance(4);
      if (quantity > 0) put(`${seed}-move-${step}`, id, kind, quantity);
    }
    for (const id of [...countAfter.keys()]) {
      if (real.get(id) === 0) put(`${seed}-last-${id}`, id, "in", 1);
      count(id);
    }
    if (rule === "refused")
      for (const [at, id] of variants.entries())
        tasks.push({ path: "stock_move", key: `${seed}-never-${at}`, never: true, body: { lines: { kind: "out", quantity: 10_000, location_id: shelf, product_variant_id: id, note: `${seed}-never-${at}` } } });

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
    // What left before the server heard that it came is refused, and sent again later.
    const later: Task[] = [];
    await Promise.all(queues.map(async (queue) => {
      for (const task of queue) if (!(await ask(task)) && !task.never) later.push(task);
    }));
    for (const task of later) expect([task.key, await ask(task)]).toEqual([task.key, true]);
    // Boxes come in only after the count: booked as they are opened, now.
    const rest: Task[] = [
      ...boxes.flatMap((id, at) => Array.from({ length: 3 }, (_, time) => ({ path: "inbound_book", key: `${seed}-book-${at}-${time}`, body: { id } }))),
      ...Array.from({ length: 3 }, (_, time) => ({ path: "stock_count_close", key: `${seed}-close-${time}`, body: { id: sheet } })),
    ];
    for (const id of variants) real.set(id, (real.get(id) as number) + (BOXES * (BOXES + 1)) / 2);
    kills.add(answered + 5);
    await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
      for (let at = client; at < rest.length; at += CLIENTS) await ask(rest[at] as Task);
    }));
    await standing;
    expect([...kills]).toEqual([]);
  });

  const rows = async <T>(path: string): Promise<T[]> => {
    const answer = await send(server, `/rest/v1/${path}`, { token: await tokenOf(boss) });
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T[];
  };
  interface Row {
    id: string;
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
      expect(total).toBe(start + (moved.get(id) as number));
    }
  });

  it("on hand is the sum of the movements, after each of them", async () => {
    const totals = new Map<string, [sequence: number, pieces: number]>();
    for (const row of await movements()) {
      const [sequence, pieces] = totals.get(row.product_variant_id) ?? [0, 0];
      totals.set(row.product_variant_id, [sequence + 1, pieces + row.quantity]);
      expect([row.sequence, row.on_hand, row.on_hand_total]).toEqual([sequence + 1, pieces + row.quantity, pieces + row.quantity]);
      if (rule === "refused") expect([row.note, row.on_hand < 0]).toEqual([row.note, false]);
    }
  });

  it("the value equals a recomputation, for each movement and in all", async () => {
    const worth = new Map(variants.map((id) => [id, new Worth()]));
    const entries = new Map((await rows<{ stock_movement_id: string; value: number; value_total: number }>("stock_entry?limit=1000")).map((entry) => [entry.stock_movement_id, entry]));
    for (const row of await movements()) {
      const state = worth.get(row.product_variant_id) as Worth;
      if (row.quantity === 0) continue;
      const change = state.move(BigInt(row.quantity), row.note === null ? undefined : costs.get(row.note));
      const entry = entries.get(row.id);
      expect([row.note, entry?.value, entry?.value_total]).toEqual([row.note, Number(change), Number(state.value)]);
    }
    const stock = await rows<{ product_variant_id: string; quantity: number; value: number; unit_cost: number }>("stock_cost");
    expect(new Map(stock.map((row) => [row.product_variant_id, [row.quantity, row.value, row.unit_cost]]))).toEqual(
      new Map([...worth].map(([id, state]) => [id, [Number(state.quantity), Number(state.value), Number(state.average)]])),
    );
  });
});
