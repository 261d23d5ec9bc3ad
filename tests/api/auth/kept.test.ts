// What is kept of a visitor, where, and what is not: logs, cookies, addresses, device data.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { anonymous, randomName, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { openedTables } from "../../harness/sealed.ts";
import { whereStored } from "../../harness/stored.ts";

const server = useServer();

const requestLines = () =>
  server.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["kind"] === "request");

describe("the request log", () => {
  it("has the session's id, region, app, system and how it went, and nothing else", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    await send(server, "/rest/v1/workspace?select=name", { token, headers: { "User-Agent": "curl/8.0 (Linux)" } });
    await expect.poll(() => requestLines().at(-1)?.["app"]).toBe("curl 8");
    const line = requestLines().at(-1) ?? {};
    expect(Object.keys(line).sort()).toEqual(
      ["app", "kind", "method", "os", "region", "route", "session", "status", "time", "us", "what"],
    );
    expect(line).toMatchObject({ region: "local", app: "curl 8", os: "Linux", route: "/rest/v1/{}", status: 200 });
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { session_id: string };
    expect(line["session"]).toBe(claims.session_id);
    expect(server.lines.join("\n")).not.toContain(token.split(".")[2]);
  });

  it("holds no marker of a request that goes wrong", async () => {
    const marker = randomName("Marker");
    const person = await signUp(server, { email: `${marker}@example.com`, password: `${marker}-password` });
    const token = await tokenOf(person);
    const headers = { "X-Marker": marker, "User-Agent": marker, Referer: `https://${marker}.example` };
    const asks: [string, Parameters<typeof send>[2]][] = [
      [`/rest/v1/${marker}`, { token, headers }],
      [`/rest/v1/sale?${marker}=eq.1`, { token, headers }],
      [`/rest/v1/sale?brand=${marker}.1`, { token, headers }],
      ["/rest/v1/sale", { token, headers, body: { brand: marker, price: marker } }],
      ["/rest/v1/live_session", { token, headers, body: { title: marker.repeat(100), day: marker } }],
      [`/rest/v1/rpc/${marker}`, { token, headers, body: { marker } }],
      ["/rest/v1/rpc/member_invite", { token, headers, body: { email: marker } }],
      ["/auth/v1/token?grant_type=password", { headers, body: { email: marker, password: marker } }],
      ["/auth/v1/token?grant_type=refresh_token", { headers, body: { refresh_token: marker } }],
      ["/auth/v1/signup", { headers, body: { email: marker, password: marker } }],
      [`/auth/v1/verify?token=${marker}&type=recovery&redirect_to=/`, { headers }],
      ["/auth/v1/user", { headers, token: marker }],
      [`/api/${marker}`, { headers }],
    ];
    for (const [path, options] of asks) expect((await send(server, path, options)).status).toBeGreaterThanOrEqual(300);
    const refused = await anonymous(server).auth.signInWithPassword({ email: person.email, password: `${marker}-no` });
    expect(refused.error).not.toBeNull();
    await server.stop();
    expect(server.lines.filter((line) => line.toLowerCase().includes(marker.toLowerCase()))).toEqual([]);
    await server.start();
  });
});

describe("cookies", () => {
  it("are set by no answer: the session is the client's to keep", async () => {
    const person = await signUp(server);
    const token = await tokenOf(person);
    const { email, password } = person;
    const answers = [
      await send(server, "/", { headers: { Accept: "text/html" } }),
      await send(server, "/auth/v1/token?grant_type=password", { body: { email, password } }),
      await send(server, "/auth/v1/user", { token }),
      await send(server, "/rest/v1/workspace", { token }),
      await send(server, "/auth/v1/logout", { token, method: "POST" }),
    ];
    for (const answer of answers) expect(answer.headers.get("set-cookie")).toBeNull();
  });
});

describe("a visitor's address", () => {
  const proxied = useServer({ environment: { STEWARD_TRUSTED_PROXIES: "127.0.0.1" } });

  it("is in the security log alone", async () => {
    const address = "203.0.113.77";
    const headers = { "X-Forwarded-For": address };
    const body = { email: `${randomName("far")}@example.com`, password: "a good passphrase" };
    expect((await send(proxied, "/auth/v1/signup", { headers, body })).status).toBe(200);
    const signedIn = await send(proxied, "/auth/v1/token?grant_type=password", { headers, body });
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    const list = await send(proxied, "/rest/v1/rpc/sign_in_list", { headers, token, body: {} });
    const sessions = await send(proxied, "/rest/v1/rpc/session_list", { headers, token, body: {} });
    expect(await list.text()).not.toContain(address);
    expect(await sessions.text()).not.toContain(address);
    expect(proxied.lines.join("\n")).not.toContain(address);

    expect(whereStored(await openedTables(proxied), address)).toEqual(["sign_in_event.address"]);
  });
});

describe("device data", () => {
  it("is read by the sign-in list, the session list and the request log, by nothing else", async () => {
    const folder = join(import.meta.dirname, "../../../src");
    const names = await readdir(folder, { recursive: true });
    const readers: string[] = [];
    for (const name of names.filter((each) => each.endsWith(".c")).sort()) {
      const text = await readFile(join(folder, name), "utf8");
      const reads = [/\bsign_in_event_(entity|list)\b/, /\b(device_of|call_device|call_region)\(/, /\b(session|event)->(device|region|address)\b/, /\b(FROM|JOIN) main\.(session|sign_in_event)\b/i];
      if (reads.some((each) => each.test(text)))
        readers.push(name);
    }
    expect(readers).toEqual([
      "auth/auth.c", // the list of entities
      "auth/session.c", // writing
      "auth/session_functions.c", // session_list, sign_in_list
      "auth/sign_in_event.c", // writing
      "call/device.c",
      "call/dispatch.c", // the request log
    ]);
  });
});
