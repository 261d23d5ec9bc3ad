// What lies in a folder of a server that goes on writing.
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below it, as paths that begin with it; none when it is not there, or not any more. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((found) => (found.isDirectory() ? filesIn(join(folder, found.name)) : [join(folder, found.name)]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** A form whose body has exactly so many bytes; the file in it is what its fields leave of them. */
export function formOf(size: number, fields: Record<string, string> = {}): { body: Uint8Array<ArrayBuffer>; file: number; headers: Record<string, string> } {
  const part = (head: string, content = "") => `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}`;
  const before = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`, value)}\r\n`).join("") + part('name=""; filename="a.bin"');
  const after = "\r\n--edge--\r\n";
  const file = size - before.length - after.length;
  return { body: new Uint8Array(Buffer.concat([Buffer.from(before), Buffer.alloc(file, 7), Buffer.from(after)])), file, headers: { "Content-Type": "multipart/form-data; boundary=edge" } };
}
