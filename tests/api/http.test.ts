// What every answer carries, what no answer carries, and the wire under it: headers, cookies,
// origins, keys, TLS.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type SecureVersion, connect, createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { signUp, tokenOf } from "../harness/client.ts";
import { filesIn } from "../harness/files.ts";
import { Server, type ServerOptions, useServer } from "../harness/server.ts";
import { storedTables, textOf } from "../harness/stored.ts";

const KEY = "sk-marker-5d1e7c09a4b2";
const keyNames = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GROQ_API_KEY", "RESEND_API_KEY", "STRIPE_SECRET_KEY", "STEWARD_SMTP_PASSWORD"];
const dist = join(import.meta.dirname, "../../web/dist");

const forms = (secret: string) => [secret, Buffer.from(secret).toString("base64").replace(/=+$/, ""), Buffer.from(secret).toString("hex"), secret.toUpperCase(), encodeURIComponent(secret)];

describe("over plain HTTP on the loopback", () => {
  const server = useServer({ environment: Object.fromEntries(keyNames.map((name) => [name, KEY])) });
  // What the build notes for itself stands in a hidden folder and is not served.
  const assets = () => filesIn(dist).map((path) => `/${relative(dist, path)}`).filter((path) => !path.includes("/."));

  /** Answers of every kind: pages, assets, data, refusals. */
  async function everyAnswer(): Promise<[string, Response][]> {
    const token = await tokenOf(await signUp(server));
    const post = (path: string, body: object, headers = {}) =>
      fetch(server.url + path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } });
    const get = (path: string, headers = {}) => fetch(server.url + path, { headers });
    const made: [string, Promise<Response>][] = [
      ...["/", "/setup", "/sales", "/healthz", "/readyz", "/metrics", "/api/openapi.json", "/nothing.js", "/rest/v1/sale", "/rest/v1/nothing", "/auth/v1/settings", "/auth/v1/user", "/%ff", "/../etc/passwd", "/rest/v1/rpc/instance_info"].map(
        (path): [string, Promise<Response>] => [path, get(path)]),
      ["sale", get("/rest/v1/sale", { Authorization: `Bearer ${token}` })],
      ["bad query", get("/rest/v1/sale?x=y", { Authorization: `Bearer ${token}` })],
      ["user", get("/auth/v1/user", { Authorization: `Bearer ${token}` })],
      ["sign-up", post("/auth/v1/signup", { email: "cookie@example.com", password: "a good passphrase" })],
      ["sign-in", post("/auth/v1/token?grant_type=password", { email: "cookie@example.com", password: "a good passphrase" })],
      ["bad sign-in", post("/auth/v1/token?grant_type=password", { email: "cookie@example.com", password: "wrong" })],
      ["PUT", fetch(`${server.url}/rest/v1/sale`, { method: "PUT" })],
      ["OPTIONS", fetch(`${server.url}/rest/v1/sale`, { method: "OPTIONS" })],
    ];
    return Promise.all(made.map(async ([name, answer]): Promise<[string, Response]> => [name, await answer]));
  }

  it("every answer says what a browser may not do with it, and sets no cookie", async () => {
    for (const [name, answer] of await everyAnswer()) {
      const policy = Object.fromEntries((answer.headers.get("content-security-policy") ?? "").split(";").map((each) => {
        const [directive = "", ...sources] = each.trim().split(/\s+/);
        return [directive, sources];
      }));
      expect([name, policy["default-src"]]).toEqual([name, ["'self'"]]);
      expect([name, policy["script-src"] ?? policy["default-src"]]).toEqual([name, ["'self'"]]);
      expect([name, policy["connect-src"] ?? policy["default-src"]]).toEqual([name, ["'self'"]]);
      expect([name, policy["frame-ancestors"], policy["object-src"], policy["base-uri"]]).toEqual([name, ["'none'"], ["'none'"], ["'none'"]]);
      for (const [directive, sources] of Object.entries(policy))
        for (const source of sources) expect([name, directive, source]).toEqual([name, directive, expect.stringMatching(/^('self'|'none'|data:|blob:)$/)]);
      expect([name, answer.headers.get("x-content-type-options"), answer.headers.get("referrer-policy"), answer.headers.get("x-frame-options")]).toEqual([name, "nosniff", "no-referrer", "DENY"]);
      expect([name, answer.headers.get("cross-origin-opener-policy"), answer.headers.get("cross-origin-resource-policy")]).toEqual([name, "same-origin", "same-origin"]);
      expect([name, answer.headers.get("permissions-policy")]).toEqual([name, expect.stringContaining("browsing-topics=()")]);
      expect([name, answer.headers.getSetCookie()]).toEqual([name, []]);
      expect([name, answer.headers.get("strict-transport-security")]).toEqual([name, null]);
      expect([name, answer.headers.get("server"), answer.headers.get("x-powered-by")]).toEqual([name, null, null]);
    }
  });

  it("a cookie signs nobody in", async () => {
    const token = await tokenOf(await signUp(server));
    const answer = await fetch(`${server.url}/rest/v1/sale`, { headers: { Cookie: `sb-access-token=${token}; access_token=${token}; session=${token}` } });
    expect(answer.status).toBe(401);
    expect((await fetch(`${server.url}/rest/v1/sale`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it("pages and styles load nothing from elsewhere, run no inline script, and know no advertiser or tracker", async () => {
    const paths = assets();
    expect(paths).toEqual(expect.arrayContaining(["/index.html", "/manifest.webmanifest"]));
    const trackers = /google-analytics|googletagmanager|doubleclick\.net|adsbygoogle|googlesyndication|connect\.facebook|fbevents|hotjar|mixpanel|segment\.(io|com)|amplitude|plausible|umami|matomo|sentry\.io|posthog|clarity\.ms|sendBeacon|fingerprintjs|AdSense|document\.cookie/i;
    // Names that stand in libraries and are never asked: XML name spaces and where errors are explained.
    const named = /^https?:\/\/(www\.w3\.org|react\.dev|github\.com|mantine\.dev|localhost|reactjs\.org|tanstack\.com)(\/|$)/;
    for (const path of paths) {
      const answer = await fetch(server.url + path);
      expect([path, answer.status]).toEqual([path, 200]);
      const body = await answer.text();
      expect([path, trackers.exec(body)?.[0]]).toEqual([path, undefined]);
      for (const [address] of body.matchAll(/https?:\/\/[\w.-]+(?:\/|(?=["'`\s)]))/g)) expect([path, address]).toEqual([path, expect.stringMatching(named)]);
      if (/\.(html|css|webmanifest|svg)$/.test(path)) expect([path, body.match(/(?:src|href|url|action)\s*[=(]\s*["']?(?:https?:)?\/\/[^"')\s]*/gi)]).toEqual([path, null]);
      if (path.endsWith(".html")) {
        for (const [script] of body.matchAll(/<script[^>]*>/g)) expect(script).toMatch(/\ssrc="\/[^/]/);
        expect(body).not.toMatch(/\son\w+=|javascript:/i);
      }
    }
  });

  it("keys of the environment stay there: not in an asset, an answer, the settings that are shown, a log line or a data file", async () => {
    const hidden = forms(KEY);
    const seen: [string, string][] = [];
    for (const path of assets()) seen.push([path, await (await fetch(server.url + path)).text()]);
    for (const [name, answer] of await everyAnswer()) seen.push([name, (await answer.text()) + JSON.stringify([...answer.headers])]);
    for (const command of ["doctor", "version"]) {
      const { stdout, stderr } = await server.run(command);
      seen.push([command, stdout + stderr]);
    }
    await server.restart();
    seen.push(["log", server.lines.join("\n")]);
    const stored = filesIn(server.folder);
    expect(stored.length).toBeGreaterThan(0);
    for (const path of stored) seen.push([path, readFileSync(path, "latin1")]);
    for (const table of await storedTables(server)) seen.push([table.name, textOf([table])]);
    expect(seen.some(([where, text]) => where === "workspace" && text.includes("UTC"))).toBe(true); // the reading works
    for (const [where, text] of seen) for (const form of hidden) expect([where, text.includes(form)]).toEqual([where, false]);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

describe("over TLS", () => {
  let folder = "";
  let certificate = "";
  let key = "";
  const started: Server[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "steward-tls-"));
    certificate = join(folder, "certificate.pem");
    key = join(folder, "key.pem");
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  });
  afterAll(async () => {
    for (const server of started) await server.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(options: ServerOptions = {}): Promise<Server> {
    const server = await Server.make({ ...options, arguments: ["--tls-certificate", certificate, "--tls-key", key, ...(options.arguments ?? [])] });
    started.push(server);
    await server.start();
    return server;
  }

  /** The version that a client which knows only this one agrees on, or why not. */
  const handshake = (port: number, version: SecureVersion) =>
    new Promise<string>((done) => {
      const socket = connect({ host: "127.0.0.1", port, minVersion: version, maxVersion: version, rejectUnauthorized: false, ciphers: "DEFAULT:@SECLEVEL=0", ALPNProtocols: ["http/1.1"] });
      socket.once("secureConnect", () => {
        done(socket.getProtocol() ?? "none");
        socket.destroy();
      });
      socket.once("error", (error) => done(`refused: ${(error as Error & { code?: string }).code ?? error.message}`));
    });

  const get = async (url: string) => {
    const ca = await readFile(certificate);
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((done, fail) => {
      httpsRequest(url, { ca }, (answer) => {
        answer.resume().once("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers }));
      }).once("error", fail).end();
    });
  };

  it("this client can speak the old versions, so that a refusal is the server's", async () => {
    const old = createTlsServer({ cert: await readFile(certificate), key: await readFile(key), minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" }, (socket) => socket.end());
    old.on("tlsClientError", () => undefined);
    await new Promise<void>((done) => old.listen(0, "127.0.0.1", done));
    const { port } = old.address() as AddressInfo;
    for (const version of ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const) expect(await handshake(port, version)).toBe(version);
    await new Promise((done) => old.close(done));
  });

  it("1.3 is spoken and everything older refused; HSTS is sent; plain HTTP on that port is not answered", async () => {
    const server = await serve();
    expect(server.url).toMatch(/^https:/);
    const port = Number(new URL(server.url).port);
    expect(await handshake(port, "TLSv1.3")).toBe("TLSv1.3");
    for (const version of ["TLSv1", "TLSv1.1", "TLSv1.2"] as const) expect([version, await handshake(port, version)]).toEqual([version, expect.stringMatching(/^refused: /)]);
    for (const path of ["/", "/rest/v1/sale", "/nothing", "/healthz"]) {
      const { headers } = await get(server.url + path);
      expect([path, headers["strict-transport-security"]]).toEqual([path, expect.stringMatching(/^max-age=\d{8,}/)]);
    }
    const plain = await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.status, () => "closed");
    expect([plain]).not.toContain(200);
  });

  it("with tls_floor 1.2 that version is spoken too, and still none below", async () => {
    const server = await serve({ arguments: ["--tls-floor", "1.2"] });
    const port = Number(new URL(server.url).port);
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) expect(await handshake(port, version)).toBe(version);
    for (const version of ["TLSv1", "TLSv1.1"] as const) expect([version, await handshake(port, version)]).toEqual([version, expect.stringMatching(/^refused: /)]);
    expect((await get(`${server.url}/healthz`)).status).toBe(200);
  });

  it("a floor below 1.2 cannot be set", async () => {
    const server = await Server.make();
    started.push(server);
    for (const floor of ["1.1", "1.0", "0"]) {
      const { code, stderr } = await server.run("serve", "--tls-floor", floor);
      expect([floor, code, stderr]).toEqual([floor, 2, expect.stringMatching(/tls.floor/)]);
    }
  });

  it("the plain listener beside it only sends to https, whatever is asked", async () => {
    const port = await freePort();
    const server = await serve({ arguments: ["--listen-redirect", `127.0.0.1:${port}`] });
    const secure = new URL(server.url).port;
    for (const [method, path] of [["GET", "/"], ["GET", "/rest/v1/sale?brand=eq.x"], ["HEAD", "/healthz"], ["DELETE", "/rest/v1/sale?id=eq.1"], ["GET", "//evil.example/x"]] as const) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, redirect: "manual" });
      expect([method, path, answer.status, answer.headers.get("location"), await answer.text()]).toEqual([method, path, 308, `https://127.0.0.1:${secure}${path}`, ""]);
    }
    const named = await freePort();
    await serve({ arguments: ["--listen-redirect", `127.0.0.1:${named}`, "--public-url", "https://shop.example:8443"] });
    const answer = await fetch(`http://127.0.0.1:${named}/x`, { redirect: "manual" });
    expect(answer.headers.get("location")).toBe("https://127.0.0.1:8443/x");
    const posted = await fetch(`http://127.0.0.1:${port}/auth/v1/signup`, { method: "POST", redirect: "manual", body: "{}" }).then((answer) => answer.status, () => 0);
    expect([308, 413]).toContain(posted); // a body is not even read
    expect((await get(`${server.url}/healthz`)).status).toBe(200);
  });

  it("a public address without TLS is refused at start, unless a proxy is said to terminate it", async () => {
    const server = await Server.make();
    started.push(server);
    for (const address of ["0.0.0.0:0", "[::]:0"]) {
      const { code, stderr } = await server.run("serve", "--listen", address);
      expect([address, code, stderr]).toEqual([address, 2, expect.stringMatching(/plain HTTP.*certificate.*proxy/)]);
    }
    const behind = await Server.make({ arguments: ["--listen", "0.0.0.0:0", "--proxy-terminates-tls", "true"] });
    started.push(behind);
    await behind.start();
    expect((await fetch(`${behind.url.replace("0.0.0.0", "127.0.0.1")}/healthz`)).status).toBe(200);
  });
});
