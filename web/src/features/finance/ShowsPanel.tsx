/* Each show of the month, down to what is left after its share of everything. */
import { useState } from "react";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BASIS } from "../../records/figures";
import { ReportPanel } from "../../records/ReportPanel";
import { DataCards } from "../../ui/DataCards";
import { DataTable } from "../../ui/DataTable";
import type { TableColumn } from "../../ui/table";
import { useIsPhone } from "../../ui/useMedia";
import classes from "./Finance.module.css";
import { useMonthShows, type MonthShow } from "./month";

const amounts = ["gmv", "cost", "direct_cost", "shared_cost", "profit"] as const;

const valueOf = (row: MonthShow, column: string) =>
  column === "title" || column === "day" ? row[column] : Number(row[column as keyof MonthShow] ?? -Infinity);

function sorted(rows: readonly MonthShow[], order: string): MonthShow[] {
  const [column = "day", direction] = order.split(".");
  const sign = direction === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * String(left ?? "").localeCompare(String(right ?? ""));
  });
}

export function ShowsPanel({ month, currency }: { readonly month: string; readonly currency: string }) {
  const t = useTranslate();
  const format = useFormat();
  const isPhone = useIsPhone();
  const [order, setOrder] = useState("day.asc");
  const query = useMonthShows(month, true);
  const money = (minor: number) => format.money(minor, currency);
  const end = { align: "end" as const, width: 112 };
  const header = (name: (typeof amounts)[number]) =>
    name === "gmv" || name === "profit" ? t(`figure.${name}`) : t(`finance.${name}`);
  const columns: TableColumn<MonthShow>[] = [
    { id: "title", header: t("show.title"), width: 170, cell: (row: MonthShow) => row.title },
    { id: "day", header: t("show.day"), width: 136, cell: (row: MonthShow) => (row.day ? format.day(row.day) : "") },
    ...amounts.map((name) => ({ id: name, header: header(name), ...end, cell: (row: MonthShow) => money(row[name]) })),
    {
      id: "margin",
      header: t("figure.margin"),
      ...end,
      width: 84,
      cell: (row: MonthShow) => (row.margin === null ? "" : format.percent(row.margin / BASIS)),
    },
  ].map((column) => ({ ...column, sortBy: column.id }));

  return (
    <ReportPanel
      title={t("finance.shows")}
      note={t("finance.showsNote")}
      query={query}
      isEmpty={(rows) => rows.every((row) => row.currency !== currency)}
    >
      {(rows) => {
        const mine = sorted(
          rows.filter((row) => row.currency === currency),
          order,
        );
        const shared = {
          label: t("finance.shows"),
          rows: mine,
          rowId: (row: MonthShow) => `${row.live_session_id ?? ""} ${row.currency}`,
          rowName: (row: MonthShow) => row.title,
          hrefOf: (row: MonthShow) =>
            row.live_session_id ? to.record("live_session", row.live_session_id) : to.list("sale"),
          selected: null,
          onSelect: () => undefined,
          busy: query.isPlaceholderData,
          total: mine.length,
        };
        const sumOf = (name: (typeof amounts)[number]) => mine.reduce((sum, row) => sum + row[name], 0);
        const list = isPhone ? (
          <DataCards
            {...shared}
            partsOf={(row) => ({
              title: row.title,
              value: money(row.profit),
              lines: columns
                .filter(({ id }) => id !== "title" && id !== "profit")
                .map(({ id, header, cell }) => ({ label: header, hidesLabel: id === "day", value: cell(row) })),
            })}
          />
        ) : (
          <DataTable {...shared} columns={columns} order={order} onOrder={setOrder} />
        );
        return (
          <>
            {list}
            <dl className={classes.totals}>
              <div>
                <dt>{t("finance.allShows")}</dt>
                <dd>{format.number(mine.length)}</dd>
              </div>
              {amounts.map((name) => (
                <div key={name}>
                  <dt>{header(name)}</dt>
                  <dd>{money(sumOf(name))}</dd>
                </div>
              ))}
            </dl>
          </>
        );
      }}
    </ReportPanel>
  );
}
