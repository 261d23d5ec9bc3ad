// check-secrets [FOLDER]: looks for credentials in the tracked files of the folder (this tree
// when none is named). Known shapes of keys, and assignments to a secret-like name whose value
// is too random to be a word. tools/secrets-allowed.tsv names what is not a secret, and why.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

process.chdir(process.argv[2] ?? ".");
const ENOUGH_BITS = 3.6;

const shapes = {
  "Steward master key": /^[0-9a-f]{64}$/,
  "private key": /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/,
  "AWS key": /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  "Stripe key": /\b[sr]k_(live|test)_[0-9A-Za-z]{16,}/,
  "Stripe webhook secret": /\bwhsec_[0-9A-Za-z+/=]{16,}/,
  "Anthropic key": /\bsk-ant-[\w-]{16,}/,
  "OpenAI key": /\bsk-(proj-)?[A-Za-z0-9_-]{32,}/,
  "Groq key": /\bgsk_[A-Za-z0-9]{32,}/,
  "Google key": /\bAIza[\w-]{35}/,
  "Google client secret": /\bGOCSPX-[\w-]{20,}/,
  "GitHub token": /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/,
  "npm token": /\bnpm_[A-Za-z0-9]{36}\b/,
  "Slack token": /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  "Resend key": /\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{16,}/,
  "password in a URL": /\b[a-z][a-z0-9+]{2,}:\/\/[^\s:/@"'${}%<>]+:(?!(password|secret|pw)@)[^\s:/@"'${}%<>]{6,}@/,
};
const assignment =
  /(secret|token|passw(or)?d|api_?key|private_?key|access_?key|credential)\w*["']?\s*[:=]+>?\s*["'`]([A-Za-z0-9+/=_.-]{20,})["'`]/i;

const bitsPerCharacter = (text) => {
  const counts = new Map();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
};

const find = (line) => {
  for (const [kind, shape] of Object.entries(shapes)) if (shape.test(line)) return kind;
  const value = assignment.exec(line)?.[3];
  if (value && /\d/.test(value) && bitsPerCharacter(value) >= ENOUGH_BITS) return "random value in an assignment";
  return undefined;
};

const allowedFile = "tools/secrets-allowed.tsv";
const allowed = existsSync(allowedFile)
  ? readFileSync(allowedFile, "utf8").split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"))
  : [];
const isAllowed = (path, kind) => allowed.some(([file, rule, reason]) => file === path && rule === kind && reason);

let found = 0;
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8", maxBuffer: 1 << 26 });
for (const path of files.split("\n").filter((each) => each && existsSync(each))) {
  const text = readFileSync(path, "latin1");
  if (text.includes("\0")) continue;
  text.split("\n").forEach((line, at) => {
    const kind = find(line);
    if (!kind || isAllowed(path, kind)) return;
    // The value itself is not printed: this output ends up in logs.
    console.log(`${path}:${at + 1}: looks like a secret (${kind}); remove and revoke it, or name it in ${allowedFile}`);
    found += 1;
  });
}
process.exit(found ? 1 : 0);
