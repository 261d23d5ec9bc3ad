/* The state of a list lives in the address, so that it can be shared and gone back to. */
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { EntityName } from "../api/entities.gen";
import { addressFromQuery, queryFromAddress, type ListQuery } from "../api/query";
import { queryInSight } from "../api/rows";

interface State {
  readonly query: ListQuery;
  readonly leftOut: readonly string[];
  readonly change: (change: Partial<ListQuery>) => void;
}

export function useListQuery(name: EntityName): State {
  const [params, setParams] = useSearchParams();
  const asked = useMemo(() => queryFromAddress(params), [params]);
  const { query, leftOut } = queryInSight(name, asked);

  /* Whatever changes the rows starts again on the first page. */
  const change = (part: Partial<ListQuery>) => {
    const page = part.page ?? ("columns" in part ? query.page : 1);
    setParams(addressFromQuery({ ...query, ...part, page }), { replace: "search" in part });
  };
  return { query, leftOut, change };
}
