/* How wide a column of a field is, which side it leans to, whether it explains itself. */
import type { Field, FieldType } from "../api/entity";

interface Layout {
  readonly width: number;
  readonly align?: "end";
  /** reads without its label: a date, a status, the name of another record */
  readonly isPlain?: boolean;
}

const byType: Record<FieldType, Layout> = {
  text: { width: 118 },
  longtext: { width: 240 },
  email: { width: 200 },
  time_zone: { width: 160 },
  id: { width: 160 },
  link: { width: 180, isPlain: true },
  choice: { width: 104, isPlain: true },
  date: { width: 136, isPlain: true },
  instant: { width: 188, isPlain: true },
  money: { width: 104, align: "end" },
  currency: { width: 80, isPlain: true },
  integer: { width: 84, align: "end" },
  decimal: { width: 100, align: "end" },
  boolean: { width: 90 },
  json: { width: 160 },
};

/* What holds a few characters needs no more room: a size, a code. */
const SHORT_TEXT = 20;

export function layoutOf(field: Field): Layout {
  const isShort = field.type === "text" && field.max !== undefined && field.max <= SHORT_TEXT;
  return isShort ? { width: 72 } : byType[field.type];
}

/** Nobody looks for an id or a piece of JSON by its value. */
export const isFilterable = (type: FieldType) => type !== "id" && type !== "json";
