/* One more line of a box: a product and its size, or what stands on the packing list. */
import { useState } from "react";
import { Button, Group, NumberInput, TextInput } from "@mantine/core";
import { anyEntity, answer } from "../../api/client";
import { createRow, entityOf } from "../../api/rows";
import { LinkSelect } from "../../fields/link/LinkSelect";
import { useTranslate } from "../../i18n/translate";
import { useAct } from "./counts";

const empty = { product: "", size: "", description: "", expected: "" as number | string };

async function add(box: string, { product, size, description, expected }: typeof empty): Promise<unknown> {
  const row = { inbound_box_id: box, expected: expected === "" ? null : expected, size: size.trim() || null };
  if (!product) return createRow("inbound_line", { ...row, description: description.trim() });
  const [found] = await answer<{ name: string }[]>(anyEntity.from("product").select("name").eq("id", product));
  const request = anyEntity.from("product_variant").select<string, { id: string }>("id").eq("product_id", product);
  const [same] = await answer<{ id: string }[]>(row.size ? request.eq("size", row.size) : request.is("size", null));
  const variant = same?.id ?? (await createRow("product_variant", { product_id: product, size: row.size })).id;
  const name = description.trim() || found?.name || "";
  return createRow("inbound_line", { ...row, description: name, product_id: product, product_variant_id: variant });
}

export function BoxLineAdd({ box }: { readonly box: string }) {
  const t = useTranslate();
  const [wish, setWish] = useState(empty);
  const [series, setSeries] = useState(0);
  const change = (part: Partial<typeof empty>) => setWish((before) => ({ ...before, ...part }));
  const save = useAct(
    () => add(box, wish),
    () => {
      setWish(empty);
      setSeries((before) => before + 1);
    },
  );
  const fields = entityOf("inbound_line").fields;
  const product = fields.find(({ name }) => name === "product_id");
  const description = fields.find(({ name }) => name === "description");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wish.product || wish.description.trim()) save.mutate(undefined);
      }}
    >
      <Group mt="md" gap="sm" align="end">
        {product && (
          <LinkSelect
            key={series}
            field={product}
            label={t.label(product.label)}
            value={wish.product}
            error={null}
            onChange={(product_id) => change({ product: product_id })}
          />
        )}
        <TextInput
          label={t("scan.size")}
          value={wish.size}
          maxLength={16}
          w={90}
          onChange={(event) => change({ size: event.currentTarget.value })}
        />
        {description && (
          <TextInput
            label={t.label(description.label)}
            value={wish.description}
            maxLength={200}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
        )}
        <NumberInput
          label={t("box.expected")}
          value={wish.expected}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          w={100}
          onChange={(expected) => change({ expected })}
        />
        <Button
          type="submit"
          variant="default"
          disabled={wish.expected !== "" && typeof wish.expected !== "number"}
          loading={save.isPending}
        >
          {t("box.addLine")}
        </Button>
      </Group>
    </form>
  );
}
