// With a metrics_token, whoever has it may read the figures, and nobody else.
import { expect, test } from "vitest";

import { useServer } from "../harness/server.ts";

const server = useServer({ environment: { STEWARD_METRICS_TOKEN: "figures-7f3a91c2" } });

const ask = async (authorization?: string) =>
  (await fetch(`${server.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } })).status;

test("metrics with a token set want exactly that token", async () => {
  expect(await ask("Bearer figures-7f3a91c2")).toBe(200);
  for (const other of [undefined, "", "Bearer", "Bearer ", "Bearer figures-7f3a91c", "Bearer figures-7f3a91c2x", "figures-7f3a91c2", "Basic figures-7f3a91c2"])
    expect(await ask(other), other).toBe(403);
});
