// Every page: nothing that keeps people with an impairment out, nothing left in English for a
// Chinese-speaking team, and little to load.
import { get } from "node:http";

import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";

import { findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { say, words } from "../harness/words.ts";
import { boss, desktopInEnglish, enter, memberPages, open, openPages, phoneInChinese, setUpQuickly } from "./steps.ts";

useBrowser();
const server = useServer({ engine: "sqlite" });
let ids = { show: "", sale: "" };
beforeAll(async () => {
  ids = await setUpQuickly(server);
});

// A sentence may hold what is called the same in every language; these are whole words of English.
const sentences = Object.values(words.en).filter((text) => text.length > 12 && /[a-z] [a-z]/.test(text) && !text.includes("{"));

async function findEnglish(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const names = [...document.querySelectorAll("[aria-label],[placeholder],[title]")].flatMap((element) =>
      ["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name) ?? ""),
    );
    return [document.title, document.body.innerText, ...names].join("\n");
  });
  const keys = new Set<string>(Object.keys(words.en));
  return [
    ...(said.match(/\b[a-zA-Z]+(?:\.[a-zA-Z0-9_]+)+\b/g) ?? []).filter((word) => keys.has(word)),
    ...sentences.filter((sentence) => said.includes(sentence)),
  ];
}

test.each([
  { theme: "light", variant: phoneInChinese },
  { theme: "dark", variant: desktopInEnglish },
])("every page in $theme, $variant.language", async ({ theme, variant }) => {
  const t = say(variant.language);
  const { page } = await visit(server, "/signin", { ...variant.options, colorScheme: theme as "light" | "dark" });
  const faults: string[] = [];
  const look = async (path: string) => {
    await open(page, path);
    const name = path.replace(/[?#].*/, "").replace(/[\w-]{36}/, "one").replaceAll("/", "-").slice(1) || "home";
    await takePicture(page, `${variant.name}-${theme}/${name}`);
    faults.push(...(await findBarriers(page)).map((fault) => `${path}: ${fault}`));
    if (variant.language === "zh") faults.push(...(await findEnglish(page)).map((left) => `${path}: in English: ${left}`));
  };
  for (const path of openPages) await look(path);
  const { client } = await signIn(server, boss);
  const { error } = await client.auth.updateUser({ data: { language: variant.language } });
  expect(error).toBeNull();
  await page.goto("/signin");
  await enter(page, t, boss);
  for (const path of memberPages(ids)) await look(path);
  expect(faults).toEqual([]);
}, 120_000);

const gzipBytes = (url: string) =>
  new Promise<number>((done, fail) => {
    get(url, { headers: { "Accept-Encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part: Buffer) => (bytes += part.length)).on("end", () => done(bytes)).on("error", fail);
    }).on("error", fail);
  });

test("a first visit loads less than 250 KB of JavaScript, compressed", async () => {
  const scripts = new Set<string>();
  const { page } = await visit(server, "/privacy");
  page.on("response", (answer) => {
    if (answer.request().resourceType() === "script") scripts.add(answer.url());
  });
  await open(page, "/signin");
  await enter(page, say("en"), boss);
  await page.getByRole("list", { name: say("en")("home.figures") }).waitFor();
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all([...scripts].map(gzipBytes));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(scripts.size).toBeGreaterThan(1);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThan(250_000);
}, 60_000);
