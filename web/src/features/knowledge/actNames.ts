/* What the rows of the feed are called, as far as one may see them: an act itself keeps ids only. */
import { useQuery } from "@tanstack/react-query";
import { anyEntity, answer } from "../../api/client";
import type { EntityName } from "../../api/entities.gen";
import type { Row } from "../../api/entity";
import { keys } from "../../api/keys";
import { entityOf, isEntity } from "../../api/rows";
import { rowTitle } from "../../fields/rowTitle";
import { useReader } from "../../fields/useReader";

interface Named {
  readonly entity: string | null;
  readonly row_id: string | null;
  readonly count: number;
}

const titledBy = (name: EntityName) => {
  const { title, fields } = entityOf(name);
  const own = fields.filter((field) => title.includes(field.name) && field.type !== "link");
  return own.map((field) => field.name);
};

/* A kind of record that cannot be read leaves its rows without a name. */
async function readTitles(name: EntityName, ids: readonly string[]): Promise<(readonly [EntityName, Row])[]> {
  const columns = titledBy(name);
  if (columns.length === 0) return [];
  const wanted = anyEntity
    .from(name)
    .select<string, Row>(["id", ...columns].join(","))
    .in("id", [...ids]);
  return (await answer<Row[]>(wanted).catch(() => [])).map((row) => [name, row] as const);
}

export function useActNames(acts: readonly Named[]): ReadonlyMap<string, string> {
  const reader = useReader();
  const groups = new Map<EntityName, Set<string>>();
  for (const { entity, row_id: id, count } of acts)
    if (id && count <= 1 && entity && isEntity(entity)) groups.set(entity, (groups.get(entity) ?? new Set()).add(id));
  const wanted = [...groups].map(([name, ids]) => [name, [...ids].sort()] as const);
  const { data } = useQuery({
    queryKey: keys.named("activity", "names", JSON.stringify(wanted)),
    queryFn: async () => (await Promise.all(wanted.map(([name, ids]) => readTitles(name, ids)))).flat(),
    enabled: wanted.length > 0,
  });
  return new Map((data ?? []).map(([name, row]) => [row.id, rowTitle(entityOf(name), row, reader)]));
}
