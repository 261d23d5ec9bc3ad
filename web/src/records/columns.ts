/* Which columns a list shows: the address says, else what was chosen before, else the table. */
import type { Entity, Field } from "../api/entity";

const kept = (entity: string) => `steward.columns.${entity}`;

export function keptColumns(entity: Entity): readonly string[] | null {
  return localStorage.getItem(kept(entity.name))?.split(",") ?? null;
}

export function keepColumns(entity: Entity, columns: readonly string[] | null) {
  if (columns) localStorage.setItem(kept(entity.name), columns.join(","));
  else localStorage.removeItem(kept(entity.name));
}

export function defaultColumns(entity: Entity): string[] {
  return entity.fields.filter((field) => field.list).map((field) => field.name);
}

/* The first cell of a row is the link to its record: a field that is never empty stands there. */
function leading(fields: readonly Field[]): Field[] {
  const lead = fields.find((field) => field.required && field.type !== "link");
  return lead ? [lead, ...fields.filter((field) => field !== lead)] : [...fields];
}

/** In the order of the entity table, but for the first; never none. */
export function shownFields(entity: Entity, columns: readonly string[] | null): Field[] {
  const wanted = columns ?? keptColumns(entity) ?? defaultColumns(entity);
  const shown = entity.fields.filter((field) => wanted.includes(field.name));
  return leading(shown.length > 0 ? shown : entity.fields.filter((field) => field.list));
}

export const isSortable = (field: Field) => !field.sealed && !["longtext", "json", "link", "id"].includes(field.type);
