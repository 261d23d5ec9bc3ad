// Training: read marks that belong to a version, short tests whose answers stay on the server, and who
// still has to do what after a change.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, newId, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { type Team, accountOf, openTeam, publish, refused, write, written } from "./team.ts";

const server = useServer();
let team: Team;

interface Mine { article_id: string; title: string; number: number; state: string; is_required: boolean; is_due: boolean; read_number: number; score: number; tries: number; is_passed: boolean }
interface Matrix { member_count: number; members: { account_id: string; display_name: string }[]; articles: { article_id: string; title: string; number: number }[]; cells: (Mine & { account_id: string })[] }
interface Marked { score: number; question_count: number; is_passed: boolean; results: { is_right: boolean; answers?: number[]; explanation?: string }[] }

const QUESTIONS = [
  { question: "What cuts tape?", choices: ["A knife", "A spoon", "Hope"], answers: [0], explanation: "It is sharp." },
  { question: "Which are shoes?", choices: ["Boots", "Sandals", "Hats"], answers: [0, 1], explanation: "两种都是鞋" },
  { question: "何时开播？", choices: ["现在", "明天"], answers: [1] },
];
const RIGHT = [[0], [1, 0], [1]];

beforeAll(async () => {
  team = await openTeam(server);
});

const mine = async (person: Person) => (await dataOf(person.client.rpc("training_mine"))) as Mine[];
const stateOf = async (person: Person, id: string) => {
  const found = (await mine(person)).find(({ article_id }) => article_id === id);
  return found && [found.state, found.is_due];
};
const read = (person: Person, article_id: string, number: number) => person.client.rpc("article_read", { article_id, number });
const hand = (person: Person, article_id: string, number: number, answers: unknown) => person.client.rpc("quiz_answer", { article_id, number, answers });
const withQuiz = async (more: Record<string, unknown> = {}) => {
  const article = await write(team.author, { title: "Tested", ...more });
  expect((await team.author.client.rpc("quiz_save", { article_id: article.id, questions: QUESTIONS })).error).toBeNull();
  await publish(team.author, article.id);
  return article;
};

describe("read marks", () => {
  it("belong to the version: the next one asks again, an old one cannot be marked", async () => {
    const { id } = await written(team.author, { title: "Must read", required: "everybody" });
    expect(await stateOf(team.reader, id)).toEqual(["unread", true]);
    expect((await read(team.reader, id, 1)).status).toBe(204);
    expect((await read(team.reader, id, 1)).status).toBe(204); // twice is once
    expect((await dataOf(team.reader.client.from("article_ack").select("number").eq("article_id", id)))).toEqual([{ number: 1 }]);
    expect(await stateOf(team.reader, id)).toEqual(["done", false]);
    await publish(team.author, id, { body: "Changed.", changed: "Everything" });
    expect(await stateOf(team.reader, id)).toEqual(["old", true]);
    for (const number of [1, 3]) expect(await refused(read(team.reader, id, number))).toEqual([409, "40001"]);
    for (const number of [0, -1]) expect((await refused(read(team.reader, id, number)))[0]).toBe(400);
    await read(team.reader, id, 2);
    expect(await stateOf(team.reader, id)).toEqual(["done", false]);
  });

  it("are told to nobody but their owner and who may change every article", async () => {
    const { id } = await written(team.author, { required: "everybody" });
    await read(team.reader, id, 1);
    for (const person of [team.other, team.author, team.boss]) expect(await dataOf(person.client.from("article_ack").select("id").eq("article_id", id))).toEqual([]);
    for (const person of [team.reader, team.other, team.author]) expect(await refused(person.client.rpc("training_matrix"))).toEqual([403, "42501"]);
    const token = await tokenOf(team.reader);
    for (const [method, path] of [["POST", "article_ack"], ["PATCH", `article_ack?article_id=eq.${id}`], ["DELETE", `article_ack?article_id=eq.${id}`]] as const)
      expect((await send(server, `/rest/v1/${path}`, { token, method, ...(method === "DELETE" ? {} : { body: { article_id: id, number: 1 } }) })).status).toBe(403);
  });

  it("a draft is not read", async () => {
    const { id } = await write(team.author);
    expect(await refused(read(team.author, id, 1))).toEqual([409, "55000"]);
    expect(await refused(read(team.reader, id, 1))).toEqual([404, "PGRST116"]);
  });
});

describe("short tests", () => {
  it("hand out questions and choices, never an answer before it is passed", async () => {
    const { id } = await withQuiz();
    const token = await tokenOf(team.reader);
    const taken = await (await send(server, `/rest/v1/rpc/quiz_take?article_id=${id}`, { token })).json() as { number: number; questions: object[] };
    expect(taken).toEqual({
      article_id: id, number: 1, pass_percent: 80,
      questions: QUESTIONS.map(({ question, choices, answers }) => ({ question, choices, has_several: answers.length > 1 })),
    });
    const failed = (await dataOf(hand(team.reader, id, 1, [[0], [0], [1]]))) as Marked;
    expect(failed).toEqual({ score: 2, question_count: 3, is_passed: false, results: [{ is_right: true }, { is_right: false }, { is_right: true }] });
    expect(await stateOf(team.reader, id)).toEqual(["unread", false]);
    const passed = (await dataOf(hand(team.reader, id, 1, RIGHT))) as Marked;
    expect(passed).toEqual({
      score: 3, question_count: 3, is_passed: true,
      results: QUESTIONS.map(({ answers, explanation }) => ({ is_right: true, answers, explanation: explanation ?? "" })),
    });
    await read(team.reader, id, 1);
    expect(await stateOf(team.reader, id)).toEqual(["done", false]);
  });

  it("their answers are in no table, export or function that a reader can ask", async () => {
    const { id } = await withQuiz({ title: "qqquizqq" });
    for (const person of [team.reader, team.other, team.stranger]) {
      const token = await tokenOf(person);
      for (const path of ["quiz_question", `quiz_question?article_id=eq.${id}`, `quiz_question?select=answers`, `quiz_question?answers=eq.[0]&select=count()`, `rpc/quiz_edit?article_id=${id}`, "article?select=*", "article_version?select=*", `rpc/quiz_take?article_id=${id}`]) {
        const text = await (await send(server, `/rest/v1/${path}`, { token })).text();
        for (const mark of ["It is sharp", '"answers"', "explanation", "has_new_quiz"]) expect([path, text.includes(mark)]).toEqual([path, false]);
        if (path.startsWith("quiz_question") && person !== team.stranger) expect([path, /^\[(\{"count":0\})?\]$/.test(text)]).toEqual([path, true]);
      }
    }
    const edited = (await dataOf(team.author.client.rpc("quiz_edit", { article_id: id }))) as { questions: typeof QUESTIONS };
    expect(edited.questions.map(({ answers }) => answers)).toEqual(QUESTIONS.map(({ answers }) => answers));
    const another = await invite(server, team.boss, { knowledge: 2 }); // writes articles, not this one
    expect(await refused(another.client.rpc("quiz_edit", { article_id: id }))).toEqual([403, "42501"]);
    expect(await refused(another.client.rpc("quiz_save", { article_id: id, questions: [] }))).toEqual([403, "42501"]);
    expect(await dataOf(another.client.from("quiz_question").select("id"))).toEqual([]);
  });

  it("belong to the version: what is changed counts from the next publishing, and is asked again", async () => {
    const { id } = await withQuiz({ required: "everybody" });
    await dataOf(hand(team.reader, id, 1, RIGHT));
    await read(team.reader, id, 1);
    expect(await stateOf(team.reader, id)).toEqual(["done", false]);
    expect((await team.author.client.rpc("quiz_save", { article_id: id, questions: QUESTIONS.slice(0, 1) })).error).toBeNull();
    expect(((await dataOf(team.reader.client.rpc("quiz_take", { article_id: id }))) as { questions: unknown[] }).questions.length).toBe(3);
    await publish(team.author, id, { changed: "One question" }); // the text is the same
    expect(await stateOf(team.reader, id)).toEqual(["old", true]);
    await read(team.reader, id, 2);
    expect(await stateOf(team.reader, id)).toEqual(["test", true]);
    expect(await refused(hand(team.reader, id, 1, RIGHT))).toEqual([409, "40001"]);
    expect(await dataOf(hand(team.reader, id, 2, [[0]]))).toMatchObject({ is_passed: true });
    expect(await stateOf(team.reader, id)).toEqual(["done", false]);
    expect(await refused(hand(team.reader, (await written(team.author)).id, 1, []))).toEqual([409, "55000"]);
  });

  it.each([60, 67, 66, 100, 1])("are passed from %i percent on", async (percent) => {
    const { id } = await withQuiz({ pass_percent: percent });
    expect(await dataOf(hand(team.reader, id, 1, [[0], [1], [1]]))).toMatchObject({ score: 2, is_passed: 200 >= percent * 3 });
  });

  it("refuse answers that are none", async () => {
    const { id } = await withQuiz();
    for (const answers of [[], {}, "x", [[0], [0, 1]], [[0], [0, 1], [1], [0]], [[0], [0, 1], 1], [[0], [0, 1], [2]], [[0], [0, 1], [-1]], [[0], [0, 0], [1]], [[0], ["0"], [1]], [[0.5], [0], [1]]])
      expect(await refused(hand(team.reader, id, 1, answers))).toEqual([400, "22023"]);
    expect(await dataOf(hand(team.reader, id, 1, [[], [], []]))).toMatchObject({ score: 0 });
    expect(await dataOf(team.reader.client.from("quiz_attempt").select("score, question_count, is_passed").eq("article_id", id))).toEqual([{ score: 0, question_count: 3, is_passed: false }]);
  });

  it("are tried twenty times an hour, and no more", async () => {
    const { id } = await withQuiz();
    for (let i = 0; i < 20; i++) await dataOf(hand(team.other, id, 1, [[], [], []]));
    expect((await refused(hand(team.other, id, 1, RIGHT)))[0]).toBe(429);
    expect(await dataOf(hand(team.reader, id, 1, RIGHT))).toMatchObject({ is_passed: true }); // somebody else
  });

  // LIMIT_QUESTIONS, LIMIT_QUESTION, LIMIT_CHOICES, LIMIT_CHOICE, LIMIT_EXPLANATION
  it("hold 30 questions of 2 to 8 choices", async () => {
    const { id } = await write(team.author);
    const save = (questions: unknown) => refused(team.author.client.rpc("quiz_save", { article_id: id, questions }));
    const good = { question: "Q", choices: Array.from({ length: 8 }, (_, i) => `${i}`), answers: [7] };
    expect((await save(Array.from({ length: 30 }, () => good)))[1]).toBeUndefined();
    for (const bad of [
      Array.from({ length: 31 }, () => good), {}, "x", [null], [{}], [{ ...good, question: "" }], [{ ...good, question: " " }], [{ ...good, question: "字".repeat(501) }],
      [{ ...good, choices: ["one"], answers: [0] }], [{ ...good, choices: [...good.choices, "9"] }], [{ ...good, choices: ["a", ""] , answers: [0] }], [{ ...good, choices: ["a", 1], answers: [0] }], [{ ...good, choices: ["a", "字".repeat(201)], answers: [0] }],
      [{ ...good, answers: [] }], [{ ...good, answers: [8] }], [{ ...good, answers: [0, 0] }], [{ ...good, answers: ["0"] }], [{ ...good, explanation: "字".repeat(501) }],
    ]) expect(await save(bad)).toEqual([400, "22023"]);
    const longest = { question: "字".repeat(500), choices: Array.from({ length: 8 }, () => "字".repeat(200)), answers: [1], explanation: "字".repeat(500) };
    expect((await save([longest]))[1]).toBeUndefined();
    expect((await save(Array.from({ length: 30 }, () => longest)))[1]).toBeUndefined(); // a quarter of a megabyte
    for (const one of ["\u{1F45F}", '"', "\n", "\t"]) { // LIMIT_LIST: what JSON writes longest is whole
      const choices = Array.from({ length: 8 }, () => `a${one.repeat(198)}z`);
      expect([one, (await save([{ ...good, choices }]))[1]]).toEqual([one, undefined]);
      expect(await dataOf(team.author.client.rpc("quiz_edit", { article_id: id }))).toMatchObject({ questions: [{ choices }] });
    }
    for (const bad of [{ ...good, choices: ["a", "b\u0001"], answers: [0] }, { ...good, question: "Q\u0002" }, { ...good, explanation: "\u001F" }])
      expect((await team.author.client.rpc("quiz_save", { article_id: id, questions: [bad] })).error).toMatchObject({ code: "22023", message: expect.stringContaining("cannot be stored") as string });
  });
});

describe("the training matrix", () => {
  it("says who still has to read or pass what, by role, module and audience", async () => {
    const articles = {
      all: await written(team.author, { title: "M all", required: "everybody" }),
      members: await written(team.author, { title: "M members", required: "members" }),
      admins: await written(team.author, { title: "M admins", required: "admins" }),
      warehouse: await written(team.author, { title: "M warehouse", required: "module", required_module: "warehouse" }),
      chosen: await written(team.author, { title: "M chosen", required: "everybody", audience: "chosen", members: [await accountOf(team.other)] }),
      free: await written(team.author, { title: "M free" }),
    };
    await write(team.author, { title: "M draft", required: "everybody" });
    await read(team.reader, articles.all.id, 1);
    const matrix = (await dataOf(team.editor.client.rpc("training_matrix"))) as Matrix;
    const due = async (person: Person) => {
      const account = await accountOf(person);
      const titles = new Map(matrix.articles.map(({ article_id, title }) => [article_id, title]));
      return matrix.cells.filter((cell) => cell.account_id === account && cell.is_due).map((cell) => titles.get(cell.article_id) ?? "").filter((title) => title.startsWith("M ")).sort();
    };
    expect(await due(team.boss)).toEqual(["M admins", "M all", "M chosen", "M warehouse"]);
    expect(await due(team.editor)).toEqual(["M all", "M chosen", "M members"]);
    expect(await due(team.reader)).toEqual(["M members"]);
    expect(await due(team.other)).toEqual(["M all", "M chosen", "M members", "M warehouse"]);
    expect(matrix.members.map(({ account_id }) => account_id)).not.toContain(await accountOf(team.stranger));
    expect(matrix.articles.map(({ title }) => title)).not.toContain("M draft");
    const hidden = matrix.cells.filter((cell) => cell.article_id === articles.chosen.id).map(({ account_id }) => account_id);
    expect(hidden).not.toContain(await accountOf(team.reader));

    // After a change everybody who had read it has to read it again.
    await publish(team.author, articles.all.id, { body: "New rules." });
    const after = (await dataOf(team.boss.client.rpc("training_matrix"))) as Matrix;
    expect(after.cells.find((cell) => cell.article_id === articles.all.id && cell.read_number === 1)).toMatchObject({ account_id: await accountOf(team.reader), state: "old", is_due: true });
    expect(((await mine(team.reader)).map(({ title }) => title)).includes("M chosen")).toBe(false);
  });

  // LIMIT_TRAINED: a page has so many members at most, and all of them stand on some page
  it("comes in pages of members, and says of how many", async () => {
    const page = async (input: object) => (await dataOf(team.boss.client.rpc("training_matrix", input))) as Matrix;
    const whole = await page({});
    expect(whole.member_count).toBe(whole.members.length);
    expect(whole.members.length).toBeGreaterThanOrEqual(5);
    const read = [];
    for (let offset = 0; offset < whole.member_count; offset += 2) {
      const { members, articles, cells, member_count } = await page({ rows: 2, offset });
      expect([member_count, articles]).toEqual([whole.member_count, whole.articles]);
      expect(members.length).toBe(Math.min(2, whole.member_count - offset));
      expect(cells).toEqual(whole.cells.filter((cell) => members.some(({ account_id }) => account_id === cell.account_id)));
      read.push(...members);
    }
    expect(read).toEqual(whole.members);
    expect(await page({ offset: whole.member_count })).toMatchObject({ members: [], cells: [], member_count: whole.member_count });
    expect((await page({ rows: 100 })).members).toEqual(whole.members);
    for (const [input, field] of [[{ rows: 101 }, "rows"], [{ offset: 1_000_001 }, "offset"]] as const) {
      const { error } = await team.boss.client.rpc("training_matrix", input);
      expect([input, error?.code, error?.details]).toEqual([input, "22003", `field: ${field}`]);
    }
  });

  it("a member who left is in it no more", async () => {
    const leaver = await invite(server, team.boss, { knowledge: 1 });
    const account = await accountOf(leaver);
    const { id } = await written(team.author, { required: "everybody" });
    await read(leaver, id, 1);
    const accounts = async () => ((await dataOf(team.boss.client.rpc("training_matrix"))) as Matrix).members.map(({ account_id }) => account_id);
    expect(await accounts()).toContain(account);
    await dataOf(team.boss.client.rpc("member_remove", { id: leaver.memberId }).then(({ error }) => ({ data: true, error })));
    expect(await accounts()).not.toContain(account);
  });
});

it("a repeated hand-in counts once", async () => {
  const { id } = await withQuiz();
  const token = await tokenOf(team.reader);
  const key = newId();
  const post = () => send(server, "/rest/v1/rpc/quiz_answer", { token, headers: { "Idempotency-Key": key }, body: { article_id: id, number: 1, answers: RIGHT } });
  expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
  expect(((await dataOf(team.reader.client.from("quiz_attempt").select("id").eq("article_id", id))) as unknown[]).length).toBe(1);
});
