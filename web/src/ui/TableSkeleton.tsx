/* The shape of a list before it is there. */
import { Skeleton } from "@mantine/core";
import { useUiWords } from "./words";
import classes from "./TableSkeleton.module.css";

export function TableSkeleton({ rows = 10 }: { readonly rows?: number }) {
  const words = useUiWords();
  return (
    <div className={classes.table} role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.row}>
          <Skeleton height={12} width={`${24 + ((row * 7) % 12)}%`} />
          <Skeleton height={12} width="14%" />
          <Skeleton height={12} width={`${8 + ((row * 5) % 9)}%`} />
          <Skeleton height={12} width="10%" />
        </div>
      ))}
    </div>
  );
}
