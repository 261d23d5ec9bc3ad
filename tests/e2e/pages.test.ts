// Every page: nothing that keeps people with an impairment out, nothing left in English for a
// Chinese-speaking team, and little to load.
import { get } from "node:http";

import { beforeAll, expect, test } from "vitest";

import { findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, desktopInEnglish, enter, enterIn, findEnglish, memberPages, open, openPages, phoneInChinese, setUpQuickly } from "./steps.ts";

useBrowser();
const server = useServer({ engine: "sqlite" });
let ids = { show: "", sale: "" };
beforeAll(async () => {
  ids = await setUpQuickly(server);
});

test.each([
  { theme: "light", variant: phoneInChinese },
  { theme: "dark", variant: desktopInEnglish },
])("every page in $theme, $variant.language", { timeout: 600_000 }, async ({ theme, variant }) => {
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
  await enterIn(page, server, variant.language);
  for (const path of memberPages(ids)) await look(path);
  expect(faults).toEqual([]);
});

const gzipBytes = (url: string) =>
  new Promise<number>((done, fail) => {
    get(url, { headers: { "Accept-Encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part: Buffer) => (bytes += part.length)).on("end", () => done(bytes)).on("error", fail);
    }).on("error", fail);
  });

test("a first visit, sign-in and home, loads less than 250 KiB of JavaScript, compressed", async () => {
  const scripts = new Set<string>();
  const { page } = await visit(server, "about:blank");
  page.on("response", (answer) => {
    if (answer.request().resourceType() === "script") scripts.add(answer.url());
  });
  const joined = page.waitForEvent("websocket"); // what comes after the page has been drawn counts, too
  await open(page, "/signin");
  await enter(page, say("en"), boss);
  await page.getByRole("list", { name: say("en")("home.figures") }).waitFor();
  await joined;
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all([...scripts].map(gzipBytes));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(scripts.size).toBeGreaterThan(1);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThan(250 * 1024);
});
