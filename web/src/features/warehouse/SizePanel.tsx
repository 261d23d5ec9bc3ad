/* The sizes of a product: how many are where. */
import { useState } from "react";
import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "../../api/errors";
import { forget } from "../../api/keys";
import { createRow } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { useOnHand } from "./stock";
import classes from "./Warehouse.module.css";

export function SizePanel({ product }: { readonly product: string }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const cache = useQueryClient();
  const [size, setSize] = useState("");
  const stock = useOnHand({ product_id: product });
  const rows = stock.data ?? [];
  const add = useMutation<unknown, ApiError, string>({
    mutationFn: (wanted) => createRow("product_variant", { product_id: product, size: wanted }),
    onSuccess: () => {
      setSize("");
      return forget(cache, "stock", "product_variant");
    },
  });

  return (
    <Panel title={t("stock.sizes")}>
      {rows.length === 0 && <p className={classes.dim}>{t("stock.noSizes")}</p>}
      {rows.length > 0 && (
        <div className={classes.scroll} role="region" aria-label={t("stock.sizes")} tabIndex={0}>
          <table className={classes.grid}>
            <thead>
              <tr>
                <th scope="col">{t("scan.size")}</th>
                <th scope="col">{t("scan.place")}</th>
                <th scope="col" data-number>
                  {t("stock.pieces")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.product_variant_id} ${row.location_id ?? ""}`}>
                  <td>{row.size ?? t("stock.noSize")}</td>
                  <td>{row.location ?? "–"}</td>
                  <td data-number>{format.number(row.on_hand)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {t("watch.total")}
                </th>
                <td data-number>{format.number(rows.reduce((sum, row) => sum + row.on_hand, 0))}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {levelIn(me, "warehouse") >= 2 && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (size.trim()) add.mutate(size.trim());
          }}
        >
          <Group mt="md" align="end" gap="sm">
            <TextInput
              label={t("stock.newSize")}
              value={size}
              maxLength={16}
              onChange={(event) => setSize(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending}>
              {t("stock.addSize")}
            </Button>
          </Group>
          {add.error && <ErrorState message={sentenceOf(add.error, t)} />}
        </form>
      )}
    </Panel>
  );
}
