// Anybody may report a weakness, without an account; it is to be answered within 72 hours. The clock
// stands beside it, the answer and its time are recorded, and who waits longer turns the self-check.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, setUp, signIn, signUp, tokenOf } from "../harness/client.ts";
import { mailsTo, waitForMail } from "../harness/mail.ts";
import { useServer } from "../harness/server.ts";
import { storedTables } from "../harness/stored.ts";

interface Report {
  id: string;
  received_at: string;
  due_at: string;
  answered_at: string | null;
  is_overdue: boolean;
  subject: string;
  report: string;
  contact: string;
  answer: string;
  answered_by: string;
}

const CONTROLLER = "care@shop.example";
const HOUR_MS = 3_600_000;
const server = useServer({ environment: { STEWARD_PUBLIC_URL: "https://shop.example" } });
const fine = { subject: "A way past the wall", report: "Ask for /x\nand see <b>everything</b>." };
let operator: Person;

const report = (body: unknown, headers: Record<string, string> = {}) => send(server, "/rest/v1/rpc/security_report_send", { body, headers });
const listOf = async (person: Person) => (await dataOf(person.client.rpc("security_report_list"))) as Report[];
const stateOf = async (person: Person) =>
  ((await dataOf(person.client.rpc("self_check_list"))) as { name: string; state: string; finding: string; checked_at: string }[]).find((each) => each.name === "security_reports");

/** The same server, so many hours later than now; its throttles have forgotten. */
async function later(hours: number): Promise<Person> {
  server.options.arguments = ["--clock-shift-ms", String(hours * HOUR_MS)];
  await server.restart();
  return signIn(server, operator);
}

beforeAll(async () => {
  const early = await report(fine);
  expect([early.status, await early.json()]).toEqual([409, expect.objectContaining({ message: expect.stringContaining("has not been set up") as string })]);
  operator = await setUp(server, CONTROLLER);
});

describe("a report", () => {
  it("is taken from anybody, and whoever answers for the server is told by when, not what", async () => {
    const before = Date.now();
    const answer = await report({ ...fine, contact: "Finder@Example.com" }, { "Accept-Language": "zh" });
    expect(answer.status).toBe(200);
    const taken = (await answer.json()) as { id: string; due_at: string };
    expect(Date.parse(taken.due_at)).toBeGreaterThanOrEqual(before + 72 * HOUR_MS);
    expect(Date.parse(taken.due_at)).toBeLessThanOrEqual(Date.now() + 72 * HOUR_MS);
    const kept = (await listOf(operator)).find((each) => each.id === taken.id);
    expect(kept).toMatchObject({ ...fine, id: taken.id, due_at: taken.due_at, contact: "finder@example.com", is_overdue: false, answered_at: null, answer: "" });
    expect(Date.parse(kept?.due_at ?? "") - Date.parse(kept?.received_at ?? "")).toBe(72 * HOUR_MS);
    const mail = await waitForMail(server, CONTROLLER, 1, "Somebody reports a weakness");
    expect(mail.body).toContain(`due by ${taken.due_at.slice(0, 16)} UTC`);
    expect(mail.body).toContain("https://shop.example/server/reports");
    for (const word of [fine.subject, "everything", "finder@"]) expect(mail.body).not.toContain(word);
  });

  it("is answered by an operator: the reporter gets a mail in their language, and the time is kept", async () => {
    const contact = "second.finder@example.com";
    expect((await report({ ...fine, contact }, { "Accept-Language": "zh" })).status).toBe(200);
    const open = (await listOf(operator)).find((each) => each.contact === contact);
    const answer = (body: unknown) => send(server, "/rest/v1/rpc/security_report_answer", { body, token });
    const token = await tokenOf(operator);
    expect((await answer({ id: open?.id, answer: "" })).status).toBe(400);
    const before = Date.now();
    expect((await answer({ id: open?.id, answer: "Mended in 1.2.\nThank you." })).status).toBe(204);
    const done = (await listOf(operator)).find((each) => each.contact === contact);
    expect(done).toMatchObject({ id: open?.id, answer: "Mended in 1.2.\nThank you.", is_overdue: false });
    expect(Date.parse(done?.answered_at ?? "")).toBeGreaterThanOrEqual(before);
    expect(done?.answered_by).not.toBe("");
    const mail = await waitForMail(server, contact);
    expect(mail.subject).toBe("您的安全报告已答复");
    expect(mail.body).toContain("Mended in 1.2.\r\nThank you.");
    const twice = await answer({ id: open?.id, answer: "Again" });
    expect([twice.status, await twice.json()]).toMatchObject([409, { message: "This report was answered already." }]);
    expect((await answer({ id: "00000000-0000-7000-8000-000000000000", answer: "x" })).status).toBe(404);
    expect((await storedTables(server)).find(({ name }) => name === "security_report")?.columns).toEqual(expect.arrayContaining(["due_at", "answered_at", "answered_by"]));
  });

  it("is for operators only", async () => {
    const other = await signUp(server);
    for (const name of ["security_report_list", "security_report_answer"]) {
      expect((await send(server, `/rest/v1/rpc/${name}`, { body: {} })).status).toBe(401);
      expect((await send(server, `/rest/v1/rpc/${name}`, { body: {}, token: await tokenOf(other) })).status).toBe(403);
    }
    expect((await send(server, "/rest/v1/security_report", { token: await tokenOf(operator) })).status).toBe(404);
  });

  const wrong: [string, Record<string, unknown>, string][] = [
    ["no subject", { report: "x" }, "subject"],
    ["an empty subject", { subject: "", report: "x" }, "subject"],
    ["a subject of 121 characters", { subject: "x".repeat(121), report: "x" }, "subject"],
    ["a subject of two lines", { subject: "x\r\nBcc: all@example.com", report: "x" }, "subject"],
    ["no text", { subject: "x" }, "report"],
    ["a text of 8001 characters", { subject: "x", report: "漏".repeat(8001) }, "report"],
    ["an address that is none", { ...fine, contact: "nowhere" }, "contact"],
    ["an address with a second header", { ...fine, contact: "a@example.com\nBcc: b@example.com" }, "contact"],
    ["an address that quotes", { ...fine, contact: "<a@example.com>" }, "contact"],
  ];
  it.each(wrong)("with %s is refused, and names the field", async (_, body, field) => {
    const answer = await report(body);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ details: expect.stringContaining(field) as string })]);
  });

  // LIMIT_REPORT_SUBJECT, LIMIT_REPORT_TEXT
  it("may be as long as its limits, and no body longer than a report is read", async () => {
    const before = (await listOf(operator)).length;
    expect((await report({ subject: "漏".repeat(120), report: "洞".repeat(8000) })).status).toBe(200);
    expect((await report({ ...fine, report: "x".repeat(70_000) })).status).toBe(413);
    expect(await listOf(operator)).toHaveLength(before + 1);
  });

  // LIMIT_MAIL, LIMIT_SEALED_TEXT: an answer in Chinese was too long for a mail once
  it.each(["x", "洞", "🔒", '"'])("is answered as long as it may be, of %s, and all of it is sent", async (character) => {
    const contact = `long-${character.charCodeAt(0)}@example.com`, token = await tokenOf(operator), text = character.repeat(8000);
    const { id } = (await (await report({ ...fine, contact })).json()) as { id: string };
    const answer = (words: string) => send(server, "/rest/v1/rpc/security_report_answer", { body: { id, answer: words }, token });
    const more = await answer(text + character);
    expect([more.status, await more.text()]).toEqual([400, expect.stringContaining("8000")]);
    const done = await answer(text);
    expect([done.status, await done.text()]).toEqual([204, ""]);
    expect((await waitForMail(server, contact)).body).toContain(text);
    expect((await listOf(operator)).find((each) => each.id === id)).toMatchObject({ answer: text });
  });

  it("is taken ten times from one address, then one has to wait", async () => {
    const person = await later(0);
    const before = (await listOf(person)).length;
    for (let i = 0; i < 10; i++) expect((await report({ ...fine, subject: `Number ${i}` })).status).toBe(200);
    const over = await report(fine);
    expect([over.status, Number(over.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await listOf(person)).toHaveLength(before + 10);
  });
});

describe("the clock", () => {
  it("alarms once past 72 hours, not before, and is quiet once all is answered", async () => {
    const mails = async () => (await mailsTo(server, CONTROLLER)).filter((mail) => mail.subject === "Your server needs you" && mail.body.includes("Security reports:"));
    let person = await later(0);
    expect((await report(fine)).status).toBe(200);
    const open = (await listOf(person)).filter((each) => each.answered_at === null).length;
    person = await later(71);
    await expect.poll(() => stateOf(person), { timeout: 20_000 }).toMatchObject({ state: "fine", finding: `${open} wait for an answer` });
    expect((await listOf(person)).some((each) => each.is_overdue)).toBe(false);
    expect(await mails()).toEqual([]);

    person = await later(73);
    await expect.poll(() => stateOf(person), { timeout: 20_000 }).toMatchObject({ state: "fault", finding: expect.stringContaining(`${open} unanswered for more than 72 hours`) as string });
    await expect.poll(async () => (await mails()).filter((mail) => mail.body.includes(`${open} unanswered`)).length, { timeout: 20_000 }).toBe(1);
    const waiting = (await listOf(person)).filter((each) => each.answered_at === null);
    expect(waiting.every((each) => each.is_overdue)).toBe(true);
    expect(waiting.map((each) => each.due_at)).toEqual(waiting.map((each) => each.due_at).sort());
    expect(await (await fetch(`${server.url}/privacy`)).text()).toMatch(/needs? attention/);

    person = await later(74);
    await expect.poll(async () => Date.parse((await stateOf(person))?.checked_at ?? ""), { timeout: 20_000 }).toBeGreaterThan(Date.now() + 73.5 * HOUR_MS);
    for (const each of waiting) await dataOf(person.client.rpc("security_report_answer", { id: each.id, answer: "Late, sorry." }).then(({ error }) => ({ data: true, error })));
    await expect.poll(() => stateOf(person), { timeout: 20_000 }).toMatchObject({ state: "fine", finding: "0 wait for an answer" });
    expect((await listOf(person)).filter((each) => each.answer === "Late, sorry.").every((each) => each.is_overdue)).toBe(true);
    expect(await mails()).toHaveLength(1);
  });
});

it("security.txt names the page, then the address", async () => {
  expect(await (await fetch(`${server.url}/.well-known/security.txt`)).text()).toMatch(/^Contact: https:\/\/shop\.example\/security\nContact: mailto:care@shop\.example\n/);
});

// LIMIT_SECURITY_REPORTS
describe("a server on which 500 reports wait", () => {
  const full = useServer({ arguments: ["--trusted-proxies", "127.0.0.1/32"] });
  it("takes no more until one is answered, says where else to write, and has lost none", async () => {
    const person = await setUp(full, CONTROLLER);
    const from = (at: number) => send(full, "/rest/v1/rpc/security_report_send", { body: { ...fine, subject: `Number ${at}` }, headers: { "X-Forwarded-For": `203.0.${at >> 8}.${at & 255}` } });
    for (let at = 0; at < 500; at++) expect([at, (await from(at)).status]).toEqual([at, 200]);
    const over = await from(500);
    expect([over.status, over.headers.get("retry-after"), await over.json()]).toEqual([429, "3600", expect.objectContaining({ message: expect.stringContaining("write to the address on the privacy page") as string })]);
    const kept = await listOf(person);
    expect(kept.map((each) => Number(each.subject.split(" ")[1])).sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, at) => at));
    await dataOf(person.client.rpc("security_report_answer", { id: kept[0]?.id ?? "", answer: "Thank you." }).then(({ error }) => ({ data: true, error })));
    expect((await from(500)).status).toBe(200);
    expect((await from(501)).status).toBe(429);
    expect(await listOf(person)).toHaveLength(501);
  });
});
