// Starting and stopping: what an operator meets first.
import { expect, test } from "vitest";

import { runSteward, useServer } from "../harness/server.ts";

const server = useServer();

test("the first start prints a set-up link on the address it listens on", () => {
  const links = server.lines.filter((line) => line.includes("/setup?token="));
  expect(links).toHaveLength(1);
  expect(links[0]?.trim().startsWith(`${server.url}/setup?token=`)).toBe(true);
});

test("health and readiness answer", async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test("metrics are for this machine alone, not through a proxy", async () => {
  for (const header of ["X-Forwarded-For", "Forwarded"]) {
    const answer = await fetch(`${server.url}/metrics`, { headers: { [header]: header === "Forwarded" ? "for=192.0.2.7" : "192.0.2.7" } });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain("steward_");
  }
});

test("metrics are OpenMetrics", async () => {
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get("content-type")).toMatch(/^application\/openmetrics-text/);
  const text = await answer.text();
  expect(text.endsWith("# EOF\n")).toBe(true);
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^(# (TYPE|HELP|UNIT|EOF)|[a-z_]+(\{.*\})? [\d.e+-]+$)/);
});

test("log lines are JSON and hold neither tokens nor what was asked for", async () => {
  const marker = "marker7f3a91c2";
  await fetch(`${server.url}/rest/v1/sale?brand=eq.${marker}`, {
    headers: { authorization: `Bearer ${marker}`, apikey: marker, cookie: `session=${marker}` },
  });
  await server.restart();
  expect(server.lines.join("\n")).not.toContain(marker);
  const logged = server.lines.filter((line) => line.startsWith("{"));
  expect(logged.length).toBeGreaterThan(0);
  for (const line of logged) expect(() => JSON.parse(line) as unknown).not.toThrow();
});

test("a public address without TLS is refused", async () => {
  const finished = await server.run("serve", "--listen", "0.0.0.0:0");
  expect(finished.code).toBeGreaterThan(0);
  expect(finished.stderr).toMatch(/TLS|tls_certificate|proxy_terminates_tls/);
});

test("every command of --help explains itself", async () => {
  const { stdout } = await runSteward(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map((each) => each[1] ?? "");
  expect(commands).toEqual(expect.arrayContaining(["serve", "derive", "doctor", "version"]));
  for (const command of commands) {
    const help = await runSteward([command, "--help"]);
    expect([command, help.code]).toEqual([command, 0]);
    expect(help.stdout).toContain(`steward ${command}`);
  }
});

test("an unknown command and an unknown setting are named", async () => {
  const command = await runSteward(["frobnicate"]);
  expect(command.code).toBe(2);
  expect(command.stderr).toContain("frobnicate");
  const setting = await runSteward(["serve", "--frobnicate", "1"]);
  expect(setting.code).toBeGreaterThan(0);
  expect(setting.stderr).toContain("frobnicate");
});

test("a secret on the command line is refused, and not repeated; the address of a database without a password is none", async () => {
  const hidden = "hidden";
  for (const [option, value] of [
    ["--smtp-password", hidden],
    ["--metrics-token", hidden],
    ["--database", `postgresql://me:${hidden}@localhost/steward`],
    ["--database", `postgresql:///steward?host=/run/nowhere&password=${hidden}`],
    ["--database", `host=/run/nowhere password=${hidden}`],
  ] as const)
    for (const command of ["serve", "doctor"]) {
      const finished = await runSteward([command, option, value]);
      expect([command, option, finished.code, finished.stderr]).toEqual([command, option, 2, expect.stringContaining(`${option} is a secret`)]);
      expect(finished.stdout + finished.stderr).not.toContain(hidden);
    }
  for (const value of ["postgresql://me@localhost:1/steward", "postgresql:///steward?host=/run/nowhere&user=me", "postgresql://localhost:1/a:b@c"])
    expect((await runSteward(["doctor", "--database", value])).stderr).not.toContain("is a secret");
});
