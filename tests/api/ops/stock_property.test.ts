// Eight clients move the same stock at once, send a good part of their requests twice or again
// later, and the server is killed between: on hand is the sum of the movements, the value is what
// an independent recomputation says, nothing is booked twice or lost, and nothing is negative where
// that is refused. What each client does follows from a seed; kills come by count, not by the clock.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { type Line, place, refuseNegative, variant } from "./warehouse.ts";
import { Worth, chanceOf, idOf } from "./worth.ts";

const CLIENTS = 8;
const STEPS = 24;
const KILL_AFTER = [30, 110]; // answered requests

interface Step {
  name: string; // its Idempotency-Key and its note
  line: Line & { id?: string; unit_cost?: number; to_location_id?: string; product_variant_id: string };
  answer?: "booked" | "refused";
}
interface Row {
  id: string;
  product_variant_id: string;
  location_id: string;
  sequence: number;
  kind: string;
  quantity: number;
  on_hand: number;
  on_hand_total: number;
  counted: number | null;
  day: string;
  note: string;
}

function plan(seed: number, client: number, variants: string[], places: string[]): Step[] {
  const chance = chanceOf(seed * 1000 + client);
  const pick = <T>(list: readonly T[]) => list[chance(list.length)] as T;
  return Array.from({ length: STEPS }, (_, at) => {
    const name = `${seed}-${client}-${at}`;
    const kind = pick(["in", "in", "out", "out", "out", "transfer", "adjust", "return", "count"] as const);
    const location_id = pick(places);
    const quantity = kind === "adjust" ? pick([-3, -1, 2]) : kind === "count" ? chance(9) : 1 + chance(6);
    const step: Step = {
      name,
      line: { kind, quantity, location_id, product_variant_id: pick(variants), note: name, moved_at: `2026-03-${String(1 + chance(20)).padStart(2, "0")}T12:00:00Z` },
    };
    if (kind === "in" || (kind === "return" && chance(2) === 0)) step.line.unit_cost = 1 + chance(9999);
    if (kind === "transfer") step.line.to_location_id = places[(places.indexOf(location_id) + 1) % places.length] as string;
    if (chance(2) === 0) step.line.id = idOf(name);
    return step;
  });
}

describe.each([
  ["refused", 11],
  ["allowed", 12],
] as const)("stock below zero is %s", (rule, seed) => {
  const server = useServer();
  let boss: Person;
  let variants: string[];
  let places: string[];
  let steps: Step[];

  beforeAll(async () => {
    boss = await signUp(server);
    if (rule === "refused") await refuseNegative(boss);
    variants = [await variant(boss), await variant(boss)];
    places = [await place(boss, "Hall"), await place(boss, "Show")];
    const people = [boss, await invite(server, boss, { warehouse: 3, finance: 2 })];
    const tokens = await Promise.all(people.map(tokenOf));
    let answered = 0;
    let standing = Promise.resolve();

    const once = async (token: string, step: Step): Promise<string> => {
      for (;;) {
        await standing;
        try {
          const answer = await send(server, "/rest/v1/rpc/stock_move", { token, body: { lines: step.line }, headers: { "Idempotency-Key": step.name } });
          const text = await answer.text();
          return answer.status === 200 ? "booked" : answer.status === 409 && text.includes('"55000"') ? "refused" : `${answer.status} ${text}`;
        } catch {
          await new Promise((done) => setTimeout(done, 20)); // it was killed; another one is coming
        }
      }
    };
    const work = async (token: string, list: Step[], chance: (below: number) => number) => {
      for (const step of list) {
        const twice = chance(4) === 0;
        const answers = await Promise.all([once(token, step), ...(twice ? [once(token, step)] : [])]);
        // A refused request has left nothing and may succeed when it is sent again.
        const answer = answers.includes("booked") ? "booked" : answers[0];
        expect([step.name, answers]).toEqual([step.name, answers.map(() => expect.stringMatching(/^(booked|refused)$/))]);
        step.answer = answer as "booked" | "refused";
        if (step.answer === "booked" && chance(4) === 0) expect(await once(token, step)).toBe("booked");
        if (KILL_AFTER.includes(++answered)) standing = server.restart("SIGKILL");
      }
    };
    const plans = Array.from({ length: CLIENTS }, (_, client) => plan(seed, client, variants, places));
    steps = plans.flat();
    await Promise.all(plans.map((list, client) => work(tokens[client % tokens.length] as string, list, chanceOf(seed + 500 + client))));
    await standing;
  });

  const rows = async <T>(path: string): Promise<T[]> => {
    const answer = await send(server, `/rest/v1/${path}`, { token: await tokenOf(boss) });
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T[];
  };
  const movements = () => rows<Row>("stock_movement?order=product_variant_id,sequence&limit=1000");

  it("every step that was answered is booked once, a refused one never; none is missing", async () => {
    const found = new Map<string, number>();
    for (const row of await movements()) found.set(row.note, (found.get(row.note) ?? 0) + 1);
    const expected = new Map(steps.filter((step) => step.answer === "booked").map((step) => [step.name, step.line.kind === "transfer" ? 2 : 1]));
    expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()));
    expect(expected.size).toBeGreaterThan(steps.length / 4);
    if (rule === "allowed") expect(expected.size).toBe(steps.length);
    else expect(expected.size).toBeLessThan(steps.length);
  });

  it("on hand is the sum of the movements, at each place and after each movement", async () => {
    const at = new Map<string, number>();
    const total = new Map<string, [sequence: number, pieces: number]>();
    for (const row of await movements()) {
      const key = `${row.product_variant_id} ${row.location_id}`;
      const [sequence, pieces] = total.get(row.product_variant_id) ?? [0, 0];
      at.set(key, (at.get(key) ?? 0) + row.quantity);
      total.set(row.product_variant_id, [sequence + 1, pieces + row.quantity]);
      expect([row.note, row.sequence, row.on_hand, row.on_hand_total]).toEqual([row.note, sequence + 1, at.get(key), pieces + row.quantity]);
      if (row.kind === "count") expect([row.note, row.on_hand]).toEqual([row.note, row.counted]);
      if (rule === "refused") expect([row.note, row.on_hand < 0]).toEqual([row.note, false]);
    }
    const levels = await rows<Row>("stock_level");
    expect(new Map(levels.map((row) => [`${row.product_variant_id} ${row.location_id}`, row.on_hand]))).toEqual(at);
    if (rule === "allowed") expect(Math.min(...(await movements()).map((row) => row.on_hand))).toBeLessThan(0);
  });

  it("the value equals a recomputation, for each movement, now, and at the end of every day", async () => {
    const costs = new Map(steps.map((step) => [step.name, step.line.unit_cost]));
    const worth = new Map(variants.map((id) => [id, new Worth()]));
    const entries = new Map((await rows<{ stock_movement_id: string; value: number; value_total: number }>("stock_entry?limit=1000")).map((entry) => [entry.stock_movement_id, entry]));
    const byDay = new Map<string, [pieces: number, value: bigint]>();
    for (const row of await movements()) {
      if (row.kind === "transfer" || row.quantity === 0) {
        expect([row.note, entries.has(row.id)]).toEqual([row.note, false]);
        continue;
      }
      const state = worth.get(row.product_variant_id) as Worth;
      const cost = costs.get(row.note);
      const change = state.move(BigInt(row.quantity), cost === undefined ? undefined : BigInt(cost));
      const entry = entries.get(row.id);
      expect([row.note, entry?.value, entry?.value_total]).toEqual([row.note, Number(change), Number(state.value)]);
      const key = `${row.product_variant_id} ${row.day}`;
      const [pieces, value] = byDay.get(key) ?? [0, 0n];
      byDay.set(key, [pieces + row.quantity, value + change]);
    }
    const stock = await rows<{ product_variant_id: string; quantity: number; value: number; unit_cost: number }>("stock_cost");
    expect(new Map(stock.map((row) => [row.product_variant_id, [row.quantity, row.value, row.unit_cost]]))).toEqual(
      new Map([...worth].map(([id, state]) => [id, [Number(state.quantity), Number(state.value), Number(state.average)]])),
    );
    for (let day = 1; day <= 20; day++) {
      const on = `2026-03-${String(day).padStart(2, "0")}`;
      const told = await rows<{ product_variant_id: string; quantity: number; value: number }>(`rpc/stock_value?on=${on}`);
      for (const id of variants) {
        const until = [...byDay].filter(([key]) => key.startsWith(id) && key.slice(id.length + 1) <= on).map(([, sums]) => sums);
        const row = told.find((each) => each.product_variant_id === id);
        const value = until.reduce((sum, [, each]) => sum + each, 0n);
        const pieces = until.reduce((sum, [each]) => sum + each, 0);
        expect([on, row?.quantity ?? 0, row?.value ?? 0]).toEqual([on, pieces, Number(value)]);
      }
    }
  });
});
