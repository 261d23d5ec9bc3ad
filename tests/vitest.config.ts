// One configuration for every suite: `vitest run --dir api` or `--dir e2e`. Each file starts its
// own server, so files run beside each other and tests within a file one after the other.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    pool: "forks",
    // supabase-js wants a WebSocket, which Node has without being asked from 22 on.
    execArgv: ["--experimental-websocket"],
    maxWorkers: Number(process.env["JOBS"] ?? 2),
    // A machine that is busy elsewhere must not turn a run red; what needed it is printed by name.
    retry: process.env["CI"] ? 1 : 0,
    // Ceilings, not expectations: what is slow on a busy machine is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ["default", "../tools/vitest-results.mjs"],
  },
});
