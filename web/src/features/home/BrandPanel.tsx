/* The brands that sold most, or earned most. */
import { useState } from "react";
import { SegmentedControl } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { amountText, changeOf } from "../../records/figures";
import { MarginNote } from "../../records/MarginNote";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { BarList } from "../../ui/charts/BarList";
import { ChangeText } from "../../ui/charts/ChangeText";
import type { Dashboard } from "./useDashboard";

const orders = ["gmv", "profit"] as const;
const MOST = 6;

export function BrandPanel({ dashboard: { filter, grants, currency } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const [chosen, setOrder] = useState<(typeof orders)[number]>("gmv");
  const order = grants.profit ? chosen : "gmv";
  const query = useReport("report_sales", { group: "brand", ...filter, compare: true, order_by: order, top: MOST });
  return (
    <ReportPanel
      title={t("home.brands")}
      query={query}
      isEmpty={(rows) => rows.every((row) => row.units === 0)}
      actions={
        grants.profit && (
          <SegmentedControl
            size="xs"
            aria-label={t("home.brands")}
            data={orders.map((name) => ({ value: name, label: t(`figure.${name}`) }))}
            value={order}
            onChange={(next) => setOrder(orders.find((name) => name === next) ?? "gmv")}
          />
        )
      }
    >
      {(rows) => (
        <BarList
          label={t("home.brands")}
          bars={rows
            .filter((row) => row.units > 0)
            .map((row) => ({
              id: row.key ?? "",
              name: row.label,
              value: row[order] ?? 0,
              text: amountText(row[order] ?? 0, currency, format),
              note: (
                <>
                  <span>{t.count("home.pieces", row.units)}</span>
                  <MarginNote margin={row.margin} />
                  <ChangeText change={changeOf(order, row[order] ?? null, row[`previous_${order}`] ?? null, t)} />
                </>
              ),
            }))}
        />
      )}
    </ReportPanel>
  );
}
