/* GMV or profit over time, with the period before. */
import { useState } from "react";
import { SegmentedControl } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { TrendChart } from "../../ui/charts/TrendChart";
import { stepOf } from "./period";
import { momentsOf } from "./series";
import { axisDay, fullDay } from "./words";
import type { Dashboard } from "./useDashboard";

const lines = ["gmv", "profit"] as const;

export function TrendPanel({ dashboard: { filter, grants, period, currency } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const [chosen, setLine] = useState<(typeof lines)[number]>("gmv");
  const line = grants.profit ? chosen : "gmv";
  const step = stepOf(period);
  const query = useReport("report_sales", { group: step, ...filter, compare: true });
  return (
    <ReportPanel
      title={t(`home.${line}Over`)}
      note={t(`home.by.${step}`)}
      query={query}
      isEmpty={(rows) => rows.length === 0}
      actions={
        grants.profit && (
          <SegmentedControl
            size="xs"
            aria-label={t("home.line")}
            data={lines.map((name) => ({ value: name, label: t(`figure.${name}`) }))}
            value={line}
            onChange={(next) => setLine(lines.find((name) => name === next) ?? "gmv")}
          />
        )
      }
    >
      {(rows) => (
        <TrendChart
          label={t(`home.${line}Over`)}
          timeName={t(`home.by.${step}`)}
          valueName={t(`figure.${line}`)}
          beforeName={t("home.periodBefore")}
          format={(value) => format.money(value, currency)}
          formatAxis={(value) => format.moneyShort(value, currency)}
          points={momentsOf(rows, step, period).map(({ key, row }) => ({
            label: axisDay(key, step, t.locale),
            name: fullDay(key, step, format, t),
            value: row?.[line] ?? 0,
            before: row?.[`previous_${line}`] ?? 0,
          }))}
        />
      )}
    </ReportPanel>
  );
}
