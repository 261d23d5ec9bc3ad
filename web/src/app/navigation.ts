/* What the menus show: every entity whose module the caller has been granted. */
import type { ComponentType } from "react";
import { IconBroadcast, IconBox, IconReceipt, IconTable } from "@tabler/icons-react";
import { entities, type EntityName } from "../api/entities.gen";
import type { Entity } from "../api/entity";
import { entityOf } from "../api/rows";
import { levelIn, type Me } from "../api/session";

export type Icon = ComponentType<{ size?: number | string }>;

/* Where a seller looks first; the others follow as the server lists them. */
const first: readonly EntityName[] = ["live_session", "sale", "product"];

const icons: Partial<Record<EntityName, Icon>> = {
  live_session: IconBroadcast,
  sale: IconReceipt,
  product: IconBox,
};

export const iconOf = (name: EntityName): Icon => icons[name] ?? IconTable;

const hasMenu = (entity: Entity) => entity.module !== "core" && entity.module !== "admin";

export function menuOf(me: Pick<Me, "role" | "grants">): EntityName[] {
  const all = Object.keys(entities) as EntityName[];
  const ordered = [...first, ...all.filter((name) => !first.includes(name))];
  return ordered.filter((name) => hasMenu(entityOf(name)) && levelIn(me, entityOf(name).module) >= 1);
}
