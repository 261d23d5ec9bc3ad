// Debian's Chromium, driven by playwright-core. A page records what a user would call broken:
// errors in the console, and any request that leaves the server.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";

import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

import type { Server } from "./server.ts";

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export interface Visit {
  page: Page;
  consoleErrors: string[];
  /** Addresses outside the server that the page asked for. */
  foreignRequests: string[];
}

let browser: Browser | undefined;

/** One browser for the tests of this file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium's own sandbox needs a user that is not root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });
  afterAll(async () => {
    await browser?.close();
    browser = undefined;
  });
}

/** A fresh profile: no cookie, no storage. `locale` is the browser's language, "zh-CN" for example. */
export async function visit(server: Server, path = "/", options: BrowserContextOptions = desktop): Promise<Visit> {
  if (!browser) throw new Error("call useBrowser() at the top of the file");
  const context = await browser.newContext({ baseURL: server.url, locale: "en-US", ...options });
  const page = await context.newPage();
  const seen: Visit = { page, consoleErrors: [], foreignRequests: [] };
  page.on("console", (message) => {
    if (message.type() === "error") seen.consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => seen.consoleErrors.push(String(error)));
  context.on("request", (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(server.url).host) seen.foreignRequests.push(url);
  });
  await page.goto(path);
  return seen;
}

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe calls serious or critical on the page as it stands: rule and the elements. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axeFile, "utf8"));
  const results = (await page.evaluate("axe.run()")) as AxeResults;
  return results.violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
