/* Which sizes sell, by brand or by shoe type. */
import { useState } from "react";
import { Group, SegmentedControl } from "@mantine/core";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { ReportPanel } from "../../records/ReportPanel";
import { useReport } from "../../records/reports";
import { HeatMap } from "../../ui/HeatMap";
import { sizeGrid, systemsOf, type SizeRows } from "./sizes";
import type { Dashboard } from "./useDashboard";

const kinds: readonly SizeRows[] = ["brand", "shoe_type"];

export function SizePanel({ dashboard: { filter } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const format = useFormat();
  const [by, setBy] = useState<SizeRows>("brand");
  const [chosen, setChosen] = useState("");
  const query = useReport("report_size_run", { ...filter, top: 200 });
  const systems = query.data ? systemsOf(query.data) : [];
  const system = systems.includes(chosen) ? chosen : (systems[0] ?? "");
  return (
    <ReportPanel
      title={t("home.sizes")}
      query={query}
      isEmpty={(rows) => systemsOf(rows).length === 0}
      actions={
        <Group gap="xs" justify="flex-end">
          {systems.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t("home.sizeSystem")}
              data={systems.map((value) => ({ value, label: value || t("home.noSystem") }))}
              value={system}
              onChange={setChosen}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("home.sizeRows")}
            data={kinds.map((value) => ({ value, label: t(`home.rows.${value}`) }))}
            value={by}
            onChange={(next) => setBy(kinds.find((kind) => kind === next) ?? "brand")}
          />
        </Group>
      }
    >
      {(rows) => {
        const grid = sizeGrid(rows, by, system);
        return (
          <HeatMap
            label={t("home.sizes")}
            rows={grid.rows}
            columns={grid.columns}
            value={grid.units}
            format={format.number}
            hint={t("home.sizesHint")}
            detail={(row, column) =>
              `${grid.rows[row] ?? ""} · ${system} ${grid.columns[column] ?? ""} · ${t.count("home.pieces", grid.units(row, column) ?? 0)}`
            }
          />
        );
      }}
    </ReportPanel>
  );
}
