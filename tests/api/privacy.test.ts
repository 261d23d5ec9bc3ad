// The privacy page follows the settings in force: who changes a setting changes the text.
import { describe, expect, it } from "vitest";

import { type Server, useServer } from "../harness/server.ts";

const pageOf = async (server: Server, language: "en" | "zh") => {
  const answer = await fetch(`${server.url}/privacy?lang=${language}`);
  expect(answer.status).toBe(200);
  return answer.text();
};

const factsOf = (page: string) =>
  [...page.matchAll(/<tr><td>([^<]*)<br><small>[^<]*<\/small><\/td><td>([^<]*)<\/td><td>([^<]*)<\/td><td>([^<]*)<\/td><td>([^<]*)<\/td><\/tr>/g)].map((match) => match.slice(1));

describe("with whom data are shared", () => {
  const server = useServer();

  it("is nobody, unless the settings name somebody", async () => {
    const page = await pageOf(server, "en");
    expect(page).toContain("With nobody. This server reaches no other");
    expect(page).toContain("This site sets no cookies.");
    expect(factsOf(page)).toEqual([]);
    expect(await pageOf(server, "zh")).toContain("不与任何人共享");
  });

  it("is the register of who may be called: who, what for, which data, where, and how often", async () => {
    server.options.environment = {
      STEWARD_MAIL_TRANSPORT: "smtp", STEWARD_SMTP_URL: "smtp://mail.example.net:587",
      STEWARD_GOOGLE_CLIENT_ID: "steward.apps.example", STEWARD_GOOGLE_CLIENT_SECRET: "x",
    };
    await server.restart();
    const page = await pageOf(server, "en");
    expect(page).not.toContain("With nobody");
    expect(page).toContain("This site sets one cookie, while you sign in with Google");
    expect(factsOf(page)).toEqual([
      ["Google (sign-in)", expect.stringContaining("sign in with a Google account"), "sealed credentials", "accounts.google.com", "calls: 0, bytes sent: 0"],
      ["Mail server", expect.stringContaining("mails you asked for"), "contact details, names", "mail.example.net", "mails: 0"],
    ]);
    expect(factsOf(await pageOf(server, "zh")).map(([who]) => who)).toEqual(["Google（登录）", "邮件服务器"]);
  });
});

describe("as the settings say", () => {
  const server = useServer({
    environment: { STEWARD_PASSWORD_SCHEME: "pbkdf2-sha256", STEWARD_PBKDF2_ROUNDS: "123456", STEWARD_IDLE_DAYS: "3", STEWARD_SESSION_DAYS: "31" },
  });

  it("the page tells how passwords are kept, and what it costs to try one", async () => {
    expect(await pageOf(server, "en")).toContain("pbkdf2-sha256 (123456 rounds)");
    expect(await pageOf(server, "zh")).toContain("pbkdf2-sha256（123456 轮）");
    server.options.environment = { STEWARD_PASSWORD_SCHEME: "bcrypt", STEWARD_BCRYPT_COST: "13" };
    await server.restart();
    expect(await pageOf(server, "en")).toContain("bcrypt (cost 13)");
    expect(await pageOf(server, "zh")).toContain("bcrypt（强度 13）");
  });

  it("the page tells when a session ends", async () => {
    server.options.environment = { STEWARD_IDLE_DAYS: "3", STEWARD_SESSION_DAYS: "31" };
    await server.restart();
    expect(await pageOf(server, "en")).toMatch(/after 3 days without use, and after 31 days/);
    expect(await pageOf(server, "zh")).toMatch(/闲置 3 天或登录满 31 天/);
  });
});
