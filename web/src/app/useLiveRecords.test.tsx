/* What others change is read again: once a burst, with what shows it, and everything when the
   server does not know what. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { relatedTo } from "../records/related";
import { AFTER_PAGE_MS, AGAIN_MS, BURST_MS, useLiveRecords } from "./useLiveRecords";

const live = vi.hoisted(() => {
  const nobody: (table: string | null) => void = () => {};
  return { stop: vi.fn(), onChange: nobody, failures: 0 };
});
vi.mock("../api/live", () => ({
  listenToChanges: (told: { onChange: (table: string | null) => void }) => {
    if (live.failures-- > 0) throw new Error("Failed to fetch dynamically imported module");
    live.onChange = told.onChange;
    return live.stop;
  },
}));

function start() {
  const cache = new QueryClient();
  const read = vi.spyOn(cache, "invalidateQueries").mockResolvedValue();
  const hook = renderHook(() => useLiveRecords(), {
    wrapper: ({ children }) => <QueryClientProvider client={cache}>{children}</QueryClientProvider>,
  });
  const keys = () => read.mock.calls.map(([filter]) => (filter?.queryKey?.[0] as string | undefined) ?? "everything");
  return { hook, keys };
}

describe("live records", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    live.stop.mockReset();
    live.failures = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    live.onChange = () => {};
  });

  it("reads what was changed and what shows it, once for many changes", async () => {
    const { keys } = start();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS);
    for (let i = 0; i < 100; i++) live.onChange("live_session");
    live.onChange("no table of ours");
    expect(keys()).toEqual([]);
    await vi.advanceTimersByTimeAsync(BURST_MS);
    expect(keys().sort()).toEqual([...new Set(["report", ...relatedTo("live_session")])].sort());
    expect(keys()).toEqual(expect.arrayContaining(["live_session", "sale"]));
    expect(keys()).not.toContain("product");
  });

  it("begins later when what listens cannot be loaded, and not after the page is left", async () => {
    live.failures = 2;
    const { hook, keys } = start();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS + 2 * AGAIN_MS);
    live.onChange(null);
    await vi.advanceTimersByTimeAsync(BURST_MS);
    expect(keys()).toEqual(["everything"]);
    hook.unmount();
    live.failures = 1;
    const left = start();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS);
    left.hook.unmount();
    live.onChange = () => expect.unreachable();
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(live.stop).toHaveBeenCalledTimes(1);
  });

  it("reads everything when the server does not say what", async () => {
    const { keys } = start();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS);
    live.onChange("sale");
    live.onChange(null);
    await vi.advanceTimersByTimeAsync(BURST_MS);
    expect(keys()).toEqual(["everything"]);
  });

  it("does not begin for a page that is left, and stops with the page", async () => {
    const left = start();
    left.hook.unmount();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS);
    live.onChange("sale");
    await vi.advanceTimersByTimeAsync(BURST_MS);
    expect(left.keys()).toEqual([]);
    const stayed = start();
    await vi.advanceTimersByTimeAsync(AFTER_PAGE_MS);
    stayed.hook.unmount();
    expect(live.stop).toHaveBeenCalledOnce();
  });
});
