/* The sales of the show, newest first; another one is a press away. */
import { lazy, Suspense, useState } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "wouter";
import type { Row } from "../../api/entity";
import { addressFromQuery, emptyQuery, type ListQuery } from "../../api/query";
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
import { useIsPhone } from "../../ui/useMedia";
import classes from "./Show.module.css";

const QuickSale = lazy(async () => ({ default: (await import("./QuickSale")).QuickSale }));

const SHOWN = 20;
const SHOWN_ON_PHONE = 8;
const columns = ["sold_at", "brand", "shoe_type", "size", "quantity", "price", "cost"];

export function ShowSales({ show }: { readonly show: Row }) {
  const t = useTranslate();
  const me = useMe();
  const entity = entityOf("sale");
  const shown = useIsPhone() ? SHOWN_ON_PHONE : SHOWN;
  const [order, setOrder] = useState(entity.order);
  const [adding, setAdding] = useState(false);
  const query: ListQuery = {
    ...emptyQuery,
    conditions: [{ column: "live_session_id", operator: "eq", value: show.id }],
    order,
    size: shown,
  };
  const list = useList("sale", query);
  const all = to.list("sale", addressFromQuery({ ...query, size: emptyQuery.size }).toString());

  return (
    <>
      <Panel
        flush
        title={t("show.sales")}
        note={list.data && t.count("list.count", list.data.count)}
        actions={
          mayCreate(me, entity) && (
            <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t("list.new", { name: t.inside(entity.label) })}
            </Button>
          )
        }
      >
        {list.isError && <ErrorState message={sentenceOf(list.error, t)} onRetry={() => void list.refetch()} />}
        {list.isPending && <TableSkeleton rows={5} />}
        {list.data?.count === 0 && <p className={classes.none}>{t("show.noSales")}</p>}
        {list.data && list.data.count > 0 && (
          <div className={classes.sales}>
            <RecordTable
              entity="sale"
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
        {list.data && list.data.count > shown && (
          <div className={classes.all}>
            <Link href={all}>{t.count("show.allSales", list.data.count)}</Link>
          </div>
        )}
      </Panel>
      <Suspense>{adding && <QuickSale show={show} onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}
