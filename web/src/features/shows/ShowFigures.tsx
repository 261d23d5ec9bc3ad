/* What the show earned: as the reports count it, with the platform's own figures where there are any. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { figureText } from "../../records/figures";
import { useReport, useReportGrants } from "../../records/reports";
import { StatTile } from "../../ui/StatTile";
import classes from "./Show.module.css";

interface Props {
  readonly id: string;
  readonly currency: string;
}

export function ShowFigures({ id, currency }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { profit } = useReportGrants();
  const query = useReport("report_summary", { live_session_id: id, currency });
  const row = query.data?.[0] ?? null;
  const isPending = query.data === undefined && !query.isError;
  const text = (value: string) => (isPending ? null : value);
  const money = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : format.money(value, currency);
  const average = row && row.units > 0 ? Math.round(row.gmv / row.units) : null;
  const perBuyer = row?.buyers ? Math.round(row.gmv / row.buyers) : null;

  return (
    <ul className={classes.tiles} aria-label={t("show.figures")}>
      {profit && (
        <li data-first>
          <StatTile
            label={t("figure.profit")}
            value={text(money(row?.profit))}
            hint={row ? t("show.cost", { value: money(row.cost) }) : t("report.none")}
          />
        </li>
      )}
      <li {...(profit ? {} : { "data-first": true })}>
        <StatTile label={t("figure.gmv")} value={text(money(row?.gmv ?? null))} />
      </li>
      {profit && (
        <li>
          <StatTile
            label={t("figure.margin")}
            value={text(figureText("margin", row?.margin ?? null, currency, format))}
          />
        </li>
      )}
      <li>
        <StatTile
          label={t("figure.units")}
          value={text(figureText("units", row?.units ?? null, currency, format))}
          {...(row?.units_without_cost ? { hint: t.count("show.withoutCost", row.units_without_cost) } : {})}
        />
      </li>
      <li>
        <StatTile
          label={t("figure.buyers")}
          value={text(figureText("buyers", row?.buyers ?? null, currency, format))}
          {...(perBuyer === null ? {} : { hint: t("show.perBuyer", { value: money(perBuyer) }) })}
        />
      </li>
      <li>
        <StatTile label={t("show.average")} value={text(money(average))} />
      </li>
    </ul>
  );
}
