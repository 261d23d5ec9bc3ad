/* When buyers buy: weekdays by hours. */
import { useFormat, usePlace } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { amountText } from "../../records/figures";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { HeatMap } from "../../ui/HeatMap";
import { hourGrid } from "./hours";
import { weekdayNames } from "./words";
import type { Dashboard } from "./useDashboard";

export function HoursPanel({ dashboard: { filter, currency } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const { weekStart } = usePlace();
  const query = useReport("report_sales", { group: "weekday_hour", ...filter });
  const names = weekdayNames(t.locale);
  return (
    <ReportPanel title={t("home.hours")} query={query} isEmpty={(rows) => rows.length === 0}>
      {(rows) => {
        const grid = hourGrid(rows, weekStart);
        const nameOf = (row: number) => names[(grid.weekdays[row] ?? 1) - 1] ?? "";
        const hourOf = (column: number) => `${String(grid.hours[column] ?? 0).padStart(2, "0")}:00`;
        const best = grid.best;
        return (
          <HeatMap
            dense
            label={t("home.hours")}
            rows={grid.weekdays.map((_, row) => nameOf(row))}
            columns={grid.hours.map(String)}
            value={(row, column) => grid.at(row, column)?.gmv ?? null}
            format={(value) => format.moneyShort(value, currency)}
            hint={
              best
                ? t("home.bestHour", {
                    day: names[best.weekday - 1] ?? "",
                    hour: `${String(best.hour).padStart(2, "0")}:00`,
                    value: amountText(best.gmv, currency, format),
                  })
                : ""
            }
            detail={(row, column) => {
              const cell = grid.at(row, column);
              const amount = cell
                ? `${amountText(cell.gmv, currency, format)} · ${t.count("home.pieces", cell.units)}`
                : t("report.none");
              return `${nameOf(row)} ${hourOf(column)} · ${amount}`;
            }}
          />
        );
      }}
    </ReportPanel>
  );
}
