/* How long what is there lies: first in, first out. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { useIsPhone } from "../../ui/useMedia";
import { WatchTable } from "./WatchTable";
import { worthOf } from "./worth";

const ages = [
  { column: "days_30", word: "watch.d30" },
  { column: "days_60", word: "watch.d60" },
  { column: "days_90", word: "watch.d90" },
  { column: "days_180", word: "watch.d180" },
  { column: "older", word: "watch.older" },
] as const;

export function AgePanel() {
  const t = useTranslate();
  const format = useFormat();
  const isPhone = useIsPhone();
  const found = useQuery({ queryKey: keys.named("stock", "ageing"), queryFn: () => call("stock_ageing", {}) });
  const showsValue = (found.data ?? []).some(({ value }) => typeof value === "number");
  const number = (value: number) => (value === 0 ? "" : format.number(value));
  /* Five columns of ages do not fit on a phone: there they stand under the name. */
  const columns: readonly (typeof ages)[number][] = isPhone ? [] : ages;
  const agesOf = (row: NonNullable<typeof found.data>[number]) =>
    ages
      .filter(({ column }) => row[column] !== 0)
      .map(({ column, word }) => `${t(word)}: ${format.number(row[column])}`)
      .join(" · ");
  return (
    <WatchTable
      found={found}
      title={t("watch.ageing")}
      empty={t("watch.none")}
      columns={[
        ...[t("watch.days"), t("watch.onHand"), ...columns.map(({ word }) => t(word))],
        ...(showsValue ? [t("stock.value")] : []),
      ]}
      cells={(row) => [
        ...[row.days === null ? "–" : format.number(row.days), format.number(row.on_hand)],
        ...columns.map(({ column }) => number(row[column])),
        ...(showsValue
          ? [typeof row.value === "number" && row.currency ? format.money(row.value, row.currency) : "–"]
          : []),
      ]}
      totals={(rows) => [
        ...["", format.number(rows.reduce((sum, row) => sum + row.on_hand, 0))],
        ...columns.map(({ column }) => number(rows.reduce((sum, row) => sum + row[column], 0))),
        ...(showsValue ? [worthOf(rows, format)] : []),
      ]}
      {...(isPhone ? { note: agesOf } : {})}
    />
  );
}
