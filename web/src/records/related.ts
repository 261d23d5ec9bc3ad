/* Which entities show something of another one: they are read again when it changes. */
import { entities, type EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";

export function relatedTo(name: EntityName): EntityName[] {
  const all = Object.keys(entities) as EntityName[];
  return all.filter((other) => other === name || entityOf(other).fields.some((field) => field.to === name));
}
