/* Sizes at or below the level at which one buys more, or brings more to a place. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { WatchTable } from "./WatchTable";

export function ReorderPanel() {
  const t = useTranslate();
  const format = useFormat();
  const found = useQuery({ queryKey: keys.named("stock", "reorder"), queryFn: () => call("stock_reorder", {}) });
  return (
    <WatchTable
      found={found}
      title={t("watch.reorder")}
      empty={t("watch.reorderNone")}
      columns={[t("watch.onHand"), t("watch.level")]}
      cells={(row) => [format.number(row.on_hand), format.number(row.reorder_at)]}
      note={(row) => row.location ?? t("stock.everywhere")}
    />
  );
}
