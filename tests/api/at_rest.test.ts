// Everything at rest is encrypted (X-043): a marker goes into every field of every kind of record, into
// files, photos, uploads that broke off, import drafts and mails that wait; the server makes backups and is
// killed in the middle of it all; and then nothing that it has written anywhere holds the marker. On
// PostgreSQL the rows lie on the database's own disk; what Steward itself writes is searched there too.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, newId, send, signIn, signUp, tokenOf } from "../harness/client.ts";
import { filesIn } from "../harness/files.ts";
import { type EntityDescription, describeApi, inLinkOrder, markedRow, neededLinks } from "../harness/openapi.ts";
import { jpeg } from "../harness/pictures.ts";
import { openedTables } from "../harness/sealed.ts";
import { Server, engine, runSteward } from "../harness/server.ts";
import { storedTables, textOf } from "../harness/stored.ts";

const id = randomBytes(6).toString("hex");
const MARKER = `Marker${id}`;
const HELD = { STEWARD_MAIL_TRANSPORT: "hold", STEWARD_MAIL_DIRECTORY: "" };

/** How the marker could stand in a file by mistake. */
const forms = [MARKER, MARKER.toLowerCase(), MARKER.toUpperCase(), id].flatMap((word) => [
  word, Buffer.from(word, "utf8").toString("utf16le"), Buffer.from(word).toString("hex"), Buffer.from(word).toString("hex").toUpperCase(),
  // base64 of it from each of the three places in which it may begin
  ...[0, 1, 2].map((shift) => Buffer.from("\0".repeat(shift) + word).toString("base64").slice(shift === 0 ? 0 : shift + 1, -4)),
]);

/** The files below the folder in which the marker stands in any form, and how many were read. */
function search(folder: string): { read: number; bytes: number; found: string[] } {
  const files = filesIn(folder);
  let bytes = 0;
  const found = files.flatMap((path) => {
    const text = readFileSync(path, "latin1");
    bytes += text.length;
    return forms.filter((form) => text.includes(Buffer.from(form).toString("latin1"))).map((form) => `${path}: ${form}`);
  });
  return { read: files.length, bytes, found };
}

let server: Server;
let person: Person;
let token = "";
let backup = "";
let draft = "";
let partial = "";
let entities: EntityDescription[] = [];

const headers = (more: Record<string, string> = {}) => ({ Authorization: `Bearer ${token}`, ...more });
const put = (path: string, body: string | Buffer, type: string) =>
  fetch(server.url + path, { method: "POST", headers: headers({ "Content-Type": type }), body: typeof body === "string" ? body : new Uint8Array(body) });

/** Every field of every kind of record that can be written, twice: as it comes, and as it is changed. */
async function writeRecords(): Promise<void> {
  const links: Record<string, string> = {};
  for (const entity of inLinkOrder(entities.filter((each) => each.methods.includes("post")))) {
    const made = await person.client.from(entity.name).insert(markedRow(entity, MARKER, 1, neededLinks(entity, links))).select("id").single();
    expect([entity.name, made.status, made.error]).toEqual([entity.name, 201, null]);
    links[entity.name] = (made.data as { id: string }).id;
  }
  const done = async (reply: PromiseLike<{ error: unknown }>) => expect((await reply).error).toBeNull();
  // What functions write: invitations, reports and their answers, movements, a month that was closed.
  await done(person.client.rpc("member_invite", { email: `${MARKER}-invited@example.com`, role: "member" }));
  const reported = await send(server, "/rest/v1/rpc/security_report_send", { body: { subject: MARKER, report: `${MARKER} in a report`, contact: `${MARKER}@finder.example` } });
  expect(reported.status).toBe(200);
  const [report] = (await dataOf(person.client.rpc("security_report_list"))) as { id: string }[];
  await done(person.client.rpc("security_report_answer", { id: report?.id, answer: `${MARKER} answered` }));
  await done(person.client.rpc("stock_move", { lines: [{ kind: "in", quantity: 1, product_variant_id: links["product_variant"], location_id: links["location"], note: `${MARKER} note` }] }));
  await done(person.client.rpc("finance_close_month", { month: "2026-01", note: `${MARKER} note` }));
  await done(person.client.rpc("finance_reopen_month", { month: "2026-01", reason: `${MARKER} reason` }));
  // What an account is asked and told.
  await done(person.client.auth.updateUser({ data: { display_name: `${MARKER} Name`, username: MARKER } }));
  await done(person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: `${MARKER} telephone` }));
  await done(person.client.auth.updateUser({ email: `${MARKER}-new@example.com` }));
  await done(person.client.auth.resetPasswordForEmail(person.email));
  // A kept answer: the same request again gets it byte for byte.
  const again = { token, body: { name: `${MARKER} kept`, brand: MARKER }, headers: { "Idempotency-Key": newId(), Prefer: "return=representation" } };
  const [first, second] = [await (await send(server, "/rest/v1/product", again)).text(), await (await send(server, "/rest/v1/product", again)).text()];
  expect([second, first.includes(MARKER)]).toEqual([first, true]);
}

async function writeFiles(): Promise<void> {
  const big = Buffer.from(`${MARKER} in a file. `.repeat(40_000)); // several chunks of a blob
  await put("/storage/v1/bucket", JSON.stringify({ id: `papers-${id}`, name: `papers-${id}`, public: false }), "application/json");
  const words = Buffer.from(JSON.stringify({ note: MARKER })).toString("base64");
  const uploaded = await fetch(`${server.url}/storage/v1/object/papers-${id}/${MARKER}/${MARKER}.txt`, { method: "POST", headers: headers({ "Content-Type": "text/plain", "x-metadata": words }), body: new Uint8Array(big) });
  expect(uploaded.status).toBe(200);
  expect((await fetch(`${server.url}/storage/v1/object/papers-${id}/${MARKER}/${MARKER}.txt`, { headers: headers() }).then((each) => each.text())).startsWith(MARKER)).toBe(true);
  const box = ((await dataOf(person.client.from("inbound_box").insert({ supplier: MARKER }).select("id").single())) as { id: string }).id;
  await dataOf(person.client.storage.from("warehouse-photos").upload(`inbound_box/${box}/${newId()}`, jpeg(), { contentType: "image/jpeg" }));
  // An upload whose connection broke: its first half is there.
  const half = big.subarray(0, 300_000);
  const meta = { bucketName: `papers-${id}`, objectName: `${MARKER}-half.txt`, contentType: "text/plain", metadata: JSON.stringify({ note: MARKER }) };
  const begun = await fetch(`${server.url}/storage/v1/upload/resumable`, {
    method: "POST",
    headers: headers({
      "Tus-Resumable": "1.0.0", "Upload-Length": String(big.length), "Content-Type": "application/offset+octet-stream",
      "Upload-Metadata": Object.entries(meta).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`).join(","),
    }),
    body: new Uint8Array(half),
  });
  expect([begun.status, begun.headers.get("upload-offset")]).toEqual([201, String(half.length)]);
  partial = begun.headers.get("location") ?? "";
}

const salesOf = async (by: Person) => ((await dataOf(by.client.from("sale").select("id").eq("brand", MARKER).limit(1000))) as unknown[]).length;

/** One that is read and not run, and one that is on its way into the store. */
async function writeImports(): Promise<void> {
  const csv = `Brand,Type,Price,Date\n${`${MARKER},${MARKER},1,2026-03-01\n`.repeat(500)}${MARKER},${MARKER},${MARKER},${MARKER}\n`;
  const upload = async () => (await (await put(`/rest/v1/rpc/import_upload?entity=sale&file_name=${MARKER}.csv`, csv, "text/csv")).json()) as { id: string; mapping: object; options: object };
  draft = (await upload()).id;
  const run = await upload();
  await dataOf(person.client.rpc("import_run", { id: run.id, mapping: run.mapping, options: run.options }));
  for (let i = 0; i < 600 && (await salesOf(person)) < 500; i++) await new Promise((done) => setTimeout(done, 100));
  expect(await salesOf(person)).toBeGreaterThanOrEqual(500);
}

/** Files that the process has open for writing. */
function written(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const flags = parseInt(/^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1] ?? "0", 8);
      const path = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return (flags & 3) !== 0 && path.startsWith("/") && !/^\/(dev|proc|memfd:|anon_inode)/.test(path) ? [path] : [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

beforeAll(async () => {
  server = await Server.make({ environment: HELD });
  await server.start();
  const account = { email: `${MARKER.toLowerCase()}@example.com`, password: `${MARKER}-Passphrase` };
  const setup = /\/setup\?token=([\w-]+)/.exec(server.lines.find((line) => line.includes("/setup?token=")) ?? "")?.[1];
  const names = { controller_name: `${MARKER} Ltd.`, controller_place: `1 ${MARKER} Road`, controller_email: `care@${MARKER}.example`, workspace_name: MARKER, display_name: `${MARKER} Name` };
  const answer = await send(server, "/rest/v1/rpc/setup_finish", { body: { ...account, ...names, token: setup, time_zone: "UTC", currency: "CNY", language: "en" } });
  expect(answer.status).toBe(200);
  person = await signIn(server, account);
  token = await tokenOf(person);
  ({ entities } = await describeApi(server));
  await writeRecords();
  await writeFiles();
  await writeImports();
});
afterAll(() => server.remove());

describe("at rest", () => {
  it("the marker is in every field that holds what people write", async () => {
    const map = readFileSync(join(import.meta.dirname, "../../docs/data-map.md"), "utf8");
    const tables = await openedTables(server);
    const typed = new Set(entities.flatMap((entity) => (entity.methods.includes("post") ? Object.keys(entity.inputs).map((field) => `${entity.name}.${field}`) : [])));
    const unmarked: string[] = [];
    const marked: string[] = [];
    for (const section of map.split(/^## /m).slice(1)) {
      const name = section.slice(0, section.indexOf("\n"));
      for (const [, column = ""] of section.matchAll(/^\| `(\w+)` \| (?:identity|contact|free text)\b/gm)) {
        if (/_id$|_by$|^owner$|^link_account$/.test(column)) continue; // ids, which nobody types
        const table = tables.find((each) => each.name === name);
        const at = table?.columns.indexOf(column) ?? -1;
        if (table?.rows.some((row) => row[at]?.toLowerCase().includes(id))) marked.push(`${name}.${column}`);
        else unmarked.push(`${name}.${column}`);
      }
    }
    expect(unmarked.filter((field) => typed.has(field))).toEqual([]);
    // What functions write. (An import's file is compressed before it is sealed; the address of a Google
    // account is Google's to say, and google.test.ts looks for it.)
    expect(marked).toEqual(expect.arrayContaining([
      "kept_answer.body", "server_setting.value", "account.email", "account.username", "account.display_name", "member.display_name", "invite.email",
      "one_time_token.email", "factor.friendly_name", "outbox_mail.recipient", "import_run.errors", "storage_object.metadata", "storage_upload.metadata",
      "security_report.subject", "security_report.report", "security_report.contact", "security_report.answer", "stock_movement.note", "month_close.note", "month_close.reason",
    ]));
    expect(marked.length).toBeGreaterThan(30);
  });

  it("nothing that the server has written holds it: data, WAL, blobs, halves of uploads, log", () => {
    const { read, bytes, found } = search(server.folder);
    expect(found).toEqual([]);
    expect([read > 3, bytes > 500_000]).toEqual([true, true]);
    const places = filesIn(server.folder).map((path) => path.slice(server.folder.length));
    expect(places.filter((path) => /^\/data\/blobs\/staged\//.test(path)).length).toBeGreaterThan(0); // the half is there
    expect(places.filter((path) => /^\/data\/blobs\/(?!staged)/.test(path)).length).toBeGreaterThan(1);
    expect(existsSync(join(server.folder, "data/steward.db-wal"))).toBe(engine === "sqlite");
    for (const form of forms) expect([form, server.lines.some((line) => line.includes(form))]).toEqual([form, false]);
  });

  it("it writes nowhere else", () => {
    const open = written(server.process?.pid ?? 0);
    expect(open.filter((path) => !path.startsWith(server.folder))).toEqual([]);
    if (engine === "sqlite") expect(open).toContain(join(server.folder, "data/steward.db"));
  });

  it("no backup holds it, and a backup brings it back", async () => {
    const made = await server.run("backup");
    backup = /^(\S+): \d+ rows/m.exec(made.stdout)?.[1] ?? "";
    expect([made.code, existsSync(join(backup, "steward.backup"))]).toEqual([0, true]);
    const seen = search(join(server.folder, "data.backups"));
    expect([seen.found, seen.bytes > 300_000]).toEqual([[], true]);
    const other = await Server.make({ environment: HELD });
    try {
      const key = ["--key-file", join(server.folder, "data.key")];
      expect((await runSteward(["restore", backup, ...other.place, ...key])).code).toBe(0);
      other.options.arguments = key;
      await other.start();
      const back = await signIn(other, person);
      expect(await salesOf(back)).toBeGreaterThanOrEqual(500);
      await other.stop();
      expect(search(other.folder).found).toEqual([]);
    } finally {
      await other.remove();
    }
  });

  it("no crash leaves it: killed while it writes, and started again", async () => {
    const writing = Array.from({ length: 200 }, (_, i) => send(server, "/rest/v1/product", { token, body: { name: `${MARKER} ${i}`, brand: MARKER } }).catch(() => undefined));
    const upload = put(`/storage/v1/object/papers-${id}/${MARKER}-cut.txt`, Buffer.from(MARKER.repeat(400_000)), "text/plain").catch(() => undefined);
    await Promise.race(writing);
    await server.stop("SIGKILL");
    await Promise.all([...writing, upload]);
    expect(search(server.folder).found).toEqual([]);
    await server.start();
    await server.stop();
    expect(search(server.folder).found).toEqual([]);
    await server.start();
    person = await signIn(server, person);
    token = await tokenOf(person);
    expect(((await dataOf(person.client.from("product").select("id").like("name", `${MARKER} %`))) as unknown[]).length).toBeGreaterThan(0);
    // What was on its way goes on where it was.
    expect((await fetch(partial, { method: "HEAD", headers: headers({ "Tus-Resumable": "1.0.0" }) }).catch(() => undefined))?.status ?? 0).not.toBe(500);
    expect(((await dataOf(person.client.from("import_run").select("id").eq("id", draft))) as unknown[]).length).toBe(1);
  });

  it("what is of a person or a secret is sealed besides, in whatever database", async () => {
    const cells = textOf(await storedTables(server));
    for (const word of [person.email, `${MARKER.toLowerCase()}-invited@example.com`, `${MARKER} in a report`, `${MARKER} transcript`, "/reset#"])
      expect([word, cells.toLowerCase().includes(word.toLowerCase())]).toEqual([word, false]);
    expect(cells).toContain("s1.");
  });

  // The search finds what is plain: the same server, told not to encrypt.
  it.runIf(engine === "sqlite")("a store that is told to be plain is found out", async () => {
    const plain = await Server.make({ environment: { ...HELD, STEWARD_ENCRYPTION: "off" } });
    try {
      await plain.start();
      const { client } = await signUp(plain);
      await dataOf(client.from("product").insert({ name: MARKER, brand: MARKER }).select("id"));
      expect(search(plain.folder).found.map((each) => each.replace(/^.*\/(steward\.db\S*): .*$/, "$1"))).toContain("steward.db-wal");
      const page = await (await fetch(`${plain.url}/privacy?lang=en`)).text();
      expect(page).toContain("the store&#39;s own file is not");
    } finally {
      await plain.remove();
    }
  });

  it("is what /privacy says, and no more", async () => {
    const page = await (await fetch(`${server.url}/privacy?lang=en`)).text();
    const chinese = await (await fetch(`${server.url}/privacy?lang=zh`)).text();
    expect(page).toContain(engine === "sqlite" ? "The store, every uploaded file and every backup are encrypted (AES-256); the key lies apart from the data." : "the rows themselves lie on the database&#39;s own disk, which whoever runs it has to encrypt");
    expect(chinese).toContain(engine === "sqlite" ? "均已加密（AES-256），密钥与数据分开存放" : "数据行本身保存在数据库的磁盘上");
  });
});
