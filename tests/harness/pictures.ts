// Pictures as phones make them: with the place they were taken at, the device, comments, a thumbnail
// and a turned sensor. All are 64 x 32 and show four fields, CORNERS: red, blue; yellow, cyan.
import { crc32, deflateSync, inflateSync } from "node:zlib";

/** Stands in every metadata of every picture here. */
export const TAKEN_WITH = "SECRET-PHONE-7f3a91c2";
/** The seconds of latitude and longitude, as the rationals of EXIF hold them. */
export const PLACE = [numbers(5868, 100), numbers(1803, 100)];
export const WIDTH = 64;
export const HEIGHT = 32;
export const CORNERS = [[220, 20, 20], [20, 20, 220], [220, 200, 20], [20, 200, 220]];

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}
/** Without metadata, by libvips. */
const PLAIN_JPEG = Buffer.from(
  "/9j/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAAgAEADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDmaKKK8Q/UAooooAwaKKK/az8iCiiigD3Kiiiv5lPoQooooAwaKKK/aj8hCiiigD//2Q==",
  "base64",
);
const PLAIN_WEBP = Buffer.from(
  "UklGRnIAAABXRUJQVlA4IGYAAADQBACdASpAACAAPok0k0glIyGhN+gAoBEJZAC/ccC+7+V/jN+AFf+BOJmHt1U8wAD+7qY/A4IPzFf2G8tGX3OPbHeHuH+zD0T2/A0Svpa/1x/xMKaXx1JL6HFN2IQJGK14jsbeAAA=",
  "base64",
);
/** With the place and TAKEN_WITH inside, by libheif. */
const HEIC = Buffer.from(
  "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeRtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAIAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIIAAEAAAAAAAAAlAACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACnAABAAAAAAAAAToAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANhpcHJwAAAAtmlwY28AAAB2aHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAKkIBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubgQEDAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAIAAAABBwaXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAHWbWRhdAAAAJAoAa8TgGNcTG3yP/y9NAWRvwPWvCwUfASEN7sgOXxPs2R3fVQVat2Ovy78KHJ/GlIk0mDSddjFqAvItM+YsX+Kb/9TA5qNDKSk1Vebv8XAHw46HwI20FiTaetk1tp2FJlDuzSt3P+dqAZblONSqAJT6DY3KITKzOSyZIl2jIbuSKWlhs1ZaGdWdO4258QFN4AAAAAGRXhpZgAATU0AKgAAAAgABwEPAAIAAAAWAAAAYgESAAMAAAABAAEAAAEaAAUAAAABAAAAeAEbAAUAAAABAAAAgAEoAAMAAAABAAIAAIdpAAQAAAABAAAAiIglAAQAAAABAAAAygAAAABTRUNSRVQtUEhPTkUtN2YzYTkxYzIAAAAASAAAAAEAAABIAAAAAQAFkAAABwAAAAQwMjEwoAAABwAAAAQwMTAwoAEAAwAAAAH//wAAoAIABAAAAAEAAABAoAMABAAAAAEAAAAgAAAAAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAAEAAAMAAgAAAAJFAAAAAAQABQAAAAMAAAEYAAAAAAAAADQAAAABAAAAHgAAAAEAABbsAAAAZAAAAA0AAAABAAAAGAAAAAEAAAcLAAAAZA==",
  "base64",
);

/** EXIF as a TIFF, big endian: maker, orientation, and where it was. */
export function exif(orientation = 1): Buffer {
  const gps = 8 + 2 + 3 * 12 + 4;
  const data = gps + 2 + 4 * 12 + 4;
  const make = Buffer.from(`${TAKEN_WITH}\0`);
  const bytes = Buffer.alloc(data + make.length + 48);
  const entry = (at: number, tag: number, type: number, count: number, value: number | string) => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(count, at + 4);
    if (typeof value === "string") bytes.write(value, at + 8, "latin1");
    else if (type === 3) bytes.writeUInt16BE(value, at + 8);
    else bytes.writeUInt32BE(value, at + 8);
  };
  bytes.write("MM\0*\0\0\0\x08", "latin1");
  bytes.writeUInt16BE(3, 8);
  entry(10, 0x010f, 2, make.length, data);
  entry(22, 0x0112, 3, 1, orientation);
  entry(34, 0x8825, 4, 1, gps);
  bytes.writeUInt16BE(4, gps);
  entry(gps + 2, 1, 2, 2, "N\0");
  entry(gps + 14, 2, 5, 3, data + make.length);
  entry(gps + 26, 3, 2, 2, "E\0");
  entry(gps + 38, 4, 5, 3, data + make.length + 24);
  make.copy(bytes, data);
  Buffer.concat([numbers(52, 1, 30, 1), PLACE[0]!, numbers(13, 1, 24, 1), PLACE[1]!]).copy(bytes, data + make.length);
  return bytes;
}

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,30.978N" exif:Model="${TAKEN_WITH}"/></x:xmpmeta>`;

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 | marker, 0);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** EXIF with a thumbnail of its own, XMP, IPTC, a maker's segment, a comment, and bytes after the end. */
export function jpeg(orientation = 1): Buffer {
  const iptc = Buffer.from(`\x1c\x02\x5a\0${String.fromCharCode(TAKEN_WITH.length)}${TAKEN_WITH}`, "latin1");
  return Buffer.concat([
    PLAIN_JPEG.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), exif(orientation), PLAIN_JPEG])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${XMP}`)),
    segment(0xed, Buffer.concat([Buffer.from(`Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0${String.fromCharCode(iptc.length)}`, "latin1"), iptc])),
    segment(0xef, Buffer.from(TAKEN_WITH)),
    segment(0xfe, Buffer.from(`taken by ${TAKEN_WITH}`)),
    PLAIN_JPEG.subarray(2),
    Buffer.from(`PK\x03\x04${TAKEN_WITH}`, "latin1"),
  ]);
}

export function pngChunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(content.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

const PNG_MAGIC = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A PNG of these bytes a row (without the filter's), that says it is so large. */
export function rawPng(width: number, height: number, colour: number, rows: Buffer, between: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = colour;
  return Buffer.concat([PNG_MAGIC, pngChunk("IHDR", head), ...between, pngChunk("IDAT", deflateSync(rows)), pngChunk("IEND", Buffer.alloc(0))]);
}

/** EXIF, XMP, and texts plain and packed. */
export function png(): Buffer {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const [left, top] = [x < WIDTH / 2, y < HEIGHT / 2];
      rows.set([left ? 220 : 20, top ? 20 : 200, left ? 20 : 220], y * (1 + WIDTH * 3) + 1 + x * 3);
    }
  return rawPng(WIDTH, HEIGHT, 2, rows, [
    pngChunk("eXIf", exif()),
    pngChunk("tEXt", Buffer.from(`Comment\0${TAKEN_WITH}`)),
    pngChunk("zTXt", Buffer.concat([Buffer.from("Author\0\0"), deflateSync(Buffer.from(TAKEN_WITH))])),
    pngChunk("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
    pngChunk("tIME", Buffer.from([7, 234, 11, 22, 1, 2, 3])),
  ]);
}

function riff(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** The extended form, with EXIF and XMP behind the picture. */
export function webp(): Buffer {
  const shape = Buffer.alloc(10);
  shape[0] = 0x0c; // EXIF and XMP follow
  shape.writeUIntLE(WIDTH - 1, 4, 3);
  shape.writeUIntLE(HEIGHT - 1, 7, 3);
  return riff("RIFF", Buffer.concat([Buffer.from("WEBP"), riff("VP8X", shape), PLAIN_WEBP.subarray(12), riff("EXIF", exif()), riff("XMP ", Buffer.from(XMP))]));
}

/** An animation that says it has so many frames of its whole canvas. */
export function animatedWebp(frames: number, width = WIDTH, height = HEIGHT): Buffer {
  const shape = Buffer.alloc(10);
  shape[0] = 0x02;
  shape.writeUIntLE(width - 1, 4, 3);
  shape.writeUIntLE(height - 1, 7, 3);
  const frame = Buffer.alloc(16);
  frame.writeUIntLE(WIDTH - 1, 6, 3);
  frame.writeUIntLE(HEIGHT - 1, 9, 3);
  const one = riff("ANMF", Buffer.concat([frame, PLAIN_WEBP.subarray(12)]));
  return riff("RIFF", Buffer.concat([Buffer.from("WEBP"), riff("VP8X", shape), riff("ANIM", Buffer.alloc(6)), ...Array.from({ length: frames }, () => one)]));
}

export const heic = (): Buffer => Buffer.from(HEIC);

/* --- looking at what came back */

/** What stands in it besides pixels: segments, chunks, and bytes behind the end. */
export function partsOf(picture: Buffer): string[] {
  if (picture[0] === 0xff) return jpegParts(picture);
  if (picture.subarray(0, 8).equals(PNG_MAGIC)) return pngParts(picture);
  if (picture.toString("latin1", 8, 12) === "WEBP") return webpParts(picture);
  return ["unknown"];
}

function jpegParts(picture: Buffer): string[] {
  const parts: string[] = [];
  let at = 2;
  while (at + 4 <= picture.length && picture[at] === 0xff && picture[at + 1] !== 0xda) {
    parts.push((picture[at + 1] ?? 0).toString(16));
    at += 2 + picture.readUInt16BE(at + 2);
  }
  const end = picture.lastIndexOf(Buffer.from([0xff, 0xd9]));
  if (end + 2 !== picture.length) parts.push("tail");
  return parts;
}

function pngParts(picture: Buffer): string[] {
  const parts: string[] = [];
  let at = 8;
  while (at + 8 <= picture.length) {
    parts.push(picture.toString("latin1", at + 4, at + 8));
    at += 12 + picture.readUInt32BE(at);
    if (parts.at(-1) === "IEND" && at !== picture.length) return [...parts, "tail"];
  }
  return parts;
}

function webpParts(picture: Buffer): string[] {
  const parts: string[] = [];
  let at = 12;
  for (; at + 8 <= picture.length; at += 8 + picture.readUInt32LE(at + 4) + (picture.readUInt32LE(at + 4) % 2))
    parts.push(picture.toString("latin1", at, at + 4));
  if (at !== picture.length || picture.readUInt32LE(4) + 8 !== picture.length) parts.push("tail");
  return parts;
}

/** The pixels of a PNG of 8 bits: its size and what stands in the corners, as [r, g, b]. */
export function cornersOf(picture: Buffer): { width: number; height: number; corners: number[][] } {
  const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
  const step = { 0: 1, 2: 3, 4: 2, 6: 4 }[picture[25] ?? 0] ?? 0;
  const packed: Buffer[] = [];
  for (let at = 8; at + 8 <= picture.length; at += 12 + picture.readUInt32BE(at))
    if (picture.toString("latin1", at + 4, at + 8) === "IDAT") packed.push(picture.subarray(at + 8, at + 8 + picture.readUInt32BE(at)));
  const rows = unfilter(inflateSync(Buffer.concat(packed)), width * step, step);
  const at = (x: number, y: number) => [...(rows[y] ?? new Uint8Array()).subarray(x * step, x * step + 3)];
  return { width, height, corners: [at(2, 2), at(width - 3, 2), at(2, height - 3), at(width - 3, height - 3)] };
}

function unfilter(raw: Buffer, size: number, step: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let start = 0; start < raw.length; start += size + 1) {
    const above = rows.at(-1) ?? new Uint8Array(size);
    const row = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const [a, b, c] = [row[i - step] ?? 0, above[i] ?? 0, above[i - step] ?? 0];
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][raw[start] ?? 0] ?? 0;
      row[i] = (raw[start + 1 + i] ?? 0) + guess;
    }
    rows.push(row);
  }
  return rows;
}

function paeth(a: number, b: number, c: number): number {
  const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return da <= db && da <= dc ? a : db <= dc ? b : c;
}
