// Resumable uploads with tus-js-client as npm has it: a connection that breaks, a server that is killed,
// and what a client may not do.
import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type Server as TcpServer, type Socket, connect, createServer } from "node:net";
import { join } from "node:path";
import * as tus from "tus-js-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signIn, tokenOf } from "../../harness/client.ts";
import { filesIn } from "../../harness/files.ts";
import { Server } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const MARKER = `Marker${randomBytes(8).toString("hex")}`;
const bytesOf = (size: number) => Buffer.from(MARKER.repeat(Math.ceil(size / MARKER.length)).slice(0, size));

let server: Server;
let boss: Person;
let token = "";

/** Stands between client and server: counts what goes up, and cuts when told. */
class Line {
  #listener: TcpServer | undefined;
  #sockets = new Set<Socket>();
  sent = 0;
  cutAfter = Infinity;
  onCut: (() => void) | undefined;
  url = "";

  async open(): Promise<this> {
    this.#listener = createServer((client) => {
      const upstream = connect(Number(new URL(server.url).port), "127.0.0.1");
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined).on("close", () => (client.destroy(), upstream.destroy()));
      }
      client.on("data", (piece: Buffer) => {
        this.sent += piece.length;
        if (this.sent <= this.cutAfter) return void upstream.write(piece);
        this.cutAfter = Infinity;
        client.removeAllListeners("data").pause(); // nothing of this connection goes through any more
        this.onCut?.();
        if (!this.onCut) client.destroy();
      });
      upstream.on("data", (piece: Buffer) => client.write(piece));
    });
    await new Promise<void>((done) => this.#listener?.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${(this.#listener.address() as { port: number }).port}`;
    return this;
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.hangUp();
    this.#listener?.close();
  }
}

interface Told {
  requests: string[];
  offsets: number[];
}

const upload = (body: Buffer, name: string, options: Partial<tus.UploadOptions> = {}, base = server.url, bucket = "papers"): Promise<Told> =>
  new Promise((done, fail) => {
    const told: Told = { requests: [], offsets: [] };
    new tus.Upload(body, {
      endpoint: `${base}/storage/v1/upload/resumable`,
      headers: { authorization: `Bearer ${token}`, "x-upsert": "false", ...options.headers },
      metadata: { bucketName: bucket, objectName: name, contentType: "application/x-own", cacheControl: "3600" },
      retryDelays: null,
      removeFingerprintOnSuccess: true,
      onAfterResponse: (request, response) => {
        told.requests.push(`${request.getMethod()} ${response.getStatus()}`);
        if (request.getMethod() === "HEAD") told.offsets.push(Number(response.getHeader("Upload-Offset")));
      },
      onSuccess: () => done(told),
      onError: fail,
      ...options,
      ...(options.headers ? { headers: { authorization: `Bearer ${token}`, ...options.headers } } : {}),
    }).start();
  });

const headersOf = (extra: Record<string, string> = {}): Record<string, string> => ({ Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0", ...extra });
const encode = (words: Record<string, string>) => Object.entries(words).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`).join(",");
const create = (length: number, name: string, extra: Record<string, string> = {}) =>
  fetch(`${server.url}/storage/v1/upload/resumable`, { method: "POST", headers: headersOf({ "Upload-Length": String(length), "Upload-Metadata": encode({ bucketName: "papers", objectName: name }), ...extra }) });
const at = (answer: Response) => server.url + (answer.headers.get("location") ?? "");
const patch = (url: string, offset: number, body: Buffer, extra: Record<string, string> = {}) =>
  fetch(url, { method: "PATCH", body: new Uint8Array(body), headers: headersOf({ "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream", ...extra }) });
const look = (url: string, extra: Record<string, string> = {}) => fetch(url, { method: "HEAD", headers: headersOf(extra) });
const stored = async (name: string) => Buffer.from(await (await dataOf(boss.client.storage.from("papers").download(name))).arrayBuffer());

async function signInAgain(): Promise<void> {
  boss = await signIn(server, boss);
  token = await tokenOf(boss);
}

beforeAll(async () => {
  server = await Server.make({ arguments: ["--file-megabytes", "8"] });
  await server.start();
  boss = await openShop(server);
  token = await tokenOf(boss);
  await dataOf(boss.client.storage.createBucket("papers"));
  await send(server, "/storage/v1/bucket", { token, body: { name: "shelf", module: "warehouse", allowed_mime_types: ["image/png"] } });
});
afterAll(async () => server.remove());

/** Until so many bytes of uploads that are under way are on the disk. */
async function untilStaged(bytes: number): Promise<void> {
  const staged = () => filesIn(join(server.folder, "data", "blobs", "staged")).reduce((sum, path) => sum + statSync(path).size, 0);
  for (let i = 0; i < 600 && staged() < bytes; i++) await new Promise((done) => setTimeout(done, 100));
}

describe("tus-js-client", () => {
  it.each([
    ["as a whole", 1_000_003, {}],
    ["in chunks", 300_000, { chunkSize: 70_001 }],
    ["in chunks that meet the server's", 262_144, { chunkSize: 65_536 }],
    ["with the first bytes in the creation", 200_000, { chunkSize: 90_000, uploadDataDuringCreation: true }],
    ["of nothing", 0, {}],
  ] as [string, number, Partial<tus.UploadOptions>][])("uploads %s", async (how, size, options) => {
    const name = `whole/${how}.bin`;
    const bytes = randomBytes(size);
    await upload(bytes, name, options);
    expect((await stored(name)).equals(bytes)).toBe(true);
    expect(await dataOf(boss.client.storage.from("papers").info(name))).toMatchObject({ size, contentType: "application/x-own", cacheControl: "max-age=3600" });
  });

  it("goes on where the connection broke", async () => {
    const line = await new Line().open();
    const bytes = randomBytes(4_000_000);
    line.cutAfter = 2_500_000;
    const told = await upload(bytes, "broken.bin", { retryDelays: [200, 300, 500, 1000, 1000] }, line.url);
    line.close();
    expect((await stored("broken.bin")).equals(bytes)).toBe(true);
    expect(told.requests.filter((each) => each === "POST 201")).toHaveLength(1);
    expect(told.offsets.at(-1)).toBeGreaterThan(1_000_000); // not from the beginning
    expect(line.sent).toBeLessThan(6_000_000);
  });

  it("goes on after the server was killed", async () => {
    const line = await new Line().open();
    const bytes = bytesOf(5_000_000);
    line.cutAfter = 3_000_000;
    let killed = Promise.resolve();
    line.onCut = () => {
      // The last bytes are on their way through the server when it dies.
      killed = untilStaged(2_000_000).then(async () => {
        await server.stop("SIGKILL");
        for (const path of filesIn(join(server.folder, "data", "blobs"))) expect([path, readFileSync(path).includes(MARKER)]).toEqual([path, false]);
        await server.start();
        line.hangUp();
      });
    };
    const told = await upload(bytes, "killed.bin", { retryDelays: Array.from({ length: 60 }, () => 1000) }, line.url);
    await killed;
    line.close();
    await signInAgain();
    expect((await stored("killed.bin")).equals(bytes)).toBe(true);
    expect(told.requests.filter((each) => each === "POST 201")).toHaveLength(1);
    expect(told.offsets.at(-1)).toBeGreaterThan(1_000_000);
  });

  it("replaces only when asked to", async () => {
    await upload(Buffer.from("one"), "twice.txt");
    await expect(upload(Buffer.from("two"), "twice.txt")).rejects.toThrow(/409/);
    await upload(Buffer.from("two"), "twice.txt", { headers: { "x-upsert": "true" } });
    expect((await stored("twice.txt")).toString()).toBe("two");
  });
});

describe("the protocol", () => {
  it("says what the server can", async () => {
    const answer = await fetch(`${server.url}/storage/v1/upload/resumable`, { method: "OPTIONS" });
    expect([answer.status, answer.headers.get("tus-version"), answer.headers.get("tus-extension"), answer.headers.get("tus-max-size")]).toEqual([204, "1.0.0", "creation,creation-with-upload,expiration,termination", String(8 << 20)]);
  });

  it("keeps an offset that only the right bytes move", async () => {
    const made = await create(10, "steps.txt");
    expect([made.status, made.headers.get("tus-resumable")]).toEqual([201, "1.0.0"]);
    expect(new Date(made.headers.get("upload-expires") ?? "").getTime()).toBeGreaterThan(Date.now());
    const url = at(made);
    const first = await patch(url, 0, Buffer.from("01234"));
    expect([first.status, first.headers.get("upload-offset")]).toEqual([204, "5"]);
    for (const wrong of [0, 4, 6, 10]) expect([wrong, (await patch(url, wrong, Buffer.from("x"))).status]).toEqual([wrong, 409]);
    const head = await look(url);
    expect([head.status, head.headers.get("upload-offset"), head.headers.get("upload-length"), head.headers.get("cache-control")]).toEqual([200, "5", "10", "no-store"]);
    expect((await boss.client.storage.from("papers").exists("steps.txt")).data).toBe(false); // not a file before the end
    expect((await patch(url, 5, Buffer.from("567890"))).status).toBe(413); // one byte too many
    expect((await look(url)).headers.get("upload-offset")).toBe("5");
    expect((await patch(url, 5, Buffer.from("56789"))).status).toBe(204);
    expect((await stored("steps.txt")).toString()).toBe("0123456789");
    const after = await look(url); // for a client that missed the last answer
    expect([after.status, after.headers.get("upload-offset")]).toEqual([200, "10"]);
    expect((await patch(url, 10, Buffer.from(""))).status).toBe(409);
  });

  it("refuses what it cannot take, by its number", async () => {
    const url = at(await create(10, "refusals.txt"));
    const cases: [string, number, Promise<Response>][] = [
      ["another version", 412, look(url, { "Tus-Resumable": "0.2.2" })],
      ["no version", 412, fetch(url, { method: "HEAD", headers: { Authorization: `Bearer ${token}` } })],
      ["another type", 415, patch(url, 0, Buffer.from("x"), { "Content-Type": "text/plain" })],
      ["no offset", 400, patch(url, 0, Buffer.from("x"), { "Upload-Offset": "" })],
      ["a strange offset", 400, patch(url, 0, Buffer.from("x"), { "Upload-Offset": "-1" })],
      ["no length", 400, create(1, "x", { "Upload-Length": "" })],
      ["a strange length", 400, create(1, "x", { "Upload-Length": "ten" })],
      ["a length too large", 413, create((8 << 20) + 1, "x")],
      ["strange words", 400, create(1, "x", { "Upload-Metadata": "bucketName !!!" })],
      ["no path", 400, create(1, "")],
      ["a strange path", 400, create(1, "a/../b")],
      ["no such bucket", 404, create(1, "x", { "Upload-Metadata": encode({ bucketName: "nowhere", objectName: "x" }) })],
      ["a type the bucket does not take", 415, create(1, "x", { "Upload-Metadata": encode({ bucketName: "shelf", objectName: "x", contentType: "text/html" }) })],
      ["no such upload", 404, look(`${server.url}/storage/v1/upload/resumable/${crypto.randomUUID()}`)],
      ["no id", 404, look(`${server.url}/storage/v1/upload/resumable/..%41`)],
      ["nobody", 401, fetch(url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } })],
    ];
    for (const [what, status, answer] of cases) expect([what, (await answer).status]).toEqual([what, status]);
    const said = await create((8 << 20) + 1, "x");
    expect(await said.json()).toMatchObject({ statusCode: "413", error: "Payload too large" });
  });

  it("a picture must be one in its first bytes too", async () => {
    const words = encode({ bucketName: "shelf", objectName: "t.png", contentType: "image/png" });
    const url = at(await create(9, "t.png", { "Upload-Metadata": words }));
    expect((await patch(url, 0, Buffer.from("<script>!"))).status).toBe(415);
    expect((await look(url)).headers.get("upload-offset")).toBe("0");
  });

  it("has one writer at a time", async () => {
    const url = at(await create(400_000, "pair.bin"));
    const { port, pathname } = new URL(url);
    const slow = connect(Number(port), "127.0.0.1");
    const bytes = randomBytes(400_000);
    slow.write(`PATCH ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 400000\r\n\r\n`);
    slow.write(bytes.subarray(0, 200_000));
    const arrived = async () => Number((await look(url)).headers.get("upload-offset"));
    for (let i = 0; i < 200 && (await arrived()) === 0; i++) await new Promise((done) => setTimeout(done, 25));
    expect(await arrived()).toBeGreaterThan(0);
    expect((await patch(url, 0, bytes)).status).toBe(423);
    const answered = new Promise<string>((done) => slow.once("data", (piece: Buffer) => done(piece.toString())));
    slow.write(bytes.subarray(200_000));
    expect(await answered).toContain(" 204 ");
    slow.destroy();
    expect((await stored("pair.bin")).equals(bytes)).toBe(true);
  });

  it("ends on request, and leaves no bytes", async () => {
    const count = () => filesIn(join(server.folder, "data", "blobs")).length;
    const url = at(await create(10, "ended.txt"));
    await patch(url, 0, Buffer.from("01234"));
    const before = count();
    expect((await fetch(url, { method: "DELETE", headers: headersOf() })).status).toBe(204);
    expect((await look(url)).status).toBe(404);
    for (let i = 0; i < 600 && count() >= before; i++) await new Promise((done) => setTimeout(done, 100));
    expect(count()).toBe(before - 1);
  });

  it("a path that was taken meanwhile ends the upload, and the file stays what it is", async () => {
    const url = at(await create(3, "raced.txt"));
    await dataOf(boss.client.storage.from("papers").upload("raced.txt", "first"));
    expect((await patch(url, 0, Buffer.from("two"))).status).toBe(409);
    expect((await look(url)).status).toBe(404);
    expect((await stored("raced.txt")).toString()).toBe("first");
  });

  it("belongs to who began it", async () => {
    const url = at(await create(10, "mine.txt"));
    const colleague = await tokenOf(await invite(server, boss));
    const stranger = await tokenOf(await openShop(server));
    for (const other of [colleague, stranger]) {
      expect((await look(url, { Authorization: `Bearer ${other}` })).status).toBe(404);
      expect((await patch(url, 0, Buffer.from("x"), { Authorization: `Bearer ${other}` })).status).toBe(404);
      expect((await fetch(url, { method: "DELETE", headers: headersOf({ Authorization: `Bearer ${other}` }) })).status).toBe(404);
    }
    const keeper = await tokenOf(await invite(server, boss, { warehouse: 1 }));
    const words = encode({ bucketName: "shelf", objectName: "x.png", contentType: "image/png" });
    expect((await create(1, "x.png", { Authorization: `Bearer ${keeper}`, "Upload-Metadata": words })).status).toBe(403);
  });

  it("is given up after a day", async () => {
    const path = new URL(at(await create(10, "late.txt"))).pathname;
    await patch(server.url + path, 0, Buffer.from("01234"));
    await server.stop();
    server.options.arguments?.push("--clock-shift-ms", String(24 * 3_600_000 + 60_000));
    await server.start();
    await signInAgain();
    expect([404, 410]).toContain((await look(server.url + path)).status);
    expect([404, 410]).toContain((await patch(server.url + path, 5, Buffer.from("56789"))).status);
    const staged = () => filesIn(join(server.folder, "data", "blobs", "staged")).length;
    for (let i = 0; i < 600 && staged() > 0; i++) await new Promise((done) => setTimeout(done, 100));
    expect(staged()).toBe(0);
  });
});
