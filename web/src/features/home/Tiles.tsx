/* The figures of the period, against as many days before, each with its course. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { amountText, changeOf, figureBefore, figureOf, figureText, type FigureName } from "../../records/figures";
import { useReport } from "../../records/reports";
import { Sparkline } from "../../ui/charts/Sparkline";
import { StatTile } from "../../ui/StatTile";
import classes from "./Home.module.css";
import { stepOf } from "./period";
import { momentsOf } from "./series";
import { totalOf } from "./total";
import type { Dashboard } from "./useDashboard";

const ofShows: readonly FigureName[] = ["gmv", "profit", "margin", "units", "buyers", "shows"];
const ofSales: readonly FigureName[] = ["gmv", "profit", "margin", "units"];

export function Tiles({ dashboard }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const { grants, overview, currency, filter, period } = dashboard;
  const step = stepOf(period);
  const course = useReport("report_sales", { group: step, ...filter, compare: true }, grants.shows);
  const moments = course.data ? momentsOf(course.data, step, period) : [];
  const total = overview.data && totalOf(overview.data, currency);
  const names = (grants.shows ? ofShows : ofSales).filter(
    (name) => grants.profit || (name !== "profit" && name !== "margin"),
  );

  const text = (value: number | null, name: FigureName) =>
    (name === "gmv" || name === "profit") && value !== null
      ? amountText(value, currency, format)
      : figureText(name, value, currency, format);

  return (
    <ul className={classes.tiles} aria-label={t("home.figures")} data-count={names.length}>
      {names.map((name) => {
        const before = total ? figureBefore(total, name) : null;
        const change = total ? changeOf(name, figureOf(total, name), before, t) : null;
        return (
          <li key={name}>
            <StatTile
              label={t(`figure.${name}`)}
              value={total ? text(figureOf(total, name), name) : null}
              {...(change ? { change: change.text, trend: change.trend } : {})}
              hint={
                before === null || before === 0 ? t("home.noBefore") : t("home.before", { value: text(before, name) })
              }
              chart={
                moments.length > 1 && (
                  <Sparkline values={moments.map(({ row }) => (row ? (figureOf(row, name) ?? 0) : 0))} />
                )
              }
            />
          </li>
        );
      })}
    </ul>
  );
}
