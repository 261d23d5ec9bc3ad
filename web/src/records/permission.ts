/* What the caller may do, so that the page offers nothing the server would refuse. The server
   decides; this only spares the way there. */
import type { Action, Entity, Row } from "../api/entity";
import { levelIn, type Me } from "../api/session";

export const mayRead = (me: Me, entity: Entity) => levelIn(me, entity.module) >= 1;

export const mayCreate = (me: Me, entity: Entity) => entity.access.create && levelIn(me, entity.module) >= 2;

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
