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
