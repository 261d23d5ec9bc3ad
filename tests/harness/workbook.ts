// The cells of an XLSX file as they are stored: a number is a number, a date the number of its day.
import { unzip } from "./zip.ts";

export interface Cell { value: string | number; format: string }
export interface Sheet { name: string; rows: Record<string, Cell>[] }

const unescape = (text: string) =>
  text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name] ?? "");

/** Formats by style, as the cell is shown: "yyyy\-mm\-dd", "0.00"; those that every program knows by number. */
function formatsOf(styles: string): string[] {
  const known: Record<string, string> = { "0": "General", "1": "0", "2": "0.00", "49": "@" };
  for (const [, id, code] of styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)) known[id ?? ""] = code ?? "";
  const cells = /<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)?.[1] ?? "";
  return [...cells.matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id]) => known[id ?? ""] ?? "?");
}

/** Every sheet, its rows by the labels of its first row. */
export function readWorkbook(bytes: Buffer): Sheet[] {
  const files = unzip(bytes);
  const formats = formatsOf(files.get("xl/styles.xml") ?? "");
  const names = [...(files.get("xl/workbook.xml") ?? "").matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)];
  return names.map(([, name, id]) => {
    const xml = files.get(`xl/worksheets/sheet${id}.xml`) ?? "";
    const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
      const cells = new Map<string, Cell>();
      for (const [, column, style, text, value] of (row ?? "").matchAll(
        /<c r="([A-Z]+)\d+" s="(\d+)"(?: t="inlineStr"><is><t[^>]*>(.*?)<\/t><\/is>|><v>(.*?)<\/v>)<\/c>/gs,
      ))
        cells.set(column ?? "", { value: value === undefined ? unescape(text ?? "") : Number(value), format: formats[Number(style)] ?? "" });
      return cells;
    });
    const labels = rows.shift() ?? new Map<string, Cell>();
    return {
      name: unescape(name ?? ""),
      rows: rows.map((row) => Object.fromEntries([...row].map(([column, cell]) => [String(labels.get(column)?.value), cell]))),
    };
  });
}

/** The day of a spreadsheet's number. */
export const dayOf = (serial: number) => new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
