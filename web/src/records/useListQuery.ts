/* The state of a list lives in the address, so that it can be shared and gone back to. */
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { addressFromQuery, queryFromAddress, type ListQuery } from "../api/query";

export function useListQuery(): [ListQuery, (change: Partial<ListQuery>) => void] {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => queryFromAddress(params), [params]);

  /* Whatever changes the rows starts again on the first page. */
  const change = (part: Partial<ListQuery>) => {
    const page = part.page ?? ("columns" in part ? query.page : 1);
    setParams(addressFromQuery({ ...query, ...part, page }), { replace: "search" in part });
  };
  return [query, change];
}
