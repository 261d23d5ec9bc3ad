// Debian's Chromium, driven by playwright-core. A visit records what the privacy promises rule
// out (a request that leaves the server, a permission asked for) and what a user would call broken.
import { createRequire } from "node:module";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

import type { Server } from "./server.ts";

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

export interface Visit {
  page: Page;
  consoleErrors: string[];
  /** Addresses outside the server that the page asked for; they are refused. */
  foreignRequests: string[];
  /** What the page asked the browser's leave for. */
  permissionsAsked: string[];
}

let browser: Browser | undefined;

/** One browser for the tests of this file. */
export function useBrowser(args: string[] = []): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Chromium's own sandbox needs a user that is not root.
      args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...args],
    });
  });
  afterAll(async () => {
    await browser?.close();
    browser = undefined;
  });
}

// Runs in the page before its own code: every function that makes a browser ask for leave.
const watchPermissions = `
  const asked = (name) => window.stewardAsked(name);
  const watch = (owner, ...names) => {
    for (const name of names) {
      const original = owner && owner[name];
      if (typeof original !== "function") continue;
      owner[name] = function (...given) { asked(name); return original.apply(this, given); };
    }
  };
  watch(window.MediaDevices && MediaDevices.prototype, "getUserMedia", "getDisplayMedia");
  watch(window.Geolocation && Geolocation.prototype, "getCurrentPosition", "watchPosition");
  watch(window.Notification, "requestPermission");
  watch(window.PushManager && PushManager.prototype, "subscribe");
  watch(window.StorageManager && StorageManager.prototype, "persist");
  watch(window.Clipboard && Clipboard.prototype, "read", "readText");
  watch(window, "showOpenFilePicker", "showDirectoryPicker", "queryLocalFonts");
  for (const name of ["USB", "HID", "Serial", "Bluetooth"])
    watch(window[name] && window[name].prototype, "requestDevice", "requestPort");
`;

/** A fresh profile: no cookie, no storage. `locale` is the browser's language, "zh-CN" for example. */
export async function visit(server: Server, path = "/", options: BrowserContextOptions = desktop): Promise<Visit> {
  if (!browser) throw new Error("call useBrowser() at the top of the file");
  const context = await browser.newContext({ baseURL: server.url, locale: "en-US", ...options });
  const { host } = new URL(server.url);
  const isForeign = (url: URL) => /^(https?|wss?):$/.test(url.protocol) && url.host !== host;
  const page = await context.newPage();
  const seen: Visit = { page, consoleErrors: [], foreignRequests: [], permissionsAsked: [] };
  await context.route(isForeign, (route) => {
    seen.foreignRequests.push(route.request().url());
    return route.abort();
  });
  // What a service worker asks for does not pass the route.
  context.on("request", (request) => {
    if (request.serviceWorker() && isForeign(new URL(request.url()))) seen.foreignRequests.push(request.url());
  });
  page.on("websocket", (socket) => {
    if (isForeign(new URL(socket.url()))) seen.foreignRequests.push(socket.url());
  });
  await context.exposeBinding("stewardAsked", (_, name: string) => seen.permissionsAsked.push(name));
  await context.addInitScript(watchPermissions);
  page.on("console", (message) => {
    if (message.type() === "error") seen.consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => seen.consoleErrors.push(String(error)));
  page.setDefaultTimeout(60_000);
  await page.goto(path);
  return seen;
}

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/* What comes and goes (a dialog, a message) is there or gone: half of it has the contrast of neither. */
const settle = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const moving = () => document.getAnimations().filter((each) => each.playState === "running" && Number.isFinite(each.effect?.getComputedTiming().endTime));
    do {
      await Promise.allSettled(moving().map((each) => each.finished));
      await frame();
      await frame();
    } while (moving().length > 0);
  });

/** What axe calls serious or critical on the page as it stands: rule and the elements. */
export async function findBarriers(page: Page): Promise<string[]> {
  await settle(page);
  await page.evaluate(await readFile(axeFile, "utf8"));
  const results = (await page.evaluate("axe.run()")) as AxeResults;
  return results.violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

const pictures = resolve(import.meta.dirname, "../../build/screenshots");

/** The page as it stands goes to build/screenshots/NAME.png, for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const path = join(pictures, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: "disabled" });
}
