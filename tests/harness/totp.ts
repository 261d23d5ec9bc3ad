// An authenticator app: the codes of RFC 6238 from the secret that the server shows.
import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(text: string): Buffer {
  let bits = "";
  for (const letter of text) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => parseInt(each, 2)));
}

/** The code of the step `offset` from now; waits when the step is about to end. */
export async function codeOf(secret: string, offset = 0): Promise<string> {
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < 5000) await new Promise((done) => setTimeout(done, left + 50));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + offset));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const number = mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
