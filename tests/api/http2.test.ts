// HTTP/2 by clients that others have written: node:http2, supabase-js over it, and curl. What it
// answers is what HTTP/1.1 answers.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { dataOf, randomName } from "../harness/client.ts";
import { Server } from "../harness/server.ts";
import { type Answer, type Certificate, Http2, makeCertificate, removeCertificate } from "../harness/tls.ts";

const run = promisify(execFile);
const assets = join(import.meta.dirname, "../../web/dist/assets");

let certificate: Certificate;
let server: Server;
let http2: Http2;

beforeAll(async () => {
  certificate = await makeCertificate();
  server = await Server.make({ arguments: [...certificate.arguments, "--file-megabytes", "3"] });
  await server.start();
  http2 = await Http2.open(server.url, certificate);
});
afterAll(async () => {
  await http2.close();
  await server.remove();
  await removeCertificate(certificate);
});

/** A person whose client speaks HTTP/2 only. */
async function signUp() {
  const client = createClient(server.url, "public", { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }, global: { fetch: http2.fetch } });
  const who = { email: `${randomName("person")}@example.com`, password: randomName("Passphrase") };
  expect((await client.auth.signUp(who)).error).toBeNull();
  expect((await client.auth.signInWithPassword(who)).error).toBeNull();
  return client;
}

const sale = (i: number) => ({ brand: `brand ${i % 7}`, shoe_type: "sneaker", quantity: 1, currency: "CNY", price: 10_000 + i, sold_at: "2026-03-01T12:00:00Z" });

const overHttp1 = async (path: string, headers: Record<string, string>, method: string): Promise<Answer> => {
  const ca = await readFile(certificate.certificate);
  return new Promise((done, fail) => {
    httpsRequest(server.url + path, { ca, headers, method }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }));
    }).once("error", fail).end();
  });
};

describe("HTTP/2", () => {
  it("is what node and curl agree on, and only over TLS", async () => {
    expect(http2.session.alpnProtocol).toBe("h2");
    const curl = async (...args: string[]) =>
      (await run("curl", ["-sS", "--cacert", certificate.certificate, "-o", "/dev/null", "-w", "%{http_version} %{http_code}", ...args])).stdout;
    expect(await curl("--http2", `${server.url}/healthz`)).toBe("2 200");
    expect(await curl("--http1.1", `${server.url}/healthz`)).toBe("1.1 200");
    expect(await curl("--http2", "-I", `${server.url}/`)).toBe("2 200");
    const plain = await Server.make();
    try {
      await plain.start();
      expect(await curl("--http2", `${plain.url}/healthz`)).toBe("1.1 200");
      await expect(curl("--http2-prior-knowledge", `${plain.url}/healthz`)).rejects.toThrow();
    } finally {
      await plain.remove();
    }
  });

  it("carries supabase-js: sign-in, rows, errors, files", async () => {
    const client = await signUp();
    const rows = Array.from({ length: 300 }, (_, i) => sale(i));
    expect((await client.from("sale").insert(rows)).error).toBeNull();
    const { data, count } = await client.from("sale").select("brand,price", { count: "exact" }).gte("price", 10_290).order("price");
    expect([count, data?.length, data?.[0]]).toEqual([10, 10, { brand: "brand 3", price: 10_290 }]);
    const { error, status } = await client.from("sale").select("nonsense");
    expect([status, error?.code]).toEqual([400, "42703"]);
    expect((await client.from("sale").delete()).error?.code).toBe("21000");

    await dataOf(client.storage.createBucket("papers", { public: false }));
    const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 31 + (i >> 9)) & 255));
    await dataOf(client.storage.from("papers").upload("a.bin", bytes, { contentType: "application/octet-stream" }));
    const back = await dataOf(client.storage.from("papers").download("a.bin"));
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
    const large = await client.storage.from("papers").upload("b.bin", Buffer.alloc(4_000_000), { contentType: "application/octet-stream" });
    expect(large.error?.message).toMatch(/larger|too large|exceeded/);
    expect((await http2.ask("/healthz")).status).toBe(200);
  });

  it("answers as HTTP/1.1 does: status, headers and body, pages, assets, conditions, ranges, HEAD", async () => {
    const [script = ""] = readdirSync(assets).filter((name) => name.endsWith(".js"));
    const path = `/assets/${script}`;
    const etag = String((await http2.ask(path)).headers.etag);
    const asked: [string, Record<string, string>, string?][] = [
      ["/", { accept: "text/html" }],
      ["/setup?a=b", { accept: "text/html" }, "HEAD"],
      [path, {}],
      [path, {}, "HEAD"],
      [path, { "accept-encoding": "br" }],
      [path, { "accept-encoding": "gzip" }],
      [path, { "if-none-match": etag }],
      [path, { range: "bytes=100-199" }],
      [path, { range: "bytes=-50", "if-range": etag }],
      [path, { range: "bytes=99999999-" }],
      ["/api/openapi.json", { "accept-encoding": "br" }],
      ["/rest/v1/sale", {}],
      ["/rest/v1/nothing", { authorization: "Bearer x" }],
      ["/auth/v1/user", {}],
      ["/healthz", {}, "OPTIONS"],
      ["/%ff", {}],
      ["/nothing.js", {}],
    ];
    const changing = new Set(["date", "connection", "keep-alive", ":status"]);
    const compared = ({ status, headers, body }: Answer) => ({
      status,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))),
      body: body.toString("base64"),
    });
    for (const [each, headers, method = "GET"] of asked) {
      const two = compared(await http2.ask(each, { ":method": method, ...headers }));
      expect([each, headers, two]).toEqual([each, headers, compared(await overHttp1(each, headers, method))]);
      expect(two.headers).toMatchObject({ "strict-transport-security": expect.stringMatching(/^max-age/) as string, "x-content-type-options": "nosniff" });
    }
  });

  it("serves hundreds of requests on one connection, and lets some be given up", async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => http2.ask("/rest/v1/sale")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    for (let i = 0; i < 30; i++) {
      const stream = http2.session.request({ ":path": "/api/openapi.json" });
      stream.on("error", () => undefined);
      stream.close(8);
    }
    expect((await http2.ask("/healthz")).status).toBe(200);
  });

  it("is told to go when the server stops, and what was asked before is answered", async () => {
    const other = await Server.make({ arguments: certificate.arguments });
    await other.start();
    const client = await Http2.open(other.url, certificate);
    const gone = new Promise<number>((done) => client.session.once("goaway", done));
    const asked = Array.from({ length: 20 }, () => client.ask("/readyz"));
    await asked[0];
    await other.stop();
    expect(await gone).toBe(0);
    for (const answer of await Promise.allSettled(asked)) if (answer.status === "fulfilled") expect(answer.value.status).toBe(200);
    await client.close();
    await other.remove();
  });
});

describe("a connection that breaks the rules", () => {
  it("costs itself, not its neighbours", async () => {
    const bad = await Http2.open(server.url, certificate);
    const ended = new Promise<number>((done) => bad.session.once("goaway", done));
    for (let i = 0; i < 3000 && !bad.session.destroyed; i++) {
      const stream = bad.session.request({ ":path": "/healthz" });
      stream.on("error", () => undefined);
      stream.close(8);
      if (i % 50 === 49) await new Promise((done) => setTimeout(done, 5));
    }
    expect([2, 11]).toContain(await ended); // by nghttp2's count of resets, or by ours of those without an answer
    expect((await http2.ask("/healthz")).status).toBe(200);
    bad.session.destroy();
  });

  it("is refused by name: another host, a body that nobody wants, a path that is none", async () => {
    const code = async (path: string, headers: Record<string, string>, body?: string) => {
      const answer = await http2.ask(path, { ...(body === undefined ? {} : { ":method": "POST" }), ...headers }, body);
      return [answer.status, (JSON.parse(answer.body.toString()) as { code: string }).code];
    };
    expect(await code("/healthz", { ":authority": "127.0.0.1", host: "evil.example" })).toEqual([400, "host"]);
    expect(await code("/healthz", { ":authority": "a@b" })).toEqual([400, "host"]);
    expect(await code("/api/openapi.json", {}, "x")).toEqual([405, "PGRST117"]);
    expect(await code("/a%00", {})).toEqual([400, "target"]);
    expect(await code("/healthz", { ":method": "TRACE" })).toEqual([501, "method"]);
    expect(await code("/healthz", { "x-long": "x".repeat(40_000) })).toEqual([431, "headers_too_large"]);
  });
});
