// What stands in a PDF, by poppler and zbar: readers by other people than the libraries that made it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

function within<T>(pdf: Buffer, work: (folder: string, file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "steward-paper-"));
  const file = join(folder, "it.pdf");
  writeFileSync(file, pdf);
  try {
    return work(folder, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const run = (command: string, args: string[], input?: Buffer) =>
  execFileSync(command, args, { encoding: "utf8", input, maxBuffer: 64 << 20, stdio: ["pipe", "pipe", "ignore"] });

/** The words, as they stand on the page. */
export const wordsOf = (pdf: Buffer) => within(pdf, (_, file) => run("pdftotext", ["-layout", file, "-"]));

/** Pages, and the size of the first in millimetres. */
export function pagesOf(pdf: Buffer): { pages: number; width: number; height: number } {
  const said = within(pdf, (_, file) => run("pdfinfo", [file]));
  const number = (pattern: RegExp, at = 1) => Number(pattern.exec(said)?.[at]);
  const size = /Page size:\s+([\d.]+) x ([\d.]+)/;
  const millimetres = (points: number) => Math.round((points * 25.4) / 72);
  return { pages: number(/Pages:\s+(\d+)/), width: millimetres(number(size)), height: millimetres(number(size, 2)) };
}

/** Where each word begins, in millimetres from the upper left. */
export function placesOf(pdf: Buffer): { word: string; x: number; y: number }[] {
  const said = within(pdf, (_, file) => run("pdftotext", ["-bbox", file, "-"]));
  return [...said.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, y, word]) => ({
    word: word ?? "", x: (Number(x) * 25.4) / 72, y: (Number(y) * 25.4) / 72,
  }));
}

/** Page `page` as a picture. */
export const pictureOf = (pdf: Buffer, page = 1, dots = 200) =>
  within(pdf, (folder, file) => {
    run("pdftoppm", ["-png", "-singlefile", "-r", String(dots), "-f", String(page), file, join(folder, "page")]);
    return readFileSync(join(folder, "page.png"));
  });

/** The barcodes that a scanner finds in a picture: "EAN-13:2000000000015". zbarimg fails when there are none. */
export function scanned(picture: Buffer): string[] {
  return within(picture, (_, file) => {
    try {
      return run("zbarimg", ["-q", file]).trim().split("\n").filter(Boolean).sort();
    } catch {
      return [];
    }
  });
}

/** The same for many pictures at once, in their order. */
export function scannedAll(pictures: Buffer[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "steward-paper-"));
  const files = pictures.map((picture, i) => {
    const file = join(folder, `${i}.png`);
    writeFileSync(file, picture);
    return file;
  });
  let said = "";
  try {
    said = run("zbarimg", ["-q", "--xml", ...files]);
  } catch (error) {
    said = String((error as { stdout?: string }).stdout ?? ""); // some had none
  } finally {
    rmSync(folder, { recursive: true });
  }
  const bySource = new Map(said.split("<source ").slice(1).map((part) => [
    /href='[^']*?(\d+)\.png'/.exec(part)?.[1] ?? "",
    [...part.matchAll(/<data><!\[CDATA\[(.*?)\]\]><\/data>/gs)].map(([, data]) => data ?? ""),
  ]));
  return pictures.map((_, i) => bySource.get(String(i)) ?? []);
}
