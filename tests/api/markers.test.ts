// What people type, and what only they know, stays where it belongs: markers go into every field,
// password, token, header and query, errors of every kind are forced, and then everything that the
// server writes beside its data is searched: log, mail, metrics. Secrets are searched in the data too.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, send, tokenOf } from "../harness/client.ts";
import { filesIn } from "../harness/files.ts";
import { mailsTo, tokenIn, waitForMail } from "../harness/mail.ts";
import { describeApi, inLinkOrder, markedRow, neededLinks } from "../harness/openapi.ts";
import { connect } from "../harness/postgres.ts";
import { Server, engine, useServer } from "../harness/server.ts";
import { storedTables, textOf } from "../harness/stored.ts";

const id = randomBytes(5).toString("hex");
const TYPED = `Typed${id}`; // what people write about their business
const SECRET = `Secret${id}-Passphrase`;
const FORGED = `Forged${id}`; // in tokens, cookies and headers
const ASKED = `Asked${id}`; // in addresses and queries
const everything = [TYPED, SECRET, FORGED, ASKED];

/** The forms in which a secret could be written down by mistake. */
const formsOf = (secret: string) => [
  secret, secret.toLowerCase(), secret.toUpperCase(), encodeURIComponent(secret),
  ...(["hex", "base64", "base64url"] as const).map((encoding) => Buffer.from(secret).toString(encoding).replace(/=+$/, "")),
  Buffer.from(secret).toString("hex").toUpperCase(), [...secret].reverse().join(""), Buffer.from(secret, "utf8").toString("utf16le"),
  ...["md5", "sha1", "sha256", "sha512"].flatMap((kind) => (["hex", "base64"] as const).map((encoding) => createHash(kind).update(secret).digest(encoding))),
];
/** A high-entropy token may be stored as a hash, and as nothing else. */
const readableFormsOf = (token: string) => formsOf(token).slice(0, 9);

const requestMembers = ["time", "kind", "what", "session", "region", "app", "os", "method", "route", "status", "us"];

const server = useServer();
let person: Person;
let access = "";
let refresh = "";
let mailed = "";
let metrics = "";
const answers: string[] = [];

async function provoke(target: Server, token: string): Promise<void> {
  const go = async (path: string, options: Parameters<typeof send>[2] = {}) => {
    const answer = await send(target, path, { token, ...options }).catch((error: Error) => error);
    if (answer instanceof Response) answers.push(`${answer.status} ${await answer.text()}`);
  };
  const raw = (path: string, body: string, type = "application/json") => fetch(target.url + path, { method: "POST", body, headers: { Authorization: `Bearer ${token}`, "Content-Type": type } }).then((answer) => answer.text());
  const row = { sold_at: "2026-03-01T12:00:00Z", brand: TYPED, shoe_type: TYPED, price: 1 };
  for (const path of [`sale?brand=eq.${ASKED}`, `sale?brand=like.*${ASKED}*`, `sale?${ASKED}=eq.1`, `sale?select=${ASKED}`, `sale?order=${ASKED}`, `sale?or=(${ASKED}`, `${ASKED}`, `rpc/${ASKED}`, `sale?price=eq.${ASKED}`, `sale?limit=${ASKED}`, `rpc/report_sales?group=${ASKED}`, `sale?id=eq.${ASKED}`, `sale?brand=in.("${ASKED}"`])
    await go(`/rest/v1/${path}`);
  for (const path of [`/${ASKED}`, `/assets/${ASKED}.js`, `/auth/v1/verify?token=${ASKED}&type=signup`, `/auth/v1/${ASKED}`, `/%ff${ASKED}`, `/x?apikey=${ASKED}`]) await go(path);
  for (const body of [{ ...row, price: TYPED }, { ...row, [TYPED]: 1 }, { ...row, size: TYPED.repeat(9) }, { ...row, live_session_id: TYPED }, { ...row, sold_at: TYPED }, { ...row, currency: TYPED }, { ...row, workspace_id: TYPED }])
    await go("/rest/v1/sale", { body });
  const product = { name: TYPED, brand: TYPED, sku: TYPED };
  await go("/rest/v1/product", { body: product });
  await go("/rest/v1/product", { body: product }); // a duplicate
  await raw("/rest/v1/sale", `{"brand":"${TYPED}"`);
  await raw("/rest/v1/sale", `{"brand":"${TYPED}\ud800"}`);
  await raw("/rest/v1/sale", `${TYPED},"${TYPED}\n1,2,3`, "text/csv");
  await raw(`/rest/v1/rpc/import_upload?entity=sale&file_name=${ASKED}.csv`, `Brand,Type,Price,Date\n${TYPED},x,1,2026-03-01\n${TYPED},x,${TYPED},${TYPED}\n`, "text/csv");
  for (const headers of [{ Authorization: `Bearer ${FORGED}` }, { Authorization: FORGED }, { apikey: FORGED }, { Cookie: `session=${FORGED}` }, { "User-Agent": `${FORGED}/1.0 (${FORGED})` }, { Referer: `https://${FORGED}.example/` }, { "X-Forwarded-For": FORGED }, { Prefer: FORGED }, { "Accept-Language": FORGED }, { Accept: FORGED }, { "Content-Type": FORGED }, { Range: FORGED }, { "X-Client-Info": FORGED }] as Record<string, string>[])
    await go("/rest/v1/sale", { headers });
  for (const body of [{ email: `${TYPED}@example.com`, password: SECRET.slice(0, -1) }, { email: TYPED, password: SECRET }, { email: 1, password: SECRET }, { password: SECRET }]) {
    await go("/auth/v1/token?grant_type=password", { body });
    await go("/auth/v1/signup", { body: { ...body, password: "short" } });
  }
  await go("/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: FORGED } });
  await go("/auth/v1/recover", { body: { email: `${TYPED}@nowhere.example` } });
  await go("/auth/v1/user", { method: "PUT", body: { password: "x", data: { username: `${TYPED} not a name` } } });
  for (const name of ["member_invite", "invite_accept", "setup_finish", "session_end", "workspace_switch"]) await go(`/rest/v1/rpc/${name}`, { body: { token: FORGED, email: TYPED, id: TYPED, workspace_id: TYPED } });
}

beforeAll(async () => {
  const client = anonymous(server);
  person = { email: `${TYPED.toLowerCase()}@example.com`, password: SECRET, client };
  const data = { display_name: `${TYPED} Name`, username: TYPED, workspace_name: `${TYPED} Ltd.` };
  await client.auth.signUp({ ...person, options: { data } });
  const signedIn = await client.auth.signInWithPassword(person);
  if (signedIn.error) throw signedIn.error;
  const changed = await client.auth.updateUser({ password: `${SECRET}2` });
  if (changed.error) throw changed.error;
  await client.auth.signInWithPassword({ email: person.email, password: `${SECRET}2` });
  await client.auth.refreshSession();
  const { session } = (await client.auth.getSession()).data;
  access = session?.access_token ?? "";
  refresh = session?.refresh_token ?? "";
  const { entities } = await describeApi(server);
  const links: Record<string, string> = {};
  for (const entity of inLinkOrder(entities.filter((each) => each.methods.includes("post")))) {
    const made = await client.from(entity.name).insert(markedRow(entity, TYPED, 1, links)).select("id").single();
    expect([entity.name, made.status]).toEqual([entity.name, 201]);
    links[entity.name] = (made.data as { id: string }).id;
  }
  expect((await client.rpc("member_invite", { email: `invited-${id}@example.com`, role: "member" })).error).toBeNull();
  mailed = tokenIn(await waitForMail(server, `invited-${id}@example.com`));
  await provoke(server, access);
  const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=${TYPED}.csv`, {
    method: "POST",
    body: `Brand,Type,Price,Date\n${TYPED},${TYPED},1,2026-03-01\n`,
    headers: { Authorization: `Bearer ${access}`, "Content-Type": "text/csv" },
  });
  const { id: run, mapping, options } = (await uploaded.json()) as { id: string; mapping: object; options: object };
  await dataOf(client.rpc("import_run", { id: run, mapping, options }));
  for (let i = 0; i < 600 && !server.lines.some((line) => line.includes('"what":"import"')); i++) await new Promise((done) => setTimeout(done, 100));
  await client.auth.resetPasswordForEmail(person.email);
  await waitForMail(server, person.email, 2);
  metrics = await (await fetch(`${server.url}/metrics`)).text();
  await server.restart();
});

/** The log as text and each line of it as an object. */
const logOf = (of: Server) => of.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Record<string, unknown>);

describe("the log", () => {
  it("met errors of every kind", () => {
    const statuses = new Set(logOf(server).filter((line) => line["kind"] === "request").map((line) => line["status"]));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400, 401, 404, 409]));
    expect(answers.some((answer) => answer.includes(ASKED))).toBe(true); // the asker is told; the log is not
  });

  it("holds no marker in any form", () => {
    const text = server.lines.join("\n").replace(/^.*\/setup\?token=.*$/gm, "");
    for (const marker of everything) for (const form of formsOf(marker)) expect([form, text.includes(form)]).toEqual([form, false]);
    for (const token of [access, refresh, mailed, ...access.split(".")].filter((each) => each.length > 8)) expect(text.includes(token)).toBe(false);
    expect(text.toLowerCase()).not.toContain(id);
  });

  it("has exactly the declared members in each line of a request", async () => {
    const requests = logOf(server).filter((line) => line["kind"] === "request");
    expect(requests.length).toBeGreaterThan(60);
    for (const line of requests) {
      expect(Object.keys(line)).toEqual(requestMembers);
      expect(line["session"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(line["region"]).toMatch(/^(local|unknown|[A-Z]{2})$/);
      expect(String(line["route"])).toMatch(/^(other|\/[\w./{}-]*)$/);
      expect([line["app"], line["os"]]).toEqual([expect.stringMatching(/^[\w -]{1,20}$/), expect.stringMatching(/^[\w -]{1,20}$/)]);
    }
    expect(JSON.stringify(requests)).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    // The id of the session finds the lines of a session, and opens nothing.
    const session = requests.map((line) => String(line["session"])).find((each) => !each.startsWith("00000000")) ?? "";
    expect(session).not.toBe("");
    for (const headers of [{ Authorization: `Bearer ${session}` }, { apikey: session }, { Cookie: `session=${session}` }] as Record<string, string>[])
      expect((await send(server, "/rest/v1/sale", { headers })).status).toBe(401);
    expect((await send(server, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: session } })).status).toBeGreaterThanOrEqual(400);
  });

  it("says what kind each line is: the server's, a request, an error, a performance figure", () => {
    for (const line of logOf(server)) {
      expect(["server", "request", "error", "performance"]).toContain(line["kind"]);
      expect(line["time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    const kinds = new Set(logOf(server).map((line) => line["kind"]));
    expect([...kinds]).toEqual(expect.arrayContaining(["server", "request", "performance"])); // errors: at the end of this file
  });
});

describe("beside the log", () => {
  it("metrics hold no marker and no name that grows with use", () => {
    expect(metrics.length).toBeGreaterThan(500);
    for (const marker of [...everything, id, access, refresh]) expect(metrics.includes(marker)).toBe(false);
    for (const [, labels] of metrics.matchAll(/\{(.*)\}/g)) expect(labels).toMatch(/^(class="[1-5]xx"|le="[\d.+Inf]+")$/);
  });

  it("mail holds no password and no business record", async () => {
    const mails = [...(await mailsTo(server, person.email)), ...(await mailsTo(server, `invited-${id}@example.com`))];
    expect(mails.length).toBeGreaterThanOrEqual(3);
    for (const mail of mails)
      for (const form of [...formsOf(SECRET), `${TYPED} shoe_type`, `${TYPED} brand`, FORGED, ASKED, access, refresh]) expect((mail.subject + mail.body).includes(form)).toBe(false);
  });

  it("no data file holds a password or a usable token, in any form", async () => {
    const stored: [string, string][] = filesIn(server.folder).filter((path) => !path.endsWith(".eml")).map((path) => [path.slice(server.folder.length), readFileSync(path, "latin1")]);
    for (const table of await storedTables(server)) stored.push([table.name, textOf([table])]);
    const everyRow = stored.map(([, text]) => text).join("\n");
    expect(everyRow).toContain(TYPED); // the reading works
    expect(stored.find(([where]) => where === "account")?.[1]).toContain("argon2id");
    expect(stored.reduce((size, [, text]) => size + text.length, 0)).toBeGreaterThan(1000);
    for (const [where, text] of stored) {
      for (const form of formsOf(SECRET)) expect([where, form, text.includes(Buffer.from(form).toString("latin1"))]).toEqual([where, form, false]);
      for (const token of [access, refresh, mailed, access.split(".")[2] ?? ""])
        for (const form of readableFormsOf(token)) expect([where, token.slice(0, 6), text.includes(form)]).toEqual([where, token.slice(0, 6), false]);
    }
  });

  // The embedded store is encrypted: what anybody typed into any field is in no file, whatever its
  // form, while the log is full and after it was taken into the database. Mail waits beside it.
  it.runIf(engine === "sqlite")("no data file holds anything that was typed, nor what the database looks like", async () => {
    const typed = [TYPED, id, person.email, `${TYPED} Name`, `${TYPED} Ltd.`].flatMap((word) => formsOf(word).slice(0, 9));
    const look = async () => {
      const files = filesIn(join(server.folder, "data")).filter((path) => !path.endsWith(".eml"));
      expect(files.map((path) => basename(path))).toEqual(expect.arrayContaining(["steward.db"]));
      for (const path of files) {
        const text = readFileSync(path, "latin1");
        for (const word of [...typed, "CREATE TABLE", "SQLite format", "live_session", "argon2id"])
          expect([path, word, text.includes(Buffer.from(word).toString("latin1"))]).toEqual([path, word, false]);
      }
    };
    const token = await tokenOf(person);
    const { entities } = await describeApi(server);
    for (const round of [7, 8, 9]) {
      const links: Record<string, string> = {};
      for (const entity of inLinkOrder(entities.filter((each) => each.methods.includes("post")))) {
        const body = markedRow(entity, `${TYPED}${round}`, round, neededLinks(entity, links));
        const made = await send(server, `/rest/v1/${entity.name}`, { token, body, headers: { Prefer: "return=representation" } });
        expect([entity.name, made.status]).toEqual([entity.name, 201]);
        links[entity.name] = ((await made.json()) as { id: string }[])[0]?.id ?? "";
      }
    }
    expect(statSync(join(server.folder, "data", "steward.db-wal")).size).toBeGreaterThan(10_000);
    await look();
    await server.restart();
    expect(statSync(join(server.folder, "data", "steward.db")).size).toBeGreaterThan(100_000);
    await look();
  });

  it("no picture of the memory can be written when the process dies", () => {
    const own = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "latin1").includes(["serve", "--listen", "127.0.0.1:0", "--data", `${server.folder}/data`].join("\x00"));
      } catch {
        return false; // it has ended meanwhile
      }
    });
    expect(own.length).toBeGreaterThan(0);
    for (const name of own) expect(readFileSync(`/proc/${name}/limits`, "latin1")).toMatch(/^Max core file size +0 +0 /m);
  });

  it("no answer shows a password or its verifier, to its owner either", async () => {
    const token = await tokenOf(person);
    const seen = [...answers];
    for (const path of ["/auth/v1/user", "/rest/v1/member", "/rest/v1/workspace", "/rest/v1/audit_event", "/rest/v1/invite"]) seen.push(await (await send(server, path, { token })).text());
    for (const name of ["session_list", "sign_in_list"]) seen.push(await (await send(server, `/rest/v1/rpc/${name}`, { token, body: {} })).text());
    for (const text of seen) {
      expect(text).not.toMatch(/argon2id|\$2[aby]\$|pbkdf2/);
      for (const form of formsOf(SECRET)) expect(text.includes(form)).toBe(false);
      expect(text.includes(mailed)).toBe(false);
    }
  });
});

describe("when the store itself fails", () => {
  let broken: Server;
  beforeAll(async () => {
    broken = await Server.make();
    await broken.start();
  });
  afterAll(async () => {
    await broken.stop("SIGKILL").catch(() => undefined);
    await broken.remove();
  });

  it("the answer is 5xx with one sentence, an error is logged, and neither tells what was typed", async () => {
    const client = anonymous(broken);
    const somebody = { email: `${TYPED}@example.com`, password: SECRET };
    await client.auth.signUp(somebody);
    const { data } = await client.auth.signInWithPassword(somebody);
    const token = data.session?.access_token ?? "";
    await dataOf(client.from("product").insert({ name: TYPED, brand: TYPED }).select());
    if (broken.database) {
      // From now on the database quotes what it is given in its message.
      const admin = await connect(broken.database.adminUrl);
      await admin.query("DELETE FROM main.product");
      await admin.query("ALTER TABLE main.product DROP CONSTRAINT IF EXISTS product_brand_length");
      await admin.query("ALTER TABLE main.product ADD COLUMN quoted int GENERATED ALWAYS AS (brand::int) STORED");
      await admin.end();
    } else {
      for (const path of filesIn(broken.folder).filter((each) => /\.(db|sqlite3?)(-wal)?$/.test(each))) writeFileSync(path, Buffer.alloc(statSync(path).size, 0x55), { flag: "r+" });
    }
    const statuses: number[] = [];
    for (let i = 0; i < 24; i++) {
      const isRead = i % 2 === 1;
      const answer = await send(broken, isRead ? `/rest/v1/product?brand=eq.${TYPED}` : "/rest/v1/product", { token, ...(isRead ? {} : { body: { name: TYPED, brand: TYPED } }) });
      const text = await answer.text();
      statuses.push(answer.status);
      if (answer.status >= 500) expect([text.toLowerCase().includes(id), text]).toEqual([false, expect.stringContaining("message")]);
    }
    expect([engine, statuses.filter((status) => status >= 500).length > 0, statuses]).toEqual([engine, true, statuses]);
    await new Promise((done) => setTimeout(done, 300));
    expect(logOf(broken).filter((line) => line["kind"] === "error").length).toBeGreaterThan(0);
    expect(broken.lines.join("\n").toLowerCase()).not.toContain(id);
  });
});
