/* From GMV to profit, line by line. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { BASIS } from "../../records/figures";
import { Panel } from "../../ui/Panel";
import classes from "./Finance.module.css";
import type { MonthSum } from "./month";

export function Statement({ sum }: { readonly sum: MonthSum }) {
  const t = useTranslate();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, sum.currency);
  const minus = (minor: number | null) => (minor === null ? "–" : money(minor === 0 ? 0 : -minor));
  const isKnown = sum.gmv !== null && sum.profit !== null;
  const lines = [
    ...(isKnown
      ? [
          { id: "gmv", label: t("figure.gmv"), value: money(sum.gmv ?? 0) },
          ...(sum.refunds ? [{ id: "refunds", label: t("money.refunds"), value: minus(sum.refunds) }] : []),
          { id: "goods", label: t("finance.goods"), value: minus(sum.goods_cost) },
          { id: "shows", label: t("finance.showCost"), value: minus(sum.show_cost) },
        ]
      : []),
    { id: "other", label: t("finance.other"), value: minus(sum.other_cost) },
  ];
  const missing = sum.units_without_cost ?? 0;
  return (
    <Panel title={t("finance.statement")} {...(isKnown ? {} : { note: t("finance.salesHidden") })}>
      <dl className={classes.statement}>
        {lines.map(({ id, label, value }) => (
          <div key={id} className={classes.line}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {isKnown && (
          <div className={classes.line} data-total data-below={(sum.profit ?? 0) < 0 || undefined}>
            <dt>{t("figure.profit")}</dt>
            <dd>
              {money(sum.profit ?? 0)}
              {sum.margin !== null && <span className={classes.margin}>{format.percent(sum.margin / BASIS)}</span>}
            </dd>
          </div>
        )}
      </dl>
      {missing > 0 && <p className={classes.hint}>{t.count("home.withoutCost", missing)}</p>}
    </Panel>
  );
}
