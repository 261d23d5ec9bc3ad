/* The run sheet: what is shown, in which order, for how much. Rows are dragged, or moved by their
   buttons. */
import { useState } from "react";
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Row } from "../../api/entity";
import { entityOf, readRow } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { mayDelete, mayUpdate } from "../../records/permission";
import { useDelete } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { FieldsForm } from "./FieldsForm";
import { moved, useAtHand, useOrder, useRows } from "./planData";
import classes from "./Plan.module.css";

const entity = entityOf("show_item");
const nameOf = (item: Row) => `${textOf(item["brand"])} ${textOf(item["shoe_type"])}`;

/* A product that was chosen says its own brand, type and price. */
async function followProduct(name: string, value: unknown) {
  if (name !== "product_id" || typeof value !== "string" || value === "") return {};
  const product = await readRow("product", value).catch(() => null);
  if (!product) return {};
  return { brand: product["brand"], shoe_type: product["shoe_type"] ?? product["name"], product_variant_id: null };
}

export function SheetPanel({ show }: { readonly show: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const list = useRows("show_item", "*", show.id, "position");
  const items = list.data ?? [];
  const atHand = useAtHand(
    items.flatMap((item) => (typeof item["product_id"] === "string" ? [item["product_id"]] : [])),
  );
  const order = useOrder(show.id);
  const remove = useDelete("show_item");
  const [editing, setEditing] = useState<Row | "new" | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const may = levelIn(me, "live") >= 2;
  const sees = levelIn(me, "warehouse") >= 1;
  const last = Math.max(0, ...items.map((item) => Number(item["position"])));
  const put = (from: number, to: number) => {
    if (to >= 0 && to < items.length && from !== to) order.mutate(moved(items, from, to));
  };

  return (
    <Panel
      title={t.label(entity.plural)}
      note={items.length > 0 ? t.count("live.items", items.length) : undefined}
      actions={
        may && (
          <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
            {t("live.addItem")}
          </Button>
        )
      }
    >
      {(list.error ?? order.error) && <ErrorState message={sentenceOf(list.error ?? order.error, t)} />}
      {list.data?.length === 0 && <p className={classes.dim}>{t("live.emptySheet")}</p>}
      <ol className={classes.sheet} aria-label={t.label(entity.plural)}>
        {items.map((item, at) => {
          const pieces = atHand.data?.get(textOf(item["product_id"]));
          return (
            <li
              key={item.id}
              draggable={may}
              data-dragged={dragged === at || undefined}
              data-camera={item["on_camera_since"] !== null || undefined}
              onDragStart={() => setDragged(at)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => {
                if (dragged !== null) put(dragged, at);
              }}
            >
              <span className={classes.number}>{at + 1}</span>
              <span className={classes.name}>
                <strong>{nameOf(item)}</strong>
                <span className={classes.dim}>
                  {[
                    typeof item["target_price"] === "number" &&
                      format.money(item["target_price"], textOf(item["currency"])),
                    typeof item["target_quantity"] === "number" && t("live.aim", { count: item["target_quantity"] }),
                    pieces !== undefined && t("live.atHand", { count: format.number(pieces) }),
                    textOf(item["note"]),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              {may && (
                <span className={classes.tools}>
                  <Tool label={t("live.up", { name: nameOf(item) })} off={at === 0} onClick={() => put(at, at - 1)}>
                    <IconArrowUp size={16} />
                  </Tool>
                  <Tool
                    label={t("live.down", { name: nameOf(item) })}
                    off={at === items.length - 1}
                    onClick={() => put(at, at + 1)}
                  >
                    <IconArrowDown size={16} />
                  </Tool>
                  {mayUpdate(me, entity, item) && (
                    <Tool label={t("live.edit", { name: nameOf(item) })} onClick={() => setEditing(item)}>
                      <IconPencil size={16} />
                    </Tool>
                  )}
                  {mayDelete(me, entity, item) && (
                    <Tool label={t("live.remove", { name: nameOf(item) })} onClick={() => remove.mutate([item.id])}>
                      <IconTrash size={16} />
                    </Tool>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {editing !== null && (
        <FieldsForm
          entity="show_item"
          title={t("live.addItem")}
          asked={[
            ...(sees ? ["product_id"] : []),
            ...["brand", "shoe_type", "target_price", "target_quantity", "note"],
          ]}
          row={editing === "new" ? null : editing}
          start={
            editing === "new"
              ? { live_session_id: show.id, currency: show["currency"], position: last + 1 }
              : { ...editing }
          }
          follow={followProduct}
          onClose={() => setEditing(null)}
        />
      )}
    </Panel>
  );
}

interface ToolProps {
  readonly label: string;
  readonly off?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Tool({ label, off, onClick, children }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} disabled={off ?? false} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
