// Mail by SMTP: against a small server that sometimes refuses, stalls, or hangs up.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { randomName, send } from "../../harness/client.ts";
import { type Server, Server as Steward } from "../../harness/server.ts";
import { Smtp } from "../../harness/smtp.ts";

describe("by SMTP", () => {
  const smtp = new Smtp();
  let server: Server;

  beforeAll(async () => {
    const port = await smtp.listen();
    server = await Steward.make({
      environment: {
        STEWARD_MAIL_TRANSPORT: "smtp",
        STEWARD_SMTP_URL: `smtp://127.0.0.1:${port}`,
        STEWARD_MAIL_FROM: "Pace 步伐 <mail@pace.example>",
      },
    });
    await server.start();
  });
  afterAll(async () => {
    await server.remove();
    await smtp.close();
  });

  const signUp = async () => {
    const email = `${randomName("smtp")}@example.com`;
    await send(server, "/auth/v1/signup", { body: { email, password: "a good passphrase" } });
    return email;
  };
  const said = (words: string) => server.lines.filter((line) => line.includes(words)).length;

  it("a mail arrives once, from the sender of the settings", async () => {
    const email = await signUp();
    await expect.poll(() => smtp.letters.length, { timeout: 60_000 }).toBe(1);
    expect(smtp.letters[0]).toMatchObject({ from: "mail@pace.example", to: email });
    expect(smtp.letters[0]?.text).toMatch(/^From: =\?UTF-8\?B\?[\w+/=]+\?= <mail@pace\.example>$/m);
    expect(smtp.letters[0]?.text).toMatch(/^Message-ID: <[0-9a-f-]{36}@pace\.example>$/m);
    expect(smtp.letters[0]?.text).toContain("/auth/v1/verify?type=signup&token=");
  });

  it("an address has to be confirmed before anybody signs in with it", async () => {
    const email = await signUp();
    await expect.poll(() => smtp.letters.filter((each) => each.to === email).length, { timeout: 60_000 }).toBe(1);
    const signIn = () => send(server, "/auth/v1/token?grant_type=password", { body: { email, password: "a good passphrase" } });
    expect((await signIn()).status).toBe(400);
    const link = /type=signup&token=([\w-]+)/.exec(smtp.letters.find((each) => each.to === email)?.text ?? "")?.[1] ?? "";
    expect((await send(server, `/auth/v1/verify?type=signup&token=${link}`)).headers.get("location")).toBe("/signin?confirmed=true");
    expect((await signIn()).status).toBe(200);
    smtp.letters.length = 1; // what follows counts letters from the first
  });

  it("a server that is busy is asked again later, one that refuses is not", async () => {
    smtp.moods.push("busy", "refuse");
    const before = smtp.attempts;
    await signUp();
    await expect.poll(() => said('"attempts":1,"status":1'), { timeout: 60_000 }).toBe(1);
    await signUp();
    await expect.poll(() => said('"attempts":1,"status":4'), { timeout: 60_000 }).toBe(1);
    expect(smtp.attempts - before).toBe(2);
    server.options.environment = { ...server.options.environment, STEWARD_CLOCK_SHIFT_MS: "120000" };
    await server.restart();
    await expect.poll(() => smtp.attempts - before, { timeout: 60_000 }).toBe(3);
    await expect.poll(() => smtp.letters.length, { timeout: 60_000 }).toBe(2);
  });

  it("when no answer comes after the letter, it is said to be unknown and not sent again", async () => {
    smtp.moods.push("hang up");
    const before = smtp.letters.length;
    await signUp();
    await expect.poll(() => said('"attempts":1,"status":5'), { timeout: 60_000 }).toBe(1);
    server.options.environment = { ...server.options.environment, STEWARD_CLOCK_SHIFT_MS: "86400000" };
    await server.restart();
    await new Promise((done) => setTimeout(done, 3000));
    expect(smtp.letters.length).toBe(before + 1);
  });
});
