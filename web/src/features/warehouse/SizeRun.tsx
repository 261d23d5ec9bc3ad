/* Sizes side by side, with how many of each are there. */
import { useTranslate } from "../../i18n/translate";
import type { StockedSize } from "./products";
import classes from "./Warehouse.module.css";

export function SizeRun({ sizes }: { readonly sizes: readonly StockedSize[] }) {
  const t = useTranslate();
  return (
    <div className={classes.sizes}>
      {sizes.map(({ id, size, pieces, isLow }) => (
        <span key={id} className={classes.size} data-low={isLow || undefined}>
          {size ?? t("stock.noSize")} · <strong>{pieces}</strong>
        </span>
      ))}
    </div>
  );
}
