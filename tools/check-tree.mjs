// check-tree RULE...: textual rules of the house over the tracked files. A rule is one row of
// the table: which files it reads and what may not stand in a line, or what a whole file must be.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const C = /^src\/.*\.[ch]$/;
const HAND_WRITTEN = /^(src|tests|web|bench|tools)\/.*\.(c|h|ts|tsx|mjs|css)$/;
const GENERATED = /(^gen\/|\.gen\.(ts|json)$)/;
const LOCK = /(package-lock|npm-shrinkwrap)\.json$/;
const LONGEST_FILE = 800;

const call = (...names) => new RegExp(`(^|[^\\w>.])(${names.join("|")})\\s*\\(`);

const rules = {
  banned: [
    {
      files: C,
      skip: /^src\/base\/banned\.h$/,
      line: call(
        "strcpy", "strncpy", "strcat", "strncat", "stpcpy", "sprintf", "vsprintf", "gets", "strtok",
        "atoi", "atol", "atoll", "atof", "scanf", "sscanf", "fscanf", "localtime", "gmtime", "ctime",
        "asctime", "rand", "srand", "random", "drand48", "alloca", "system", "popen", "tmpnam",
        "mktemp", "setjmp", "longjmp", "usleep",
      ),
      says: "this function is banned (unsafe, not thread-safe, or ambient)",
    },
    { files: C, line: /\bsignal\s*\((?!\w+, SIG_(IGN|DFL)\))/, says: "a handler is installed with sigaction, or signals are read from a signalfd" },
    {
      files: /^src\/(?!base\/).*\.[ch]$/,
      line: call("malloc", "calloc", "realloc", "strdup", "strndup", "asprintf", "vasprintf"),
      says: "memory comes from an arena, or from memory_alloc",
    },
    {
      // Who hands the bytes of a secret to a library or a socket is named here, file by file.
      files: /^src\/(?!crypto\/).*\.[ch]$/,
      line: /#include "crypto\/reveal\.h"/,
      says: "only src/crypto and the files named in tools/check-tree.mjs may reveal a secret",
    },
  ],
  silence: [
    {
      files: /^src\/(codec|crypto|schema|media|store|http)\/.*\.[ch]$/,
      line: /#include "base\/log\.h"|(^|\W)(printf|puts|perror|syslog)\s*\(|fprintf\(std(out|err)/,
      says: "a library folder never logs; return a status",
    },
  ],
  paths: [
    {
      files: /./,
      line: /(^|[\s"'`=(:,])\/(root|home|Users|work|opt\/build)\/[\w.-]+/,
      says: "a path of one machine",
    },
  ],
  locks: [
    { files: LOCK, line: /"resolved"\s*:/, says: "lock files carry no download address (.npmrc: omit-lockfile-registry-resolved=true)" },
  ],
  unfinished: [
    {
      files: /^(src|web|tests|bench|docs|README)/,
      skip: LOCK,
      line: /\b(TODO|FIXME)\b|\bXXX\b(?!\")|\bnot implemented\b|\b[Cc]oming soon\b|\blorem ipsum\b/,
      says: "unfinished by its own word",
    },
  ],
  lengths: [
    {
      files: HAND_WRITTEN,
      skip: GENERATED,
      file: (lines) => lines.length <= LONGEST_FILE + 1,
      says: `longer than ${LONGEST_FILE} lines: two subjects, or a table waiting to be written`,
    },
  ],
  headings: [
    { files: C, file: (lines) => lines[0].startsWith("/*"), says: "a file opens with a comment: what this is" },
  ],
};

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8", maxBuffer: 1 << 26 })
  .split("\n")
  .filter((path) => path && path !== "tools/check-tree.mjs" && existsSync(path));

let wrong = 0;
const report = (place, says) => {
  console.log(`${place}: ${says}`);
  wrong += 1;
};

for (const name of process.argv.slice(2)) {
  for (const rule of rules[name]) {
    for (const path of tracked.filter((each) => rule.files.test(each) && !rule.skip?.test(each))) {
      const text = readFileSync(path, "utf8");
      if (text.includes("\0")) continue;
      const lines = text.split("\n");
      if (rule.file && !rule.file(lines)) report(path, rule.says);
      if (!rule.line) continue;
      lines.forEach((line, at) => {
        if (rule.line.test(line)) report(`${path}:${at + 1}`, `${rule.says}: ${line.trim().slice(0, 100)}`);
      });
    }
  }
}
process.exit(wrong ? 1 : 0);
