// The knowledge base in a real browser: what hostile text does (nothing), and the pages that people
// read and write, on a phone and a desk, in both languages.
import { beforeAll, expect, test } from "vitest";

import { desktop, findBarriers, phone, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, newId, signIn } from "../harness/client.ts";
import { jpeg } from "../harness/pictures.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, enter, enterIn, open, press, setUpQuickly } from "./steps.ts";

useBrowser();
const server = useServer({ engine: "sqlite" });

/** Each would run something, fetch something or leave the page if it were let. */
const HOSTILE = [
  "<script>window.pwned=1</script>", "<img src=x onerror=window.pwned=1>", "<svg/onload=window.pwned=1>", "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
  "<a href='javascript:window.pwned=1'>html</a>", "<style>body{display:none}</style>", "<form action=https://evil.example><button>x</button></form>", "<base href=https://evil.example/>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>", "<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>", "<details open ontoggle=window.pwned=1>",
  "[a](javascript:window.pwned=1)", "[b](JaVaScRiPt:window.pwned=1)", "[c](java\u0000script:window.pwned=1)", "[d](&#106;avascript:window.pwned=1)", "[e](javascript&colon;window.pwned=1)", "[f](<java\tscript:window.pwned=1>)",
  "[g](data:text/html,<script>window.pwned=1</script>)", "[h](vbscript:x)", "[i](//evil.example)", "[j](/\\\\evil.example)", "[k][r]", "[r]: javascript:window.pwned=1", "<javascript:window.pwned=1>",
  "![x](https://evil.example/pixel.png)", "![x](javascript:window.pwned=1)", "![x](data:image/svg+xml,<svg onload=window.pwned=1>)", "![x](photo:../../evil)", "![x][p]", "[p]: https://evil.example/p.png",
  "`</code><script>window.pwned=1</script>`", "```html\n<script>window.pwned=1</script>\n```", "| <b onclick=window.pwned=1>x</b> |\n| - |\n| <img src=x onerror=window.pwned=1> |", "${window.pwned=1} {{constructor.constructor('window.pwned=1')()}}",
];

let article = "";

beforeAll(async () => {
  await setUpQuickly(server);
  const { client } = await signIn(server, boss);
  const insert = async (table: string, row: object) => ((await dataOf(client.from(table).insert(row).select("id").single())) as { id: string }).id;
  const category = await insert("article_category", { name: "Warehouse" });
  article = await insert("article", { title: "Packing a box", article_category_id: category, required: "everybody", body: "## Before\n\n1. Check the **size**\n2. Fold the paper\n\n| Size | Box |\n| - | - |\n| 36 to 40 | M |\n| 41 to 46 | L |\n" });
  const photo = newId();
  await dataOf(client.storage.from("knowledge-photos").upload(`article/${article}/${photo}`, jpeg(), { contentType: "image/jpeg" }));
  await dataOf(client.rpc("quiz_save", { article_id: article, questions: [{ question: "Which box for 42?", choices: ["M", "L"], answers: [1], explanation: "41 to 46" }] }).then(({ error }) => ({ data: true, error })));
  await dataOf(client.rpc("article_publish", { id: article }));
  await dataOf(client.rpc("article_publish", { id: article, body: `## Before\n\n1. Check the **size** twice\n2. Fold the paper\n\n![The box](photo:${photo})\n`, changed: "A picture" }));
  await insert("announcement", { title: "Stocktake on Friday", body: "At **nine**, all hands.", is_pinned: true });
});

test("hostile text runs nothing, fetches nothing and leads nowhere", async () => {
  const { client } = await signIn(server, boss);
  const { id } = (await dataOf(client.from("article").insert({ title: "<script>window.pwned=1</script>", body: HOSTILE.join("\n\n").replace("\u0000", "") }).select("id").single())) as { id: string };
  await dataOf(client.rpc("article_publish", { id }));
  const { page, consoleErrors, foreignRequests } = await visit(server, "/signin", { ...desktop, locale: "en-US" });
  const t = say("en");
  await enter(page, t, boss);
  for (const path of [`/knowledge/${id}`, `/knowledge/${id}/versions`]) {
    await open(page, path);
    await page.getByText("{{constructor.constructor", { exact: false }).first().waitFor();
    const inside = page.locator("main");
    expect(await inside.locator("script, iframe, form, style, base, meta, object, embed, svg[onload], details, [onerror], [onclick], [ontoggle]").count()).toBe(0);
    for (const link of await inside.locator("a[href]").all()) expect(await link.getAttribute("href")).toMatch(/^\/(?![/\\])/);
    for (const link of await inside.locator("a[href]").all()) if (/^[a-k]$/.test((await link.textContent()) ?? "")) throw new Error(`a hostile link was drawn: ${await link.getAttribute("href")}`);
    expect(await inside.locator("img").count()).toBe(0);
    expect(await page.evaluate("window.pwned")).toBeUndefined();
  }
  expect(foreignRequests).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

for (const [size, name, language] of [[phone, "phone", "zh"], [desktop, "desktop", "en"]] as const)
  test(`is read, passed, compared and written on a ${name}, in ${language}`, async () => {
    const t = say(language);
    const { page, consoleErrors, foreignRequests } = await visit(server, "/signin", { ...size, locale: language === "zh" ? "zh-CN" : "en-US" });
    await enterIn(page, server, language);
    const look = async (picture: string) => {
      expect(await findBarriers(page)).toEqual([]);
      await takePicture(page, `knowledge/${picture}-${name}-${language}`);
    };
    await open(page, "/knowledge");
    await page.getByText("Packing a box").waitFor();
    await page.getByText("Stocktake on Friday").waitFor();
    await look("shelf");
    await page.getByRole("searchbox").fill("fold paper");
    await page.getByText("Packing a box").waitFor();
    await page.getByText("Packing a box").click();
    await page.getByRole("img", { name: "The box" }).waitFor();
    await page.getByText(t("knowledge.test"), { exact: true }).waitFor();
    await look("article");
    await page.getByRole("radio", { name: "L", exact: true }).check();
    await press(page, t("knowledge.handIn"));
    await page.getByText(t("knowledge.resultPassed", { score: "1", count: "1" })).waitFor();
    await open(page, `/knowledge/${article}/versions`);
    await page.locator("ins", { hasText: "twice" }).waitFor();
    await look("versions");
    await open(page, `/knowledge/${article}/edit`);
    await page.getByText(t("knowledge.rules"), { exact: true }).waitFor();
    await look("edit");
    await open(page, "/knowledge/training");
    await page.getByRole("columnheader", { name: "Packing a box" }).waitFor();
    await look("training");
    await open(page, "/activity");
    await page.getByRole("listitem").first().waitFor();
    await look("activity");
    expect(foreignRequests).toEqual([]);
    expect(consoleErrors).toEqual([]);
  });

test("of the pictures on the device the chosen one alone goes into an article, when it is chosen", async () => {
  const { client } = await signIn(server, boss);
  const { id } = (await dataOf(client.from("article").insert({ title: "Lacing", body: "Cross them over." }).select("id").single())) as { id: string };
  const { page, permissionsAsked } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  const t = say("en");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" && request.url().includes("/storage/v1/")) sent.push(request.method());
  });
  await enter(page, t, boss);
  await open(page, `/knowledge/${id}/edit`);
  const chooser = page.waitForEvent("filechooser");
  await press(page, t("knowledge.picture"));
  expect([(await chooser).isMultiple(), sent]).toEqual([false, []]);
  await (await chooser).setFiles({ name: "laces.jpg", mimeType: "image/jpeg", buffer: jpeg() });
  const text = page.getByRole("textbox", { name: t("knowledge.text"), exact: true });
  await expect.poll(() => text.inputValue()).toMatch(/^Cross them over\.\n\n!\[\]\(photo:[0-9a-f-]{36}\)\n$/);
  const photos = (await dataOf(client.from("photo").select("id").eq("record_id", id))) as { id: string }[];
  expect([photos.length, sent.filter((method) => method === "POST").length]).toEqual([1, 1]);
  expect(await text.inputValue()).toContain(photos[0]?.id);
  await press(page, t("knowledge.publish"));
  await page.waitForURL(`**/knowledge/${id}`);
  await page.waitForFunction(() => [...document.querySelectorAll("main img")].some((image) => (image as HTMLImageElement).naturalWidth > 0));
  expect(permissionsAsked).toEqual([]);
});
