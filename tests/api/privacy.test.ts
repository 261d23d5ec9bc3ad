// The privacy page follows the settings in force: who changes a setting changes the text.
import { describe, expect, it } from "vitest";

import { type Server, useServer } from "../harness/server.ts";

const pageOf = async (server: Server, language: "en" | "zh") => {
  const answer = await fetch(`${server.url}/privacy?lang=${language}`);
  expect(answer.status).toBe(200);
  return answer.text();
};

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
