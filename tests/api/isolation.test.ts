// Who sees what: every entity with every way of asking, and every function, for a stranger, for
// somebody in another workspace, and for members with each level of grant. Markers are planted in
// one workspace; nobody else may meet them in an answer, an error or a header.
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, send, signUp, tokenOf } from "../harness/client.ts";
import { type Api, type EntityDescription, describeApi, inLinkOrder, isFreeText, markedRow, neededLinks } from "../harness/openapi.ts";
import { useServer } from "../harness/server.ts";
import { unzip } from "../harness/zip.ts";

const server = useServer();
const MARKER = `Zq${randomBytes(3).toString("hex")}`;
const AMOUNT = 481_516_234;

/** What needs no grant, named here one by one: everything else must ask for one. */
const EVERYBODYS = ["workspace", "member", "record_lock", "saved_view", "import_run", "import_mapping", "import_preset", "storage_bucket", "storage_object", "photo", "activity"];
/** What a test asks, with its answers: its author sees it (tests/api/team). */
const OF_EDITORS = ["quiz_question"];
const ADMINS_ONLY = ["invite", "audit_event", "egress_event", "backup_snapshot"];
/** Counts and links alone: no marker can stand in them. */
const WITHOUT_MARKERS = ["stock_level", "stock_count_line", "stock_count_scan", "article_ack", "quiz_attempt", "announcement_seen"];
const FOR_ANYBODY = ["setup_state", "setup_finish", "instance_info", "security_report_send"];
const FOR_SIGNED_IN = ["workspace_list", "workspace_create", "workspace_switch", "invite_accept", "session_list", "sign_in_list", "session_end",
  "second_factor_state", "recovery_codes_make", "recovery_code_use", "import_preset_list"];
/** About files of one's own: a file that is not one's own does not exist. */
const OF_OWN_FILES = ["import_upload", "import_describe", "import_preview", "import_run", "import_cancel", "import_undo"];
/** Their grant is that of the record that they are asked about. */
const OF_A_RECORD: Record<string, (id: string) => Record<string, unknown>> = {
  photo_links: (id) => ({ entity: "product", records: [id] }),
  photo_order: (id) => ({ entity: "product", record_id: id, photos: [id] }),
};

let api: Api;
let boss: Person; // whose workspace holds the markers
let outsider: Person; // administrator of another workspace
const victims = new Map<string, string>(); // entity -> id of a row with markers
let workspaceId = 0;
const moduleOf = new Map<string, string>();
const links: Record<string, string> = {}; // the same rows, as others link to them

interface Answer {
  status: number;
  text: string;
  headers: string;
  code: string | undefined;
  range: string | null;
}

async function ask(token: string, method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
  const answer = await send(server, `/rest/v1/${path}`, { token, method, ...options });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isBook = bytes.subarray(0, 2).toString() === "PK";
  const text = isBook ? [...unzip(bytes).values()].join("\n") : bytes.toString("utf8");
  const code = /"code":"(\w+)"/.exec(text.slice(0, 200))?.[1];
  return { status: answer.status, text, headers: JSON.stringify([...answer.headers]), code, range: answer.headers.get("content-range") };
}

const shows = (answer: Answer) => [answer.text, answer.headers].some((text) => [MARKER, String(AMOUNT), `${AMOUNT / 100}`].some((mark) => text.includes(mark)));

/** Every way of reading an entity. */
function readings(entity: EntityDescription): [string, string, Record<string, string>?][] {
  const { name, properties } = entity;
  const id = victims.get(name) ?? "019a0000-0000-7000-8000-000000000000";
  const columns = Object.keys(properties);
  const neighbours = api.entities.map((other) => other.name)
    .filter((other) => `${other}_id` in properties || `${name}_id` in (api.entities.find((each) => each.name === other)?.properties ?? {}));
  return [
    ["GET", name], ["GET", `${name}?select=*`], ["HEAD", name], ["GET", `${name}?id=eq.${id}`], ["GET", `${name}?id=in.(${id})`],
    ["GET", `${name}?or=(id.eq.${id},id.neq.${id})`], ["GET", `${name}?workspace_id=eq.${workspaceId}`], ["GET", `${name}?not.and=(id.is.null)`],
    ["GET", `${name}?select=count()`], ["GET", `${name}?select=workspace_id,n:count()`], ["GET", `${name}?limit=1000&offset=0`],
    ["GET", name, { Prefer: "count=exact" }], ["HEAD", name, { Prefer: "count=exact" }], ["GET", name, { Range: "0-999" }],
    ["GET", name, { Accept: "text/csv" }], ["GET", name, { Accept: "text/csv; for=people" }],
    ["GET", name, { Accept: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }],
    ["GET", `${name}?id=eq.${id}`, { Accept: "application/vnd.pgrst.object+json" }],
    ...columns.map((column): [string, string] => ["GET", `${name}?${column}=not.is.null&select=id,${column}`]),
    ...columns.map((column): [string, string] => ["GET", `${name}?order=${column}.desc.nullslast`]),
    ...columns.filter((column) => properties[column] && (isFreeText(properties[column]) || column === "price"))
      .map((column): [string, string] => ["GET", `${name}?select=least:${column}.min(),most:${column}.max(),${column},n:count()`]),
    ["GET", name, { Prefer: "count=planned" }], ["GET", name, { Accept: "application/vnd.pgrst.array+json;nulls=stripped" }],
    ...columns.filter((column) => properties[column] && isFreeText(properties[column])).flatMap((column): [string, string][] => [
      ["GET", `${name}?${column}=match..&select=id,x:${column}::text`], ["GET", `${name}?${column}=not.wfts.nothing`], ["GET", `${name}?${column}=like(any).{*,x}`], ["GET", `${name}?${column}=isdistinct.x`],
    ]),
    ...neighbours.flatMap((other): [string, string][] => [
      ["GET", `${name}?select=id,...${other}(x:id)`], ["GET", `${name}?select=id,${other}()&${other}=not.is.null`],
      ["GET", `${name}?select=*,${other}(*)`], ["GET", `${name}?select=id,${other}!inner(*)`], ["GET", `${name}?select=id,${other}(n:count())`],
    ]),
  ];
}

/** Every way of changing the planted row. */
function changes(entity: EntityDescription): [string, string, unknown?, string?][] {
  const { name, methods, actions } = entity;
  const id = victims.get(name) ?? "";
  const text = Object.entries(entity.inputs).find(([, property]) => isFreeText(property) && !property.readOnly)?.[0] ?? "name";
  return [
    ...(methods.includes("patch") ? [["PATCH", `${name}?id=eq.${id}`, { [text]: "changed" }, "return=representation"], ["PATCH", `${name}?id=not.is.null`, { [text]: "changed" }, "return=representation,tx=rollback"]] as [string, string, unknown, string][] : []),
    ...(methods.includes("patch") ? [["PATCH", `${name}?id=eq.${id}&order=id&limit=1`, { [text]: "changed" }, "return=representation"]] as [string, string, unknown, string][] : []),
    ...(methods.includes("delete") ? [["DELETE", `${name}?id=eq.${id}`, undefined, "return=representation"], ["DELETE", `${name}?workspace_id=eq.${workspaceId}`, undefined, "return=representation"]] as [string, string, unknown, string][] : []),
    ...actions.map((action): [string, string, unknown] => ["POST", `rpc/${action}`, { id }]),
  ];
}

const snapshot = async () => {
  const token = await tokenOf(boss);
  const parts = await Promise.all(api.entities.filter((entity) => !["audit_event", "activity"].includes(entity.name)).map(async (entity) => (await ask(token, "GET", `${entity.name}?order=id`)).text));
  /* Whoever books a return and takes it back has written the sums of its sale twice. */
  return parts.map((part) => (part.includes('"restocked":') ? part.replace(/"(updated_at|version)":[^,]+,/g, "") : part)).join("\n");
};

const granted = (level: number) => Object.fromEntries([...new Set(moduleOf.values())].map((module) => [module, level]));
const guarded = () => api.entities.filter((entity) => moduleOf.has(entity.name));

beforeAll(async () => {
  api = await describeApi(server);
  const client = anonymous(server);
  boss = { email: `${randomName("boss")}@example.com`, password: "a good passphrase", client };
  const data = { workspace_name: `${MARKER} Ltd.`, display_name: `${MARKER} Boss`, currency: "CNY" };
  await client.auth.signUp({ ...boss, options: { data } });
  await client.auth.signInWithPassword(boss);
  const token = await tokenOf(boss);
  workspaceId = ((await dataOf(client.from("workspace").select("workspace_id").single())) as { workspace_id: number }).workspace_id;

  for (const entity of inLinkOrder(api.entities.filter((each) => each.methods.includes("post")))) {
    const made = await ask(token, "POST", entity.name, { body: markedRow(entity, MARKER, AMOUNT, links), headers: { Prefer: "return=representation" } });
    expect([entity.name, made.status, made.text.includes(MARKER), made.code]).toEqual([entity.name, 201, true, undefined]);
    const [row] = JSON.parse(made.text) as { id: string }[];
    victims.set(entity.name, row?.id ?? "");
    links[entity.name] = row?.id ?? "";
  }
  const { product_variant: product_variant_id, location: location_id } = links;
  const lines = { kind: "in", quantity: AMOUNT % 1_000_000, product_variant_id, location_id, unit_cost: AMOUNT, note: MARKER };
  expect((await client.rpc("stock_move", { lines })).error).toBeNull();
  const { inbound_box: inbound_box_id, inbound_line: inbound_line_id } = links;
  expect((await client.rpc("inbound_cost_set", { inbound_line_id, unit_cost: AMOUNT, currency: "USD" })).error).toBeNull();
  const proposed = { inbound_box_id, source: MARKER, lines: [{ description: MARKER, quantity: 1, confidence: 1 }] };
  expect((await client.rpc("inbound_propose", proposed)).error).toBeNull();
  const count = await client.rpc("stock_count_open", { location_id, note: MARKER });
  expect((await client.rpc("stock_count_scan", { stock_count_id: (count.data as { id: string }).id, product_variant_id, quantity: 1 })).error).toBeNull();
  const article_id = links["article"];
  const questions = [{ question: MARKER, choices: [MARKER, "x"], answers: [0], explanation: MARKER }];
  for (const [name, input] of [
    ["quiz_save", { article_id, questions }], ["article_publish", { id: article_id }], ["article_read", { article_id, number: 1 }],
    ["quiz_answer", { article_id, number: 1, answers: [[0]] }], ["announcement_see", { id: links["announcement"] }],
  ] as const) expect([name, (await client.rpc(name, input)).error]).toEqual([name, null]);
  await client.rpc("member_invite", { email: `${MARKER.toLowerCase()}@example.com`, role: "member" });
  expect((await client.rpc("finance_close_month", { month: "2001-01", note: MARKER })).error).toBeNull();
  const { data: ended } = await client.from("live_session").insert({ title: MARKER, day: "2026-03-02", platform: "tiktok", status: "ended" }).select("id").single();
  expect((await client.rpc("show_close_out", { live_session_id: (ended as { id: string }).id, note: MARKER })).error).toBeNull();
  const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=${MARKER}.csv`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv" },
    body: `Brand,Type,Price,Date\n${MARKER},x,4815162.34,2026-03-01\n`,
  });
  expect([uploaded.status, await uploaded.text()]).toEqual([200, expect.stringContaining(MARKER)]);
  for (const entity of api.entities)
    if (!victims.has(entity.name)) {
      const [row] = JSON.parse((await ask(token, "GET", `${entity.name}?limit=1`)).text) as { id: string }[];
      if (row) victims.set(entity.name, row.id);
    }

  const { modules } = (await dataOf(client.rpc("instance_info"))) as { modules: string[] };
  const prober = await invite(server, boss);
  const proberToken = await tokenOf(prober);
  for (const module of modules) {
    const set = async (level: number) => expect((await client.rpc("member_grant", { id: prober.memberId, module, level })).error).toBeNull();
    await set(1);
    for (const entity of api.entities) {
      if (EVERYBODYS.includes(entity.name) || ADMINS_ONLY.includes(entity.name)) continue;
      if ((await ask(proberToken, "GET", `${entity.name}?limit=1`)).status !== 200) continue;
      expect([entity.name, moduleOf.get(entity.name)]).toEqual([entity.name, undefined]); // one module only
      moduleOf.set(entity.name, module);
    }
    await set(0);
  }
  outsider = await signUp(server);
});

describe("the matrix", () => {
  it("knows each entity: everybody's, the administrators', or of exactly one module", () => {
    const placed = [...EVERYBODYS, ...ADMINS_ONLY, ...moduleOf.keys()].sort();
    expect(api.entities.map((entity) => entity.name).sort()).toEqual(placed);
    expect(moduleOf.get("sale")).toBe("sales");
    expect(api.entities.filter((entity) => entity.methods.includes("post")).every((entity) => victims.get(entity.name))).toBe(true);
  });

  it("finds the markers where they may be seen: the test looks at the right place", async () => {
    const token = await tokenOf(boss);
    for (const entity of guarded())
      for (const [method, path, headers] of readings(entity)) {
        const answer = await ask(token, method, path, headers ? { headers } : {});
        const isRefused = answer.status === 400 || answer.status === 406;
        expect([method, path, isRefused || answer.status === 200 || answer.status === 206]).toEqual([method, path, true]);
      }
    for (const entity of guarded().filter(({ name }) => !WITHOUT_MARKERS.includes(name))) {
      expect([entity.name, shows(await ask(token, "GET", entity.name))]).toEqual([entity.name, true]);
      expect(shows(await ask(token, "GET", entity.name, { headers: { Accept: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } }))).toBe(true);
    }
  });
});

describe("anonymous", () => {
  it("is 401 on every entity, however it is asked or changed", async () => {
    const before = await snapshot();
    for (const token of ["", "public", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
      for (const entity of api.entities) {
        for (const [method, path, headers] of readings(entity)) {
          const answer = await ask(token, method, path, headers ? { headers } : {});
          expect([method, path, answer.status, shows(answer)]).toEqual([method, path, 401, false]);
          if (method !== "HEAD") expect([path, answer.code]).toEqual([path, expect.stringMatching(/^PGRST30[0-3]$/)]);
        }
        for (const [method, path, body, prefer] of changes(entity)) {
          const answer = await ask(token, method, path, { body, headers: prefer ? { Prefer: prefer } : {} });
          expect([method, path, answer.status, shows(answer)]).toEqual([method, path, 401, false]);
        }
        if (entity.methods.includes("post")) expect((await ask(token, "POST", entity.name, { body: markedRow(entity, "x", 1) })).status).toBe(401);
      }
    expect(await snapshot()).toBe(before);
  });

  it("is 401 on every function but those that are for anybody", async () => {
    for (const { name } of api.functions) {
      const answer = await ask("", "POST", `rpc/${name}`, { body: {} });
      expect([name, shows(answer)]).toEqual([name, false]);
      if (FOR_ANYBODY.includes(name)) expect([name, answer.status]).not.toEqual([name, 401]);
      else expect([name, answer.status, answer.code]).toEqual([name, 401, "PGRST302"]);
    }
  });
});

describe("the administrator of another workspace", () => {
  it("reads no marker, whatever is asked", async () => {
    const token = await tokenOf(outsider);
    for (const entity of api.entities)
      for (const [method, path, headers] of readings(entity)) {
        const answer = await ask(token, method, path, headers ? { headers } : {});
        expect([method, path, shows(answer)]).toEqual([method, path, false]);
        expect([path, answer.status < 500]).toEqual([path, true]);
        if (path.includes("id=eq.") || path.includes("workspace_id=eq.") || path.includes("id=in."))
          expect([path, answer.status === 406 || ["[]", ""].includes(answer.text)]).toEqual([path, true]);
        if (moduleOf.has(entity.name) && headers?.["Prefer"]) expect([path, answer.range]).toEqual([path, "*/0"]);
      }
  });

  it("changes nothing there: no patch, no delete, no action, no upsert onto an id, no link to it", async () => {
    const token = await tokenOf(outsider);
    const before = await snapshot();
    const own: Record<string, string> = {};
    for (const entity of inLinkOrder(api.entities.filter((each) => each.methods.includes("post")))) {
      const made = await ask(token, "POST", entity.name, { body: markedRow(entity, "Own", 1, neededLinks(entity, own)), headers: { Prefer: "return=representation" } });
      own[entity.name] = (JSON.parse(made.text) as { id: string }[])[0]?.id ?? "";
    }
    for (const entity of api.entities) {
      for (const [method, path, body, prefer] of changes(entity)) {
        const answer = await ask(token, method, path, { body, headers: prefer ? { Prefer: prefer } : {} });
        expect([method, path, shows(answer)]).toEqual([method, path, false]);
        if (path.startsWith("rpc/")) expect([path, answer.status, answer.code]).toEqual([path, 404, "PGRST116"]);
        else if (!path.includes("not.is.null")) expect([method, path, answer.status, answer.text]).toEqual([method, path, 200, "[]"]);
      }
      if (!entity.methods.includes("post")) {
        expect([entity.name, (await ask(token, "POST", entity.name, { body: {} })).status]).toEqual([entity.name, 403]);
        continue;
      }
      const row = { ...markedRow(entity, "Mine", 1, neededLinks(entity, own)), id: victims.get(entity.name) };
      const upsert = await ask(token, "POST", entity.name, { body: row, headers: { Prefer: "resolution=merge-duplicates,return=representation" } });
      expect([entity.name, upsert.status, shows(upsert)]).toEqual([entity.name, 201, false]); // a row of one's own
      const forged = await ask(token, "POST", entity.name, { body: { ...row, workspace_id: workspaceId } });
      expect([entity.name, forged.status, forged.code]).toEqual([entity.name, 403, "42501"]);
      const moved = await ask(token, "PATCH", `${entity.name}?id=eq.${row.id}`, { body: { workspace_id: workspaceId } });
      expect([entity.name, moved.status, moved.code]).toEqual([entity.name, 403, "42501"]);
      expect((await ask(token, "DELETE", `${entity.name}?id=eq.${row.id}`)).status).toBe(204);
      for (const link of Object.keys(entity.inputs).filter((name) => name.endsWith("_id") && !entity.inputs[name]?.readOnly && victims.has(name.slice(0, -3)))) {
        const linked = await ask(token, "POST", entity.name, { body: { ...markedRow(entity, "Mine", 1, neededLinks(entity, own)), [link]: victims.get(link.slice(0, -3)) } });
        expect([entity.name, link, linked.status, linked.code, shows(linked)]).toEqual([entity.name, link, 409, "23503", false]);
      }
    }
    expect(await snapshot()).toBe(before);
  });

  it("no function tells or changes anything there", async () => {
    const somebody = await signUp(server);
    const before = await snapshot();
    const ids = [...victims.values()];
    for (const { name, inputs } of api.functions) {
      const base: Record<string, unknown> = Object.fromEntries(
        Object.entries({ group: "brand", role: "member", module: "sales", level: 1, token: "guessed", email: "nobody@example.com", workspace_id: workspaceId, language: "en", name: "Mine" })
          .filter(([key]) => key in inputs),
      );
      const tries = "id" in inputs ? ids.map((id) => ({ ...base, id })) : [base, ...("live_session_id" in inputs ? [{ ...base, live_session_id: victims.get("live_session") }] : [])];
      for (const body of tries) {
        const answer = await ask(await tokenOf(somebody), "POST", `rpc/${name}`, { body });
        expect([name, body, shows(answer), answer.status < 500]).toEqual([name, body, false, true]);
        if ("id" in inputs) expect([name, body, answer.status >= 400]).toEqual([name, body, true]);
        if (name === "workspace_switch") expect(answer.status).toBe(403);
      }
    }
    expect(await snapshot()).toBe(before);
  });
});

describe("a member without the grant", () => {
  it("is refused with 403 and 42501, never with an empty list", async () => {
    const member = await invite(server, boss);
    const token = await tokenOf(member);
    const before = await snapshot();
    for (const entity of [...guarded(), ...api.entities.filter((each) => ADMINS_ONLY.includes(each.name))]) {
      for (const [method, path, headers] of readings(entity)) {
        const answer = await ask(token, method, path, headers ? { headers } : {});
        expect([method, path, answer.status, shows(answer)]).toEqual([method, path, 403, false]);
        if (method !== "HEAD") expect([path, answer.code]).toEqual([path, "42501"]);
      }
      for (const [method, path, body, prefer] of changes(entity)) {
        const answer = await ask(token, method, path, { body, headers: prefer ? { Prefer: prefer } : {} });
        expect([method, path, answer.status, answer.code]).toEqual([method, path, 403, "42501"]);
      }
      expect((await ask(token, "POST", entity.name, { body: {} })).code).toBe("42501");
    }
    expect(await snapshot()).toBe(before);
  });

  it("meets a module's rows neither by embedding nor by a function", async () => {
    for (const module of new Set(moduleOf.values())) {
      const others = Object.fromEntries([...new Set(moduleOf.values())].filter((each) => each !== module).map((each) => [each, 3]));
      const member = await invite(server, boss, others);
      const token = await tokenOf(member);
      for (const entity of guarded().filter((each) => moduleOf.get(each.name) !== module))
        for (const [method, path] of readings(entity)) {
          const embedded = guarded().find((other) => new RegExp(`[,=]${other.name}(!inner)?\\(`).test(path));
          if (!embedded || moduleOf.get(embedded.name) !== module) continue;
          const answer = await ask(token, method, path);
          expect([path, answer.status, answer.code]).toEqual([path, 403, "42501"]);
        }
    }
    const token = await tokenOf(await invite(server, boss));
    for (const { name } of api.functions) {
      if ([...FOR_ANYBODY, ...FOR_SIGNED_IN, ...OF_OWN_FILES].includes(name)) continue;
      const answer = await ask(token, "POST", `rpc/${name}`, { body: OF_A_RECORD[name]?.(victims.get("product") ?? "") ?? {} });
      expect([name, answer.status, answer.code]).toEqual([name, 403, "42501"]);
    }
    for (const name of OF_OWN_FILES.filter((each) => each !== "import_upload")) {
      const answer = await ask(token, "POST", `rpc/${name}`, { body: { id: victims.get("import_run") } });
      expect([name, answer.status >= 400 && answer.status < 500, shows(answer)]).toEqual([name, true, false]);
    }
  });
});

describe("a member who may view", () => {
  it("reads everything of the module and changes nothing", async () => {
    const token = await tokenOf(await invite(server, boss, granted(1)));
    const before = await snapshot();
    for (const entity of guarded()) {
      expect([entity.name, shows(await ask(token, "GET", entity.name))]).toEqual([entity.name, ![...WITHOUT_MARKERS, ...OF_EDITORS].includes(entity.name)]);
      for (const [method, path, body, prefer] of changes(entity)) {
        const answer = await ask(token, method, path, { body, headers: prefer ? { Prefer: prefer } : {} });
        expect([method, path, answer.status, answer.code]).toEqual([method, path, 403, "42501"]);
      }
      const created = await ask(token, "POST", entity.name, { body: markedRow(entity, "Viewer", 1) });
      expect([entity.name, created.status, created.code]).toEqual([entity.name, 403, "42501"]);
    }
    expect(await snapshot()).toBe(before);
  });
});

describe("who edits their own", () => {
  it("creates, changes and deletes what they created, and nobody else's", async () => {
    const member = await invite(server, boss, granted(2));
    const token = await tokenOf(member);
    const before = await snapshot();
    for (const entity of guarded()) {
      for (const [method, path, body, prefer] of changes(entity)) {
        const answer = await ask(token, method, path, { body, headers: prefer ? { Prefer: prefer } : {} });
        expect([method, path, answer.status, answer.code]).toEqual([method, path, 403, "42501"]);
      }
      if (!entity.methods.includes("post")) continue;
      const onto = await ask(token, "POST", entity.name, { body: { ...markedRow(entity, "Taken", 1, neededLinks(entity, links)), id: victims.get(entity.name) }, headers: { Prefer: "resolution=merge-duplicates" } });
      expect([entity.name, onto.status, onto.code]).toEqual([entity.name, 403, "42501"]);
      expect(await snapshot()).toBe(before);

      const made = await ask(token, "POST", entity.name, { body: markedRow(entity, "Own", 5, neededLinks(entity, links)), headers: { Prefer: "return=representation" } });
      const id = (JSON.parse(made.text) as { id: string }[])[0]?.id;
      const text = Object.entries(entity.inputs).find(([, property]) => isFreeText(property) && !property.readOnly)?.[0] ?? "";
      const mine = await ask(token, "PATCH", `${entity.name}?id=eq.${id}&select=${text}`, { body: { [text]: "Mine" }, headers: { Prefer: "return=representation" } });
      expect([entity.name, mine.status, mine.text]).toEqual([entity.name, 200, JSON.stringify([{ [text]: "Mine" }])]);
      expect((await ask(token, "DELETE", `${entity.name}?id=eq.${id}`)).status).toBe(204);
    }
    expect(await snapshot()).toBe(before);
  });
});

describe("who edits every record, and the administrator", () => {
  it("change and delete what others created", async () => {
    const author = await tokenOf(await invite(server, boss, granted(2)));
    const editors = [await tokenOf(await invite(server, boss, granted(3))), await tokenOf(boss)];
    for (const editor of editors)
      for (const entity of guarded().filter((each) => each.methods.includes("post"))) {
        const made = await ask(author, "POST", entity.name, { body: markedRow(entity, "Other", 5, neededLinks(entity, links)), headers: { Prefer: "return=representation" } });
        const id = (JSON.parse(made.text) as { id: string }[])[0]?.id;
        const text = Object.entries(entity.inputs).find(([, property]) => isFreeText(property) && !property.readOnly)?.[0] ?? "";
        expect((await ask(editor, "PATCH", `${entity.name}?id=eq.${id}`, { body: { [text]: "Edited" } })).status).toBe(204);
        expect((await ask(editor, "GET", `${entity.name}?id=eq.${id}&select=${text}`)).text).toBe(JSON.stringify([{ [text]: "Edited" }]));
        expect((await ask(editor, "DELETE", `${entity.name}?id=eq.${id}`)).status).toBe(204);
        expect((await ask(author, "GET", `${entity.name}?id=eq.${id}`)).text).toBe("[]");
      }
  });

  it("a saved view is its owner's, until it is shared; even then only the owner changes it", async () => {
    const token = await tokenOf(await invite(server, boss, granted(3)));
    const own = victims.get("saved_view") ?? "";
    expect((await ask(token, "GET", `saved_view?id=eq.${own}`)).text).toBe("[]");
    expect((await dataOf(boss.client.from("saved_view").update({ shared: true }).eq("id", own).select("shared")))).toEqual([{ shared: true }]);
    expect(shows(await ask(token, "GET", `saved_view?id=eq.${own}`))).toBe(true);
    const changed = await ask(token, "PATCH", `saved_view?id=eq.${own}`, { body: { name: "Taken" } });
    expect([changed.status, changed.code]).toEqual([403, "42501"]);
    expect((await ask(token, "DELETE", `saved_view?id=eq.${own}`)).status).toBe(403);
    expect(shows(await ask(await tokenOf(outsider), "GET", `saved_view?id=eq.${own}`))).toBe(false);
    await dataOf(boss.client.from("saved_view").update({ shared: false }).eq("id", own).select());
  });
});

describe("a session that ends", () => {
  it("leaves the workspace's rows to the others", async () => {
    const leaver = await invite(server, boss, granted(3));
    const token = await tokenOf(leaver);
    expect((await ask(token, "GET", "sale?limit=1")).status).toBe(200);
    expect((await boss.client.rpc("member_remove", { id: leaver.memberId })).error).toBeNull();
    for (const entity of guarded()) expect([entity.name, (await ask(token, "GET", entity.name)).status]).toEqual([entity.name, 403]);
    await leaver.client.auth.signOut();
    expect((await ask(token, "GET", "sale")).status).toBe(401);
  });
});
