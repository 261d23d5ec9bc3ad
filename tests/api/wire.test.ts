// What stands around a request: new certificates while it runs, pages of other origins, compressed
// answers, proxies in front.
import { createConnection } from "node:net";
import { connect } from "node:tls";
import { type Server as PlainServer, createServer } from "node:net";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, randomName, signUp, tokenOf } from "../harness/client.ts";
import { Server, useServer } from "../harness/server.ts";
import { type Certificate, Http2, makeCertificate, removeCertificate, renewCertificate } from "../harness/tls.ts";
import { request } from "node:http";

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 200 && !(await holds()); i++) await new Promise((done) => setTimeout(done, 50));
  return holds();
};

describe("SIGHUP", () => {
  let certificate: Certificate;
  let server: Server;
  beforeAll(async () => {
    certificate = await makeCertificate();
    server = await Server.make({ arguments: certificate.arguments });
    await server.start();
  });
  afterAll(async () => {
    await server.remove();
    await removeCertificate(certificate);
  });

  const fingerprint = () =>
    new Promise<string>((done, fail) => {
      const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port), rejectUnauthorized: false }, () => {
        done(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.once("error", fail);
    });
  const said = (what: string) => server.lines.filter((line) => line.includes(`"${what}"`)).length;

  it("gives new connections the new certificate, and old connections go on", async () => {
    const before = await fingerprint();
    const old = await Http2.open(server.url, certificate);
    renewCertificate(certificate);
    server.tell("SIGHUP");
    expect(await until(async () => (await fingerprint()) !== before)).toBe(true);
    expect(said("certificate read again")).toBe(1);
    expect((await old.ask("/readyz")).status).toBe(200);
    const fresh = await Http2.open(server.url, certificate);
    expect((await fresh.ask("/readyz")).status).toBe(200);
    await Promise.all([old.close(), fresh.close()]);
  });

  it("keeps the certificate when the new one is broken, belongs to another key or is gone, and says so", async () => {
    const before = await fingerprint();
    await copyFile(certificate.key, `${certificate.key}.good`);
    const [goodCertificate, goodKey] = [await readFile(certificate.certificate), await readFile(certificate.key)];
    const other = await makeCertificate();
    const broken: [string, Buffer | string][] = [
      [certificate.certificate, "nonsense"],
      [certificate.certificate, goodCertificate.subarray(0, 300)],
      [certificate.key, await readFile(other.key)],
      [certificate.key, ""],
    ];
    await removeCertificate(other);
    for (const [i, [path, bytes]] of broken.entries()) {
      await writeFile(path, bytes);
      server.tell("SIGHUP");
      expect(await until(() => said("certificate kept") === i + 1)).toBe(true);
      expect(await fingerprint()).toBe(before);
      await writeFile(certificate.certificate, goodCertificate);
      await writeFile(certificate.key, goodKey);
    }
    const lines = server.lines.filter((line) => line.includes("certificate kept")).map((line) => (JSON.parse(line) as { reason: string }).reason);
    expect(lines).toEqual([expect.stringMatching(/^The certificate file/), expect.stringMatching(/^The certificate file/), expect.stringMatching(/^The key file/), expect.stringMatching(/^The key file/)]);
  });
});

describe("pages of other origins", () => {
  const APP = "https://app.example.com";
  const server = useServer({ arguments: ["--cors-origins", `${APP}, http://localhost:5173`] });

  /** What a browser does for a page: it asks before, hides the answer, and shows named headers only. */
  const browserOf = (origin: string): typeof fetch => async (input, init) => {
    const asked = new Request(input, init);
    const names = [...asked.headers.keys()].sort();
    const preflight = await fetch(asked.url, { method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": asked.method, "Access-Control-Request-Headers": names.join(",") } });
    const list = (answer: Response, name: string) => (answer.headers.get(name) ?? "").split(",").map((each) => each.trim().toLowerCase());
    if (preflight.status !== 204 || preflight.headers.get("access-control-allow-origin") !== origin) throw new TypeError("CORS: the origin is not allowed");
    if (!list(preflight, "access-control-allow-methods").includes(asked.method.toLowerCase())) throw new TypeError(`CORS: ${asked.method} is not allowed`);
    for (const name of names) if (!list(preflight, "access-control-allow-headers").includes(name)) throw new TypeError(`CORS: ${name} is not allowed`);
    const answer = await fetch(new Request(asked, { headers: [...asked.headers, ["Origin", origin]] }));
    if (answer.headers.get("access-control-allow-origin") !== origin) throw new TypeError("CORS: the answer is not for this origin");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toMatch(/\bOrigin\b/);
    const safe = new Set(["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma", ...list(answer, "access-control-expose-headers")]);
    const shown = [...answer.headers].filter(([name]) => safe.has(name));
    return new Response([204, 304].includes(answer.status) ? null : await answer.arrayBuffer(), { status: answer.status, headers: shown });
  };

  const clientAt = (origin: string) =>
    createClient(server.url, "public", { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }, global: { fetch: browserOf(origin) } });

  it("may use everything that supabase-js does, when they are named", async () => {
    const client = clientAt(APP);
    const who = { email: `${randomName("page")}@example.com`, password: randomName("Passphrase") };
    expect((await client.auth.signUp(who)).error).toBeNull();
    expect((await client.auth.signInWithPassword({ ...who, password: "wrong" })).error?.code).toBe("invalid_credentials");
    expect((await client.auth.signInWithPassword(who)).error).toBeNull();
    const made = await client.from("sale").insert([{ brand: "x", shoe_type: "sneaker", quantity: 1, currency: "CNY", price: 1, sold_at: "2026-03-01T12:00:00Z" }]).select("id").single();
    expect(made.error).toBeNull();
    const id = (made.data as { id: string }).id;
    expect((await client.from("sale").update({ price: 2 }).eq("id", id)).error).toBeNull();
    expect((await client.from("sale").upsert({ id, brand: "y", shoe_type: "sneaker", quantity: 1, currency: "CNY", price: 3, sold_at: "2026-03-01T12:00:00Z" })).error).toBeNull();
    expect((await client.from("sale").select("*", { count: "exact", head: true })).count).toBe(1); // Content-Range is shown
    expect((await client.from("sale").select("nonsense")).error?.code).toBe("42703");
    expect((await client.rpc("instance_info", {}, { get: true })).status).toBeLessThan(500);
    expect((await client.from("sale").delete().eq("id", id)).error).toBeNull();
    await dataOf(client.storage.createBucket("papers", { public: false }));
    await dataOf(client.storage.from("papers").upload("a.txt", new Blob(["hello"]), { upsert: true, cacheControl: "60", contentType: "text/plain" }));
    expect(await (await dataOf(client.storage.from("papers").download("a.txt"))).text()).toBe("hello");
    expect((await client.auth.signOut()).error).toBeNull();
  });

  it("may not, when they are not: neither ask nor read", async () => {
    for (const origin of ["https://evil.example", "http://app.example.com", `${APP}.evil.example`, "null"]) {
      await expect(browserOf(origin)(`${server.url}/rest/v1/sale`)).rejects.toThrow("CORS: the origin is not allowed");
      for (const path of ["/rest/v1/sale", "/", "/auth/v1/settings"]) {
        const answer = await fetch(server.url + path, { headers: { Origin: origin } });
        expect([path, answer.headers.get("access-control-allow-origin")]).toEqual([path, null]);
      }
    }
  });

  it("are named exactly or the server does not start", async () => {
    for (const origins of ["*", "https://*.example.com", `${APP}/`, "app.example.com", `${APP},*`, Array.from({ length: 33 }, (_, i) => `https://a${i}.example`).join(",")]) {
      const { code, stderr } = await server.run("serve", "--listen", "127.0.0.1:0", "--cors-origins", origins);
      expect([origins, code, stderr]).toEqual([origins, 2, expect.stringMatching(/is not an origin|up to 32/)]);
    }
  });

  it("are none by default", async () => {
    const closed = await Server.make();
    try {
      await closed.start();
      const answer = await fetch(`${closed.url}/rest/v1/sale`, { method: "OPTIONS", headers: { Origin: closed.url, "Access-Control-Request-Method": "GET" } });
      expect([answer.headers.get("access-control-allow-origin"), answer.headers.get("access-control-allow-methods")]).toEqual([null, null]);
    } finally {
      await closed.remove();
    }
  });
});

/** A bare GET whose body is not unpacked. */
const rawGet = (url: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((done, fail) => {
    request(url, { headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }));
    }).once("error", fail).end();
  });

describe("large answers", () => {
  const server = useServer();
  let person: Person;
  let token = "";
  beforeAll(async () => {
    person = await signUp(server);
    token = await tokenOf(person);
    const rows = Array.from({ length: 400 }, (_, i) => ({ brand: `brand ${i % 9}`, shoe_type: "sneaker", quantity: 1, currency: "CNY", price: 100 + i, sold_at: "2026-03-01T12:00:00Z" }));
    await dataOf(person.client.from("sale").insert(rows).select("id"));
  });
  const get = (path: string, headers: Record<string, string>) => rawGet(server.url + path, { Authorization: `Bearer ${token}`, ...headers });

  it("are compressed as the client likes it, JSON and CSV, and are the same answers", async () => {
    for (const accept of ["application/json", "text/csv"]) {
      const plain = await get("/rest/v1/sale?select=*&order=price", { Accept: accept });
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(plain.headers["vary"]).toBe("Accept-Encoding");
      const brotli = await get("/rest/v1/sale?select=*&order=price", { Accept: accept, "Accept-Encoding": "gzip, deflate, br" });
      expect([brotli.status, brotli.headers["content-encoding"], brotli.headers["content-range"]]).toEqual([plain.status, "br", plain.headers["content-range"]]);
      expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
      expect(brotli.body.length).toBeLessThan(plain.body.length / 4);
      const gzip = await get("/rest/v1/sale?select=*&order=price", { Accept: accept, "Accept-Encoding": "gzip" });
      expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    }
    const part = await get("/rest/v1/sale?order=price", { Range: "10-200", "Range-Unit": "items", "Accept-Encoding": "br" });
    expect([part.headers["content-encoding"], part.headers["content-range"]]).toEqual(["br", "10-200/*"]);
    expect((JSON.parse(brotliDecompressSync(part.body).toString()) as { price: number }[])[0]?.price).toBe(110);
  });

  it("are left alone when they are small, sign-in, what a write answers, or packed already", async () => {
    const post = (path: string, body: object) =>
      fetch(server.url + path, { method: "POST", body: JSON.stringify(body), headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Accept-Encoding": "br", Prefer: "return=representation" } });
    const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    const coded = [
      ["small", (await get("/rest/v1/sale?limit=2", { "Accept-Encoding": "br" })).headers["content-encoding"]],
      ["user", (await get("/auth/v1/user", { "Accept-Encoding": "br" })).headers["content-encoding"]],
      ["long sign-in", (await get(`/auth/v1/nothing?${"x".repeat(4000)}`, { "Accept-Encoding": "br" })).headers["content-encoding"]],
      ["XLSX", (await get("/rest/v1/sale", { Accept: xlsx, "Accept-Encoding": "br" })).headers["content-encoding"]],
      ["write", (await post("/rest/v1/sale", Array.from({ length: 50 }, () => ({ brand: "x", shoe_type: "sneaker", quantity: 1, currency: "CNY", price: 1, sold_at: "2026-03-01T12:00:00Z" })))).headers.get("content-encoding")],
    ];
    for (const [what, coding] of coded) expect([what, coding ?? null]).toEqual([what, null]);
  });
});

describe("a proxy in front", () => {
  const region = { "CF-IPCountry": "DE" };
  const regions = (server: Server) => server.lines.flatMap((line) => (line.includes('"request"') ? [(JSON.parse(line) as { region?: string }).region] : []));
  const seen = async (server: Server, ask: () => Promise<unknown>) => {
    const before = regions(server).length;
    await ask();
    await until(() => regions(server).length > before);
    return regions(server).slice(before);
  };

  it("says the country; whoever comes another way does not", async () => {
    const trusting = await Server.make({ arguments: ["--region-header", "CF-IPCountry", "--trusted-proxies", "127.0.0.1"] });
    const wary = await Server.make({ arguments: ["--region-header", "CF-IPCountry", "--trusted-proxies", "10.0.0.0/8"] });
    try {
      await Promise.all([trusting.start(), wary.start()]);
      expect(await seen(trusting, () => fetch(`${trusting.url}/healthz`, { headers: region }))).toEqual(["DE"]);
      expect(await seen(wary, () => fetch(`${wary.url}/healthz`, { headers: region }))).toEqual(["local"]);
    } finally {
      await Promise.all([trusting.remove(), wary.remove()]);
    }
  });

  it("that passes bytes on says for whom by the PROXY protocol, and headers of the client do not count", async () => {
    const server = await Server.make({ arguments: ["--proxy-protocol", "true", "--trusted-proxies", "127.0.0.1", "--region-header", "CF-IPCountry"] });
    let proxy: PlainServer | undefined;
    try {
      await server.start();
      const port = Number(new URL(server.url).port);
      proxy = createServer((client) => {
        const upstream = createConnection({ host: "127.0.0.1", port }, () => {
          upstream.write("PROXY TCP4 203.0.113.77 198.51.100.1 4711 443\r\n");
          client.pipe(upstream).pipe(client);
        });
        upstream.on("error", () => client.destroy());
        client.on("error", () => upstream.destroy());
      });
      await new Promise<void>((done) => proxy?.listen(0, "127.0.0.1", done));
      const url = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
      expect(await seen(server, async () => expect((await fetch(`${url}/healthz`, { headers: region })).status).toBe(200))).toEqual(["unknown"]);
      // Without the header nobody is served.
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    } finally {
      proxy?.close();
      await server.remove();
    }
  });
});
