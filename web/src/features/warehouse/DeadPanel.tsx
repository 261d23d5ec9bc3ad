/* What lies and was not sold since so many days. */
import { useState } from "react";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { WholeInput } from "../../fields/WholeInput";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { WatchTable } from "./WatchTable";
import { worthOf } from "./worth";

export function DeadPanel() {
  const t = useTranslate();
  const format = useFormat();
  const [days, setDays] = useState<number | null>(60);
  const found = useQuery({
    queryKey: keys.named("stock", "dead", String(days)),
    queryFn: days === null ? skipToken : () => call("stock_dead", { days }),
    placeholderData: keepPreviousData,
  });
  const showsValue = (found.data ?? []).some(({ value }) => typeof value === "number");
  return (
    <>
      <Panel>
        <WholeInput label={t("watch.since")} value={days} min={1} max={3650} maw={220} onChange={setDays} />
      </Panel>
      {days !== null && (
        <WatchTable
          found={found}
          title={t("watch.dead")}
          empty={t("watch.deadNone")}
          columns={[
            ...[t("watch.onHand"), t("watch.lastSold"), t("watch.lastIn")],
            ...(showsValue ? [t("stock.value")] : []),
          ]}
          cells={(row) => [
            format.number(row.on_hand),
            row.last_sold_on ? format.day(row.last_sold_on) : t("watch.neverSold"),
            row.last_in_on ? format.day(row.last_in_on) : "–",
            ...(showsValue
              ? [typeof row.value === "number" && row.currency ? format.money(row.value, row.currency) : "–"]
              : []),
          ]}
          totals={(rows) => [
            ...[format.number(rows.reduce((sum, row) => sum + row.on_hand, 0)), "", ""],
            ...(showsValue ? [worthOf(rows, format)] : []),
          ]}
        />
      )}
    </>
  );
}
