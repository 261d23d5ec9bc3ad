/* How few of a size are too few at a place: what the list of what to reorder goes by. */
import { useState } from "react";
import { ActionIcon, Button, Group, NumberInput, Select } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { anyEntity, call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { forget, keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { answerWhole } from "../../api/whole";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { useLocations } from "./stock";
import classes from "./Warehouse.module.css";

const MOST = 1_000_000;

interface Level {
  readonly id: string;
  readonly location_id: string;
  readonly reorder_at: number;
  readonly location: { readonly name: string };
}
interface Size {
  readonly id: string;
  readonly size: string | null;
  readonly stock_level: readonly Level[];
}

const useSizes = (product: string) =>
  useQuery({
    queryKey: keys.named("stock", "levels", product),
    queryFn: () =>
      answerWhole<Size>(
        anyEntity
          .from("product_variant")
          .select<string, Size>("id,size,stock_level(id,location_id,reorder_at,location(name))")
          .eq("product_id", product)
          .not("stock_level.reorder_at", "is", null)
          .order("size_order")
          .order("id"),
      ),
  });

interface Wanted {
  readonly product_variant_id: string;
  readonly location_id: string;
  readonly reorder_at?: number;
  readonly is_off?: boolean;
}

export function ReorderLevels({ product }: { readonly product: string }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const cache = useQueryClient();
  const places = useLocations().data ?? [];
  const sizes = useSizes(product).data ?? [];
  const [size, setSize] = useState<string | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  const [least, setLeast] = useState<number | string>("");
  const set = useMutation<unknown, ApiError, Wanted>({
    mutationFn: (wanted) => call("stock_reorder_set", wanted),
    onSuccess: () => {
      setLeast("");
      return forget(cache, "stock", "stock_level");
    },
  });
  const may = levelIn(me, "warehouse") >= 2;
  const levels = sizes.flatMap((one) => one.stock_level.map((level) => ({ ...level, of: one })));
  const nameOf = (one: Size) => one.size ?? t("stock.noSize");
  const chosen = size ?? (sizes.length === 1 ? (sizes[0]?.id ?? null) : null);
  if (sizes.length === 0) return null;

  return (
    <Panel title={t("stock.levels")} note={t("stock.levelsNote")}>
      {levels.length > 0 && (
        <ul className={classes.levels} aria-label={t("stock.levels")}>
          {levels.map((level) => (
            <li key={level.id}>
              <span>{t("stock.levelAt", { size: nameOf(level.of), place: level.location.name })}</span>
              <strong>{format.number(level.reorder_at)}</strong>
              {may && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t("stock.levelOff", { size: nameOf(level.of), place: level.location.name })}
                  onClick={() =>
                    set.mutate({ product_variant_id: level.of.id, location_id: level.location_id, is_off: true })
                  }
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {may && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen && place && typeof least === "number")
              set.mutate({ product_variant_id: chosen, location_id: place, reorder_at: least });
          }}
        >
          <Group align="end" gap="sm">
            <Select
              label={t("scan.size")}
              data={sizes.map((one) => ({ value: one.id, label: nameOf(one) }))}
              value={chosen}
              onChange={setSize}
              w={110}
            />
            <Select
              label={t("scan.place")}
              data={places.map((one) => ({ value: one.id, label: one.name }))}
              value={place}
              onChange={setPlace}
              w={170}
            />
            <NumberInput
              label={t("watch.level")}
              value={least}
              onChange={setLeast}
              min={0}
              max={MOST}
              allowDecimal={false}
              w={110}
            />
            <Button
              type="submit"
              variant="default"
              loading={set.isPending}
              disabled={!chosen || !place || typeof least !== "number"}
            >
              {t("action.save")}
            </Button>
          </Group>
        </form>
      )}
      {set.error && <ErrorState message={sentenceOf(set.error, t)} />}
    </Panel>
  );
}
