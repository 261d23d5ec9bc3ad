/* The columns of the ranking, and how it is sorted. */
import type { Format } from "../../i18n/format";
import type { Translate } from "../../i18n/translate";
import { BASIS } from "../../records/figures";
import { platformLabel } from "../../records/platform";
import type { ReportRow } from "../../records/reports";
import type { TableColumn } from "../../ui/table";

const values: Record<string, (row: ReportRow) => string | number | null> = {
  label: (row) => row.label,
  day: (row) => row.day,
  platform: (row) => row.platform,
  host: (row) => row.host,
  gmv: (row) => row.gmv,
  cost: (row) => row.cost ?? null,
  profit: (row) => row.profit ?? null,
  margin: (row) => row.margin ?? null,
  units: (row) => row.units,
  buyers: (row) => row.buyers,
};

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

/** "profit.desc"; what has no value comes last either way. Sales without a show are no show. */
export function sortShows(rows: readonly ReportRow[], order: string): ReportRow[] {
  const [column = "profit", direction] = order.split(".");
  const value = values[column] ?? ((row: ReportRow) => row.profit ?? row.gmv);
  const sign = direction === "asc" ? 1 : -1;
  return rows
    .filter((row) => row.key !== null)
    .sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return sign * compare(left, right);
    });
}

const ofProfit = ["profit", "margin", "cost"];

export function rankColumns(t: Translate, format: Format, hasProfit: boolean): TableColumn<ReportRow>[] {
  const money = (minor: number | undefined, row: ReportRow) =>
    minor === undefined ? "" : format.money(minor, row.currency);
  const end = { align: "end" as const, width: 104 };
  const columns: TableColumn<ReportRow>[] = [
    { id: "label", header: t("show.title"), width: 210, cell: (row) => row.label },
    { id: "day", header: t("show.day"), width: 136, cell: (row) => (row.day ? format.day(row.day) : "") },
    { id: "platform", header: t("show.platform"), width: 110, cell: (row) => platformLabel(row.platform, t) },
    { id: "host", header: t("show.host"), width: 96, cell: (row) => row.host ?? "" },
    { id: "profit", header: t("figure.profit"), ...end, cell: (row) => money(row.profit, row) },
    {
      id: "margin",
      header: t("figure.margin"),
      ...end,
      cell: (row) => (typeof row.margin === "number" ? format.percent(row.margin / BASIS) : ""),
    },
    { id: "gmv", header: t("figure.gmv"), ...end, cell: (row) => money(row.gmv, row) },
    { id: "cost", header: t("figure.cost"), ...end, cell: (row) => money(row.cost, row) },
    { id: "units", header: t("figure.units"), ...end, width: 84, cell: (row) => format.number(row.units) },
    {
      id: "buyers",
      header: t("figure.buyers"),
      ...end,
      width: 84,
      cell: (row) => (row.buyers === null ? "" : format.number(row.buyers)),
    },
  ];
  return columns
    .filter(({ id }) => hasProfit || !ofProfit.includes(id))
    .map((column) => ({ ...column, sortBy: column.id }));
}
