/* The codes that stand for a product, and one of our own for a size that has none. */
import { Badge, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { forget, keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import classes from "./Warehouse.module.css";

interface Size {
  readonly id: string;
  readonly size: string | null;
  readonly product_barcode: readonly { id: string; code: string; is_own: boolean }[];
}

const readSizes = (product: string) =>
  answer<Size[]>(
    anyEntity
      .from("product_variant")
      .select("id,size,product_barcode(id,code,is_own)")
      .eq("product_id", product)
      .order("size_order", { nullsFirst: true }),
  );

export function BarcodePanel({ product }: { readonly product: string }) {
  const t = useTranslate();
  const me = useMe();
  const cache = useQueryClient();
  const sizes = useQuery({
    queryKey: keys.named("product_barcode", "of", product),
    queryFn: () => readSizes(product),
  });
  const make = useMutation<unknown, ApiError, string>({
    mutationFn: (id) => call("barcode_make", { product_variant_id: id }),
    onSuccess: () => forget(cache, "product_barcode", "stock"),
  });
  const rows = sizes.data ?? [];
  if (rows.length === 0) return null;

  return (
    <Panel title={t("stock.barcodes")}>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id} className={classes.item}>
            <span>
              <strong>{row.size ?? t("stock.noSize")}</strong>{" "}
              {row.product_barcode.map((barcode) => (
                <span key={barcode.id}>
                  {barcode.code} {barcode.is_own && <Badge variant="light">{t("stock.own")}</Badge>}{" "}
                </span>
              ))}
            </span>
            {levelIn(me, "warehouse") >= 2 && row.product_barcode.length === 0 && (
              <Button
                size="compact-sm"
                variant="default"
                loading={make.isPending}
                onClick={() => make.mutate(row.id)}
                aria-label={`${t("stock.makeCode")} ${row.size ?? ""}`.trim()}
              >
                {t("stock.makeCode")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {make.error && <ErrorState message={sentenceOf(make.error, t)} />}
    </Panel>
  );
}
