/* When the show sold, and what: hours, brands, sizes. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { shoeName } from "../../records/platform";
import { MarginNote } from "../../records/MarginNote";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { BarList } from "../../ui/charts/BarList";
import { ColumnChart } from "../../ui/charts/ColumnChart";
import { hoursInOrder } from "./hours";

interface Props {
  readonly id: string;
  readonly currency: string;
}

const MOST = 6;

export function ShowReports({ id, currency }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const filter = { live_session_id: id, currency };
  const hours = useReport("report_sales", { group: "hour", ...filter });
  const brands = useReport("report_sales", { group: "shoe_type", ...filter, top: MOST });
  const sizes = useReport("report_sales", { group: "size", ...filter, order_by: "units", top: MOST });

  return (
    <>
      <ReportPanel title={t("show.byHour")} query={hours} isEmpty={(rows) => rows.length === 0}>
        {(rows) => (
          <ColumnChart
            label={t("show.byHour")}
            columns={hoursInOrder(rows).map(({ hour, gmv, units }) => ({
              label: `${String(hour).padStart(2, "0")}:00`,
              value: gmv,
              text: format.moneyShort(gmv, currency),
              note: t.count("home.pieces", units),
            }))}
          />
        )}
      </ReportPanel>
      <ReportPanel title={t("show.byType")} query={brands} isEmpty={(rows) => rows.length === 0}>
        {(rows) => (
          <BarList
            label={t("show.byType")}
            bars={rows.map((row) => ({
              id: row.key ?? "",
              name: shoeName(row),
              value: row.gmv,
              text: format.money(row.gmv, currency),
              note: (
                <>
                  <span>{t.count("home.pieces", row.units)}</span>
                  <MarginNote margin={row.margin} />
                </>
              ),
            }))}
          />
        )}
      </ReportPanel>
      <ReportPanel title={t("show.bySize")} query={sizes} isEmpty={(rows) => rows.length === 0}>
        {(rows) => (
          <BarList
            label={t("show.bySize")}
            bars={rows.map((row) => ({
              id: row.key ?? "",
              name: row.label,
              value: row.units,
              text: t.count("home.pieces", row.units),
              note: <span>{format.money(row.gmv, currency)}</span>,
            }))}
          />
        )}
      </ReportPanel>
    </>
  );
}
