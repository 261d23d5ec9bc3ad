/* A difference with its sign; none is a dash. */
import type { Format } from "../../i18n/format";

export const signed = (value: number | null, format: Format): string =>
  value === null ? "–" : value > 0 ? `+${format.number(value)}` : format.number(value);
