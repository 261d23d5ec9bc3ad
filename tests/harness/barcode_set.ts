// Pictures of barcodes as phones take them: turned, out of focus, small, noisy, pale. The symbols are
// zint's; what is done to them follows from fixed numbers, so the set is the same on every machine.
import { execFileSync } from "node:child_process";
import { crc32, deflateSync } from "node:zlib";

export type Kind = "ean_13" | "upc_a" | "code_128" | "qr";
export interface Picture {
  kind: Kind;
  how: string;
  code: string;
  png: Buffer;
}
interface How {
  /** Pixels of a module. */
  module: number;
  degrees?: number;
  /** Of the point spread, in modules. */
  blur?: number;
  noise?: number;
  /** Ink and paper. */
  tones?: [number, number];
}

export const codes: Record<Kind, string> = { ean_13: "4006381333931", upc_a: "036000291452", code_128: "SH-42/blue", qr: "PANDA-42.5" };
const zintNames: Record<Kind, string> = { ean_13: "EANX", upc_a: "UPCA", code_128: "CODE128", qr: "QRCODE" };

const ways: Record<string, How> = {
  plain: { module: 3 },
  large: { module: 6 },
  small: { module: 1.6 },
  "very small": { module: 1.15 },
  "turned 7": { module: 3, degrees: 7 },
  "turned 20": { module: 3, degrees: 20 },
  "turned 45": { module: 3, degrees: 45 },
  "turned 90": { module: 3, degrees: 90 },
  "turned 133": { module: 3, degrees: 133 },
  "turned 180": { module: 3, degrees: 180 },
  "a little blurred": { module: 3, blur: 0.4 },
  blurred: { module: 3, blur: 0.6 },
  "very blurred": { module: 3, blur: 0.85 },
  noisy: { module: 3, noise: 40 },
  "very noisy": { module: 3, noise: 90 },
  pale: { module: 3, tones: [120, 170] },
  "small, blurred": { module: 2, blur: 0.4 },
  "turned, noisy, blurred": { module: 3, degrees: 12, blur: 0.35, noise: 25 },
  "pale, turned": { module: 3, degrees: 31, tones: [90, 160], noise: 8 },
};

/** Rows of modules, true is dark. */
function symbolOf(kind: Kind): boolean[][] {
  const said = execFileSync("zint", ["--dump", "-b", zintNames[kind], "-d", codes[kind]], { encoding: "utf8" });
  const lines = said.trim().split("\n").map((line) => line.replace(/[^0-9A-Fa-f]/g, ""));
  const rows = lines.map((line) => [...line].flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit) !== 0)));
  const width = kind === "qr" ? rows.length : (rows[0] ?? []).lastIndexOf(true) + 1;
  const all = rows.map((row) => row.slice(0, width));
  return kind === "qr" ? all : Array.from({ length: Math.round(width / 2.2) }, () => all[0] ?? []);
}

/** A generator whose numbers are always the same. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Grey { pixels: Float32Array; width: number; height: number }

const FINE = 3; // looks at each pixel in so many places across

function draw(symbol: boolean[][], { module, degrees = 0, tones = [20, 240] }: How): Grey {
  const quiet = 12;
  const [across, down] = [(symbol[0]?.length ?? 0) + 2 * quiet, symbol.length + 2 * quiet];
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.ceil(module * (Math.abs(across * cos) + Math.abs(down * sin)));
  const height = Math.ceil(module * (Math.abs(across * sin) + Math.abs(down * cos)));
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let dark = 0;
      for (let part = 0; part < FINE * FINE; part++) {
        const dx = (x + ((part % FINE) + 0.5) / FINE - width / 2) / module;
        const dy = (y + (Math.floor(part / FINE) + 0.5) / FINE - height / 2) / module;
        const column = Math.floor(dx * cos + dy * sin + across / 2) - quiet;
        const row = Math.floor(dy * cos - dx * sin + down / 2) - quiet;
        if (symbol[row]?.[column]) dark++;
      }
      pixels[y * width + x] = tones[1] + ((tones[0] - tones[1]) * dark) / (FINE * FINE);
    }
  return { pixels, width, height };
}

function blur({ pixels, width, height }: Grey, sigma: number): Grey {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Float32Array, step: (x: number, y: number, by: number) => number) =>
    from.map((_, at) => weights.reduce((sum, weight, i) => sum + weight * (from[step(at % width, Math.floor(at / width), i - reach)] ?? 0), 0) / all);
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most - 1);
  const once = pass(pixels, (x, y, by) => y * width + within(x + by, width));
  return { width, height, pixels: pass(once, (x, y, by) => within(y + by, height) * width + x) };
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

export function greyPng({ pixels, width, height }: Grey): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = Math.round(Math.min(Math.max(pixels[y * width + x] ?? 0, 0), 255));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** One picture: of a kind, in one of the ways. */
export function pictureOf(kind: Kind, how = "plain"): Picture {
  const way = ways[how] ?? { module: 3 };
  const next = random(how.length * 1000 + kind.length);
  let grey = draw(symbolOf(kind), way);
  if (way.blur) grey = blur(grey, way.blur * way.module);
  if (way.noise) grey.pixels.forEach((value, i) => (grey.pixels[i] = value + (next() + next() - 1) * (way.noise ?? 0)));
  return { kind, how, code: codes[kind], png: greyPng(grey) };
}

export const kinds = Object.keys(codes) as Kind[];
/** The whole set: every kind in every way. */
export const barcodeSet = (): Picture[] => kinds.flatMap((kind) => Object.keys(ways).map((how) => pictureOf(kind, how)));
/** What is scanned is the code: a UPC-A is the EAN-13 with a zero in front. */
export const sameCode = (found: string, code: string) => found === code || found === `0${code}`;
