/* All shows by what they earned: what the list of records cannot sort by, the report can. */
import { NativeSelect } from "@mantine/core";
import { IconBroadcast } from "@tabler/icons-react";
import { useSearchParams } from "wouter";
import { addressFromQuery, queryFromAddress, type ListQuery } from "../../api/query";
import { namedRanges, rangeOf } from "../../fields/date/ranges";
import { useFormat, usePlace } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { todayIn } from "../../i18n/zone";
import { to } from "../../paths/to";
import { BackLink } from "../../records/BackLink";
import { Pager } from "../../records/Pager";
import { useReport, useReportGrants, type ReportRow } from "../../records/reports";
import { DataCards } from "../../ui/DataCards";
import { DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { TableSkeleton } from "../../ui/TableSkeleton";
import { useIsPhone } from "../../ui/useMedia";
import { rankColumns, sortShows } from "./ranking";

const MOST = 10_000;

export function ShowRankingPage() {
  const t = useTranslate();
  const format = useFormat();
  const isPhone = useIsPhone();
  const { timeZone } = usePlace();
  const { profit } = useReportGrants();
  const lead = profit ? "profit" : "gmv";
  const [params, setParams] = useSearchParams();
  const range = namedRanges.find((name) => name === params.get("range"));
  const asked = queryFromAddress(params);
  const order = asked.order || `${lead}.desc`;
  const days = range ? rangeOf(range, todayIn(timeZone)) : {};
  const query = useReport("report_sales", { group: "show", top: MOST, ...days });
  const ranked = query.data && sortShows(query.data, order);
  const count = ranked?.length ?? 0;
  const page = Math.min(asked.page, Math.max(1, Math.ceil(count / asked.size)));
  const offset = (page - 1) * asked.size;
  const rows = ranked?.slice(offset, offset + asked.size);
  /* Whatever changes the rows starts again on the first page. */
  const change = ({ range: period = range ?? "", ...next }: Partial<ListQuery> & { readonly range?: string }) => {
    const address = addressFromQuery({ ...asked, order, page: 1, ...next });
    if (period) address.set("range", period);
    setParams(address, { replace: next.page === undefined });
  };

  const columns = rankColumns(t, format, profit);
  const shared = {
    label: t("show.ranking"),
    rows: rows ?? [],
    rowId: (row: ReportRow) => `${row.key ?? ""} ${row.currency}`,
    rowName: (row: ReportRow) => row.label,
    hrefOf: (row: ReportRow) => to.record("live_session", row.key ?? ""),
    selected: null,
    onSelect: () => undefined,
    busy: query.isPlaceholderData,
    offset,
    total: count,
  };
  return (
    <Page
      fills
      title={t("show.ranking")}
      above={<BackLink entity="live_session" />}
      actions={
        <>
          {isPhone && (
            <NativeSelect
              aria-label={t("list.sort")}
              value={order}
              data={columns.flatMap(({ id, header }) => [
                { value: `${id}.desc`, label: `${header} ↓` },
                { value: `${id}.asc`, label: `${header} ↑` },
              ])}
              onChange={(event) => change({ order: event.currentTarget.value })}
            />
          )}
          <NativeSelect
            aria-label={t("home.period")}
            value={range ?? ""}
            data={[
              { value: "", label: t("show.always") },
              ...namedRanges.map((name) => ({ value: name, label: t(`range.${name}`) })),
            ]}
            onChange={(event) => change({ range: event.currentTarget.value })}
          />
        </>
      }
    >
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <TableSkeleton />}
      {rows?.length === 0 && (
        <EmptyState icon={<IconBroadcast size={26} />} title={t("show.noShows")} body={t("empty.live_session")} />
      )}
      {rows && rows.length > 0 && !isPhone && (
        <DataTable {...shared} columns={columns} order={order} onOrder={(next) => change({ order: next })} />
      )}
      {rows && rows.length > 0 && isPhone && (
        <DataCards
          {...shared}
          partsOf={(row) => ({
            title: row.label,
            value: format.money(row[lead] ?? 0, row.currency),
            lines: columns
              .filter(({ id }) => id !== "label" && id !== lead)
              .map(({ id, header, cell }) => ({
                label: header,
                hidesLabel: id === "day" || id === "platform" || id === "host",
                value: cell(row),
              })),
          })}
        />
      )}
      {rows && rows.length > 0 && (
        <Pager query={{ page, size: asked.size }} count={count} shown={rows.length} onChange={change} />
      )}
    </Page>
  );
}
