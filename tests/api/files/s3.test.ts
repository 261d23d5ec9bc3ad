// Files in an object store: Debian's Swift with its S3 API, which checks signatures. Parts, ranges, a
// line that breaks, a store that is away.
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as tus from "tus-js-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, signIn, tokenOf } from "../../harness/client.ts";
import { ObjectStore } from "../../harness/s3.ts";
import { Server, runSteward } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const MARKER = `Marker${randomBytes(8).toString("hex")}`;
const store = new ObjectStore();
let server: Server;
let boss: Person;
let token = "";

const papers = () => boss.client.storage.from("papers");
const staged = () => readdirSync(join(server.folder, "data", "blobs", "staged"));
const kept = () => readdirSync(join(server.folder, "data", "blobs")).filter((name) => name !== "staged");
const read = async (name: string) => Buffer.from(await (await dataOf(papers().download(name))).arrayBuffer());
const until = async (holds: () => boolean) => {
  for (let i = 0; i < 600 && !holds(); i++) await new Promise((done) => setTimeout(done, 100));
  return holds();
};

beforeAll(async () => {
  await store.start();
  server = await Server.make({ environment: store.environment() });
  await server.start();
  boss = await openShop(server);
  token = await tokenOf(boss);
  await dataOf(boss.client.storage.createBucket("papers"));
}, 180_000);
afterAll(async () => {
  await server?.remove();
  await store.stop();
});

describe("an object store", () => {
  it("keeps small files and large ones in parts, and gives back any range", async () => {
    for (const size of [0, 5, 70_000, 17 << 20]) {
      const bytes = Buffer.alloc(size, MARKER);
      await dataOf(papers().upload(`${size}.bin`, bytes));
      expect([size, (await read(`${size}.bin`)).equals(bytes)]).toEqual([size, true]);
    }
    for (const [from, to] of [[0, 0], [65_530, 65_540], [(16 << 20) - 3, (16 << 20) + 3], [(17 << 20) - 1, (17 << 20) - 1]] as const) {
      const answer = await send(server, `/storage/v1/object/papers/${17 << 20}.bin`, { token, headers: { Range: `bytes=${from}-${to}` } });
      const wanted = Buffer.alloc(17 << 20, MARKER).subarray(from, to + 1);
      expect([from, answer.status, Buffer.from(await answer.arrayBuffer()).equals(wanted)]).toEqual([from, 206, true]);
    }
  });

  it("gets nothing that can be read, and nothing stays here", () => {
    const contents = store.files();
    expect(contents.reduce((size, each) => size + each.length, 0)).toBeGreaterThan(17 << 20);
    for (const each of contents) expect(each.includes(MARKER)).toBe(false);
    expect([staged(), kept()]).toEqual([[], []]);
  });

  it("loses the bytes when the file goes", async () => {
    await dataOf(papers().remove([`${17 << 20}.bin`]));
    expect(await until(() => store.files().reduce((size, each) => size + each.length, 0) < 1 << 20)).toBe(true);
    expect((await papers().download(`${17 << 20}.bin`)).error).toMatchObject({ statusCode: "404" });
  });

  it("copies", async () => {
    await dataOf(papers().copy("70000.bin", "copy.bin"));
    expect((await read("copy.bin")).equals(Buffer.alloc(70_000, MARKER))).toBe(true);
  });
});

describe("when the line breaks", () => {
  it("tries again, and nobody notices", async () => {
    const bytes = randomBytes(300_000);
    store.setDown(true, 0, 1);
    await dataOf(papers().upload("again.bin", bytes));
    store.setDown(true, 100_000, 2); // in the middle of the body
    await dataOf(papers().upload("middle.bin", bytes));
    store.setDown(true, 0, 2);
    expect((await read("again.bin")).equals(bytes)).toBe(true);
    store.setDown(false);
    expect((await read("middle.bin")).equals(bytes)).toBe(true);
  });

  it("says 503 when it stays broken; nothing is lost and nothing else stands still", async () => {
    store.setDown(true);
    const failed = await papers().upload("later.bin", MARKER);
    expect(failed.error).toMatchObject({ status: 503, statusCode: "503" });
    expect(failed.error?.message).toContain("cannot be reached");
    const away = await send(server, "/storage/v1/object/papers/again.bin", { token });
    expect([away.status, away.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await dataOf(papers().list())).map((each) => each.name)).toContain("again.bin");
    expect((await papers().exists("later.bin")).data).toBe(false);
    await dataOf(papers().remove(["copy.bin"])); // the row goes now, the bytes when the store is back
    store.setDown(false);
    await dataOf(papers().upload("later.bin", MARKER));
    expect((await read("later.bin")).toString()).toBe(MARKER);
  });

  it("finishes a resumable upload once the store is back", async () => {
    const bytes = randomBytes(400_000);
    store.setDown(true);
    setTimeout(() => store.setDown(false), 4_000);
    await new Promise<void>((done, fail) => {
      new tus.Upload(bytes, {
        endpoint: `${server.url}/storage/v1/upload/resumable`,
        headers: { authorization: `Bearer ${token}` },
        metadata: { bucketName: "papers", objectName: "patient.bin" },
        retryDelays: Array.from({ length: 60 }, () => 1000),
        onSuccess: () => done(),
        onError: fail,
      }).start();
    });
    expect((await read("patient.bin")).equals(bytes)).toBe(true);
    expect(staged()).toEqual([]);
  });

  it("sweeps what was removed meanwhile after the next start", async () => {
    await server.restart();
    boss = await signIn(server, boss);
    const rows = (await dataOf(papers().list())).length;
    expect(await until(() => store.files().length === rows)).toBe(true);
    expect((await read("patient.bin")).length).toBe(400_000);
  });
});

describe("the settings", () => {
  it("a wrong key is refused by the store, and told as a store out of reach", async () => {
    const stranger = await Server.make({ environment: store.environment({ STEWARD_S3_SECRET_KEY: `Wrong${MARKER}` }) });
    try {
      await stranger.start();
      const person = await openShop(stranger);
      await dataOf(person.client.storage.createBucket("papers"));
      const failed = await person.client.storage.from("papers").upload("x", "x");
      expect(failed.error).toMatchObject({ status: 503 });
      expect(stranger.lines.join("\n")).not.toContain(MARKER);
    } finally {
      await stranger.remove();
    }
  });

  it("say what is missing", async () => {
    const start = (changes: Record<string, string>) => runSteward(["serve", "--listen", "127.0.0.1:0", "--data", join(server.folder, "other")], store.environment(changes));
    for (const [changes, sentence] of [
      [{ STEWARD_S3_ENDPOINT: "http://files.example" }, "http is only for this machine"],
      [{ STEWARD_S3_ENDPOINT: "files.example" }, "https:// and a host"],
      [{ STEWARD_S3_ENDPOINT: `${store.url}/path` }, "https:// and a host"],
      [{ STEWARD_S3_BUCKET: "" }, "s3_bucket"],
      [{ STEWARD_S3_SECRET_KEY: "" }, "s3_secret_key"],
    ] as [Record<string, string>, string][]) {
      const { code, stderr } = await start(changes);
      expect([changes, code, stderr]).toEqual([changes, expect.not.stringMatching("0"), expect.stringContaining(sentence)]);
    }
    expect(existsSync(store.folder)).toBe(true);
  });
});
