// Attacks on the wire, on the real server over TLS: requests that two servers could read
// differently, paths that mean something else, slow clients, floods. HTTP/1.1 and HTTP/2 give the
// same answer wherever they can. The complete tables of the parsers stand in tests/unit/http.
import { type TLSSocket, connect } from "node:tls";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Server } from "../harness/server.ts";
import { type Certificate, Http2, makeCertificate, removeCertificate } from "../harness/tls.ts";

let certificate: Certificate;
let server: Server;
let http2: Http2;
let ca: Buffer;

beforeAll(async () => {
  certificate = await makeCertificate();
  ca = await readFile(certificate.certificate);
  server = await Server.make({ arguments: certificate.arguments });
  await server.start();
  http2 = await Http2.open(server.url, certificate);
});
afterAll(async () => {
  await http2.close();
  await server.remove();
  await removeCertificate(certificate);
});

const open = (protocol: "http/1.1" | "h2") =>
  new Promise<TLSSocket>((done, fail) => {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port), ca, ALPNProtocols: [protocol] }, () => done(socket));
    socket.once("error", fail);
  });

/** Everything the server says until it closes, or is silent for so long. */
const listen = (socket: TLSSocket, patience: number) =>
  new Promise<{ said: Buffer; closed: boolean; after: number }>((done) => {
    const from = Date.now();
    const pieces: Buffer[] = [];
    const end = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      done({ said: Buffer.concat(pieces), closed, after: Date.now() - from });
    };
    const timer = setTimeout(() => end(false), patience);
    socket.on("data", (piece: Buffer) => pieces.push(piece));
    socket.on("error", () => end(true));
    socket.on("close", () => end(true));
    socket.on("end", () => end(true));
  });

const POISON = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
const statusLines = (said: Buffer) => [...said.toString("latin1").matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

async function shout(bytes: string): Promise<{ statuses: number[]; closed: boolean }> {
  const socket = await open("http/1.1");
  socket.write(Buffer.from(bytes, "latin1"));
  const { said, closed } = await listen(socket, 5_000);
  return { statuses: statusLines(said), closed };
}

describe("smuggling", () => {
  const post = "POST /auth/v1/signup HTTP/1.1\r\nHost: a\r\n";
  const requests: [string, string, number][] = [
    ["CL.TE", `${post}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`, 400],
    ["TE.CL", `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGPOST / HTTP/1.1\r\n\r\n0\r\n\r\n`, 400],
    ["TE.TE, a coding that is none", `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 501],
    ["TE.TE, twice", `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, 501],
    ["TE.TE, a list", `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 501],
    ["a space before the colon", `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, 400],
    ["a tab in the name", `${post}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`, 400],
    ["a vertical tab in the value", `${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`, 400],
    ["a folded line", `${post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 501],
    ["a bare CR between headers", `${post}X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ["bare LFs", "POST /auth/v1/signup HTTP/1.1\nHost: a\nContent-Length: 0\n\n", 400],
    ["a NUL", `${post}X: a\0b\r\n\r\n`, 400],
    ["two lengths", `${post}Content-Length: 0\r\nContent-Length: 44\r\n\r\n`, 400],
    ["two lengths that agree", `${post}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, 400],
    ["a list of lengths", `${post}Content-Length: 0, 0\r\n\r\n`, 400],
    ["a signed length", `${post}Content-Length: +2\r\n\r\n{}`, 400],
    ["a length in hex", `${post}Content-Length: 0x2\r\n\r\n{}`, 400],
    ["a length that overflows", `${post}Content-Length: 18446744073709551618\r\n\r\n{}`, 400],
    ["two hosts", `POST /auth/v1/signup HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`, 400],
    ["no host", "GET /healthz HTTP/1.1\r\n\r\n", 400],
    ["a host with a path", "GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n", 400],
    ["a whole address that names another host", "GET http://b/healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a whole address", "GET https://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a chunk size with a sign", `${post}Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n`, 400],
    ["a chunk size with 0x", `${post}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`, 400],
    ["a chunk extension", `${post}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n`, 400],
    ["a chunk that is longer than it says", `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`, 400],
    ["a chunk size that overflows", `${post}Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n`, 400],
    ["a trailer", `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 44\r\n\r\n`, 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
    ["an upgrade to HTTP/2", "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", 505],
  ];

  it("over HTTP/1.1: one refusal, and what follows is no request", async () => {
    const seen = await Promise.all(requests.map(([, bytes]) => shout(bytes + POISON)));
    for (const [i, [what, , status]] of requests.entries()) expect([what, seen[i]]).toEqual([what, { statuses: [status], closed: true }]);
    // The same connection, used well, carries two.
    const { statuses } = await shout(POISON + POISON.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    expect(statuses).toEqual([200, 200]);
  });

  it("over HTTP/2: no field can carry it, and the connection serves the next request", async () => {
    const fields: [string, Record<string, string>][] = [
      ["transfer-encoding", { "transfer-encoding": "chunked" }],
      ["connection", { connection: "transfer-encoding" }],
      ["another host", { ":authority": "a", host: "b" }],
      ["upgrade", { upgrade: "websocket" }],
    ];
    for (const [what, headers] of fields) {
      const outcome = await http2.ask("/healthz", headers).then(({ status }) => status, () => "reset");
      // Node itself holds back fields of a connection.
      expect([what, outcome]).toEqual([what, what === "another host" ? 400 : expect.stringMatching(/reset/)]);
      expect((await http2.ask("/healthz")).status).toBe(200);
    }
  });
});

describe("paths", () => {
  // What both protocols answer: 401 is the data API, 200 a page or an answer of its own.
  const paths: [string, number][] = [
    ["/rest/v1/sale", 401],
    ["/rest/v1/%73ale", 401],
    ["/%72est/v1/sale", 401],
    ["/rest/v1/sale?x=%00", 400],
    ["/rest/v1/sale%00", 400],
    ["/rest/v1/sale%2", 400],
    ["/rest/v1/sale%zz", 400],
    ["/rest/v1/%ff", 400],
    ["/rest/v1/%c0%af", 400],
    ["/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", 400],
    ["/%e0%80%ae%e0%80%ae/etc/passwd", 400],
    ["/%f0%80%80%af", 400],
    ["/rest/v1/%ed%a0%80", 400],
    ["/rest/v1/sale/", 404],
    ["/rest/v1//sale", 404],
    ["//rest/v1/sale", 404],
    ["/rest/../rest/v1/sale", 400],
    ["/rest/v1/./sale", 400],
    ["/rest/v1/%2e%2e/v1/sale", 400],
    ["/rest%2fv1%2fsale", 400],
    ["/REST/v1/sale", 404],
    ["/rest/v1/sale;a=b", 401],
    ["/../../../../etc/passwd", 400],
    ["/%2e%2e/%2e%2e/etc/passwd.txt", 400],
    ["/..%2f..%2fetc/passwd.txt", 400],
    ["/assets/../index.html", 400],
    ["/assets/%2e%2e/index.html", 400],
    ["/.env", 404],
    ["/.git/config.x", 404],
    ["//evil.example/x.js", 404],
    ["/\\evil.example", 400],
    ["/rest/v1/sale#x", 400],
    [`/${"a".repeat(9_000)}.js`, 414],
  ];

  it("mean the same over both protocols, and never a file outside", async () => {
    for (const [path, status] of paths) {
      const one = await shout(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      const two = await http2.ask(path);
      expect([path, one.statuses, two.status]).toEqual([path, [status], status]);
      expect([path, two.body.includes("root:")]).toEqual([path, false]);
    }
  });

  it("that HTTP/2 itself does not know are reset there and refused by HTTP/1.1", async () => {
    for (const path of ["/a b", "*", "x", "/\x7f", "/caf\u00e9"]) {
      const outcome = await http2.ask(path).then(({ status }) => status, () => "reset");
      expect([path, outcome]).toEqual([path, expect.anything()]);
      expect(["reset", 400]).toContain(outcome);
      expect([path, (await shout(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)).statuses]).toEqual([path, [400]]);
    }
  });
});

/** A frame of HTTP/2. */
const frame = (type: number, flags: number, id: number, payload = Buffer.alloc(0)) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
};
const hello = Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(4, 0, 0)]);
/** :method POST, :scheme https, :path /auth/v1/signup, :authority a */
const signUpBlock = Buffer.concat([Buffer.from([0x83, 0x87, 0x04, 15]), Buffer.from("/auth/v1/signup"), Buffer.from([0x01, 1]), Buffer.from("a")]);

describe("slow clients", () => {
  const PATIENCE_MS = 26_000; // the longest deadline of a request is 10 s
  const slow: [string, "http/1.1" | "h2", Buffer, string][] = [
    ["say nothing", "http/1.1", Buffer.alloc(0), ""],
    ["send headers byte by byte", "http/1.1", Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n"), "X-a: b\r\n"],
    ["send a body byte by byte", "http/1.1", Buffer.from("POST /auth/v1/signup HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n"), "a"],
    ["say nothing in HTTP/2", "h2", Buffer.alloc(0), ""],
    ["never end their headers in HTTP/2", "h2", Buffer.concat([hello, frame(1, 0, 1, signUpBlock)]), ""],
    ["send a frame of headers byte by byte", "h2", Buffer.concat([hello, frame(1, 4, 1, Buffer.concat([signUpBlock, Buffer.alloc(4000, 0)])).subarray(0, 30)]), "\0"],
  ];

  it("are ended within seconds, and others are served meanwhile", async () => {
    const ends = slow.map(async ([what, protocol, bytes, drop]) => {
      const socket = await open(protocol);
      socket.write(bytes);
      let i = 0;
      const dripping = drop ? setInterval(() => socket.write(drop.charAt(i++ % drop.length)), 500) : undefined;
      const { closed, after } = await listen(socket, PATIENCE_MS);
      clearInterval(dripping);
      return [what, closed, after < 20_000];
    });
    for (let i = 0; i < 20; i++) {
      const from = Date.now();
      expect((await http2.ask("/healthz")).status).toBe(200);
      expect(Date.now() - from).toBeLessThan(10_000);
      await new Promise((done) => setTimeout(done, 100));
    }
    expect(await Promise.all(ends)).toEqual(slow.map(([what]) => [what, true, true]));
  });

  it("whose body does not come in HTTP/2 are answered 408 on that stream alone", async () => {
    const stream = http2.session.request({ ":method": "POST", ":path": "/auth/v1/signup" });
    const answered = new Promise<number>((done) => stream.once("response", (head) => done(Number(head[":status"]))));
    stream.write("{");
    expect(await answered).toBe(408);
    stream.on("error", () => undefined);
    stream.destroy();
    expect((await http2.ask("/healthz")).status).toBe(200);
  });
});

describe("floods", () => {
  it("of headers and bodies meet their ceiling in both protocols", async () => {
    const many = Array.from({ length: 200 }, (_, i) => `x-${i}: y\r\n`).join("");
    expect((await shout(`GET /healthz HTTP/1.1\r\nHost: a\r\n${many}\r\n`)).statuses).toEqual([431]);
    expect((await shout(`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(200_000)}\r\n\r\n`)).statuses).toEqual([431]);
    expect((await http2.ask("/healthz", Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}`, "y"])))).status).toBe(431);
    expect((await http2.ask("/healthz", { "x": "y".repeat(30_000), "z": "y".repeat(10_000) })).status).toBe(431);
    const body = Buffer.alloc(3_000_000, "a");
    expect((await http2.ask("/auth/v1/signup", { ":method": "POST" }, body)).status).toBe(413);
    expect((await shout(`POST /auth/v1/signup HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n${"a".repeat(100_000)}`)).statuses).toEqual([413]);
    expect((await http2.ask("/healthz")).status).toBe(200);
  });

  it("of frames that cost nothing end their own connection", async () => {
    const floods: [string, Buffer][] = [
      ["pings", Buffer.concat(Array.from({ length: 6_000 }, () => frame(6, 0, 0, Buffer.alloc(8))))],
      ["settings", Buffer.concat(Array.from({ length: 6_000 }, () => frame(4, 0, 0)))],
      ["resets", Buffer.concat(Array.from({ length: 3_000 }, (_, i) => Buffer.concat([frame(1, 5, 2 * i + 1, signUpBlock), frame(3, 0, 2 * i + 1, Buffer.from([0, 0, 0, 8]))])))],
      ["continuations", Buffer.concat([frame(1, 0, 1, signUpBlock), ...Array.from({ length: 200 }, () => frame(9, 0, 1))])],
    ];
    for (const [what, bytes] of floods) {
      const socket = await open("h2");
      socket.write(Buffer.concat([hello, bytes]));
      expect([what, (await listen(socket, 8_000)).closed]).toEqual([what, true]);
      expect((await http2.ask("/healthz")).status).toBe(200);
    }
  });

  it("of connections from one address stop at 256", async () => {
    const sockets = await Promise.all(
      Array.from({ length: 300 }, () =>
        open("http/1.1").then((socket) => socket, () => undefined)));
    const open_ = sockets.filter((socket) => socket !== undefined);
    expect(open_.length).toBeGreaterThanOrEqual(250);
    expect(open_.length).toBeLessThanOrEqual(256);
    expect((await http2.ask("/healthz")).status).toBe(200); // it was there before
    for (const socket of open_) socket.destroy();
    await new Promise((done) => setTimeout(done, 500));
    expect((await shout(POISON.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))).statuses).toEqual([200]);
  });
});
