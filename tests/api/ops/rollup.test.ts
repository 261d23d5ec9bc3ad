// Reports while everybody writes: each is a sum over rows that stood together at one moment, and
// once the writing is over they equal a recount from the rows, also after the server was killed.
// Half of what is written comes as pairs: one sale of Left and one of Right, on two days, made,
// changed and deleted by one request. So a report that mixes two moments shows at once.
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, signUp, tokenOf } from "../../harness/client.ts";
import { Server, engine, useServer } from "../../harness/server.ts";
import { type Fact, type Row, type Sale, type Show, compareWith, factsOf, group, mondayOf, saleFactsOf, weekdayOf } from "./recount.ts";

const DAYS = 12;
const WRITERS = 4;
const CHANGES = 18;
const BUILT = { timeout: 60_000, interval: 50 };

/** The same numbers in every run. */
function chance(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

const dayOf = (number: number) => `2025-03-${String(number + 1).padStart(2, "0")}`;
const instantOf = (day: number, hour: number) => `${dayOf(day)}T${String(hour).padStart(2, "0")}:30:00Z`;

interface World {
  token: string;
  shows: string[];
}

async function must(server: Server, path: string, options: Parameters<typeof send>[2]): Promise<unknown> {
  let answer = await send(server, path, options);
  // 503: it met others too often, nothing of it was done, and it is to be sent again.
  for (let again = 0; answer.status === 503 && again < 100; again++) {
    await answer.text();
    answer = await send(server, path, options);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

async function all<T>(server: Server, token: string, table: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = (await must(server, `/rest/v1/${table}?order=id&offset=${rows.length}&limit=1000`, { token })) as T[];
    rows.push(...page);
    if (page.length < 1000) return rows;
  }
}

const report = async (server: Server, token: string, name: string, body: object) =>
  (await must(server, `/rest/v1/rpc/${name}`, { token, body })) as Row[];

async function newWorld(server: Server, person: Person): Promise<World> {
  const token = await tokenOf(person);
  const show = (number: number) => ({
    title: `Show ${number}`,
    day: dayOf(number * 2),
    platform: number % 2 ? "tiktok" : "whatnot",
    host: number % 3 ? "Maya" : null,
    status: number === 4 ? "planned" : "ended",
    currency: number === 2 ? "EUR" : "USD",
    cost: number * 100,
    gmv: number === 1 ? 123_456 : null,
  });
  const made = await dataOf(person.client.from("live_session").insert([0, 1, 2, 3, 4].map(show)).select("id"));
  const next = chance(1);
  await must(server, "/rest/v1/sale", { token, body: Array.from({ length: 300 }, () => someSale(next, made.map((each) => each.id as string))) });
  return { token, shows: made.map((each) => each.id as string) };
}

function someSale(next: ReturnType<typeof chance>, shows: string[]): Record<string, unknown> {
  const show = next(shows.length + 1);
  return {
    sold_at: instantOf(next(DAYS), next(24)),
    live_session_id: shows[show] ?? null,
    brand: ["Nike", "adidas", "Puma"][next(3)],
    shoe_type: ["Dunk", "Samba"][next(2)],
    size: ["41", "42.5", "43"][next(3)],
    size_system: ["EU", "UK"][next(2)],
    quantity: 1 + next(3),
    price: next(20_000),
    cost: next(3) ? next(9_000) : null,
    currency: next(5) ? "USD" : "EUR",
  };
}

/** One who writes: only what this one made, so nobody waits for anybody. */
class Writer {
  readonly pairs: string[] = [];
  made = 0;
  readonly number: number;
  readonly server: Server;
  readonly world: World;
  readonly next: ReturnType<typeof chance>;

  constructor(number: number, server: Server, world: World, next: ReturnType<typeof chance>) {
    this.number = number;
    this.server = server;
    this.world = world;
    this.next = next;
  }

  ask(method: string, path: string, body?: unknown, prefer?: string): Promise<unknown> {
    return must(this.server, `/rest/v1/${path}`, { method, token: this.world.token, body, ...(prefer ? { headers: { Prefer: prefer } } : {}) });
  }

  pair(name: string): Record<string, unknown>[] {
    const price = 1 + this.next(5_000);
    const sale = () => ({ ...someSale(this.next, this.world.shows), shoe_type: name, price, quantity: 1, cost: 7, currency: "USD" });
    return [
      { ...sale(), brand: "Left", external_ref: `${name} left` },
      { ...sale(), brand: "Right", external_ref: `${name} right` },
    ];
  }

  async add(): Promise<void> {
    const name = `pair ${this.number}-${++this.made}`;
    await this.ask("POST", "sale", this.pair(name));
    this.pairs.push(name);
  }

  async change(): Promise<void> {
    const name = this.pairs[this.next(this.pairs.length)];
    if (name === undefined) return this.add();
    const at = `sale?shoe_type=eq.${encodeURIComponent(name)}`;
    const changes: (() => Promise<unknown>)[] = [
      () => this.ask("PATCH", at, { price: this.next(9_000), cost: null }),
      () => this.ask("PATCH", at, { sold_at: instantOf(this.next(DAYS), this.next(24)) }),
      () => this.ask("PATCH", at, { live_session_id: this.world.shows[this.next(5)], size: "44" }),
      () => this.ask("PATCH", `live_session?id=eq.${this.world.shows[this.next(5)]}`, { day: dayOf(this.next(DAYS)), cost: this.next(900) }),
      () => this.ask("POST", "sale", { ...someSale(this.next, []), brand: "Left" }, "tx=rollback"),
      () => this.merge(at, name),
      () => this.ask("POST", "sale", Array.from({ length: 20 }, () => someSale(this.next, this.world.shows))),
      () => this.ask("DELETE", at).then(() => this.pairs.splice(this.pairs.indexOf(name), 1)),
    ];
    await changes[this.next(changes.length)]?.();
  }

  /** The same rows again, on other days, by their ids. */
  async merge(at: string, name: string): Promise<void> {
    const rows = (await this.ask("GET", `${at}&order=brand`)) as { id: string }[];
    const again = this.pair(name).map((each, index) => ({ ...each, id: rows[index]?.id }));
    await this.ask("POST", "sale", again, "resolution=merge-duplicates");
  }
}

const FIRST_REPORTS: [string, object][] = [
  ["report_sales", { group: "brand" }],
  ["report_sales", { group: "brand", from: dayOf(0), to: dayOf(DAYS - 1) }],
  ["report_size_run", { top: 1000 }],
];

/** The pairs, as a report sees them at its moment. */
function expectPairs(rows: Row[]): void {
  const sumOf = (brand: string) => {
    const sums = { gmv: 0, units: 0, orders: 0 };
    for (const row of rows.filter((each) => each.brand === brand))
      for (const name of ["gmv", "units", "orders"] as const) sums[name] += row[name];
    return sums;
  };
  expect(sumOf("Left")).toEqual(sumOf("Right"));
}

async function storm(servers: Server[], world: World, seed: number): Promise<void> {
  let isOver = false;
  const writers = Array.from({ length: WRITERS }, (_, at) => new Writer(seed * 10 + at, servers[at % servers.length] as Server, world, chance(seed * 100 + at)));
  const watch = async (server: Server) => {
    for (let at = 0; !isOver; at++) {
      const [name, input] = FIRST_REPORTS[at % FIRST_REPORTS.length] as [string, object];
      expectPairs(await report(server, world.token, name, input));
    }
  };
  const writing = Promise.all(writers.map(async (writer) => {
    for (let i = 0; i < CHANGES; i++) await (i % 3 ? writer.change() : writer.add());
  })).finally(() => (isOver = true));
  await Promise.all([writing, ...servers.map(watch)]);
}

/** Every report there is, against the rows. */
async function compareAll(server: Server, token: string): Promise<void> {
  const shows = await all<Show>(server, token, "live_session");
  const sales = await all<Sale>(server, token, "sale");
  const homes = new Set(sales.filter((sale) => shows.some((show) => show.id === sale.live_session_id && show.currency === sale.currency)).map((sale) => sale.live_session_id));
  const counted = shows.filter((show) => show.status !== "planned" || show.gmv !== null || homes.has(show.id));
  const facts = [
    ...factsOf(counted, sales),
    // A planned show without a figure counts with what it sold in other currencies.
    ...factsOf(shows.filter((show) => !counted.includes(show)), sales.filter((sale) => sale.live_session_id !== null)).filter((fact) => fact.currency !== fact.show?.currency),
  ];
  const ask = (input: object) => report(server, token, "report_sales", { top: 10_000, ...input });
  const ofShows: Record<string, (fact: Fact) => string | null> = {
    show: (fact) => fact.show?.id ?? null,
    day: (fact) => fact.day,
    week: (fact) => mondayOf(fact.day),
    month: (fact) => fact.day.slice(0, 7),
    weekday: (fact) => weekdayOf(fact.day),
    platform: (fact) => fact.show?.platform ?? null,
    host: (fact) => fact.show?.host ?? null,
  };
  const ofSales: Record<string, (row: Sale) => string> = {
    brand: (row) => row.brand,
    shoe_type: (row) => `${row.brand} ${row.shoe_type}`,
    size: (row) => `${row.size_system} ${row.size}`,
    hour: (row) => String(row.hour),
    weekday_hour: (row) => `${weekdayOf(row.day)} ${row.hour}`,
  };
  const period = { from: dayOf(3), to: dayOf(8) };
  const isInside = ({ day }: { day: string }) => day >= period.from && day <= period.to;
  const platforms = new Map(shows.map((show) => [show.id, show.platform]));
  for (const [name, keyOf] of Object.entries(ofShows)) {
    compareWith(await ask({ group: name }), group(facts, keyOf));
    compareWith(await ask({ group: name, ...period }), group(facts.filter(isInside), keyOf));
    compareWith(await ask({ group: name, platform: "tiktok" }), group(facts.filter((fact) => fact.show?.platform === "tiktok"), keyOf));
  }
  for (const [name, keyOf] of Object.entries(ofSales)) {
    compareWith(await ask({ group: name }), group(saleFactsOf(sales), keyOf));
    compareWith(await ask({ group: name, ...period, currency: "USD" }), group(saleFactsOf(sales).filter((sale) => isInside(sale) && sale.currency === "USD"), keyOf));
    compareWith(await ask({ group: name, brand: "Nike" }), group(saleFactsOf(sales).filter((sale) => sale.brand === "Nike"), keyOf));
    compareWith(
      await ask({ group: name, platform: "whatnot" }),
      group(saleFactsOf(sales).filter((sale) => platforms.get(sale.live_session_id ?? "") === "whatnot"), keyOf),
    );
  }
}

const summed = (server: Server) => server.lines.filter((line) => /performance.*\brollup\b/.test(line)).length;

/** Has the days summed that are not, and sees that some were since `before`. */
async function sumUp(server: Server, token: string, before: number): Promise<void> {
  await report(server, token, "report_summary", {});
  await expect.poll(() => summed(server), BUILT).toBeGreaterThan(before);
}

describe("reports while everybody writes", () => {
  const server = useServer();
  let person: Person, world: World;

  beforeAll(async () => {
    person = await signUp(server);
    world = await newWorld(server, person);
  });

  it("are of one moment each, and equal the rows afterwards", async () => {
    await sumUp(server, world.token, 0);
    await compareAll(server, world.token);
    await storm([server], world, 1);
    await compareAll(server, world.token);
    await compareAll(server, world.token);
  }, 240_000);

  it("equal the rows after the server was killed in the middle", async () => {
    const killed = storm([server], world, 2).then(() => false, () => true);
    await expect.poll(async () => (await all<Sale>(server, world.token, "sale")).some((sale) => sale.shoe_type.startsWith("pair 2")), BUILT).toBe(true);
    await server.restart("SIGKILL");
    await killed;
    expectPairs(await report(server, world.token, "report_sales", { group: "brand" }));
    await compareAll(server, world.token);
  }, 240_000);

  it("follow an import and its undoing", async () => {
    const days = [0, 5, 9];
    const csv = ["Sold at,Brand,Shoe type,Size,Size system,Pieces,Currency,Price"].concat(
      days.map((day) => `${dayOf(day)} 12:00,Imported,Boot,42,EU,2,USD,10.00`),
    );
    const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=sales.csv`, {
      method: "POST",
      headers: { Authorization: `Bearer ${world.token}` },
      body: csv.join("\n"),
    });
    const { id, mapping, options } = (await uploaded.json()) as { id: string; mapping: object; options: object };
    const statusOf = async () => ((await must(server, `/rest/v1/import_run?id=eq.${id}`, { token: world.token })) as { status: string }[])[0]?.status;
    await must(server, "/rest/v1/rpc/import_run", { token: world.token, body: { id, mapping, options } });
    await expect.poll(statusOf, BUILT).toBe("done");
    const imported = async () => (await report(server, world.token, "report_sales", { group: "brand" })).find((row) => row.brand === "Imported")?.units;
    expect(await imported()).toBe(6);
    await compareAll(server, world.token);
    await must(server, "/rest/v1/rpc/import_undo", { token: world.token, body: { id } });
    expect(await imported()).toBeUndefined();
    await compareAll(server, world.token);
  }, 240_000);

  it("follow the workspace into another time zone", async () => {
    const before = summed(server);
    await must(server, "/rest/v1/workspace?currency=neq.XXX", { method: "PATCH", token: world.token, body: { time_zone: "Asia/Shanghai" } });
    await compareAll(server, world.token);
    await sumUp(server, world.token, before);
    await compareAll(server, world.token);
  }, 240_000);
});

describe("sums of days", () => {
  const server = useServer();
  const daysSummed = () => server.lines.reduce((sum, line) => sum + Number(/performance.*\brollup\b.*\bdays\W+(\d+)/.exec(line)?.[1] ?? 0), 0);

  it("are made for a team that looks at nothing but its finance, too", async () => {
    const { token, shows } = await newWorld(server, await signUp(server));
    const [show] = shows as [string];
    const category = ((await must(server, "/rest/v1/cost_category", { token, body: { name: "Rent", kind: "premises" }, headers: { Prefer: "return=representation" } })) as { id: string }[])[0]!.id;
    await must(server, "/rest/v1/cost_item", { token, body: { day: dayOf(3), cost_category_id: category, name: "Rent", amount: 100, currency: "USD", share_by: "gmv" } });
    const ask = (name: string, body: object) => async () => {
      const answer = await send(server, `/rest/v1/rpc/${name}`, { token, body });
      await answer.arrayBuffer();
      expect([name, answer.status]).toEqual([name, 200]);
    };
    const month = { month: dayOf(0).slice(0, 7) };
    const days = new Set((await all<Sale>(server, token, "sale")).map(({ day }) => day)).size;
    let wanted = 0;
    /* Whoever writes a sale of a day takes the sums of that day away. */
    for (const [number, look] of [
      ask("finance_month", month), ask("finance_shows", month), ask("finance_month_xlsx", month),
      ask("show_result", { live_session_id: show }), ask("show_closeout", { live_session_id: show }),
    ].entries()) {
      if (number > 0) await must(server, "/rest/v1/sale", { token, body: { ...someSale(chance(number), []), sold_at: instantOf(5, number) } });
      wanted += number > 0 ? 1 : days;
      await look();
      await expect.poll(daysSummed, BUILT).toBe(wanted);
    }
  }, 240_000);
});

describe.skipIf(engine !== "postgresql")("reports of two processes on one database", () => {
  const first = useServer();
  let second: Server, world: World;

  beforeAll(async () => {
    second = await Server.make({
      arguments: ["--key-file", join(first.folder, "data.key"), "--database", first.database?.url ?? ""],
    });
    await second.start();
    world = await newWorld(first, await signUp(first));
  });
  afterAll(async () => second.remove());

  it("are of one moment each in both, and equal the rows afterwards", async () => {
    await sumUp(first, world.token, 0);
    await storm([first, second], world, 3);
    await compareAll(first, world.token);
    await compareAll(second, world.token);
  }, 240_000);
});
