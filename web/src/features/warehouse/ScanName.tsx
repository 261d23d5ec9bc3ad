/* What a code stands for, once it is known: nobody reads thirteen digits. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { findCode } from "./stock";
import classes from "./Warehouse.module.css";

const KEPT_MS = 5 * 60_000;

export function ScanName({ code }: { readonly code: string }) {
  const { data } = useQuery({
    queryKey: keys.named("product_barcode", "name", code),
    queryFn: () => findCode(code),
    staleTime: KEPT_MS,
  });
  const [first, ...others] = data?.is_known ? data.variants : [];
  if (!first) return null;
  return (
    <strong className={classes.block}>
      {first.name}
      {others.length === 0 && first.size !== null && ` · ${first.size}`}
    </strong>
  );
}
