// Each module that is off for a member who has all the others: nothing of it is met, whatever is
// asked. The modules, kinds of record and functions are those that the server's own description
// names; what each module holds carries a mark and an amount of its own.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, newId, send, signUp, tokenOf } from "../harness/client.ts";
import { type Api, type EntityDescription, type FunctionDescription, describeApi, inLinkOrder, isFreeText, markedRow } from "../harness/openapi.ts";
import { jpeg } from "../harness/pictures.ts";
import { type Heard, listen } from "../harness/realtime.ts";
import { useServer } from "../harness/server.ts";
import { unzip } from "../harness/zip.ts";

const server = useServer();
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MODULES = ["live", "sales", "warehouse", "finance", "knowledge"];
const soon = { timeout: 60_000, interval: 20 };
const TAG = randomBytes(2).toString("hex");
const markOf = (module: string) => `Zq${TAG}${module.slice(0, 2)}`;
const amountOf = (module: string) => 481_516_231 + 1000 * MODULES.indexOf(module);

interface Answer {
  status: number;
  text: string;
  headers: string;
  code: string | undefined;
  range: string | null;
}
type Ask = [method: string, path: string, headers?: Record<string, string>, body?: unknown];

let api: Api;
let boss: Person;
let person: Person & { memberId: string };
let heard: Heard;
const rows: Record<string, string> = {}; // kind of record -> id
const views: Record<string, { shared: string; own: string }> = {};
const imports: Record<string, string> = {};
const photos: { module: string; entity: string; path: string; link: string }[] = [];
const readers = new Set<string>(); // functions that change nothing

async function ask(who: Person, method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  const answer = await send(server, `/rest/v1/${path}`, { token: await tokenOf(who), method, headers, ...(body === undefined ? {} : { body }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.subarray(0, 2).toString() === "PK" ? [...unzip(bytes).values()].join("\n") : bytes.toString("utf8");
  return { status: answer.status, text, headers: JSON.stringify([...answer.headers]), code: /"code":"(\w+)"/.exec(text.slice(0, 300))?.[1], range: answer.headers.get("content-range") };
}

/** Several at a time: what was asked, with what came. */
async function askAll(who: Person, asked: Ask[]): Promise<[Ask, Answer][]> {
  const answers: [Ask, Answer][] = [];
  for (let at = 0; at < asked.length; at += 8)
    answers.push(...(await Promise.all(asked.slice(at, at + 8).map(async (each): Promise<[Ask, Answer]> => [each, await ask(who, ...each)]))));
  return answers;
}

/** Whether something says what only this module holds: its mark, its amount, or that of seven pieces. */
function tells(text: string, module: string): boolean {
  const amounts = [1, 7].flatMap((pieces) => [amountOf(module) * pieces, (amountOf(module) * pieces) / 100]);
  return [markOf(module), ...amounts.map(String)].some((mark) => text.includes(mark));
}
const met = (answer: Answer, module: string) => tells(answer.text, module) || tells(answer.headers, module);

const ofModule = (module: string) => api.entities.filter((entity) => entity.module === module);
const kindOf = (module: string) => ofModule(module).find((entity) => entity.methods.includes("post")) as EntityDescription;
const moduleOf = (name: string) => api.entities.find((entity) => entity.name === name)?.module;
const neighboursOf = ({ name, properties }: EntityDescription) => api.entities.filter((other) => ![name, other.name].includes("workspace") && other.name !== name && (`${other.name}_id` in properties || `${name}_id` in other.properties));
const textIn = (entity: EntityDescription) => Object.entries(entity.inputs).find(([, property]) => isFreeText(property) && !property.readOnly);
const hiddenIn = (properties: EntityDescription["properties"], module: string) => Object.keys(properties).filter((name) => properties[name]?.["x-needs"] === module || properties[name]?.["x-needs-besides"]?.includes(module));
const setGrant = async (module: string, level: number) => expect((await boss.client.rpc("member_grant", { id: person.memberId, module, level })).error).toBeNull();

/** A row whose texts and amounts are those of its module, and of the module that a field takes besides. */
function plantedRow(entity: EntityDescription): Record<string, unknown> {
  const row = markedRow(entity, MODULES.includes(entity.module) ? markOf(entity.module) : "Core", amountOf(entity.module), rows);
  for (const module of MODULES) for (const column of hiddenIn(entity.inputs, module)) row[column] = amountOf(module);
  return row;
}

/** Every way of reading an entity. */
function readings(entity: EntityDescription): Ask[] {
  const { name, properties } = entity;
  const id = rows[name] ?? newId();
  const columns = Object.keys(properties);
  const other = neighboursOf(entity).map((each) => each.name);
  return [
    ["GET", name], ["HEAD", name], ["GET", `${name}?select=*`], ["GET", `${name}?id=eq.${id}`, { Accept: "application/vnd.pgrst.object+json" }], ["GET", `${name}?or=(id.eq.${id},id.neq.${id})`],
    ["GET", `${name}?select=count()`], ["GET", name, { Prefer: "count=exact" }], ["HEAD", name, { Prefer: "count=exact" }], ["HEAD", name, { Prefer: "count=planned" }], ["GET", name, { Range: "0-0" }],
    ["GET", name, { Accept: "text/csv" }], ["GET", name, { Accept: "text/csv; for=people" }], ["GET", name, { Accept: XLSX }], ["GET", `${name}?limit=0`], ["GET", `${name}?id=is.null`],
    ...columns.flatMap((column): Ask[] => [["GET", `${name}?select=${column}`], ["GET", `${name}?${column}=not.is.null`], ["GET", `${name}?order=${column}`]]),
    ...columns.filter((column) => isFreeText(properties[column] ?? {})).map((column): Ask => ["GET", `${name}?or=(${column}.ilike.*${TAG}*)&limit=5`]), // as the search of the app asks
    ...other.flatMap((each): Ask[] => [["GET", `${name}?select=*,${each}(*)`], ["GET", `${name}?select=id,x:${each}!inner(*)`]]),
  ];
}

/** Every way of asking one kind of record about another. */
const through = (from: string, to: string): Ask[] => [
  ["GET", `${from}?select=id,${to}(*)`], ["GET", `${from}?select=id,...${to}(x:id)`], ["GET", `${from}?select=id,${to}()&${to}=not.is.null`], ["GET", `${from}?select=id,${to}()&${to}=is.null`],
  ["GET", `${from}?select=id,${to}!inner()&${to}.id=not.is.null`], ["GET", `${from}?select=id,${to}(id)&order=${to}(id)`], ["GET", `${from}?select=id,${to}(n:count())`], ["HEAD", `${from}?select=id,${to}!inner()`, { Prefer: "count=exact" }],
  ["GET", `${from}?select=id,${to}(id)`, { Accept: "text/csv" }], ["GET", `${from}?select=id,${to}(id)`, { Accept: XLSX }],
];

/** Every way of changing it. */
function changes(entity: EntityDescription): Ask[] {
  const { name, methods, actions } = entity;
  const id = rows[name] ?? newId();
  const [text] = textIn(entity) ?? ["id"];
  const row = methods.includes("post") ? plantedRow(entity) : {};
  return [
    ["POST", name, {}, row], ["POST", name, { Prefer: "resolution=merge-duplicates" }, { ...row, id }], ["POST", name, { Prefer: "tx=rollback,return=representation" }, [row]],
    ["PATCH", `${name}?id=eq.${id}`, { Prefer: "return=representation" }, { [text]: "x" }], ["PUT", `${name}?id=eq.${id}`, {}, { ...row, id }], ["DELETE", `${name}?id=eq.${id}`, { Prefer: "return=representation" }],
    ...actions.map((action): Ask => ["POST", `rpc/${action}`, {}, { id }]),
  ];
}

/** What a function may be given: of each choice every one, and every row where it asks for one by its id. */
function bodiesOf({ inputs }: FunctionDescription): Record<string, unknown>[] {
  const known: Record<string, unknown> = {
    ...{ from: "2026-01-01", to: "2026-12-31", month: "2026-03", compare: true, currency: "CNY", days: 30, pieces: 10, brand: markOf("sales"), entity: "product", records: [rows["product"]], code: `${markOf("warehouse")} code` },
    ...Object.fromEntries(Object.entries(rows).map(([name, id]) => [`${name}_id`, id])),
  };
  const base = Object.fromEntries(Object.entries(known).filter(([name]) => name in inputs));
  const [choice, property] = Object.entries(inputs).find(([, each]) => each.enum) ?? [];
  const chosen = choice ? (property?.enum ?? []).filter((value) => value !== null).map((value) => ({ ...base, [choice]: value })) : [base];
  const links = Object.keys(base).filter((name) => name.endsWith("_id"));
  return [
    {}, ...chosen, ...links.map((name) => ({ [name]: base[name] })),
    ...("id" in inputs ? [...new Set(Object.values(rows))].map((id) => ({ ...base, id })) : []),
  ];
}

beforeAll(async () => {
  api = await describeApi(server);
  boss = await signUp(server);
  await dataOf(boss.client.rpc("workspace_create", { name: "Shop", currency: "CNY" }));
  await boss.client.auth.refreshSession();
  for (const entity of inLinkOrder(api.entities.filter((each) => each.methods.includes("post")))) {
    const made = await ask(boss, "POST", entity.name, { Prefer: "return=representation" }, plantedRow(entity));
    expect([entity.name, made.status, made.code]).toEqual([entity.name, 201, undefined]);
    rows[entity.name] = (JSON.parse(made.text) as { id: string }[])[0]?.id ?? "";
  }
  const { product_variant: product_variant_id, location: location_id, inbound_box: inbound_box_id, inbound_line: inbound_line_id, article: article_id } = rows;
  const warehouse = markOf("warehouse"), knowledge = markOf("knowledge");
  const done = async (name: string, input: object) => {
    const { data, error } = await boss.client.rpc(name, input);
    expect([name, error]).toEqual([name, null]);
    return data as { id: string };
  };
  await done("stock_move", { lines: { kind: "in", quantity: 7, product_variant_id, location_id, unit_cost: amountOf("finance"), note: warehouse } });
  await done("inbound_cost_set", { inbound_line_id, unit_cost: amountOf("finance"), currency: "CNY" });
  await done("inbound_propose", { inbound_box_id, source: warehouse, lines: [{ description: warehouse, quantity: 1, confidence: 1 }] });
  const count = await done("stock_count_open", { location_id, note: warehouse });
  await done("stock_count_scan", { stock_count_id: count.id, product_variant_id, quantity: 1 });
  await done("quiz_save", { article_id, questions: [{ question: knowledge, choices: [knowledge, "x"], answers: [0], explanation: knowledge }] });
  await done("article_publish", { id: article_id });
  // A closed month keeps what it sold.
  await dataOf(boss.client.from("sale").insert({ sold_at: "2025-05-10T12:00:00Z", brand: markOf("sales"), shoe_type: "x", currency: "CNY", price: amountOf("sales") }).select("id"));
  await done("finance_close_month", { month: "2025-05", note: markOf("finance") });

  person = await invite(server, boss, Object.fromEntries(MODULES.map((module) => [module, 3])));
  for (const module of MODULES) {
    const { name } = kindOf(module);
    const keep = async (who: Person, shared: boolean) => ((await dataOf(who.client.from("saved_view").insert({ entity: name, name: markOf(module), query: { search: markOf(module) }, shared }).select("id").single())) as { id: string }).id;
    views[module] = { shared: await keep(boss, true), own: await keep(person, false) };
    await dataOf(boss.client.from("import_preset").insert({ entity: name, name: markOf(module), columns: { x: [markOf(module)] } }).select("id"));
    const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=${name}&file_name=${markOf(module)}.csv`, { method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "text/csv" }, body: `A,B\n${markOf(module)},x\n` });
    expect([module, uploaded.status]).toEqual([module, 200]);
    imports[module] = ((await uploaded.json()) as { id: string }).id;
  }
  const file = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=mapped.csv`, { method: "POST", headers: { Authorization: `Bearer ${await tokenOf(boss)}`, "Content-Type": "text/csv" }, body: `Date,Brand,Type,Size,${markOf("sales")}\n2026-03-01,Nova,Runner,41,50.00\n` });
  const mapped = (await file.json()) as { id: string; mapping: object };
  await done("import_run", { id: mapped.id, mapping: { ...mapped.mapping, price: markOf("sales") }, options: {} });

  for (const { name, module } of api.entities.filter((entity) => rows[entity.name] && MODULES.includes(entity.module))) {
    if ((await ask(boss, "POST", "rpc/photo_links", {}, { entity: name, records: [rows[name]] })).status !== 200) continue;
    const path = `${name}/${rows[name]}/${newId()}`;
    await dataOf(boss.client.storage.from(`${module}-photos`).upload(path, jpeg(), { contentType: "image/jpeg" }));
    const { signedUrl } = await dataOf(person.client.storage.from(`${module}-photos`).createSignedUrl(path, 3600));
    photos.push({ module, entity: name, path, link: signedUrl });
  }
  for (const { name } of api.functions) if ((await ask(boss, "GET", `rpc/${name}`)).status !== 405) readers.add(name);
  heard = await listen(person.client.channel("everything"), {}, { table: "activity" }, { table: "photo" });
});
afterAll(async () => {
  for (const each of [boss, person]) await each.client.removeAllChannels();
});

/** Writes a row of every kind of the module; of those whose changes are told, the tables. */
async function touch(module: string): Promise<string[]> {
  const touched: string[] = [];
  for (const entity of ofModule(module).filter((each) => each.methods.includes("patch"))) {
    const [column, property] = textIn(entity) ?? [];
    if (!column) continue;
    const written = await ask(boss, "PATCH", `${entity.name}?id=eq.${rows[entity.name]}`, {}, { [column]: `${markOf(module)} ${column}`.slice(0, property?.maxLength) });
    expect([entity.name, written.status, written.code]).toEqual([entity.name, 204, undefined]);
    touched.push(entity.name);
  }
  return touched;
}

/** What one module wrote is heard; two in a row, so that what was written before has been told, too. */
async function beacon(module: string): Promise<void> {
  const entity = kindOf(module);
  for (const round of [1, 2]) {
    const before = heard.changes.filter(({ table }) => table === entity.name).length;
    const [column, property] = textIn(entity) ?? ["", {}];
    expect((await ask(boss, "PATCH", `${entity.name}?id=eq.${rows[entity.name]}`, {}, { [column]: `${markOf(module)} ${round}`.slice(0, property.maxLength) })).status).toBe(204);
    await expect.poll(() => heard.changes.filter(({ table }) => table === entity.name).length, soon).toBeGreaterThan(before);
  }
}

describe("with every module", () => {
  it("each holds kinds of record and functions, and its marks are met where they stand: the test looks at the right place", async () => {
    const { modules } = (await dataOf(boss.client.rpc("instance_info"))) as { modules: string[] };
    expect(MODULES.filter((module) => modules.includes(module))).toEqual(MODULES);
    expect([...new Set(api.entities.map(({ module }) => module))].filter((module) => modules.includes(module)).sort()).toEqual([...MODULES].sort());
    for (const module of MODULES) {
      const seen = await askAll(person, ofModule(module).filter(({ name }) => rows[name]).map(({ name }): Ask => ["GET", name]));
      expect([module, seen.length > 0, seen.filter(([, answer]) => !met(answer, module)).map(([[, path]]) => path)]).toEqual([module, true, []]);
      for (const table of ["saved_view", "import_preset", "import_run"]) expect([table, module, met(await ask(person, "GET", table), module)]).toEqual([table, module, true]);
      expect([module, (JSON.parse((await ask(person, "GET", `activity?module=eq.${module}&limit=1`)).text) as object[]).length]).toEqual([module, 1]);
    }
    expect([tells((await ask(person, "GET", "month_close?select=figures")).text, "sales"), tells((await ask(person, "GET", "import_mapping")).text, "sales")]).toEqual([true, true]);
    expect(photos.map(({ module }) => module)).toEqual(expect.arrayContaining(["warehouse", "knowledge"]));
    const told = new Set<string>();
    for (const each of api.functions.filter(({ name }) => readers.has(name)))
      for (const [, answer] of await askAll(person, bodiesOf(each).map((body): Ask => ["POST", `rpc/${each.name}`, {}, body]))) for (const module of MODULES) if (met(answer, module)) told.add(module);
    expect([...told].sort()).toEqual([...MODULES].sort());
  });

  it("changes of each are told", async () => {
    await expect.poll(() => heard.system.length, soon).toBeGreaterThanOrEqual(1);
    for (const module of MODULES) await beacon(module);
  });
});

describe.each(MODULES)("without %s", (module) => {
  const others = MODULES.filter((each) => each !== module);
  const outside = () => api.entities.filter((entity) => entity.module !== module && entity.module !== "admin");
  beforeAll(() => setGrant(module, 0));
  afterAll(() => setGrant(module, 3));

  it("its records are refused with 42501, never with an empty list: read, counted, searched, exported, written", async () => {
    for (const entity of ofModule(module)) {
      for (const [asked, answer] of await askAll(person, readings(entity))) {
        expect([asked, answer.status, answer.range, met(answer, module)]).toEqual([asked, 403, null, false]);
        if (asked[0] !== "HEAD") expect([asked, answer.code]).toEqual([asked, "42501"]);
      }
      for (const [asked, answer] of await askAll(person, changes(entity))) expect([asked, answer.status, answer.code]).toEqual([asked, 403, "42501"]);
    }
  });

  it("no other record shows any of it, embeds it, is filtered or ordered by it", async () => {
    for (const entity of outside()) {
      for (const other of neighboursOf(entity).filter((each) => each.module === module))
        for (const [asked, answer] of await askAll(person, through(entity.name, other.name))) {
          expect([asked, answer.status, answer.range]).toEqual([asked, 403, null]);
          if (asked[0] !== "HEAD") expect([asked, answer.code]).toEqual([asked, "42501"]);
        }
      const hidden = hiddenIn(entity.properties, module);
      for (const [asked, answer] of await askAll(person, [["GET", entity.name], ["GET", entity.name, { Accept: "text/csv" }], ["GET", entity.name, { Accept: XLSX }]])) {
        expect([asked, answer.status, met(answer, module)]).toEqual([asked, 200, false]);
        if (answer.text.startsWith("[")) for (const row of JSON.parse(answer.text) as object[]) expect([asked, hidden.filter((column) => column in row)]).toEqual([asked, []]);
      }
      for (const [asked, answer] of await askAll(person, hidden.map((column): Ask => ["GET", `${entity.name}?select=id,${column}`]))) expect([asked, answer.status, answer.code]).toEqual([asked, 403, "42501"]);
    }
  });

  it("what is kept about its records is not there: saved views, imports, presets, mappings, files, activity", async () => {
    for (const entity of outside().filter(({ properties }) => "entity" in properties || "module" in properties)) {
      const answer = await ask(person, "GET", entity.name, { Prefer: "count=exact" });
      const list = JSON.parse(answer.text) as { entity?: string; module?: string }[];
      expect([entity.name, list.filter((row) => row.module === module || moduleOf(row.entity ?? "") === module), Number(answer.range?.split("/")[1])]).toEqual([entity.name, [], list.length]);
    }
    const { name } = kindOf(module), { shared, own } = views[module] as { shared: string; own: string };
    for (const id of [shared, own]) {
      expect((await ask(person, "GET", `saved_view?id=eq.${id}`)).text).toBe("[]");
      for (const [asked, answer] of await askAll(person, [["PATCH", `saved_view?id=eq.${id}`, { Prefer: "return=representation" }, { name: "x" }], ["DELETE", `saved_view?id=eq.${id}`, { Prefer: "return=representation" }]])) expect([asked, answer.text]).toEqual([asked, "[]"]);
    }
    const mine = await ask(person, "POST", "saved_view", { Prefer: "return=representation" }, { entity: "nothing", name: "x", query: {} });
    const [{ id } = { id: "" }] = JSON.parse(mine.text) as { id: string }[];
    for (const [asked, answer] of await askAll(person, [["POST", "saved_view", {}, { entity: name, name: "x", query: {} }], ["PATCH", `saved_view?id=eq.${id}`, {}, { entity: name }], ["POST", "import_preset", {}, { entity: name, name: "x", columns: {} }]]))
      expect([asked, answer.status, answer.code]).toEqual([asked, 403, "42501"]);
    for (const step of ["import_describe", "import_preview", "import_run", "import_cancel", "import_undo"]) {
      const answer = await ask(person, "POST", `rpc/${step}`, {}, { id: imports[module], ...(["import_preview", "import_run"].includes(step) ? { mapping: {}, options: {} } : {}) });
      expect([step, answer.status, answer.code]).toEqual([step, 403, "42501"]);
    }
    const upload = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=${name}&file_name=x.csv`, { method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "text/csv" }, body: "A\nb\n" });
    expect([name, upload.status]).toEqual([name, 403]);
    expect(tells((await ask(person, "POST", "rpc/import_preset_list", {}, {})).text, module)).toBe(false);
  });

  it("photos of its records open for nobody who lost it, by no address", async () => {
    for (const { entity, path, link } of photos.filter((each) => each.module === module)) {
      const bucket = person.client.storage.from(`${module}-photos`);
      const refused = [await bucket.download(path), await bucket.list(path.split("/").slice(0, 2).join("/")), await bucket.createSignedUrl(path, 60), await bucket.upload(`${entity}/${rows[entity]}/${newId()}`, jpeg(), { contentType: "image/jpeg" })];
      expect([entity, refused.map(({ data, error }) => data === null && error !== null)]).toEqual([entity, [true, true, true, true]]);
      expect([entity, (await dataOf(person.client.storage.listBuckets())).some(({ name }) => name === `${module}-photos`)]).toEqual([entity, false]);
      expect([entity, (await fetch(link)).status]).not.toEqual([entity, 200]);
      const links = await ask(person, "POST", "rpc/photo_links", {}, { entity, records: [rows[entity]] });
      expect([entity, links.status, links.code]).toEqual([entity, 403, "42501"]);
    }
  });

  it("its functions are refused, and no other says anything of it", async () => {
    for (const each of api.functions) {
      const { name, outputs } = each;
      const isOwn = each.module === module;
      if (!isOwn && !readers.has(name)) continue;
      for (const [asked, answer] of await askAll(person, bodiesOf(each).slice(0, isOwn ? 2 : undefined).map((body): Ask => ["POST", `rpc/${name}`, {}, body]))) {
        expect([asked, met(answer, module), answer.status < 500]).toEqual([asked, false, true]);
        if (isOwn) expect([asked, answer.status, answer.code]).toEqual([asked, 403, "42501"]);
        if (answer.status !== 200 || !/^[[{]/.test(answer.text)) continue; // a file
        const list = [JSON.parse(answer.text) as object | object[]].flat();
        expect([asked, hiddenIn(outputs, module).filter((column) => list.some((row) => column in row))]).toEqual([asked, []]);
      }
    }
  });

  it("no change of it is told, although those of another are; nobody joins a channel about it", async () => {
    const from = heard.changes.length;
    const touched = await touch(module);
    expect(touched.length).toBeGreaterThan(0);
    await dataOf(boss.client.from("saved_view").update({ name: `${markOf(module)} 2` }).eq("id", views[module]?.shared ?? "").select("id"));
    const gone = photos.filter((each) => each.module === module).slice(0, 1);
    for (const { path } of gone) await dataOf(boss.client.storage.from(`${module}-photos`).remove([path]));
    await beacon(others[0] ?? "");
    const told = heard.changes.slice(from);
    expect(told.filter(({ table, new: row, old }) => moduleOf(table) === module || row["module"] === module || moduleOf(String(row["entity"])) === module || tells(JSON.stringify([row, old]), module) || (table === "photo" && gone.some(({ path }) => path.endsWith(String(old["id"])))))).toEqual([]);
    for (const { name } of ofModule(module)) {
      const states: string[] = [];
      const channel = person.client.channel(`${module} ${name}`);
      channel.on("postgres_changes" as never, { event: "*", schema: "public", table: name } as never, () => undefined);
      channel.subscribe((state) => states.push(state));
      await expect.poll(() => [name, states.includes("CHANNEL_ERROR")], soon).toEqual([name, true]);
      await person.client.removeChannel(channel);
    }
  });

  it("is all there again with the grant", async () => {
    await setGrant(module, 3);
    expect((await ask(person, "GET", `saved_view?id=eq.${views[module]?.own}&select=name`)).text).toBe(JSON.stringify([{ name: markOf(module) }]));
    await beacon(module);
    expect(heard.closed).toBe(0);
  });
});
