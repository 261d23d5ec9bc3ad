/* The title of a row that is only known by its id. */
import { useQuery } from "@tanstack/react-query";
import type { EntityName } from "../../api/entities.gen";
import { keys } from "../../api/keys";
import { entityOf, readRow } from "../../api/rows";
import { rowTitle } from "../rowTitle";
import { useReader } from "../useReader";

export function LinkedTitle({ entity, id }: { readonly entity: EntityName; readonly id: string }) {
  const reader = useReader();
  const row = useQuery({
    queryKey: keys.row(entity, id),
    queryFn: ({ signal }) => readRow(entity, id, signal),
  });
  return <>{row.data ? rowTitle(entityOf(entity), row.data, reader) : "…"}</>;
}
