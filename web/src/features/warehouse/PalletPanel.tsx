/* What the next pallet of a brand should hold, by what of it was sold and is there. */
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { WholeInput } from "../../fields/WholeInput";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import classes from "./Warehouse.module.css";

export function PalletPanel() {
  const t = useTranslate();
  const format = useFormat();
  const [brand, setBrand] = useState("");
  const [type, setType] = useState("");
  const [pieces, setPieces] = useState<number | null>(100);
  const [days, setDays] = useState<number | null>(90);
  const what = { brand: brand.trim(), ...(type.trim() ? { shoe_type: type.trim() } : {}) };
  const wish = what.brand === "" || pieces === null || days === null ? null : { ...what, pieces, days };
  const found = useQuery({
    queryKey: keys.named("stock", "pallet", JSON.stringify(wish)),
    queryFn: wish ? () => call("stock_pallet", wish) : skipToken,
    placeholderData: keepPreviousData,
  });
  const rows = wish ? (found.data ?? []) : [];
  return (
    <Panel title={t("watch.pallet")} note={t("watch.palletNote")}>
      <div className={classes.fields}>
        <TextInput
          label={t("watch.brand")}
          value={brand}
          maxLength={80}
          onChange={(e) => setBrand(e.currentTarget.value)}
        />
        <TextInput
          label={t("watch.type")}
          value={type}
          maxLength={80}
          onChange={(e) => setType(e.currentTarget.value)}
        />
        <WholeInput label={t("watch.pieces")} value={pieces} min={1} max={100_000} onChange={setPieces} />
        <WholeInput label={t("watch.period")} value={days} min={1} max={730} onChange={setDays} />
      </div>
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      {wish && found.data?.length === 0 && <p className={classes.dim}>{t("watch.palletNone")}</p>}
      {rows.length > 0 && (
        <div className={classes.scroll} role="region" aria-label={t("watch.pallet")} tabIndex={0}>
          <table className={classes.grid}>
            <thead>
              <tr>
                <th scope="col">{t("scan.size")}</th>
                {[t("watch.soldShort"), t("watch.onHand"), t("watch.suggest")].map((column) => (
                  <th key={column} scope="col" data-number>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.size} ${row.size_system ?? ""}`}>
                  <td>{[row.size_system, row.size].filter(Boolean).join(" ")}</td>
                  <td data-number>{format.number(row.sold)}</td>
                  <td data-number>{format.number(row.on_hand)}</td>
                  <td data-number>
                    <b>{format.number(row.pieces)}</b>
                  </td>
                </tr>
              ))}
              <tr>
                <td>{t("watch.total")}</td>
                <td data-number>{format.number(rows.reduce((sum, row) => sum + row.sold, 0))}</td>
                <td data-number>{format.number(rows.reduce((sum, row) => sum + row.on_hand, 0))}</td>
                <td data-number>{format.number(rows.reduce((sum, row) => sum + row.pieces, 0))}</td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
