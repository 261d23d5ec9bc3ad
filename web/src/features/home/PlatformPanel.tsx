/* What each platform brought. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { amountText, changeOf } from "../../records/figures";
import { MarginNote } from "../../records/MarginNote";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { BarList } from "../../ui/charts/BarList";
import { ChangeText } from "../../ui/charts/ChangeText";
import type { Dashboard } from "./useDashboard";

export function PlatformPanel({ dashboard: { filter, currency } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const query = useReport("report_sales", { group: "platform", ...filter, compare: true });
  return (
    <ReportPanel title={t("home.platforms")} query={query} isEmpty={(rows) => rows.every((row) => row.gmv === 0)}>
      {(rows) => {
        const all = rows.reduce((sum, row) => sum + row.gmv, 0);
        return (
          <BarList
            label={t("home.platforms")}
            bars={rows
              .filter((row) => row.gmv !== 0)
              .map((row) => ({
                id: row.key ?? "",
                name: row.label,
                value: row.gmv,
                text: amountText(row.gmv, currency, format),
                note: (
                  <>
                    <span>{t("home.share", { value: format.percent(row.gmv / all) })}</span>
                    <MarginNote margin={row.margin} />
                    <ChangeText change={changeOf("gmv", row.gmv, row.previous_gmv, t)} />
                  </>
                ),
              }))}
          />
        );
      }}
    </ReportPanel>
  );
}
