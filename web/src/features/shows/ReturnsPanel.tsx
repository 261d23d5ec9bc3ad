/* What came back of a sale; another return is a press away. */
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "wouter";
import type { Row } from "../../api/entity";
import { emptyQuery, type ListQuery } from "../../api/query";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { mayCreate } from "../../records/permission";
import { useList } from "../../records/queries";
import { RecordTable } from "../../records/RecordTable";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { TableSkeleton } from "../../ui/TableSkeleton";
import classes from "./Show.module.css";

const columns = ["returned_at", "quantity", "refund", "reason", "location_id"];

/** What is left to come back, all of it filled in. */
function given(sale: Row): string {
  const left = Number(sale["quantity"]) - Number(sale["returned"]);
  const money = Number(sale["price"]) * Number(sale["quantity"]) - Number(sale["refunded"]);
  const fields: Record<string, string> = { sale_id: sale.id, quantity: String(left), refund: String(money) };
  if (typeof sale["location_id"] === "string") fields["location_id"] = sale["location_id"];
  return new URLSearchParams(fields).toString();
}

export function ReturnsPanel({ sale }: { readonly sale: Row }) {
  const t = useTranslate();
  const me = useMe();
  const entity = entityOf("sale_return");
  const [order, setOrder] = useState(entity.order);
  const query: ListQuery = {
    ...emptyQuery,
    conditions: [{ column: "sale_id", operator: "eq", value: sale.id }],
    order,
  };
  const list = useList("sale_return", query);
  return (
    <Panel
      flush
      title={t.label(entity.plural)}
      note={list.data && t.count("list.count", list.data.count)}
      actions={
        mayCreate(me, entity) && (
          <Button
            component={Link}
            href={`${to.create("sale_return")}?${given(sale)}`}
            size="sm"
            leftSection={<IconArrowBackUp size={16} />}
          >
            {t("show.bookReturn")}
          </Button>
        )
      }
    >
      {list.isError && <ErrorState message={sentenceOf(list.error, t)} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton rows={2} />}
      {list.data?.count === 0 && <p className={classes.none}>{t("show.noReturns")}</p>}
      {list.data && list.data.count > 0 && (
        <div className={classes.sales}>
          <RecordTable
            entity="sale_return"
            fields={entity.fields.filter((field) => columns.includes(field.name))}
            rows={list.data.rows}
            order={order}
            onOrder={setOrder}
            selected={null}
            onSelect={() => undefined}
            busy={list.isPlaceholderData}
            offset={0}
            total={list.data.count}
          />
        </div>
      )}
    </Panel>
  );
}
