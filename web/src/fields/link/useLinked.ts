/* Rows that a link can point to, searched on the server, and the one it points to now. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Field } from "../../api/entity";
import { keys } from "../../api/keys";
import { emptyQuery } from "../../api/query";
import { entityOf, isEntity, readList, readRow } from "../../api/rows";
import { rowTitle } from "../rowTitle";
import { useReader } from "../useReader";

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function useLinked(field: Field, search: string, chosen: string): { options: Option[]; busy: boolean } {
  const reader = useReader();
  const name = isEntity(field.to ?? "") ? (field.to as "sale") : null;
  const query = { ...emptyQuery, search };

  const found = useQuery({
    queryKey: keys.list(name ?? "", query),
    queryFn: ({ signal }) => readList(name ?? "sale", query, signal),
    enabled: name !== null,
    placeholderData: keepPreviousData,
  });
  const current = useQuery({
    queryKey: keys.row(name ?? "", chosen),
    queryFn: ({ signal }) => readRow(name ?? "sale", chosen, signal),
    enabled: name !== null && chosen !== "",
  });

  if (!name) return { options: [], busy: false };
  const rows = [...(current.data ? [current.data] : []), ...(found.data?.rows ?? [])];
  const labels = new Map(rows.map((row) => [row.id, rowTitle(entityOf(name), row, reader)]));
  return { options: [...labels].map(([value, label]) => ({ value, label })), busy: found.isFetching };
}
