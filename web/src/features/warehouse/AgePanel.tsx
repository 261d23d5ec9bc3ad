/* How long what is there lies: first in, first out. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { WatchTable } from "./WatchTable";

export function AgePanel() {
  const t = useTranslate();
  const format = useFormat();
  const found = useQuery({ queryKey: keys.named("stock", "ageing"), queryFn: () => call("stock_ageing", {}) });
  const showsValue = (found.data ?? []).some(({ value }) => value !== null);
  const number = (value: number) => (value === 0 ? "" : format.number(value));
  return (
    <WatchTable
      found={found}
      title={t("watch.ageing")}
      empty={t("watch.none")}
      columns={[
        ...[t("watch.days"), t("watch.onHand"), t("watch.d30"), t("watch.d60"), t("watch.d90"), t("watch.d180")],
        ...[t("watch.older"), ...(showsValue ? [t("stock.value")] : [])],
      ]}
      cells={(row) => [
        ...[row.days === null ? "–" : format.number(row.days), format.number(row.on_hand), number(row.days_30)],
        ...[number(row.days_60), number(row.days_90), number(row.days_180), number(row.older)],
        ...(showsValue ? [row.value !== null && row.currency ? format.money(row.value, row.currency) : "–"] : []),
      ]}
    />
  );
}
