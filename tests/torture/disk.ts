// The disk under the server: a power cut played from what disk_shim.c has written down, and faults
// on command. What was synced stays; of what was not, anything may be there or not, in pieces of
// one sector, as a disk without power leaves it.
import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, rmSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import { Server, type ServerOptions } from "../harness/server.ts";

const SECTOR = 512;
const HEADER = 16;
const ENTRY = 40 + 48;
const WRITE = 1;
const CUT = 2;
const MADE = 3;

interface Entry {
  kind: number;
  at: number;
  size: number;
  fileSize: number;
  name: string;
  old: Buffer;
}

/** Numbers that can be had again: a round that fails is told by its seed. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function unsynced(path: string): Entry[] {
  const bytes = readFileSync(path);
  const end = HEADER + Number(bytes.readBigUInt64LE(0));
  const entries: Entry[] = [];
  for (let at = HEADER; at < end; ) {
    const number = (offset: number) => Number(bytes.readBigUInt64LE(at + offset));
    const oldSize = number(24);
    const name = bytes.toString("latin1", at + 40, at + ENTRY).replace(/\0.*$/s, "");
    if (bytes.readUInt32LE(at + 4) === 0)
      entries.push({ kind: bytes.readUInt32LE(at), at: number(8), size: number(16), fileSize: number(32), name, old: bytes.subarray(at + ENTRY, at + ENTRY + oldSize) });
    at += ENTRY + Math.ceil(oldSize / 8) * 8;
  }
  return entries;
}

/** Which writes never reached the platter; older ones of a sector go only with the newer ones. */
const styles: ((chance: () => number, count: number) => (entry: number) => boolean)[] = [
  () => () => false,
  () => () => true,
  (chance) => () => chance() < 0.5,
  (chance, count) => ((lost) => (entry) => lost[entry] ?? false)(Array.from({ length: count }, () => chance() < 0.5)),
  (chance, count) => ((from) => (entry) => entry >= from)(Math.floor(chance() * (count + 1))),
];

export class Disk {
  readonly server: Server;
  readonly #data: string;
  readonly #journal: string;
  readonly #fault: string;
  /** Sectors put back by power cuts so far. */
  lost = 0;

  private constructor(server: Server, data: string, journal: string, fault: string) {
    this.server = server;
    this.#data = data;
    this.#journal = journal;
    this.#fault = fault;
  }

  static async make(options: ServerOptions = {}): Promise<Disk> {
    const environment: Record<string, string> = { ...options.environment };
    const server = await Server.make({ ...options, engine: "sqlite", environment });
    const [data, journal, fault] = ["data", "journal", "fault"].map((name) => join(server.folder, name)) as [string, string, string];
    mkdirSync(data, { mode: 0o700 });
    Object.assign(environment, { LD_PRELOAD: process.env["DISK_SHIM"] ?? "", DISK_SHIM_FOLDER: data, DISK_SHIM_JOURNAL: journal, DISK_SHIM_FAULT: fault });
    return new Disk(server, data, journal, fault);
  }

  /** What the disk refuses from now on. */
  fail(what: "nothing" | "full" | "read-only" | "sync"): void {
    writeFileSync(this.#fault, what === "nothing" ? "-" : (what[0] ?? "-"));
  }

  /** The power has gone; the process is dead already. */
  cutPower(chance: () => number, what: "something" | "everything" = "something"): void {
    const entries = unsynced(this.#journal);
    const style = what === "everything" ? styles[1] : styles[Math.floor(chance() * styles.length)];
    const isLost = (style ?? styles[0]!)(chance, entries.length);
    const kept = new Set<string>();
    const shorter = new Map<string, number>();
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i]!;
      const path = join(this.#data, entry.name);
      if (!existsSync(path)) continue;
      if (entry.kind === MADE) {
        if (isLost(i) && ![...kept].some((key) => key.startsWith(`${entry.name}:`))) unlinkSync(path);
        continue;
      }
      const file = openSync(path, "r+");
      if (entry.kind === WRITE) this.#undo(file, entry, () => isLost(i), kept);
      else if (entry.kind === CUT && !kept.size && isLost(i)) writeSync(file, entry.old, 0, entry.old.length, entry.at);
      if (entry.at + entry.size > entry.fileSize) shorter.set(entry.name, entry.fileSize);
      closeSync(file);
    }
    // The length of a file is written down apart from its content, and may be the old one, too.
    for (const [name, size] of shorter) {
      const path = join(this.#data, name);
      if (!existsSync(path) || chance() < 0.7) continue;
      const file = openSync(path, "r+");
      if (fstatSync(file).size > size) ftruncateSync(file, size);
      closeSync(file);
    }
    rmSync(join(this.#data, "steward.db-shm"), { force: true });
    this.forget();
  }

  #undo(file: number, entry: Entry, isLost: () => boolean, kept: Set<string>): void {
    for (let from = entry.at; from < entry.at + entry.size; ) {
      const sector = Math.floor(from / SECTOR);
      const to = Math.min((sector + 1) * SECTOR, entry.at + entry.size);
      const key = `${entry.name}:${sector}`;
      if (kept.has(key) || !isLost()) kept.add(key);
      else {
        const before = Buffer.alloc(to - from);
        entry.old.subarray(from - entry.at, to - entry.at).copy(before); // past the old end: zeros
        writeSync(file, before, 0, before.length, from);
        this.lost++;
      }
      from = to;
    }
  }

  /** After a kill, without a power cut: the system still writes everything. */
  forget(): void {
    rmSync(this.#journal, { force: true });
  }
}
