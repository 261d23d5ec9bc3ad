// Fields that need a grant of their own: whoever has not got it does not meet them, on any entity,
// by any way of asking, in rows, exports, reports, changes that are told, and imports. The entities
// and fields are those that the server's own description names.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../harness/client.ts";
import { type Api, type EntityDescription, describeApi, inLinkOrder, markedRow, typeOf } from "../harness/openapi.ts";
import { listen } from "../harness/realtime.ts";
import { useServer } from "../harness/server.ts";
import { unzip } from "../harness/zip.ts";

const server = useServer();
/** What the hidden fields hold, and nothing else does. */
const SECRET = 481_516_234;
const MODULES = ["live", "sales", "warehouse", "finance", "knowledge"];
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const soon = { timeout: 60_000, interval: 20 };

let api: Api;
let boss: Person;
let blind: Person & { memberId: string }; // every module but finance
let viewer: Person & { memberId: string }; // finance, to look at
const rows: Record<string, string> = {}; // entity -> id
const open = new Set<string>(); // entities whose rows whoever is blind may read

interface Answer {
  status: number;
  text: string;
  headers: string;
}

async function ask(person: Person, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await send(server, `/rest/v1/${path}`, { token: await tokenOf(person), method, ...(body === undefined ? {} : { body }), headers });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.subarray(0, 2).toString() === "PK" ? [...unzip(bytes).values()].join("\n") : bytes.toString("utf8");
  return { status: answer.status, text, headers: JSON.stringify([...answer.headers]) };
}

async function done(reply: PromiseLike<{ error: unknown }>) {
  expect((await reply).error).toBeNull();
}

const codeOf = (answer: Answer) => (answer.text.startsWith("{") ? (JSON.parse(answer.text) as { code?: string }).code : undefined);
const tells = (answer: Answer) => [answer.text, answer.headers].some((text) => [String(SECRET), String(SECRET / 100)].some((mark) => text.includes(mark)));
const hiddenOf = (properties: EntityDescription["properties"]) => Object.keys(properties).filter((name) => properties[name]?.["x-needs"] === "finance");
const guarded = () => api.entities.filter((entity) => hiddenOf(entity.properties).length > 0);
const neighboursOf = (entity: EntityDescription) => api.entities.filter((other) => ![entity.name, other.name].includes("workspace") && (`${entity.name}_id` in other.properties || `${other.name}_id` in entity.properties));

/** Ways of asking that name the column. */
function naming(entity: EntityDescription, column: string): [string, string][] {
  const { name } = entity;
  const numbers = ["eq", "neq", "gt", "gte", "lt", "lte", "isdistinct", "not.eq", "eq(any)", "lt(all)"];
  const value = (operator: string) => (operator.endsWith(")") ? `{${SECRET}}` : String(SECRET));
  return [
    ...numbers.map((operator): [string, string] => ["GET", `${name}?${column}=${operator}.${value(operator)}`]),
    ["GET", `${name}?${column}=is.null`], ["GET", `${name}?${column}=not.is.null`], ["GET", `${name}?${column}=in.(${SECRET})`],
    ["GET", `${name}?or=(${column}.gt.1,id.is.null)`], ["GET", `${name}?not.and=(id.is.null,or(${column}.eq.${SECRET}))`], ["HEAD", `${name}?${column}=gt.1`],
    ["GET", `${name}?select=${column}`], ["GET", `${name}?select=id,x:${column}`], ["GET", `${name}?select=*,x:${column}::text`],
    ...["sum", "avg", "min", "max", "count"].map((sum): [string, string] => ["GET", `${name}?select=${column}.${sum}()`]),
    ["GET", `${name}?order=${column}`], ["GET", `${name}?order=id,${column}.desc.nullslast`],
    ["GET", `${name}?${column}=fts.x`], ["GET", `${name}?${column}=like.*1*`], ["GET", `${name}?select=${column}->x`],
    ["PATCH", `${name}?${column}=eq.${SECRET}`], ["DELETE", `${name}?${column}=eq.${SECRET}`], ["POST", `${name}?select=${column}`],
    ["POST", `${name}?columns=id,${column}`], ["POST", `${name}?on_conflict=${column}`],
    ...neighboursOf(entity).filter((other) => open.has(other.name)).flatMap((other): [string, string][] => [
      ["GET", `${other.name}?select=id,${name}(${column})`], ["GET", `${other.name}?select=id,...${name}(${column})`],
      ["GET", `${other.name}?select=id,${name}!inner()&${name}.${column}=gt.1`], ["GET", `${other.name}?select=id,${name}(id)&${name}.order=${column}`],
      ["GET", `${other.name}?select=id,${name}(n:${column}.sum())`], ["GET", `${other.name}?select=id,x:${name}(y:${column}::text)`],
    ]),
  ];
}

/** Ways of asking that do not. */
function readings(entity: EntityDescription): [string, Record<string, string>?][] {
  const { name } = entity;
  const page: [string, Record<string, string>?][] = [
    [name], [`${name}?select=*`], [`${name}?select=everything:*`], [`${name}?id=eq.${rows[name] ?? ""}`, { Accept: "application/vnd.pgrst.object+json" }],
    [name, { Accept: "text/csv" }], [name, { Accept: "text/csv; for=people" }], [name, { Accept: XLSX }], [name, { Prefer: "count=exact" }],
    [name, { Accept: "application/vnd.pgrst.array+json;nulls=stripped" }],
  ];
  const embeds = neighboursOf(entity).flatMap((other): [string, Record<string, string>?][] => [
    [`${name}?select=*,${other.name}(*)`], [`${name}?select=id,${other.name}!inner(*)`], [`${name}?select=id,x:${other.name}(*)`], [`${name}?select=*,${other.name}(*)`, { Accept: "text/csv" }],
  ]);
  return [...page, ...embeds];
}

beforeAll(async () => {
  api = await describeApi(server);
  boss = await signUp(server);
  await dataOf(boss.client.rpc("workspace_create", { name: "Shop", currency: "CNY" }));
  await boss.client.auth.refreshSession();
  for (const entity of inLinkOrder(api.entities.filter((each) => each.methods.includes("post")))) {
    const row = markedRow(entity, "Plain", 7, rows);
    for (const column of hiddenOf(entity.inputs)) row[column] = SECRET;
    const made = await ask(boss, "POST", entity.name, row, { Prefer: "return=representation" });
    expect([entity.name, made.status, tells(made)]).toEqual([entity.name, 201, hiddenOf(entity.inputs).length > 0]);
    rows[entity.name] = (JSON.parse(made.text) as { id: string }[])[0]?.id ?? "";
  }
  const others = Object.fromEntries(MODULES.filter((module) => module !== "finance").map((module) => [module, 3]));
  await dataOf(boss.client.rpc("stock_move", { lines: { kind: "in", quantity: 3, product_variant_id: rows["product_variant"], location_id: rows["location"], unit_cost: SECRET } }));
  blind = await invite(server, boss, others);
  for (const { name } of api.entities) if ((await ask(blind, "GET", `${name}?limit=1`)).status === 200) open.add(name);
  viewer = await invite(server, boss, { ...others, finance: 1 });
});
afterAll(async () => {
  for (const person of [boss, blind, viewer]) await person.client.removeAllChannels();
});

describe("a field that needs a grant", () => {
  it("is declared where costs are", () => {
    expect(guarded().map((entity) => `${entity.name}: ${hiddenOf(entity.properties).join(" ")}`).sort()).toEqual(expect.arrayContaining(["live_session: cost", "product: cost", "product_variant: cost", "sale: cost"]));
    const report = api.functions.find(({ name }) => name === "report_sales");
    expect(hiddenOf(report?.outputs ?? {})).toEqual(expect.arrayContaining(["cost", "profit", "margin"]));
  });

  it("is not there without it: no way of asking shows its value or its name", async () => {
    for (const entity of api.entities)
      for (const [path, headers] of readings(entity)) {
        const answer = await ask(blind, "GET", path, undefined, headers);
        expect([path, headers, tells(answer), answer.status < 500]).toEqual([path, headers, false, true]);
        if (answer.status !== 200 || !answer.text.startsWith("[")) continue;
        const [row] = JSON.parse(answer.text) as Record<string, unknown>[];
        expect([path, hiddenOf(entity.properties).filter((column) => row && column in row)]).toEqual([path, []]);
      }
  });

  it("is there with it: the test looks at the right place", async () => {
    for (const entity of guarded())
      for (const person of [boss, viewer]) {
        for (const headers of [{}, { Accept: "text/csv" }, { Accept: XLSX }] as Record<string, string>[]) expect([entity.name, tells(await ask(person, "GET", entity.name, undefined, headers))]).toEqual([entity.name, true]);
        const [column] = hiddenOf(entity.properties);
        expect((await ask(person, "GET", `${entity.name}?${column}=eq.${SECRET}&select=${column}.sum()`)).text).toContain(String(SECRET));
      }
  });

  it("cannot be named: 403 that names the field, in both languages", async () => {
    for (const entity of guarded())
      for (const column of hiddenOf(entity.properties).filter((each) => typeOf(entity.properties[each] ?? {}) === "integer"))
        for (const [method, path] of naming(entity, column)) {
          const body = method === "PATCH" || method === "POST" ? {} : undefined;
          const answer = await ask(blind, method, path, body);
          expect([method, path, answer.status, tells(answer)]).toEqual([method, path, 403, false]);
          if (method === "HEAD") continue;
          const said = JSON.parse(answer.text) as { code: string; message: string; details: string };
          expect([path, said.code]).toEqual([path, "42501"]);
          expect([path, said.details]).toEqual([path, `field: ${column}`]);
        }
    const english = JSON.parse((await ask(blind, "GET", "sale?cost=gt.1", undefined, { "Accept-Language": "en" })).text) as { message: string };
    const chinese = JSON.parse((await ask(blind, "GET", "sale?cost=gt.1", undefined, { "Accept-Language": "zh" })).text) as { message: string };
    expect([english.message, chinese.message]).toEqual(['"Unit cost" is shown to those who have "Finance".', "“单件成本”须有“财务”权限才能查看。"]);
  });
});

describe("writing it", () => {
  it("takes the right to edit there: who only looks, or not even that, sets nothing", async () => {
    for (const entity of guarded().filter((each) => each.methods.includes("post")))
      for (const column of hiddenOf(entity.inputs))
        for (const person of [blind, viewer]) {
          const { name } = entity;
          const row = { ...markedRow(entity, "Mine", 7, rows), [column]: 9 };
          const tries: [string, string, unknown, Record<string, string>?][] = [
            ["POST", name, row], ["POST", name, [row]], ["POST", name, { ...row, id: rows[name] }, { Prefer: "resolution=merge-duplicates" }], ["PATCH", `${name}?id=eq.${rows[name]}`, { [column]: 9 }],
            ["PATCH", `${name}?id=eq.${rows[name]}`, { [column]: null }], ["PUT", `${name}?id=eq.${rows[name]}`, { ...row, id: rows[name] }], ["POST", `${name}?columns=${column}`, row],
          ];
          for (const [method, path, body, headers] of tries) {
            const answer = await ask(person, method, path, body, headers);
            expect([method, path, answer.status, codeOf(answer), (JSON.parse(answer.text) as { details: string }).details]).toEqual([method, path, 403, "42501", `field: ${column}`]);
          }
          const csv = await fetch(`${server.url}/rest/v1/${name}`, { method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "text/csv" }, body: `${column}\n9\n` });
          expect([name, csv.status]).toEqual([name, 403]);
        }
    for (const entity of guarded()) expect((await ask(boss, "GET", `${entity.name}?id=eq.${rows[entity.name]}`)).text).toContain(String(SECRET));
  });

  it("leaves it as it is when the rest of the row is written, and answers without it", async () => {
    const answer = { Prefer: "return=representation" };
    for (const entity of guarded().filter((each) => each.methods.includes("post"))) {
      const { name } = entity;
      const row = Object.fromEntries(Object.entries(markedRow(entity, "Again", 7, rows)).filter(([column]) => !hiddenOf(entity.inputs).includes(column)));
      for (const [method, path, body, prefer] of [
        ["PATCH", `${name}?id=eq.${rows[name]}`, row, "return=representation"], ["PUT", `${name}?id=eq.${rows[name]}`, { ...row, id: rows[name] }, "return=representation"],
        ["POST", name, { ...row, id: rows[name] }, "resolution=merge-duplicates,return=representation"],
      ] as const) {
        const written = await ask(blind, method, path, body, { Prefer: prefer });
        expect([method, path, written.status < 300, tells(written), hiddenOf(entity.inputs).some((column) => written.text.includes(`"${column}"`))]).toEqual([method, path, true, false, false]);
      }
      for (const action of entity.actions) expect([action, tells(await ask(blind, "POST", `rpc/${action}`, { id: rows[name] }))]).toEqual([action, false]);
      expect([name, tells(await ask(boss, "GET", `${name}?id=eq.${rows[name]}`))]).toEqual([name, true]);
      const own = await ask(blind, "POST", name, { ...row, ...Object.fromEntries(Object.entries({ size: "39", sku: "other", barcode: "other", external_ref: "other" }).filter(([column]) => column in row)) }, answer);
      expect([name, own.status]).toEqual([name, 201]);
      const id = (JSON.parse(own.text) as { id: string }[])[0]?.id;
      expect((await ask(blind, "DELETE", `${name}?id=eq.${id}`, undefined, answer)).status).toBe(200);
    }
    const line = { kind: "in", quantity: 1, product_variant_id: rows["product_variant"], location_id: rows["location"] };
    for (const person of [blind, viewer]) {
      const moved = await ask(person, "POST", "rpc/stock_move", { lines: { ...line, unit_cost: 5 } });
      expect([moved.status, codeOf(moved)]).toEqual([403, "42501"]);
    }
    expect((await ask(blind, "POST", "rpc/stock_move", { lines: line })).status).toBe(200);
  });
});

describe("functions and reports", () => {
  const inputsOf = (inputs: Record<string, { enum?: (string | null)[] }>) =>
    Object.fromEntries(Object.entries({ group: "brand", from: "2026-01-01", to: "2026-12-31", compare: true, code: "Plain", id: rows["product_variant"], product_id: rows["product"] }).filter(([name]) => name in inputs && !(name === "group" && !inputs["group"]?.enum?.includes("brand"))));

  it("give nothing of it, neither by name nor in any part of the answer", async () => {
    for (const { name, inputs, outputs } of api.functions)
      for (const body of [{}, inputsOf(inputs)]) {
        const answer = await ask(blind, "POST", `rpc/${name}`, body);
        expect([name, body, tells(answer), answer.status < 500]).toEqual([name, body, false, true]);
        if (answer.status !== 200) continue;
        for (const column of hiddenOf(outputs)) expect([name, column, answer.text.includes(`"${column}"`)]).toEqual([name, column, false]);
      }
    for (const group of ["show", "day", "brand", "size", "weekday_hour"]) {
      const report = await ask(blind, "POST", "rpc/report_sales", { group, compare: true, from: "2026-01-01" });
      expect([group, report.status, /cost|profit|margin/.test(report.text), report.text.includes('"gmv"')]).toEqual([group, 200, false, true]);
      expect(/cost|profit|margin/.test((await ask(viewer, "POST", "rpc/report_sales", { group, from: "2026-01-01" })).text)).toBe(true);
    }
    const best = await ask(blind, "POST", "rpc/report_best_worst", { group: "brand" });
    expect([best.status, /cost|profit|margin/.test(best.text)]).toEqual([200, false]);
    const table = await ask(blind, "GET", "rpc/report_sales?group=brand", undefined, { Accept: "text/csv" });
    expect([table.status, table.text.split("\n")[0]?.includes("gmv"), /cost|profit|margin/.test(table.text)]).toEqual([200, true, false]);
  });

  it("neither order by it nor let it be asked for", async () => {
    for (const path of ["report_sales?group=brand&order_by=profit", "report_sales?group=brand&order_by=margin", "report_best_worst?order_by=profit", "report_sales?group=brand&select=profit",
      "report_sales?group=brand&profit=gt.0", "report_sales?group=brand&order=margin.desc", "report_sales?group=brand&select=label,x:cost", "stock_on_hand?select=unit_cost", "stock_on_hand?unit_cost=gt.1", "stock_journal?order=value"]) {
      const answer = await ask(blind, "GET", `rpc/${path}`);
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, "42501"]);
      expect([path, (await ask(viewer, "GET", `rpc/${path}`)).status]).toEqual([path, 200]);
    }
  });
});

describe("changes that are told", () => {
  it("come without it, also to whoever gets and loses the grant while listening", async () => {
    const person = await invite(server, boss, { sales: 1 });
    const channel = person.client.channel("own");
    const beside = viewer.client.channel("own");
    const heard = await listen(channel);
    const seen = await listen(beside);
    await expect.poll(() => heard.system.length + seen.system.length, soon).toBeGreaterThanOrEqual(2);
    const sell = async (size: string) => dataOf(boss.client.from("sale").insert({ sold_at: "2026-03-01T12:00:00Z", brand: "Told", shoe_type: "x", size, currency: "CNY", price: 5, cost: SECRET }).select("id").single());
    const told = (list: typeof heard, size: string) => list.changes.map(({ new: row }) => row as Record<string, unknown>).find((row) => row["size"] === size);

    await sell("36");
    await expect.poll(() => [told(heard, "36") !== undefined, told(seen, "36") !== undefined], soon).toEqual([true, true]);
    expect(["cost" in (told(heard, "36") ?? {}), told(seen, "36")?.["cost"]]).toEqual([false, SECRET]);
    await done(boss.client.rpc("member_grant", { id: person.memberId, module: "finance", level: 1 }));
    await expect.poll(async () => (await ask(person, "GET", "sale?select=cost&limit=1")).status, soon).toBe(200);
    await sell("37");
    await expect.poll(() => told(heard, "37")?.["cost"], soon).toBe(SECRET);
    await done(boss.client.rpc("member_grant", { id: person.memberId, module: "finance", level: 0 }));
    await expect.poll(async () => (await ask(person, "GET", "sale?select=cost&limit=1")).status, soon).toBe(403);
    await sell("38");
    await expect.poll(() => told(heard, "38") !== undefined, soon).toBe(true);
    expect("cost" in (told(heard, "38") ?? {})).toBe(false);
    await person.client.removeChannel(channel);
    await viewer.client.removeChannel(beside);
  });

  it("are not chosen by it", async () => {
    const channel = blind.client.channel("by cost");
    const system: { status?: string; message?: string }[] = [];
    channel.on("system" as never, {} as never, ((message: { status?: string; message?: string }) => system.push(message)) as never);
    channel.on("postgres_changes" as never, { event: "*", schema: "public", table: "sale", filter: `cost=gt.${SECRET - 1}` } as never, () => undefined);
    const states: string[] = [];
    channel.subscribe((state) => states.push(state));
    await expect.poll(() => states.includes("CHANNEL_ERROR") || system.some(({ status }) => status === "error"), soon).toBe(true);
    await blind.client.removeChannel(channel);
  });
});

describe("an import", () => {
  const file = `Date,Brand,Type,Size,Price,Cost\n2026-03-01,Nova,Runner,41,50.00,${SECRET / 100}\n`;
  const upload = async (person: Person) => {
    const answer = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=costs.csv`, { method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "text/csv" }, body: file });
    return (await answer.json()) as { id: string; fields: { name: string }[]; mapping: Record<string, unknown> };
  };

  it("does not fill it for who may not set it: neither suggested, nor remembered, nor taken", async () => {
    const open = await upload(boss);
    expect([open.mapping["cost"], open.fields.some(({ name }) => name === "cost")]).toEqual(["Cost", true]);
    await dataOf(boss.client.rpc("import_run", { id: open.id, mapping: open.mapping, options: {} }));
    for (const person of [blind, viewer]) {
      const own = await upload(person);
      expect([own.mapping["brand"], own.mapping["cost"], own.fields.some(({ name }) => name === "cost")]).toEqual(["Brand", undefined, false]);
      for (const step of ["import_preview", "import_run"]) {
        const refused = await ask(person, "POST", `rpc/${step}`, { id: own.id, mapping: { ...own.mapping, cost: "Cost" }, options: {} });
        expect([step, refused.status, codeOf(refused)]).toEqual([step, 403, "42501"]);
        const linked = await ask(person, "POST", `rpc/${step}`, { id: own.id, mapping: { ...own.mapping, "product_id.cost": "Cost" }, options: {} });
        expect([step, linked.status, codeOf(linked)]).toEqual([step, 403, "42501"]);
      }
      expect((await ask(person, "POST", "rpc/import_preview", { id: own.id, mapping: own.mapping, options: {} })).status).toBe(200);
    }
  });
});
