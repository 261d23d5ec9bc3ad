/* How a row is called: the title fields of its entity, side by side. */
import type { Entity } from "../api/entity";
import { textOf } from "./field";
import { valueText, type Reader } from "./valueText";

export function rowTitle(entity: Entity, row: Readonly<Record<string, unknown>>, reader: Reader): string {
  const words = entity.title.flatMap((name) => {
    const field = entity.fields.find((one) => one.name === name);
    /* An id tells nobody anything. */
    if (field?.type === "link") return reader.t.label(entity.label);
    return (field ? valueText(row[name], field, reader) : textOf(row[name])) || [];
  });
  return words.join(" · ") || reader.t.label(entity.label);
}
