/* Saved views: the address of a list under a name, one's own or the team's. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../api/client";
import type { Database, Json } from "../api/database.gen";
import type { EntityName } from "../api/entities.gen";
import { forget, keys } from "../api/keys";
import { addressFromQuery, emptyQuery, queryFromAddress, type ListQuery } from "../api/query";
import { queryInSight } from "../api/rows";

export type SavedView = Database["public"]["Tables"]["saved_view"]["Row"];

/** A view is stored as the address it stands for, without the page. */
export const viewQuery = (query: ListQuery): Json => ({
  address: addressFromQuery({ ...query, page: 1 }).toString(),
});

export function queryOfView(view: SavedView): ListQuery {
  const stored = view.query as { address?: unknown } | null;
  return typeof stored?.address === "string" ? queryFromAddress(new URLSearchParams(stored.address)) : emptyQuery;
}

/** As whoever looks at the list meets the view. */
export const isView = (entity: EntityName, view: SavedView, query: ListQuery) =>
  addressFromQuery({ ...queryInSight(entity, queryOfView(view)).query, page: 1 }).toString() ===
  addressFromQuery({ ...query, page: 1 }).toString();

export function useSavedViews(entity: EntityName) {
  return useQuery({
    queryKey: keys.named("saved_view", entity),
    queryFn: () => answer<SavedView[]>(client.from("saved_view").select().eq("entity", entity).order("name")),
    staleTime: 60_000,
  });
}

export interface NewView {
  readonly name: string;
  readonly shared: boolean;
  readonly query: ListQuery;
}

export function useSaveView(entity: EntityName) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ name, shared, query }: NewView) =>
      answer(client.from("saved_view").insert({ entity, name, shared, query: viewQuery(query) })),
    onSuccess: () => forget(cache, "saved_view"),
  });
}

export function useDeleteView() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(client.from("saved_view").delete().eq("id", id)),
    onSuccess: () => forget(cache, "saved_view"),
  });
}
