/* What the caller may do, so that the page offers nothing the server would refuse. The server
   decides; this only spares the way there. */
import { entities } from "../api/entities.gen";
import type { Action, Entity, Field, Row } from "../api/entity";
import { isEntity } from "../api/rows";
import { levelIn, type Me } from "../api/session";

export const mayRead = (me: Me, entity: Entity) => levelIn(me, entity.module) >= 1;

/* What must link to a record cannot be made by who may choose none. */
function canLink(me: Me, name: string): boolean {
  const fields: readonly Field[] = isEntity(name) ? entities[name].fields : [];
  return fields.every(({ required, to }) => !required || !to || !isEntity(to) || levelIn(me, entities[to].module) >= 1);
}

export const mayCreate = (me: Me, entity: Entity) =>
  entity.access.create && levelIn(me, entity.module) >= 2 && canLink(me, entity.name);

function mayTouch(me: Me, entity: Entity, row: Row): boolean {
  const level = levelIn(me, entity.module);
  return level >= 3 || (level === 2 && row.created_by === me.account);
}

export const mayUpdate = (me: Me, entity: Entity, row: Row) => entity.access.update && mayTouch(me, entity, row);

export const mayDelete = (me: Me, entity: Entity, row: Row) => entity.access.delete && mayTouch(me, entity, row);

export function mayRun(me: Me, entity: Entity, action: Action, row: Row): boolean {
  const { when } = action;
  if (when && !when.values.includes(String(row[when.field]))) return false;
  return levelIn(me, entity.module) >= action.may && (action.may < 2 || mayTouch(me, entity, row));
}
