// The cells of an XLSX file as they are stored: a number is a number, a date the number of its day.
import { unzip, zip } from "./zip.ts";

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

const escape = (text: string) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "");

/** A workbook of sheets by name, numbers as numbers. */
export function makeWorkbook(sheets: Record<string, (string | number)[][]>): Buffer {
  const names = Object.keys(sheets);
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const cell = (value: string | number, row: number, column: number) => {
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    return typeof value === "number" ? `<c r="${place}"><v>${value}</v></c>` : `<c r="${place}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
  };
  const sheet = (rows: (string | number)[][]) =>
    `<worksheet xmlns="${main}"><sheetData>${rows.map((row, at) => `<row r="${at + 1}">${row.map((value, column) => cell(value, at, column)).join("")}</row>`).join("")}</sheetData></worksheet>`;
  return zip({
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.map((name, at) => `<sheet name="${escape(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}/relationships">${names.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join("")}</Relationships>`,
    ...Object.fromEntries(names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(sheets[name] ?? [])])),
  });
}
