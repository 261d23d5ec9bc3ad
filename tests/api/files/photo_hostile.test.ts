// Photos that mean harm (I-009): told by their bytes, never by their names; refused by their heads when
// they would explode; and whatever is kept is a picture that the server wrote itself.
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, newId, send, tokenOf } from "../../harness/client.ts";
import { TAKEN_WITH, animatedWebp, heic, jpeg, partsOf, png, rawPng, webp } from "../../harness/pictures.ts";
import { useServer } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

const server = useServer({ arguments: ["--workspace-megabytes", "2"] });
const BUCKET = "warehouse-photos";
let boss: Person;
let token = "";
let box = "";

const latin = (text: string) => Buffer.from(text, "latin1");
/** What the server says, in the real number of its body. */
async function put(bytes: Buffer, type: string, path = `inbound_box/${box}/${newId()}`, bucket = BUCKET): Promise<string> {
  const answer = await fetch(`${server.url}/storage/v1/object/${bucket}/${path}`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": type }, body: new Uint8Array(bytes) });
  return answer.status === 200 ? "kept" : (((await answer.json()) as { statusCode?: string }).statusCode ?? String(answer.status));
}
const download = async (path: string) => Buffer.from(await (await dataOf(boss.client.storage.from(BUCKET).download(path))).arrayBuffer());
const flat = (width: number, height: number, rows = height) => rawPng(width, height, 0, Buffer.alloc(rows * (width + 1)));

async function newBox(): Promise<string> {
  return ((await dataOf(boss.client.from("inbound_box").insert({ supplier: "Hostile" }).select("id").single())) as { id: string }).id;
}

beforeAll(async () => {
  boss = await openShop(server);
  token = await tokenOf(boss);
  box = await newBox();
});

describe("a hostile photo", () => {
  it.each([
    ["an SVG", latin('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "image/svg+xml", "415"],
    ["an SVG that says PNG", latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/png", "415"],
    ["a GIF, script inside", latin("GIF89a/*\x01\0\x01\0*/=1;alert(1)"), "image/gif", "415"],
    ["a GIF that says JPEG", latin("GIF89a\x01\0\x01\0"), "image/jpeg", "415"],
    ["a PNG that says JPEG", png(), "image/jpeg", "415"],
    ["a JPEG that says HEIC", jpeg(), "image/heic", "415"],
    ["a HEIC that says JPEG", heic(), "image/jpeg", "415"],
    ["a page that says WebP", latin("<!doctype html><script>alert(1)</script>"), "image/webp", "415"],
    ["a ZIP", latin("PK\x03\x04\x14\0\0\0"), "application/zip", "415"],
    ["a ZIP that says JPEG", latin("PK\x03\x04\x14\0\0\0"), "image/jpeg", "415"],
    ["a film", latin("\0\0\0\x18ftypisom\0\0\0\0"), "video/mp4", "415"],
    ["a film that says HEIC", latin("\0\0\0\x18ftypisom\0\0\0\0"), "image/heic", "415"],
    ["a PDF", latin("%PDF-1.7\n"), "application/pdf", "415"],
    ["nothing", Buffer.alloc(0), "image/png", "415"],
    ["bytes without a type", png(), "application/octet-stream", "415"],
    ["a page behind the first bytes of a JPEG", latin("\xff\xd8\xff\xe0<script>alert(1)</script>"), "image/jpeg", "422"],
    ["a WebP that is cut off", webp().subarray(0, 60), "image/webp", "422"],
    ["a HEIC that is cut off", heic().subarray(0, 700), "image/heic", "422"],
    ["a HEIC of noise", Buffer.concat([heic().subarray(0, 40), randomBytes(400)]), "image/heic", "422"],
    ["one pixel high and too wide", flat(20001, 1), "image/png", "413"],
    ["one pixel wide and too high", flat(1, 20001), "image/png", "413"],
    ["a bomb: 400 million pixels in a few bytes", flat(20000, 20000, 1), "image/png", "413"],
    ["a bomb of one pixel too many", flat(10001, 10000, 1), "image/png", "413"],
    ["a bomb that moves", animatedWebp(50, 16383, 16383), "image/webp", "413"],
  ] as const)("%s is refused", async (_, bytes, type, wanted) => {
    expect(await put(bytes, type)).toBe(wanted);
    expect((await dataOf(boss.client.from("photo").select("id").eq("record_id", box))).length).toBe(0);
  });

  it("at the limit is a picture like any other", async () => {
    const box2 = await newBox();
    for (const bytes of [flat(20000, 1), flat(1, 20000), flat(1, 1)]) expect(await put(bytes, "image/png", `inbound_box/${box2}/${newId()}`)).toBe("kept");
    expect((await dataOf(boss.client.from("photo").select("width, height").eq("record_id", box2).order("position")))).toEqual([{ width: 20000, height: 1 }, { width: 1, height: 20000 }, { width: 1, height: 1 }]);
  });

  it("that is a second file as well is only the picture afterwards", async () => {
    const box2 = await newBox();
    const page = "<script>alert(document.domain)</script>";
    const two: [Buffer, string][] = [
      [jpeg(), "image/jpeg"], // an archive begins behind its end
      [Buffer.concat([png(), latin(`PK\x03\x04${page}`)]), "image/png"],
      [Buffer.concat([webp(), latin(page)]), "image/webp"],
    ];
    for (const [bytes, type] of two) {
      const path = `inbound_box/${box2}/${newId()}`;
      expect(await put(bytes, type, path)).toBe("kept");
      const kept = await download(path);
      for (const part of ["PK\x03\x04", page, TAKEN_WITH]) expect(kept.includes(latin(part))).toBe(false);
      expect(partsOf(kept)).not.toContain("tail");
    }
  });

  it("that is cut off is refused, or shows what is there, and no more", async () => {
    const box2 = await newBox();
    for (const [bytes, type] of [[png(), "image/png"], [jpeg(), "image/jpeg"]] as const)
      for (const part of [0.3, 0.6, 0.9]) {
        const path = `inbound_box/${box2}/${newId()}`;
        const said = await put(bytes.subarray(0, Math.floor(bytes.length * part)), type, path);
        expect(["kept", "422"]).toContain(said);
        if (said === "kept") expect((await download(path)).includes(TAKEN_WITH)).toBe(false);
      }
  });

  it("that moves stands still", async () => {
    const path = `inbound_box/${await newBox()}/${newId()}`;
    expect(await put(animatedWebp(50), "image/webp", path)).toBe("kept");
    expect(partsOf(await download(path))).toEqual(["VP8 "]);
  });

  it("never says where it is kept: names that climb, turn round or end early are refused", async () => {
    for (const name of [`inbound_box/${box}/..%2f..%2fetc%2fpasswd`, `inbound_box/${box}/%2e%2e/${newId()}`, `inbound_box/${box}/${newId()}%00.png`, `inbound_box/${box}/%E2%80%AEgnp.${newId()}`, `inbound_box/${box}/C:%5C${newId()}`, `inbound_box/${box}/${newId()}.jpg`, `inbound_box//${newId()}`])
      expect([name, await put(png(), "image/png", name)]).toEqual([name, "400"]);
  });

  it("is told how large it may be by its bucket", async () => {
    const bucket = await dataOf(boss.client.storage.getBucket(BUCKET));
    expect([bucket.file_size_limit, bucket.public]).toEqual([25 << 20, false]);
  });

  it("does not fill the workspace: what it may keep counts, and tells so", async () => {
    const box2 = await newBox();
    const noise = () => {
      const rows = randomBytes(500 * 1501);
      for (let y = 0; y < 500; y++) rows[y * 1501] = 0;
      return rawPng(500, 500, 2, rows);
    };
    const answers: string[] = [];
    for (let i = 0; i < 4 && answers.at(-1) !== "413"; i++) answers.push(await put(noise(), "image/png", `inbound_box/${box2}/${newId()}`));
    expect(answers).toEqual(["kept", "kept", "413"]);
  });

  it("leaves a server that goes on, and files that are no pictures stay bytes that nobody runs", async () => {
    await dataOf(boss.client.storage.createBucket("papers"));
    for (const [name, bytes, type] of [["a.zip", latin("PK\x03\x04"), "application/zip"], ["a.svg", latin("<svg/>"), "image/svg+xml"], ["a.html", latin("<script>"), "text/html"]] as const) {
      expect(await put(bytes, type, name, "papers")).toBe("kept");
      const answer = await send(server, `/storage/v1/object/papers/${name}`, { token, method: "GET" });
      expect([name, answer.headers.get("content-disposition")?.startsWith("attachment"), answer.headers.get("x-content-type-options"), answer.headers.get("content-security-policy")]).toEqual([name, true, "nosniff", "default-src 'none'; sandbox"]);
      const render = await send(server, `/storage/v1/render/image/authenticated/papers/${name}?width=10`, { token, method: "GET" });
      expect([name, ((await render.json()) as { statusCode: string }).statusCode]).toEqual([name, "415"]);
    }
    expect(await put(png(), "image/png", `inbound_box/${await newBox()}/${newId()}`)).toBe("kept");
  });
});
