/* How wide a column of each type of field is, and which side it leans to. */
import type { FieldType } from "../api/entity";

export const fieldLayout: Record<FieldType, { readonly width: number; readonly align?: "end" }> = {
  text: { width: 140 },
  longtext: { width: 240 },
  email: { width: 200 },
  time_zone: { width: 160 },
  id: { width: 160 },
  link: { width: 180 },
  choice: { width: 120 },
  date: { width: 120 },
  instant: { width: 180 },
  money: { width: 120, align: "end" },
  currency: { width: 90 },
  integer: { width: 90, align: "end" },
  decimal: { width: 100, align: "end" },
  boolean: { width: 90 },
  json: { width: 160 },
};

/** Nobody looks for an id or a piece of JSON by its value. */
export const isFilterable = (type: FieldType) => type !== "id" && type !== "json";
