import { expect, test, vi } from "vitest";
import { fetchNewerVersion, isNewerThere, isPartMissing, mayReload, RELOADED_LATELY_MS } from "./newerVersion";

const OWN = "/assets/index-own.js";
const serverHas = (answer: () => Promise<Response>) => vi.stubGlobal("fetch", answer);
const worker = (script: string) => () => Promise.resolve(new Response(`const SHELL = ["/","${script}"];`));

test("right after a reload the page stays as it is", () => {
  const page = { isReloaded: false, age: 5 };
  expect(mayReload(page)).toBe(true);
  expect(mayReload({ ...page, isReloaded: true, age: RELOADED_LATELY_MS })).toBe(true);
  expect(mayReload({ ...page, isReloaded: true })).toBe(false);
});

test("a newer build is there when the server names another script", async () => {
  serverHas(worker("/assets/index-other.js"));
  expect(await isNewerThere(OWN)).toBe(true);
  serverHas(worker(OWN));
  expect(await isNewerThere(OWN)).toBe(false);
  serverHas(() => Promise.reject(new TypeError("Failed to fetch")));
  expect(await isNewerThere(OWN)).toBe(false);
  serverHas(() => Promise.resolve(new Response("away", { status: 503 })));
  expect(await isNewerThere(OWN)).toBe(false);
});

test("a part that is gone fetches the page anew; one that the line kept back does not", async () => {
  const own = Object.assign(document.createElement("script"), { type: "module" });
  own.setAttribute("src", OWN);
  document.head.append(own);
  const reload = vi.fn();
  const stop = fetchNewerVersion(reload);
  expect(isPartMissing()).toBe(false);
  const asked = vi.fn(worker(OWN));
  serverHas(asked);
  dispatchEvent(new Event("vite:preloadError"));
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  await new Promise((done) => setTimeout(done, 20));
  expect([reload.mock.calls.length, isPartMissing()]).toEqual([0, true]);
  serverHas(worker("/assets/index-other.js"));
  dispatchEvent(new Event("vite:preloadError"));
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  stop();
  own.remove();
});
