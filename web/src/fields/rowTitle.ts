/* How a row is called: the title fields of its entity, side by side. */
import type { EntityName } from "../api/entities.gen";
import type { Entity } from "../api/entity";
import { linkAlias } from "../api/query";
import { entityOf, isEntity } from "../api/rows";
import { textOf } from "./field";
import { valueText, type Reader } from "./valueText";

export function rowTitle(entity: Entity, row: Readonly<Record<string, unknown>>, reader: Reader): string {
  const words = entity.title.flatMap((name) => {
    const field = entity.fields.find((one) => one.name === name);
    /* An id tells nobody anything: the record it points to came along with the row, or the kind stands for it. */
    if (field?.type === "link") {
      const target = row[linkAlias(field)];
      if (!isEntity(field.to ?? "") || typeof target !== "object" || target === null)
        return reader.t.label(entity.label);
      return rowTitle(entityOf(field.to as EntityName), target as Record<string, unknown>, reader);
    }
    return (field ? valueText(row[name], field, reader) : textOf(row[name])) || [];
  });
  return words.join(" · ") || reader.t.label(entity.label);
}
