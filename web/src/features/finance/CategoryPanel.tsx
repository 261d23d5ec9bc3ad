/* Costs by category, each against its budget; a category leads to its costs of the month. */
import { Link } from "wouter";
import { addressFromQuery, emptyQuery } from "../../api/query";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { mayCreate } from "../../records/permission";
import { BarList } from "../../ui/charts/BarList";
import { Panel } from "../../ui/Panel";
import classes from "./Finance.module.css";
import { lastDayOf, type Category, type MonthSum } from "./month";

interface Props {
  readonly sum: MonthSum;
  readonly month: string;
  readonly isClosed: boolean;
}

export function CategoryPanel({ sum, month, isClosed }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const money = (minor: number) => format.money(minor, sum.currency);
  const costsOf = ({ cost_category_id }: Category) =>
    to.list(
      "cost_item",
      addressFromQuery({
        ...emptyQuery,
        conditions: [
          { column: "cost_category_id", operator: "eq", value: cost_category_id },
          { column: "day", operator: "gte", value: `${month}-01` },
          { column: "day", operator: "lte", value: lastDayOf(month) },
        ],
      }).toString(),
    );
  const note = ({ amount, budget }: Category) => {
    if (budget === null) return null;
    const left = budget - amount;
    return (
      <span className={left < 0 ? classes.over : undefined}>
        {left < 0
          ? t("finance.over", { amount: money(-left), budget: money(budget) })
          : t("finance.left", { amount: money(left), budget: money(budget) })}
      </span>
    );
  };
  return (
    <Panel title={t("finance.costs")}>
      {sum.categories.length === 0 ? (
        <p className={classes.hint}>
          {t("finance.noCosts")}{" "}
          {!isClosed && mayCreate(me, entityOf("cost_item")) && (
            <Link href={to.create("cost_item")}>{t("finance.addCost")}</Link>
          )}
        </p>
      ) : (
        <BarList
          label={t("finance.costs")}
          bars={[...sum.categories]
            .sort((a, b) => b.amount - a.amount)
            .map((category) => ({
              id: category.cost_category_id,
              name: <Link href={costsOf(category)}>{category.name}</Link>,
              value: category.amount,
              text: money(category.amount),
              note: note(category),
            }))}
        />
      )}
    </Panel>
  );
}
