/* The shows that earned most, or least. */
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { amountText } from "../../records/figures";
import { MarginNote } from "../../records/MarginNote";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport, type ReportRow } from "../../records/reports";
import { BarList } from "../../ui/charts/BarList";
import type { Dashboard } from "./useDashboard";

interface Props {
  readonly dashboard: Dashboard;
  readonly which: "best" | "worst";
}

export function ShowsPanel({ dashboard: { filter, grants, currency }, which }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const query = useReport("report_best_worst", { ...filter, group: "show", top: 6 });
  const by = grants.profit ? "profit" : "gmv";
  const rowsOf = (data: NonNullable<typeof query.data>) => data[which] as unknown as readonly ReportRow[];
  return (
    <ReportPanel title={t(`home.${which}Shows`)} query={query} isEmpty={(data) => rowsOf(data).length === 0}>
      {(data) => (
        <BarList
          label={t(`home.${which}Shows`)}
          bars={rowsOf(data).map((row) => ({
            id: row.key ?? "",
            name: <Link href={to.record("live_session", row.key ?? "")}>{row.label}</Link>,
            value: row[by] ?? 0,
            text: amountText(row[by] ?? 0, currency, format),
            note: (
              <>
                {row.day && <span>{format.dayShort(row.day)}</span>}
                {row.host && <span>{row.host}</span>}
                {grants.profit && <span>{t("home.ofGmv", { value: amountText(row.gmv, currency, format) })}</span>}
                <MarginNote margin={row.margin} />
              </>
            ),
          }))}
        />
      )}
    </ReportPanel>
  );
}
