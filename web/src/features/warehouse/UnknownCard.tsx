/* A code that nobody has given a meaning yet: a new product, or one more code of a product. */
import { useState } from "react";
import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { anyEntity, answer } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { forget } from "../../api/keys";
import { createRow, entityOf } from "../../api/rows";
import { LinkSelect } from "../../fields/link/LinkSelect";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import type { Found } from "./stock";
import classes from "./Warehouse.module.css";

interface Props {
  readonly found: Pick<Found, "code" | "check_digit_is_right">;
  readonly onKnown: () => void;
}

interface Wish {
  readonly product: string;
  readonly name: string;
  readonly brand: string;
  readonly size: string;
}

async function variantOf(product_id: string, size: string): Promise<string> {
  const request = anyEntity.from("product_variant").select<string, { id: string }>("id").eq("product_id", product_id);
  const same = await answer<{ id: string }[]>(size ? request.eq("size", size) : request.is("size", null));
  return same[0]?.id ?? (await createRow("product_variant", { product_id, size: size || null })).id;
}

/* A wrong check digit was seen by whoever goes on: then it is no EAN. */
async function assign(found: Props["found"], wish: Wish): Promise<void> {
  const product = wish.product || (await createRow("product", { name: wish.name.trim(), brand: wish.brand.trim() })).id;
  const product_variant_id = await variantOf(product, wish.size.trim());
  const symbology = found.check_digit_is_right ? {} : { symbology: "other" };
  await createRow("product_barcode", { product_variant_id, code: found.code, ...symbology });
}

export function UnknownCard({ found, onKnown }: Props) {
  const t = useTranslate();
  const cache = useQueryClient();
  const [wish, setWish] = useState<Wish>({ product: "", name: "", brand: "", size: "" });
  const save = useMutation<unknown, ApiError, Wish>({
    mutationFn: (wanted) => assign(found, wanted),
    onSuccess: async () => {
      await forget(cache, "stock", "product", "product_variant", "product_barcode");
      onKnown();
    },
  });
  const field = entityOf("product_variant").fields.find(({ name }) => name === "product_id");
  const isReady = wish.product !== "" || (wish.name.trim() !== "" && wish.brand.trim() !== "");
  const set = (change: Partial<Wish>) => setWish((before) => ({ ...before, ...change }));

  return (
    <Panel title={t("scan.unknown")} note={found.code}>
      {!found.check_digit_is_right && <p className={classes.bad}>{t("scan.checkDigit")}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) save.mutate(wish);
        }}
      >
        {field && (
          <LinkSelect
            field={field}
            label={t("scan.assign")}
            value={wish.product}
            onChange={(product) => set({ product })}
          />
        )}
        <div className={classes.fields}>
          {wish.product === "" && (
            <>
              <TextInput
                label={t("scan.newName")}
                value={wish.name}
                maxLength={160}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <TextInput
                label={t("scan.newBrand")}
                value={wish.brand}
                maxLength={80}
                onChange={(event) => set({ brand: event.currentTarget.value })}
              />
            </>
          )}
          <TextInput
            label={t("scan.size")}
            value={wish.size}
            maxLength={16}
            onChange={(event) => set({ size: event.currentTarget.value })}
          />
        </div>
        {save.error && <ErrorState message={sentenceOf(save.error, t)} />}
        <Group mt="md">
          <Button type="submit" disabled={!isReady} loading={save.isPending}>
            {t(wish.product === "" ? "scan.create" : "scan.assignDo")}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}
