// What a stranger may learn from the work behind an answer: nothing. The hashes that the server
// calculates are counted, because times lie on a busy machine. And what a browser can be made to send.
import { describe, expect, it } from "vitest";

import { randomName, send, signUp, tokenOf } from "../../harness/client.ts";
import { tokenIn, waitForMail } from "../../harness/mail.ts";
import { Server } from "../../harness/server.ts";

const PASSWORD = "a good passphrase";

async function withServer<T>(environment: Record<string, string>, work: (server: Server) => Promise<T>): Promise<T> {
  const server = await Server.make({ environment });
  await server.start();
  try {
    return await work(server);
  } finally {
    await server.remove();
  }
}

const hashes = async (server: Server) =>
  Number(/^steward_password_hashes(?:_total)? (\d+)$/m.exec(await (await send(server, "/metrics")).text())?.[1] ?? NaN);

/** How many hashes the request costs, and what it is answered. */
async function costOf(server: Server, path: string, body: object): Promise<[number, number, string]> {
  const before = await hashes(server);
  const answer = await send(server, path, { body });
  const text = await answer.text();
  return [(await hashes(server)) - before, answer.status, answer.ok ? "" : text];
}

describe("a sign-in that fails", () => {
  it.each(["argon2id", "bcrypt", "pbkdf2-sha256"])("costs one hash, whether there is an account or not (%s)", async (scheme) => {
    await withServer({ STEWARD_PASSWORD_SCHEME: scheme, STEWARD_SIGN_UP: "confirmed", STEWARD_BCRYPT_COST: "10", STEWARD_PBKDF2_ROUNDS: "100000" }, async (server) => {
      const email = () => `${randomName("t")}@example.com`;
      const [known, unconfirmed, invited, missing] = [email(), email(), email(), email()];
      for (const each of [known, unconfirmed]) await send(server, "/auth/v1/signup", { body: { email: each, password: PASSWORD } });
      await send(server, `/auth/v1/verify?type=signup&token=${tokenIn(await waitForMail(server, known))}`);
      const added = await server.run("user", "add", "--email", invited, "--password-file", "/dev/null"); // without a password
      expect(added.code).toBe(0);
      const signIn = (login: string, password: string) => costOf(server, "/auth/v1/token?grant_type=password", { email: login, password });
      const wrong = await signIn(missing, "a wrong passphrase");
      expect(wrong.slice(0, 2)).toEqual([1, 400]);
      expect(await signIn(known, "a wrong passphrase")).toEqual(wrong);
      expect(await signIn(invited, "a wrong passphrase")).toEqual(wrong);
      expect(await signIn(unconfirmed, PASSWORD)).toEqual(wrong);
      expect(await signIn(randomName("nobody"), "a wrong passphrase")).toEqual(wrong);
      expect((await signIn(known, PASSWORD)).slice(0, 2)).toEqual([1, 200]);
    });
  });
});

describe("what anybody may ask for an address", () => {
  it("costs and answers the same with and without an account", async () => {
    await withServer({ STEWARD_PBKDF2_ROUNDS: "100000", STEWARD_PASSWORD_SCHEME: "pbkdf2-sha256" }, async (server) => {
      const person = await signUp(server);
      for (const path of ["recover", "otp", "resend"]) {
        const body = (email: string) => ({ email, type: "signup" });
        const known = await costOf(server, `/auth/v1/${path}`, body(person.email));
        expect([path, known]).toEqual([path, [0, 200, ""]]);
        expect(await costOf(server, `/auth/v1/${path}`, body(`${randomName("nobody")}@example.com`))).toEqual(known);
      }
      const signUpAs = (email: string) => costOf(server, "/auth/v1/signup", { email, password: PASSWORD });
      expect(await signUpAs(person.email)).toEqual(await signUpAs(`${randomName("new")}@example.com`));
    });
  });
});

describe("a request that another site makes a browser send", () => {
  it("has no authority: cookies open nothing, whatever the content type says", async () => {
    await withServer({}, async (server) => {
      const person = await signUp(server);
      const token = await tokenOf(person);
      const cookie = { Cookie: `steward_oauth=${token}; access_token=${token}; sb-access-token=${token}`, Origin: "https://evil.example" };
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
        for (const [method, path] of [["PUT", "/auth/v1/user"], ["POST", "/auth/v1/logout"], ["POST", "/auth/v1/factors"], ["POST", "/rest/v1/rpc/recovery_codes_make"], ["POST", "/rest/v1/sale"]] as const) {
          const answer = await send(server, path, { method, headers: { ...cookie, "Content-Type": type }, body: { password: "an even better passphrase" } });
          expect([type, path, answer.status]).toEqual([type, path, 401]);
        }
      expect((await send(server, "/auth/v1/user", { token })).status).toBe(200); // still signed in
    });
  });
});
