// A film of a barcode, for a browser's fake camera: EAN-13 as bars, in the plainest video there is.
import { writeFile } from "node:fs/promises";

const LEFT = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];
const PARITY = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];

const flipped = (bits: string) => bits.replace(/[01]/g, (bit) => (bit === "0" ? "1" : "0"));

/** 95 modules, 1 is black. */
export function eanModules(code: string): string {
  const digits = [...code].map(Number);
  const parity = PARITY[digits[0] ?? 0] ?? "";
  const left = digits.slice(1, 7).map((digit, at) => {
    const bits = LEFT[digit] ?? "";
    return parity[at] === "L" ? bits : [...flipped(bits)].reverse().join("");
  });
  const right = digits.slice(7).map((digit) => flipped(LEFT[digit] ?? ""));
  return `101${left.join("")}01010${right.join("")}101`;
}

/** Writes a film of 640 x 480 that shows the code. */
export async function filmBarcode(path: string, code: string): Promise<void> {
  const [width, height, module] = [640, 480, 5];
  const modules = eanModules(code);
  const luma = Buffer.alloc(width * height, 235);
  const start = Math.round((width - modules.length * module) / 2);
  for (let y = 140; y < 340; y++)
    for (let x = 0; x < modules.length * module; x++) if (modules[Math.floor(x / module)] === "1") luma[y * width + start + x] = 16;
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 128)]);
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
}
