/* Query keys are [entity, ...]: a change of an entity forgets everything that was read of it. */
import type { QueryClient } from "@tanstack/react-query";
import type { ListQuery } from "./query";

export const keys = {
  entity: (entity: string) => [entity] as const,
  list: (entity: string, query: ListQuery) => [entity, "list", query] as const,
  row: (entity: string, id: string) => [entity, "row", id] as const,
  report: (name: string, args: unknown) => ["report", name, args] as const,
  named: (entity: string, ...rest: readonly string[]) => [entity, ...rest] as const,
};

/** Forgets what was read of these entities, and every report: they are computed from them. */
export function forget(cache: QueryClient, ...entities: string[]) {
  return Promise.all(["report", ...entities].map((entity) => cache.invalidateQueries({ queryKey: [entity] })));
}
