// Two server processes on one PostgreSQL: what is ended in one is soon ended in the other.
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { send, signUp, tokenOf } from "../../harness/client.ts";
import { Server, engine, useServer } from "../../harness/server.ts";

const isOpen = async (on: Server, token: string) => (await send(on, "/rest/v1/workspace", { token })).status === 200;

describe.skipIf(engine !== "postgresql")("two processes", () => {
  const first = useServer();

  it("hear of each other's endings, grants and rotated keys within a second", async () => {
    const second = await Server.make({
      arguments: ["--key-file", join(first.folder, "data.key"), "--database", first.database?.url ?? ""],
    });
    try {
      await second.start();
      const person = await signUp(first);
      const token = await tokenOf(person);
      expect([await isOpen(first, token), await isOpen(second, token)]).toEqual([true, true]);
      await person.client.auth.signOut();
      expect(await isOpen(first, token)).toBe(false);
      await expect.poll(() => isOpen(second, token), { timeout: 1000, interval: 50 }).toBe(false);
    } finally {
      await second.remove();
    }
  });
});
