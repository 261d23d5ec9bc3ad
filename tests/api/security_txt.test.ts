// security.txt (RFC 9116) names the address that set-up was told, and is not there before.
import { expect, test } from "vitest";

import { useServer } from "../harness/server.ts";

const server = useServer({ environment: { STEWARD_PUBLIC_URL: "https://shop.example/" } });
const ask = () => fetch(`${server.url}/.well-known/security.txt`);

test("security.txt appears with set-up, with every field that the standard demands", async () => {
  expect((await ask()).status).toBe(404);

  const set = await fetch(`${server.url}/rest/v1/rpc/setup_finish`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      token: /token=([\w-]+)/.exec(server.lines.find((line) => line.includes("/setup?token=")) ?? "")?.[1],
      controller_name: "Pace Ltd", controller_place: "1 Road, Town", controller_email: "security@pace.example",
      email: "owner@pace.example", username: "owner", password: "correct horse battery staple", display_name: "Owner",
      workspace_name: "Pace", time_zone: "Asia/Shanghai", currency: "CNY", language: "en",
    }),
  });
  expect(set.status, await set.text()).toBeLessThan(300);
  const answer = await ask();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  const text = await answer.text();
  expect(text).toContain("Contact: mailto:security@pace.example\n");
  expect(text).toContain("Canonical: https://shop.example/.well-known/security.txt\n");
  expect(text).toContain("Policy: https://shop.example/privacy\n");
  const expires = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? "");
  expect(expires).toBeGreaterThan(Date.now());
  expect(expires).toBeLessThan(Date.now() + 365 * 86400_000);
});
