/* The sentence of an error: the server's own where it has one, ours where it could not speak. */
import type { Translate, WordKey } from "./translate";

const ours: Record<string, WordKey> = {
  offline: "error.offline",
  conflict: "error.conflict",
  missing: "error.missing",
  ended: "error.ended",
};

export function sentenceOf(error: unknown, t: Translate): string {
  const { kind, message } = (typeof error === "object" && error !== null ? error : {}) as {
    kind?: string;
    message?: string;
  };
  const known = kind ? ours[kind] : undefined;
  if (known) return t(known);
  return kind && message ? message : t("error.unexpected");
}
