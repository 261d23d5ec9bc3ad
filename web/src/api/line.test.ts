/* A page that is loaded without a line, after the token ran out: who was signed in goes on, what was
   made waits, and only the server's refusal ends the session. */
import { beforeEach, expect, test, vi } from "vitest";
import { askedFor, serve, startHttp, type Answer } from "../testing/http";
import { sessionBody } from "../testing/who";
import { SESSION_KEY } from "./line";
import type { SendQueue } from "./sendQueue";

const SLOW = { timeout: 60_000 };
const WAIT = { timeout: 15_000 };
const TOKEN = "POST /auth/v1/token";
const SELL = "POST /rest/v1/rpc/sell";

let atToken: () => Answer;
beforeEach(() => {
  vi.resetModules();
  startHttp();
  serve(TOKEN, () => atToken());
  serve(SELL, () => ({ body: {} }));
  atToken = noLine;
});

const noLine = (): Answer => {
  throw new TypeError("no network");
};

const keep = (endsIn: number) => {
  const body = sessionBody({ display_name: "林美" });
  localStorage.setItem(SESSION_KEY, JSON.stringify({ ...body, expires_at: Math.floor(Date.now() / 1000) + endsIn }));
  return body.access_token;
};

/* The page is loaded: every module is new. */
async function load() {
  const session = await import("./session");
  const { anyEntity, answer, call } = await import("./client");
  const { WaitingStore } = await import("./waiting");
  const { SendQueue: Queue } = await import("./sendQueue");
  const states: string[][] = [];
  const queue: SendQueue<string> = new Queue<string>({
    store: new WaitingStore("line-test", "sale"),
    who: { account: "account-1", workspace: 7 },
    told: (entries) => states.push(entries.map(({ state }) => state)),
    send: async () => {
      await answer(anyEntity.rpc("sell", {}) as unknown as PromiseLike<{ data: unknown; error: unknown }>);
      return {};
    },
  });
  return { ...session, call, queue, states };
}

const isIn = ({ currentMe }: Awaited<ReturnType<typeof load>>) =>
  vi.waitFor(() => expect(currentMe()?.name).toBe("林美"), WAIT);

test.each([
  ["nothing answers", noLine],
  ["the server is being started", () => ({ status: 502, body: "Bad Gateway" })],
  ["the server has too much to do", () => ({ status: 429, body: { message: "later" } })],
])("while %s the kept session goes on, and what is made waits", SLOW, async (_why, without) => {
  atToken = without;
  keep(-3600);
  const page = await load();
  await isIn(page);
  await page.queue.add("sale-1", "a shoe");
  expect(page.states.at(-1)).toEqual(["queued"]);
  await expect(page.call("session_end", { id: "s" })).rejects.toMatchObject({ kind: "offline" });
  expect(askedFor(SELL)).toEqual([]);
  expect(localStorage.getItem(SESSION_KEY)).not.toBeNull();

  const renewed = sessionBody({ display_name: "林美" });
  atToken = () => ({ body: { ...renewed, refresh_token: "next" } });
  dispatchEvent(new Event("online"));
  await page.queue.flush();
  expect(page.states.at(-1)).toEqual(["sent"]);
  expect(askedFor(SELL).map(({ headers }) => headers.get("authorization"))).toEqual([`Bearer ${renewed.access_token}`]);
  expect(localStorage.getItem(SESSION_KEY)).toContain("next");
});

test("a session that the server refuses ends, also when it went on without a line before", SLOW, async () => {
  keep(-3600);
  const page = await load();
  await isIn(page);
  atToken = () => ({ status: 400, body: { code: "refresh_token_not_found", message: "gone" } });
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(page.currentMe()).toBeNull(), WAIT);
  expect(localStorage.getItem(SESSION_KEY)).toBeNull();

  vi.resetModules();
  atToken = noLine;
  const later = await load();
  await expect(later.call("session_end", { id: "s" })).rejects.toThrow();
  expect(later.currentMe()).toBeNull();
});

test("who leaves without a line has left, and no later answer brings them back", SLOW, async () => {
  keep(-3600);
  const page = await load();
  await isIn(page);
  await page.leave("local");
  expect(page.currentMe()).toBeNull();
  expect(localStorage.getItem(SESSION_KEY)).toBeNull();
  atToken = () => ({ body: sessionBody() });
  const before = askedFor(TOKEN).length;
  dispatchEvent(new Event("online"));
  await expect(page.call("session_end", { id: "s" })).rejects.toThrow();
  expect(page.currentMe()).toBeNull();
  expect(askedFor(TOKEN)).toHaveLength(before);
});

test("a token that still holds is used although it cannot be renewed", SLOW, async () => {
  const token = keep(60);
  const page = await load();
  await isIn(page);
  await page.queue.add("sale-1", "a shoe");
  expect(page.states.at(-1)).toEqual(["sent"]);
  expect(askedFor(SELL)[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
});
