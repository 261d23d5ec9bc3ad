/* What has just been sold, newest first. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import type { Board } from "./board";
import classes from "./Live.module.css";

export function LastSales({ board }: { readonly board: Board }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Panel title={t("live.lastSales")}>
      {board.last_sales.length === 0 && <p className={classes.dim}>{t("live.noSales")}</p>}
      <ol className={classes.last} aria-label={t("live.lastSales")}>
        {board.last_sales.map((sale) => (
          <li key={sale.id}>
            <time dateTime={sale.sold_at}>{format.time(sale.sold_at)}</time>
            <span>
              {sale.quantity > 1 && `${sale.quantity} × `}
              {sale.brand} {sale.shoe_type}
              {sale.size !== null && ` · ${sale.size}`}
            </span>
            <strong>{format.money(sale.price * sale.quantity, sale.currency)}</strong>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
