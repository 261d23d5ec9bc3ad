// Other processes on the same store: what is ended in one is soon ended in the other.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { Server, engine, useServer } from "../../harness/server.ts";

// A second where there is a core for it; without the telling it would be minutes.
const soon = { timeout: 10_000, interval: 50 };

const isOpen = async (on: Server, token: string) => (await send(on, "/rest/v1/workspace", { token })).status === 200;

describe.skipIf(engine !== "postgresql")("two processes", () => {
  const first = useServer();

  it("hear of each other's endings", async () => {
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
      await expect.poll(() => isOpen(second, token), soon).toBe(false);
    } finally {
      await second.remove();
    }
  });
});

describe("the command line beside a running server", () => {
  const server = useServer();

  it("gives a new password, and the server's sessions of the account end", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    expect(await isOpen(server, token)).toBe(true);
    const file = join(server.folder, "password");
    await writeFile(file, "a passphrase of the operator\n", { mode: 0o600 });
    const done = await server.run("user", "password", "--login", person.email, "--password-file", file);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    await expect.poll(() => isOpen(server, token), soon).toBe(false);
    await signIn(server, { email: person.email, password: "a passphrase of the operator" });
  });
});
