// What is sealed with a person's or a workspace's own key: whoever may read the row reads it as if
// it were not; the database's files never hold it; no cell opens in another place; a key that is
// destroyed takes with it what it sealed; the master key can be changed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type SupabaseClient, createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, randomName, send, signUp, tokenOf } from "../harness/client.ts";
import { waitForMail } from "../harness/mail.ts";
import { connect } from "../harness/postgres.ts";
import { listen } from "../harness/realtime.ts";
import { isSealed, openedTables } from "../harness/sealed.ts";
import { Server, engine, runSteward, useServer } from "../harness/server.ts";
import { storedTables, whereStored } from "../harness/stored.ts";
import { codeOf } from "../harness/totp.ts";

const server = useServer();
const word = randomName("said").replace(/-/g, "");
const note = `She said "${word}", 老客户\n\\ and left`;
const sale = { sold_at: "2026-03-01T12:00:00Z", brand: "Nike", shoe_type: "Dunk", price: 100, currency: "EUR" };
let boss: Person;
let from: SupabaseClient["from"];
let show = "";
let token = "";

const get = (path: string, headers: Record<string, string> = {}) => send(server, `/rest/v1/${path}`, { token, headers });
const json = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).json() as Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  boss = await signUp(server);
  from = boss.client.from.bind(boss.client);
  token = await tokenOf(boss);
  show = (await dataOf(from("live_session").insert({ day: "2026-03-01", platform: "douyin", title: "A show" }).select("id").single()) as { id: string }).id;
  await dataOf(from("sale").insert([
    { ...sale, transcript: note, live_session_id: show, brand: "One" },
    { ...sale, transcript: note, live_session_id: show, brand: "Two" },
    { ...sale, transcript: null, live_session_id: show, brand: "Three" },
    { ...sale, transcript: "", live_session_id: show, brand: "Four" },
  ]).select());
});

describe("whoever may read a row", () => {
  it("reads what is sealed in it, in every form of an answer", async () => {
    const texts = [note, note, null, ""];
    expect((await json("sale?select=transcript&order=id")).map((row) => row["transcript"])).toEqual(texts);
    expect(await json("sale?select=brand,said:transcript::text&brand=eq.One")).toEqual([{ brand: "One", said: note }]);
    expect(await json("sale?select=brand,transcript&brand=in.(Two,Three)&order=id", { Accept: "application/vnd.pgrst.array+json;nulls=stripped" })).toEqual([{ brand: "Two", transcript: note }, { brand: "Three" }]);
    expect(await json("sale?select=transcript&brand=eq.Two", { Accept: "application/vnd.pgrst.object+json" })).toEqual({ transcript: note });
    expect(await json("live_session?select=title,sale(transcript)&sale.order=id")).toEqual([{ title: "A show", sale: texts.map((transcript) => ({ transcript })) }]);
    expect(await json("live_session?select=title,...sale(transcript)&sale.order=id")).toEqual([{ title: "A show", transcript: texts }]);
    expect(await json("live_session?select=title,sale!inner(brand,live_session(title,sale(transcript)))&sale.brand=eq.One&sale.live_session.sale.order=id")).toEqual([
      { title: "A show", sale: [{ brand: "One", live_session: { title: "A show", sale: texts.map((transcript) => ({ transcript })) } }] },
    ]);
    expect(await (await get("sale?select=brand,transcript&brand=in.(One,Three)&order=id", { Accept: "text/csv" })).text()).toBe(
      `brand,transcript\r\nOne,"${note.replace(/"/g, '""')}"\r\nThree,\r\n`);
    expect(await (await get("sale?select=brand,transcript&brand=eq.One", { Accept: "text/csv; for=people" })).text()).toContain(`"${note.replace(/"/g, '""')}"`);
    expect(await json("sale?select=n:transcript.count(),rows:count()")).toEqual([{ n: 3, rows: 4 }]);
  });

  it("cannot be made to open what another text imitates", async () => {
    const cell = (await storedTables(server)).find(({ name }) => name === "sale")?.rows.flat().find(isSealed) ?? "";
    expect(cell).not.toBe("");
    const { id } = await dataOf(from("sale").select("id").eq("brand", "One").single()) as { id: string };
    const forged = `x sale transcript ${id} ${cell}`;
    await dataOf(from("sale").update({ shoe_type: forged.slice(0, 80) }).eq("brand", "Four").select());
    await dataOf(from("live_session").update({ review: `"${forged}"` }).eq("id", show).select());
    expect(await json("sale?select=live_session(review),transcript&brand=eq.Three")).toEqual([{ live_session: { review: `"${forged}"` }, transcript: null }]);
    await dataOf(from("live_session").update({ review: null }).eq("id", show).select());
  });

  it("writes it, in one row and in many, and sees it at once", async () => {
    const changed = await dataOf(from("sale").update({ transcript: "both", quantity: 2 }).in("brand", ["One", "Two"]).select("brand,transcript,version").order("brand"));
    expect(changed).toEqual([{ brand: "One", transcript: "both", version: 2 }, { brand: "Two", transcript: "both", version: 2 }]);
    expect((await dataOf(from("sale").update({ transcript: null }).eq("brand", "One").select("transcript")))).toEqual([{ transcript: null }]);
    const { id } = await dataOf(from("sale").select("id").eq("brand", "One").single()) as { id: string };
    expect(await dataOf(from("sale").upsert({ ...sale, id, brand: "One", transcript: note }).select("transcript"))).toEqual([{ transcript: note }]);
    expect(await dataOf(from("sale").update({ transcript: note }).eq("brand", "Two").select("transcript"))).toEqual([{ transcript: note }]);
    expect((await from("sale").insert({ ...sale, transcript: "x".repeat(4001) })).error).toMatchObject({ message: expect.stringContaining("4000") as string });
    expect((await dataOf(from("sale").select("transcript").eq("brand", "Two").single()))).toEqual({ transcript: note });
  });

  it("is told of changes with it", async () => {
    const heard = await listen(boss.client.channel("sealed"), { table: "sale" });
    await dataOf(from("sale").update({ transcript: `${word} again` }).eq("brand", "Four").select());
    await expect.poll(() => heard.changes.length, { timeout: 15_000 }).toBe(1);
    expect(heard.changes[0]?.new).toMatchObject({ brand: "Four", transcript: `${word} again` });
    await boss.client.removeAllChannels();
  });

  it("keeps the answer of a request that is sent twice", async () => {
    const headers = { "Idempotency-Key": randomName("key"), Prefer: "return=representation" };
    const body = { ...sale, brand: "Five", transcript: `${word} once` };
    const [first, second] = [await (await send(server, "/rest/v1/sale", { token, body, headers })).text(), await (await send(server, "/rest/v1/sale", { token, body, headers })).text()];
    expect(first).toContain(`${word} once`);
    expect(second).toBe(first);
    expect(whereStored(await openedTables(server), `${word} once`)).toEqual(["kept_answer.body", "sale.transcript"]);
    expect(whereStored(await storedTables(server), `${word} once`)).toEqual([]);
  });
});

describe("what is sealed", () => {
  it.each([
    ["sale?transcript=eq.x"], ["sale?transcript=like.*x*"], ["sale?transcript=fts.x"], ["sale?transcript=in.(x)"], ["sale?transcript=gt.x"], ["sale?or=(transcript.eq.x,brand.eq.y)"],
    ["sale?order=transcript"], ["live_session?select=title,sale(id)&sale.order=transcript"], ["sale?select=transcript,count()"], ["sale?select=transcript.max()"],
    ["live_session?select=title,sale(transcript,count())"], ["invite?email=like.*x*"], ["invite?email=gt.a"], ["invite?order=email"],
  ])("is not looked into: %s", async (path) => {
    const answer = await get(path);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: "0A000", message: expect.stringMatching(/^(Voice note|E-mail) is sealed: /) as string, details: expect.stringMatching(/transcript|email/) as string })]);
    const chinese = (await (await get(path, { "Accept-Language": "zh" })).json()) as { message: string };
    expect(chinese.message).toMatch(/^(语音转写|电子邮箱)已加密，/);
  });

  it("can be asked for, and an address can be found by what it is equal to", async () => {
    expect((await json("sale?select=brand&transcript=is.null&order=id")).map((row) => row["brand"])).toEqual(["Three"]);
    expect((await json("sale?select=brand&transcript=not.is.null&brand=in.(Two,Three)")).map((row) => row["brand"])).toEqual(["Two"]);
    const email = `${randomName("guest")}@example.com`;
    await dataOf(boss.client.rpc("member_invite", { email, role: "member" }));
    await dataOf(boss.client.rpc("member_invite", { email: `x${email}`, role: "member" }));
    for (const filter of [`email=eq.${email}`, `email=eq.${email.toUpperCase()}`, `email=in.(${email},nobody@example.com)`, `email=eq(any).{${email}}`, `or=(email.eq.${email})`, `email=neq.x${email}&email=not.eq.y`])
      expect([filter, await json(`invite?select=email&${filter}`)]).toEqual([filter, [{ email }]]);
    expect(await json(`invite?select=email&email=eq.${word}@example.com`)).toEqual([]);
  });

  it("stands in no table as it is, and equal texts look different", async () => {
    const tables = await storedTables(server);
    const opened = await openedTables(server);
    expect(whereStored(opened, word)).toEqual(expect.arrayContaining(["sale.transcript"])); // the reading works
    expect(whereStored(tables, word)).toEqual([]);
    expect(whereStored(opened, boss.email)).toEqual(expect.arrayContaining(["account.email", "outbox_mail.recipient"]));
    expect(whereStored(tables, boss.email)).toEqual([]);
    const sales = tables.find(({ name }) => name === "sale");
    const cells = (sales?.rows ?? []).map((row) => row[sales?.columns.indexOf("transcript") ?? 0] ?? "").filter((cell) => cell !== "");
    expect(cells.length).toBeGreaterThanOrEqual(3);
    expect(new Set(cells).size).toBe(cells.length);
    for (const table of tables)
      for (const [i, column] of table.columns.entries())
        if (["sign_in_event.address", "session.device", "factor.sealed", "identity.email"].includes(`${table.name}.${column}`))
          for (const row of table.rows) expect([table.name, column, row[i] === "" || isSealed(row[i] ?? "")]).toEqual([table.name, column, true]);
  });
});

describe("an address", () => {
  it("signs in however it is written, and belongs to one account", async () => {
    const email = `${randomName("mixed")}@example.com`;
    const person = await signUp(server, { email: email.replace("mixed", "MiXed") });
    const signedIn = await anonymous(server).auth.signInWithPassword({ email: email.toUpperCase(), password: person.password });
    expect([signedIn.error, signedIn.data.user?.email]).toEqual([null, email]);
    await signUp(server, { email, password: "another long passphrase" }).catch(() => undefined); // answers like a new one
    expect((await anonymous(server).auth.signInWithPassword({ email, password: "another long passphrase" })).error).not.toBeNull();
    const accounts = (await openedTables(server)).find(({ name }) => name === "account");
    expect(accounts?.rows.filter((row) => row[accounts.columns.indexOf("email")] === email).length).toBe(1);
  });
});

// On SQLite nobody writes into the file behind the server's back: tests/unit/store/sealed_test.c.
describe.runIf(engine === "postgresql")("somebody who can write to the database", () => {
  it("cannot exchange, change or invent a value; the error names it, and all else is read", async () => {
    const admin = await connect(server.database?.adminUrl ?? "");
    const attacks: [string, string][] = [
      ["the value of another row", `UPDATE main.sale SET transcript = (SELECT transcript FROM main.sale WHERE brand = 'One') WHERE brand = 'Two'`],
      ["another column's value", `UPDATE main.sale SET transcript = (SELECT email FROM main.account WHERE email IS NOT NULL LIMIT 1) WHERE brand = 'Two'`],
      ["a plain value", `UPDATE main.sale SET transcript = 'never said' WHERE brand = 'Two'`],
      ["a changed value", `UPDATE main.sale SET transcript = overlay(transcript placing CASE substr(transcript, 90, 1) WHEN 'A' THEN 'B' ELSE 'A' END from 90 for 1) WHERE brand = 'Two'`],
    ];
    const [before] = (await admin.query<{ transcript: string }>("SELECT transcript FROM main.sale WHERE brand = 'Two'")).rows;
    for (const [what, sql] of attacks) {
      await admin.query(sql);
      const answer = await get("sale?select=brand,transcript");
      expect([what, answer.status, await answer.json()]).toEqual([what, 500, expect.objectContaining({ code: "XX001", message: expect.stringContaining("Voice note") as string })]);
      expect(await json("sale?select=brand,transcript&brand=eq.One")).toEqual([{ brand: "One", transcript: note }]);
      expect((await json("sale?select=brand")).length).toBe(5);
      expect((await get("live_session?select=sale(transcript)")).status).toBe(500);
      await admin.query("UPDATE main.sale SET transcript = $1 WHERE brand = 'Two'", [before?.transcript]);
      expect(await json("sale?select=transcript&brand=eq.Two")).toEqual([{ transcript: note }]);
    }
    await admin.end();
    const log = server.lines.filter((line) => line.includes("sale.transcript"));
    expect(log.length).toBeGreaterThanOrEqual(attacks.length);
    expect(server.lines.join("\n")).not.toContain(word);
  });
});

describe("the key of a person", () => {
  it("goes with the account: what the person wrote in a workspace reads as nothing, and others' stays", async () => {
    const member = await invite(server, boss, { sales: 3 });
    await dataOf(member.client.from("sale").insert({ ...sale, brand: "Theirs", transcript: `${word} by a member` }).select());
    expect(await json("sale?select=transcript&brand=eq.Theirs")).toEqual([{ transcript: `${word} by a member` }]);
    const key = (await server.run("keys", "add", randomName("office"))).stdout.trim();
    const admin = createClient(server.url, key, { auth: { persistSession: false, autoRefreshToken: false } }).auth.admin;
    const account = (await member.client.auth.getUser()).data.user?.id ?? "";
    const cells = async () => (await storedTables(server)).find(({ name }) => name === "data_key")?.rows.filter((row) => row.includes(`account:${account}`)).length;
    expect(await cells()).toBe(1);
    expect((await admin.deleteUser(account)).error).toBeNull();
    expect(await cells()).toBe(0);
    expect(await json("sale?select=brand,transcript&brand=eq.Theirs")).toEqual([{ brand: "Theirs", transcript: null }]);
    expect(await json("sale?select=transcript&brand=eq.One")).toEqual([{ transcript: note }]);
    expect(whereStored(await openedTables(server), `${word} by a member`)).toEqual([]); // not even with the master key
  });
});

describe("the master key", () => {
  let own: Server;
  let person: Person;
  let factor = { id: "", secret: "" };
  const keyFile = () => join(own.folder, "data.key");
  const works = async () => {
    const client = anonymous(own);
    const signedIn = await client.auth.signInWithPassword({ email: person.email, password: person.password });
    expect(signedIn.error).toBeNull();
    expect(await dataOf(client.from("sale").select("transcript"))).toEqual([{ transcript: note }]);
  };
  beforeAll(async () => {
    own = await Server.make();
    await own.start();
    person = await signUp(own);
    await dataOf(person.client.from("sale").insert({ ...sale, transcript: note }).select());
    await waitForMail(own, person.email);
    const enrolled = await person.client.auth.mfa.enroll({ factorType: "totp", friendlyName: word });
    factor = { id: enrolled.data?.id ?? "", secret: enrolled.data?.totp.secret ?? "" };
  });
  afterAll(async () => own.remove());

  it("is changed, and the one before is needed no more", async () => {
    const before = await readFile(keyFile(), "utf8");
    await own.stop();
    expect((await own.run("keys", "rotate-master")).code).toBe(0);
    await own.start();
    await works();
    await own.stop();
    const [current = ""] = (await readFile(keyFile(), "utf8")).match(/\b[0-9a-f]{64}\b/g) ?? [];
    expect(current).not.toBe("");
    expect(before).not.toContain(current);
    await writeFile(keyFile(), `${current}\n`);
    await own.start();
    await works();
    // The one of before opens nothing: the server does not start, says why, and changes nothing.
    await own.stop();
    await writeFile(keyFile(), before);
    const refused = await runSteward(["serve", "--listen", "127.0.0.1:0", ...own.place]);
    expect([refused.code !== 0, refused.stderr]).toEqual([true, expect.stringMatching(/key/)]);
    if (engine === "postgresql") expect(refused.stderr).toContain("The keys in this database cannot be opened. This value was sealed with a key that this server does not have.");
    await writeFile(keyFile(), `${current}\n`);
    await own.start();
    await works();
    const client = anonymous(own);
    await client.auth.signInWithPassword({ email: person.email, password: person.password });
    expect((await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code: await codeOf(factor.secret) })).error).toBeNull();
  });
});
