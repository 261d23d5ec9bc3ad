const dashed = (time: string, rest: string) => `${time.slice(0, 8)}-${time.slice(8)}-${rest}`;

const hexOf = (ms: number) => ms.toString(16).padStart(12, "0");

/** No id that was made then or later sorts before it. */
export const firstIdAt = (ms: number) => dashed(hexOf(ms), "7000-8000-000000000000");

/** A UUIDv7 (RFC 9562): ids that a client makes sort by time, as the server's do. */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  const random = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  return dashed(hexOf(now), `7${random.slice(1, 4)}-${variant.toString(16)}${random.slice(6, 8)}-${random.slice(8)}`);
}
