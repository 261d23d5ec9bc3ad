// Who opens a picture, and for how long (I-036, X-047): bytes beside the records, addresses that are
// signed, end, and end with the rights of who made them; nothing of it in a shared cache.
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, anonymous, dataOf, invite, newId, send, signIn, tokenOf } from "../../harness/client.ts";
import { filesIn } from "../../harness/files.ts";
import { TAKEN_WITH, jpeg } from "../../harness/pictures.ts";
import { useServer } from "../../harness/server.ts";
import { storedTables, textOf } from "../../harness/stored.ts";
import { openShop } from "../rest/shop.ts";

const server = useServer({ arguments: ["--public-buckets", "true"] });
const BUCKET = "warehouse-photos";
let boss: Person;
let token = "";
let box = "";
let path = "";

const photos = (person: Person = boss) => person.client.storage.from(BUCKET);
const linkOf = async (person: Person = boss, size = "thumbnail") =>
  ((await dataOf(person.client.rpc("photo_links", { entity: "inbound_box", records: [box], size }))) as { url: string; expires_at: string }[])[0]!;
const statusOf = async (url: string) => {
  const answer = await fetch(url.startsWith("http") ? url : server.url + url);
  return answer.status === 200 ? "200" : ((await answer.json()) as { statusCode: string }).statusCode;
};

async function comeBack() {
  boss = await signIn(server, boss);
  token = await tokenOf(boss);
}

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
  box = ((await dataOf(boss.client.from("inbound_box").insert({ supplier: "Access" }).select("id").single())) as { id: string }).id;
  path = `inbound_box/${box}/${newId()}`;
  await dataOf(photos().upload(path, jpeg(), { contentType: "image/jpeg" }));
});

describe("pictures", () => {
  it("are kept beside the records, not in them", async () => {
    await dataOf(boss.client.storage.createBucket("notes"));
    const before = filesIn(join(server.folder, "data", "blobs")).length;
    await dataOf(boss.client.storage.from("notes").upload("a.txt", `${TAKEN_WITH} only in the blob`));
    const text = textOf(await storedTables(server));
    expect(text).toContain("a.txt"); // the row is read
    expect(text).not.toContain(TAKEN_WITH);
    expect(filesIn(join(server.folder, "data", "blobs")).length).toBe(before + 1);
  });

  it("are in no shared cache, unless their owner made them public", async () => {
    const cacheOf = async (url: string, headers: Record<string, string> = {}) => (await fetch(server.url + url, { headers })).headers.get("cache-control");
    const me = { Authorization: `Bearer ${token}` };
    for (const [url, headers] of [[`/storage/v1/object/${BUCKET}/${path}`, me], [`/storage/v1/render/image/authenticated/${BUCKET}/${path}?width=9`, me], [(await linkOf()).url, {}], [(await linkOf(boss, "original")).url, {}]] as [string, Record<string, string>][])
      expect([url, await cacheOf(url, headers)]).toEqual([url, expect.stringMatching(/^private, max-age=\d+$/)]);
    await dataOf(boss.client.storage.createBucket("shown", { public: true }));
    await dataOf(photos().copy(path, "a.jpg", { destinationBucket: "shown" }));
    expect(await cacheOf("/storage/v1/object/public/shown/a.jpg")).toMatch(/^public, max-age=\d+$/);
    expect(await statusOf(`/storage/v1/object/public/${BUCKET}/${path}`)).toBe("404");
  });

  it("are made small on request", async () => {
    const sizes = await Promise.all(["thumbnail", "original"].map(async (size) => (await (await fetch(server.url + (await linkOf(boss, size)).url)).arrayBuffer()).byteLength));
    expect(sizes.every((size) => size > 50)).toBe(true);
    const small = Buffer.from(await (await send(server, `/storage/v1/render/image/authenticated/${BUCKET}/${path}?width=16&format=png`, { token, method: "GET" })).arrayBuffer());
    expect([small.readUInt32BE(16), small.readUInt32BE(20)]).toEqual([16, 8]);
  });
});

describe("an address", () => {
  it("opens what it says and nothing else, and no letter of it can be guessed", async () => {
    const other = `inbound_box/${box}/${newId()}`;
    await dataOf(photos().upload(other, jpeg(), { contentType: "image/jpeg" }));
    const { url } = await linkOf();
    const [address = "", jwt = ""] = url.split("?token=");
    const [head = "", claims = "", mac = ""] = jwt.split(".");
    expect(await statusOf(url)).toBe("200");
    expect(Buffer.from(mac, "base64url").length).toBe(32); // HMAC-SHA256: 2^256 to guess from
    const read = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
    const forged = (changes: Record<string, unknown>) => Buffer.from(JSON.stringify({ ...read, ...changes })).toString("base64url");
    const plain = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    const flipped = Buffer.from(mac, "base64url");
    for (let i = 0; i < 32; i++) {
      flipped[i] = (flipped[i] ?? 0) ^ 1;
      expect(await statusOf(`${address}?token=${head}.${claims}.${flipped.toString("base64url")}`)).toBe("400");
      flipped[i] = (flipped[i] ?? 0) ^ 1;
    }
    for (const wrong of [
      address, `${address}?token=`, `${address}?token=${head}.${claims}.`, `${address}?token=${plain}.${claims}.`, `${address}?token=${head}.${claims}.${mac.slice(0, -2)}`,
      `${address}?token=${head}.${forged({ exp: 9_999_999_999 })}.${mac}`, `${address}?token=${head}.${forged({ owner: newId() })}.${mac}`, `${address}?token=${head}.${forged({ workspace: 2 })}.${mac}`,
      url.replace(path, other), url.replace("/render/image/sign/", "/object/sign/"), `${address}?token=${token}`,
    ])
      expect([wrong, await statusOf(wrong)]).toEqual([wrong, expect.stringMatching(/^40[04]$/)]);
    expect((await send(server, "/auth/v1/user", { token: jwt })).status).toBeGreaterThanOrEqual(401); // and it is no session
  });

  it("other people and nobody get nothing by the path alone", async () => {
    const stranger = await openShop(server);
    const seller = await invite(server, boss, { sales: 3 });
    for (const [person, status] of [[stranger, "404"], [seller, "403"]] as const) {
      expect((await photos(person).download(path)).error).toMatchObject({ statusCode: status });
      expect((await photos(person).createSignedUrl(path, 60)).error).toMatchObject({ statusCode: status });
    }
    expect((await anonymous(server).storage.from(BUCKET).download(path)).error?.status).toBe(401);
  });

  it("ends with the rights of who made it: grant, membership", async () => {
    const packer = await invite(server, boss, { warehouse: 1 });
    const { url } = await linkOf(packer);
    const { signedUrl } = await dataOf(photos(packer).createSignedUrl(path, 3600));
    const both = async () => [await statusOf(url), await statusOf(signedUrl)];
    expect(await both()).toEqual(["200", "200"]);
    await dataOf(boss.client.rpc("member_grant", { id: packer.memberId, module: "warehouse", level: 0 }).then((answer) => ({ ...answer, data: answer.data ?? true })));
    expect(await both()).toEqual(["404", "404"]);
    await dataOf(boss.client.rpc("member_grant", { id: packer.memberId, module: "warehouse", level: 1 }).then((answer) => ({ ...answer, data: answer.data ?? true })));
    expect(await both()).toEqual(["200", "200"]);
    await dataOf(boss.client.rpc("member_remove", { id: packer.memberId }).then((answer) => ({ ...answer, data: answer.data ?? true })));
    expect(await both()).toEqual(["404", "404"]);
    expect(await statusOf((await linkOf()).url)).toBe("200"); // the boss' own go on
  });

  it("is over when its time is", async () => {
    const link = await linkOf();
    const lasts = new Date(link.expires_at).getTime() - Date.now();
    expect(lasts).toBeGreaterThan(55 * 60_000);
    expect(lasts).toBeLessThanOrEqual(2 * 3_600_000);
    const { signedUrl } = await dataOf(photos().createSignedUrl(path, 3600));
    const here = (url: string) => server.url + new URL(url, server.url).pathname + new URL(url, server.url).search;
    expect([await statusOf(here(link.url)), await statusOf(here(signedUrl))]).toEqual(["200", "200"]);
    await server.stop();
    server.options.arguments?.push("--clock-shift-ms", String(2 * 3_600_000 + 60_000));
    await server.start();
    expect([await statusOf(here(link.url)), await statusOf(here(signedUrl))]).toEqual(["400", "400"]);
    await comeBack();
    expect(await statusOf((await linkOf()).url)).toBe("200");
  });
});
