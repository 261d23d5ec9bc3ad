// Who may what: every kind of record and every function there is, asked by nobody, by a member
// without grants, by a member with each module, and by an administrator.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { runSteward, useServer } from "../../harness/server.ts";

const server = useServer();

interface Kind {
  name: string;
  module: string;
}

interface OpenApi {
  paths: Record<string, Record<string, unknown>>;
}

let kinds: Kind[] = [];
let functions: string[] = [];
let boss: Person;
let member: Person & { memberId: string };

beforeAll(async () => {
  const derived = await runSteward(["derive", "entities"]);
  kinds = [...derived.stdout.matchAll(/^ {4}name: "(\w+)",[\s\S]*?^ {4}module: "(\w+)",/gm)].map((match) => ({
    name: match[1] ?? "",
    module: match[2] ?? "",
  }));
  const openapi = (await (await send(server, "/api/openapi.json")).json()) as OpenApi;
  functions = Object.keys(openapi.paths).flatMap((path) => /^\/rest\/v1\/rpc\/(\w+)$/.exec(path)?.[1] ?? []);
  boss = await signUp(server);
  member = await invite(server, boss);
});

/** Every way to ask for rows or to change them. */
const waysOf = (name: string): [string, Parameters<typeof send>[2]][] => [
  [`/rest/v1/${name}`, {}],
  [`/rest/v1/${name}`, { method: "HEAD" }],
  [`/rest/v1/${name}?limit=0`, { headers: { Prefer: "count=exact" } }],
  [`/rest/v1/${name}?select=id.count()`, {}],
  [`/rest/v1/${name}`, { headers: { Accept: "text/csv" } }],
  [`/rest/v1/${name}`, { headers: { Accept: "application/vnd.pgrst.object+json" } }],
  [`/rest/v1/${name}`, { body: {} }],
  [`/rest/v1/${name}`, { body: [] }],
  [`/rest/v1/${name}`, { body: {}, headers: { Prefer: "resolution=merge-duplicates" } }],
  [`/rest/v1/${name}?id=not.is.null`, { method: "PATCH", body: {} }],
  [`/rest/v1/${name}?id=not.is.null`, { method: "DELETE" }],
];

/** What was answered with something else than `wanted`, as lines to read. */
async function others(names: string[], token: string | undefined, wanted: number[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names)
    for (const [path, options] of waysOf(name)) {
      const { status } = await send(server, path, { ...options, ...(token ? { token } : {}) });
      if (!wanted.includes(status)) found.push(`${options?.method ?? (options?.body ? "POST" : "GET")} ${path}: ${status}`);
    }
  return found;
}

describe("every kind of record", () => {
  it("is closed to nobody in particular", async () => {
    expect(kinds.length).toBeGreaterThan(5);
    expect(await others(kinds.map((each) => each.name), undefined, [401])).toEqual([]);
  });

  it("is closed to a member without its module: 403, never an empty list", async () => {
    const closed = kinds.filter((each) => each.module !== "core").map((each) => each.name);
    expect(closed.length).toBeGreaterThan(3);
    expect(await others(closed, await tokenOf(member), [403])).toEqual([]);
  });

  it("is open for reading with its module only", async () => {
    const modules = [...new Set(kinds.map((each) => each.module))].filter((each) => !["core", "admin"].includes(each));
    const token = await tokenOf(member);
    for (const module of modules) {
      const grant = (level: number) => boss.client.rpc("member_grant", { id: member.memberId, module, level });
      expect((await grant(1)).error).toBeNull();
      for (const { name, module: own } of kinds.filter((each) => each.module !== "core")) {
        const { status } = await send(server, `/rest/v1/${name}`, { token });
        expect([module, name, status]).toEqual([module, name, own === module ? 200 : 403]);
        const inserted = await send(server, `/rest/v1/${name}`, { token, body: {} });
        expect([module, name, inserted.status]).toEqual([module, name, 403]);
      }
      expect((await grant(0)).error).toBeNull();
    }
  });

  it("is open for reading to an administrator", async () => {
    const token = await tokenOf(boss);
    for (const { name } of kinds) {
      const { status } = await send(server, `/rest/v1/${name}`, { token });
      expect([name, status]).toEqual([name, 200]);
    }
  });
});

describe("every function", () => {
  const forAnybody = ["security_report_send", "setup_state", "setup_finish", "instance_info"];
  const forTheSignedIn = [
    "workspace_list",
    "workspace_create",
    "workspace_switch",
    "invite_accept",
    "session_list",
    "sign_in_list",
    "session_end",
    "second_factor_state",
    "recovery_codes_make",
    "recovery_code_use",
  ];
  // Asked of a kind of record; which one decides who may.
  const bodies: Record<string, unknown> = { photo_links: { entity: "inbound_box", records: [] }, photo_order: { entity: "inbound_box", record_id: "01890000-0000-7000-8000-000000000001", photos: [] } };
  const call = async (name: string, token?: string) =>
    (await send(server, `/rest/v1/rpc/${name}`, { body: bodies[name] ?? {}, ...(token ? { token } : {}) })).status;

  it("is closed to nobody in particular, but for what a start page needs and reports of weaknesses", async () => {
    expect(functions).toEqual(expect.arrayContaining([...forAnybody, ...forTheSignedIn]));
    for (const name of functions.filter((each) => !forAnybody.includes(each)))
      expect([name, await call(name)]).toEqual([name, 401]);
  });

  it("is closed to a member without grants, but for one's own sessions and workspaces", async () => {
    const token = await tokenOf(member);
    const own = [...forAnybody, ...forTheSignedIn];
    // An import is asked for its kind of record first, or is one that the member has not begun.
    const isImport = (name: string) => name.startsWith("import_");
    for (const name of functions.filter((each) => !own.includes(each) && !isImport(each)))
      expect([name, await call(name, token)]).toEqual([name, 403]);
    for (const name of functions.filter(isImport)) {
      const { status } = await send(server, `/rest/v1/rpc/${name}?entity=sale`, { token, body: {} });
      expect([name, status]).toEqual([name, name === "import_upload" ? 403 : 400]);
    }
  });
});
