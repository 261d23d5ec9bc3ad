// Articles (N-017): written, published in versions, found in English and Chinese, with pictures, and
// seen by whom they are for and by nobody else, whichever way is asked.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, newId, send, tokenOf } from "../../harness/client.ts";
import { PLACE, TAKEN_WITH, jpeg } from "../../harness/pictures.ts";
import { listen } from "../../harness/realtime.ts";
import { useServer } from "../../harness/server.ts";
import { type Article, type Team, accountOf, openTeam, publish, refused, titlesOf, write, written } from "./team.ts";

const server = useServer();
let team: Team;

beforeAll(async () => {
  team = await openTeam(server);
});

const seenBy = async (person: Person, id: string) => ((await dataOf(person.client.from("article").select("id").eq("id", id))) as unknown[]).length === 1;
const who = async (id: string) => ({
  boss: await seenBy(team.boss, id), editor: await seenBy(team.editor, id), author: await seenBy(team.author, id),
  reader: await seenBy(team.reader, id), other: await seenBy(team.other, id),
});
const versionsOf = async (person: Person, article: string) =>
  (await dataOf(person.client.from("article_version").select("id, number, title, body, changed, published_by").eq("article_id", article).order("number"))) as
    { id: string; number: number; title: string; body: string; changed: string | null; published_by: string }[];

describe("an article", () => {
  it("is made, read, changed and deleted with the data API", async () => {
    const { client } = team.author;
    const category = (await dataOf(client.from("article_category").insert({ name: "Warehouse" }).select("id").single())) as { id: string };
    const made = await write(team.author, { title: "Returns", article_category_id: category.id, language: "en" });
    expect(made).toMatchObject({ title: "Returns", body: "Cut the **tape**.", state: "draft", version_number: 0, audience: "everybody", published_at: null });
    await dataOf(client.from("article").update({ body: "Ask for a photo." }).eq("id", made.id).select());
    expect(await dataOf(client.from("article").select("body, article_category(name)").eq("id", made.id).single())).toEqual({ body: "Ask for a photo.", article_category: { name: "Warehouse" } });
    await publish(team.author, made.id);
    expect(await seenBy(team.reader, made.id)).toBe(true);
    expect((await client.from("article").delete().eq("id", made.id)).status).toBe(204);
    for (const table of ["article_version", "quiz_question"]) expect(await dataOf(team.boss.client.from(table).select("id").eq("article_id", made.id))).toEqual([]);
    expect(await seenBy(team.author, made.id)).toBe(false);
  });

  it("holds 60,000 characters and not one more", async () => {
    // LIMIT_ARTICLE_BODY
    const most = await write(team.author, { title: "Long", body: "字".repeat(60_000) });
    await publish(team.author, most.id, { body: `${"字".repeat(59_990)} zebra` });
    expect(await dataOf(team.author.client.from("article").select("title").textSearch("body", "zebra"))).toEqual([{ title: "Long" }]); // to its end
    expect(await refused(team.author.client.from("article").insert({ title: "Longer", body: "字".repeat(60_001) }))).toEqual([400, "22001"]);
    expect(await refused(team.author.client.rpc("article_publish", { id: most.id, body: "字".repeat(60_001) }))).toEqual([400, "22001"]);
    await dataOf(team.author.client.from("article").delete().eq("id", most.id).select());
  });

  it("is a draft that only editors see, until it is published, and again when it is withdrawn", async () => {
    const { id } = await write(team.author, { title: "A draft" });
    const editors = { boss: true, editor: true, author: true, reader: false, other: false };
    expect(await who(id)).toEqual(editors);
    await publish(team.author, id);
    expect(await who(id)).toEqual({ ...editors, reader: true, other: true });
    await dataOf(team.author.client.rpc("article_withdraw", { id }));
    expect(await who(id)).toEqual(editors);
    expect(await versionsOf(team.reader, id)).toEqual([]);
    expect((await versionsOf(team.author, id)).length).toBe(1);
    expect(await refused(team.author.client.rpc("article_withdraw", { id }))).toEqual([409, "55000"]);
  });

  it("without text is not published, and not twice the same", async () => {
    const empty = await write(team.author, { title: "Nothing yet", body: " \n " });
    expect(await refused(team.author.client.rpc("article_publish", { id: empty.id }))).toEqual([400, "23514"]);
    const article = await written(team.author);
    expect(await refused(team.author.client.rpc("article_publish", { id: article.id }))).toEqual([409, "55000"]);
  });
});

describe("versions", () => {
  it("are made by publishing, in a row, and nobody changes one", async () => {
    const article = await written(team.author, { title: "Packing", body: "One." });
    await publish(team.author, article.id, { body: "Two.", changed: "Boxes are smaller" });
    await publish(team.editor, article.id, { title: "Packing well", body: "Three." });
    expect(await versionsOf(team.reader, article.id)).toMatchObject([
      { number: 1, title: "Packing", body: "One.", changed: null, published_by: await accountOf(team.author) },
      { number: 2, title: "Packing", body: "Two.", changed: "Boxes are smaller" },
      { number: 3, title: "Packing well", body: "Three.", published_by: await accountOf(team.editor) },
    ]);
    const { client } = team.boss;
    expect(await refused(client.from("article_version").update({ body: "Never said" }).eq("article_id", article.id))).toEqual([403, "42501"]);
    expect(await refused(client.from("article_version").delete().eq("article_id", article.id))).toEqual([403, "42501"]);
    expect(await refused(client.from("article_version").insert({ article_id: article.id, number: 9, title: "x", body: "y" }))).toEqual([403, "42501"]);
  });

  it("what readers see changes by publishing alone", async () => {
    const article = await written(team.author);
    expect(await refused(team.author.client.from("article").update({ body: "Silently" }).eq("id", article.id))).toEqual([409, "55000"]);
    expect(await refused(team.author.client.from("article").upsert({ id: article.id, title: "Opening boxes", body: "Silently" }))).toEqual([409, "55000"]);
    await dataOf(team.author.client.from("article").update({ title: "A better title" }).eq("id", article.id).select());
    expect(await dataOf(team.reader.client.from("article").select("title, body").eq("id", article.id).single())).toEqual({ title: "A better title", body: "Cut the **tape**." });
  });

  it("an old one is published again as a new one", async () => {
    const article = await written(team.author, { body: "One." });
    await publish(team.author, article.id, { body: "Two." });
    const [first, second] = await versionsOf(team.author, article.id);
    expect(await refused(team.author.client.rpc("article_restore", { id: second?.id }))).toEqual([409, "55000"]);
    expect(await dataOf(team.author.client.rpc("article_restore", { id: first?.id }))).toMatchObject({ version_number: 3 });
    expect(await versionsOf(team.reader, article.id)).toMatchObject([{ body: "One." }, { body: "Two." }, { number: 3, body: "One.", changed: "Version 1 again" }]);
    expect(await refused(team.reader.client.rpc("article_restore", { id: first?.id }))).toEqual([403, "42501"]);
  });

  it("who publishes upon an older state is told so", async () => {
    const article = await written(team.author);
    const { version } = (await dataOf(team.author.client.from("article").select("version").eq("id", article.id).single())) as Article;
    await publish(team.editor, article.id, { body: "Faster.", version });
    expect(await refused(team.author.client.rpc("article_publish", { id: article.id, body: "Slower.", version }))).toEqual([409, "40001"]);
    expect((await versionsOf(team.author, article.id)).map(({ body }) => body)).toEqual(["Cut the **tape**.", "Faster."]);
  });

  it("of one article, published by six at once, have each number once", async () => {
    const article = await written(team.author);
    const tries = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => team.editor.client.rpc("article_publish", { id: article.id, body: `Text ${n}` })));
    const done = tries.filter(({ error }) => !error).length;
    expect(done).toBeGreaterThan(0);
    expect((await versionsOf(team.author, article.id)).map(({ number }) => number)).toEqual(Array.from({ length: done + 1 }, (_, i) => i + 1));
  });

  it("a repeated publishing makes one version", async () => {
    const article = await write(team.author);
    const token = await tokenOf(team.author);
    const headers = { "Idempotency-Key": newId() };
    const [first, again] = [
      await send(server, "/rest/v1/rpc/article_publish", { token, headers, body: { id: article.id } }),
      await send(server, "/rest/v1/rpc/article_publish", { token, headers, body: { id: article.id } }),
    ];
    expect([first.status, again.status, again.headers.get("Idempotency-Replayed")]).toEqual([200, 200, "true"]);
    expect((await versionsOf(team.author, article.id)).length).toBe(1);
  });

  it("are published by who may change the article, and by nobody else", async () => {
    const article = await written(team.editor, { title: "The editor's" });
    for (const person of [team.author, team.reader, team.stranger]) expect(await refused(person.client.rpc("article_publish", { id: article.id, body: "Mine" }))).toEqual([403, "42501"]);
    for (const person of [team.author, team.reader, team.stranger]) expect(await refused(person.client.rpc("article_withdraw", { id: article.id }))).toEqual([403, "42501"]);
    expect(await refused(team.boss.client.rpc("article_publish", { id: newId() }))).toEqual([404, "PGRST116"]);
  });
});

describe("search", () => {
  it("finds words in English and Chinese, of two characters too, in what one may see", async () => {
    await written(team.author, { title: "直播话术", body: "开播前检查灯光，介绍尺码和退换货政策。" });
    await written(team.author, { title: "Steaming leather", body: "Never steam suede. Shoes dry slowly." });
    await write(team.author, { title: "秘密话术", body: "退换货的内部底价" });
    const find = async (person: Person, column: string, query: string, config?: string) =>
      ((await dataOf(person.client.from("article").select("title").textSearch(column, query, { type: "websearch", ...(config ? { config } : {}) }).order("title"))) as Article[]).map(({ title }) => title);
    expect(await find(team.reader, "body", "灯光")).toEqual(["直播话术"]);
    expect(await find(team.reader, "body", "尺码 退换货")).toEqual(["直播话术"]);
    expect(await find(team.reader, "body", "底价")).toEqual([]);
    expect(await find(team.author, "body", "底价")).toEqual(["秘密话术"]);
    expect(await find(team.reader, "body", "shoe suede", "english")).toEqual(["Steaming leather"]);
    expect(await find(team.reader, "body", "suede -steam")).toEqual([]);
    const both = (await dataOf(team.reader.client.from("article").select("title").or("title.wfts.话术,body.wfts.话术"))) as Article[];
    expect(both.map(({ title }) => title)).toEqual(["直播话术"]);
  });
});

/** Every way that shows a row or that there is one. */
async function traces(person: Person, id: string, mark: string): Promise<string[]> {
  const token = await tokenOf(person);
  const paths = [
    `article?id=eq.${id}`, `article?select=*`, `article?select=count()`, `article?body=wfts.${mark}`, `article?title=ilike.*${mark}*`, `article?or=(id.eq.${id},id.is.null)`,
    `article_version?article_id=eq.${id}`, `article_version?select=*&body=like.*${mark}*`, `article_category?select=*,article(*)`, `article_category?select=name,article!inner(title)`,
    `quiz_question?article_id=eq.${id}`, `photo?record_id=eq.${id}`, `storage_object?name=like.article/${id}*`, `activity?row_id=eq.${id}`, `rpc/training_mine`, `rpc/quiz_take?article_id=${id}`, `rpc/quiz_edit?article_id=${id}`,
  ];
  const found: string[] = [];
  for (const path of paths)
    for (const accept of ["application/json", "text/csv"]) {
      if (accept === "text/csv" && path.startsWith("rpc/")) continue;
      const text = await (await send(server, `/rest/v1/${path}`, { token, headers: { Accept: accept } })).text();
      if (text.includes(mark) || text.includes(id)) found.push(`${accept} ${path}`);
    }
  return found;
}

describe("who may see it", () => {
  it("a chosen member sees it, an author sees their own, who edits everything sees everything, others see no trace", async () => {
    const shelf = (await dataOf(team.author.client.from("article_category").insert({ name: "Pay" }).select("id").single())) as { id: string };
    const chosen = await accountOf(team.other);
    const article = await written(team.author, { title: "Bonus qqbonusqq", body: "qqbonusqq for the best host", article_category_id: shelf.id, audience: "chosen", members: [chosen], required: "everybody" });
    expect(await who(article.id)).toEqual({ boss: true, editor: true, author: true, reader: false, other: true });
    expect(await traces(team.reader, article.id, "qqbonusqq")).toEqual([]);
    expect((await traces(team.other, article.id, "qqbonusqq")).length).toBeGreaterThan(5);
    expect((await versionsOf(team.other, article.id)).length).toBe(1);

    // An author of other articles is an editor, and not chosen either.
    const mine = await written(team.editor, { title: "For one qqsecretqq", body: "qqsecretqq", audience: "chosen", members: [chosen] });
    expect(await traces(team.author, mine.id, "qqsecretqq")).toEqual([]);
    for (const call of [["article_publish", { id: mine.id, body: "Mine" }], ["article_withdraw", { id: mine.id }]] as const)
      expect(await refused(team.author.client.rpc(call[0], call[1]))).toEqual([404, "PGRST116"]);
    for (const call of [["article_read", { article_id: mine.id, number: 1 }], ["quiz_take", { article_id: mine.id }], ["quiz_answer", { article_id: mine.id, number: 1, answers: [] }]] as const)
      expect(await refused(team.reader.client.rpc(call[0], call[1]))).toEqual([404, "PGRST116"]);
  });

  it("follows a change at once, in both directions, with everything that hangs on it", async () => {
    const article = await written(team.author, { title: "Was for all", body: "qqopenqq" });
    expect((await traces(team.reader, article.id, "qqopenqq")).length).toBeGreaterThan(3);
    await dataOf(team.author.client.from("article").update({ audience: "editors" }).eq("id", article.id).select());
    expect(await traces(team.reader, article.id, "qqopenqq")).toEqual([]);
    expect((await traces(team.editor, article.id, "qqopenqq")).length).toBeGreaterThan(3);
    await dataOf(team.author.client.from("article").update({ audience: "chosen", members: [await accountOf(team.reader)] }).eq("id", article.id).select());
    expect((await traces(team.reader, article.id, "qqopenqq")).length).toBeGreaterThan(3);
    expect(await traces(team.other, article.id, "qqopenqq")).toEqual([]);
  });

  // LIMIT_CHOSEN
  it("chosen members are accounts, each as the server writes it", async () => {
    const id = await accountOf(team.reader);
    for (const members of [null, [], {}, "x", [1], ["x"], [id.toUpperCase()], [`${id} `], Array.from({ length: 201 }, () => newId())])
      expect(await refused(team.author.client.from("article").insert({ title: "x", audience: "chosen", members }))).toEqual([400, "23514"]);
    expect(await refused(team.author.client.from("article").insert({ title: "x", required: "module" }))).toEqual([400, "23514"]);
    const most = await write(team.author, { title: "Many", audience: "chosen", members: Array.from({ length: 200 }, () => newId()) });
    await dataOf(team.author.client.from("article").delete().eq("id", most.id).select());
  });

  it("nobody without the module sees any of it", async () => {
    for (const table of ["article", "article_version", "article_category", "article_ack", "quiz_question", "quiz_attempt", "announcement", "announcement_seen"])
      expect(await refused(team.stranger.client.from(table).select("*"))).toEqual([403, "42501"]);
    for (const name of ["training_mine", "training_matrix", "announcement_list"]) expect(await refused(team.stranger.client.rpc(name))).toEqual([403, "42501"]);
  });

  it("holds for what realtime tells", async () => {
    const heard = { reader: await listen(team.reader.client.channel("articles-r"), { table: "article" }), other: await listen(team.other.client.channel("articles-o"), { table: "article" }) };
    const told = (name: "reader" | "other") => heard[name].changes.map(({ new: row }) => (row as unknown as Article).title);
    await written(team.author, { title: "For the other", audience: "chosen", members: [await accountOf(team.other)] });
    await written(team.author, { title: "For all at last" });
    for (const name of ["reader", "other"] as const) await expect.poll(() => told(name), { timeout: 20_000 }).toContain("For all at last");
    expect(told("other")).toContain("For the other");
    expect(told("reader").filter((title) => title !== "For all at last")).toEqual([]);
    for (const name of ["reader", "other"] as const) await team[name].client.removeAllChannels();
  });
});

describe("pictures", () => {
  const BUCKET = "knowledge-photos";
  const files = ({ client }: Person) => client.storage.from(BUCKET);
  const opens = async (person: Person, path: string) => !(await files(person).download(path)).error;
  const add = async (person: Person, article: string) => {
    const path = `article/${article}/${newId()}`;
    const { error } = await files(person).upload(path, jpeg(), { contentType: "image/jpeg" });
    return { path, error };
  };
  const linksOf = async (person: Person, article: string) => (await dataOf(person.client.rpc("photo_links", { entity: "article", records: [article], size: "screen" }))) as { url: string }[];

  it("come without metadata and are seen by whom the article is seen", async () => {
    const article = await write(team.author, { title: "With a picture" });
    const { path } = await add(team.author, article.id);
    const kept = Buffer.from(await (await dataOf(files(team.author).download(path))).arrayBuffer());
    for (const hidden of [TAKEN_WITH, ...PLACE]) expect(kept.includes(hidden)).toBe(false);
    expect([await opens(team.reader, path), (await linksOf(team.reader, article.id)).length]).toEqual([false, 0]); // still a draft
    await publish(team.author, article.id);
    expect([await opens(team.reader, path), (await linksOf(team.reader, article.id)).length]).toEqual([true, 1]);
    const [link] = await linksOf(team.reader, article.id);
    expect((await fetch(server.url + (link?.url ?? ""))).status).toBe(200);

    await dataOf(team.author.client.from("article").update({ audience: "chosen", members: [await accountOf(team.other)] }).eq("id", article.id).select());
    expect([await opens(team.reader, path), await opens(team.other, path), await opens(team.author, path), await opens(team.editor, path)]).toEqual([false, true, true, true]);
    expect((await fetch(server.url + (link?.url ?? ""))).status).toBeGreaterThanOrEqual(400); // an address of before
    expect(await dataOf(files(team.reader).list(`article/${article.id}`))).toEqual([]);
    expect((await files(team.reader).createSignedUrl(path, 60)).error).not.toBeNull();
    expect(await traces(team.reader, article.id, "With a picture")).toEqual([]);
  });

  it("are added by who may edit and sees the article", async () => {
    const article = await written(team.editor, { title: "For one", audience: "chosen", members: [await accountOf(team.other)] });
    for (const person of [team.author, team.reader, team.other, team.stranger]) expect((await add(person, article.id)).error).not.toBeNull();
    expect((await add(team.boss, article.id)).error).toBeNull();
  });

  it("go with the article", async () => {
    const article = await written(team.author);
    const { path } = await add(team.author, article.id);
    await dataOf(team.author.client.from("article").delete().eq("id", article.id).select());
    expect(await opens(team.boss, path)).toBe(false);
    expect(await dataOf(team.boss.client.from("photo").select("id").eq("record_id", article.id))).toEqual([]);
  });
});

it("another workspace sees nothing of any of it", async () => {
  const outsider = await import("../../harness/client.ts").then(({ signUp }) => signUp(server));
  await dataOf(outsider.client.rpc("workspace_create", { name: "Others" }));
  await outsider.client.auth.refreshSession();
  expect(await titlesOf(outsider)).toEqual([]);
  const article = await written(team.author, { title: "Ours" });
  expect(await traces(outsider, article.id, "Ours")).toEqual([]);
  expect(await refused(outsider.client.rpc("article_publish", { id: article.id, body: "Theirs" }))).toEqual([404, "PGRST116"]);
});
