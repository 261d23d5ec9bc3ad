/* A table of sizes with figures, as the tabs of the radar show them; says so when there are none. */
import type { ReactNode } from "react";
import { IconBarcode } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import classes from "./Warehouse.module.css";

interface Named {
  readonly product_id: string;
  readonly product_variant_id: string;
  readonly name: string;
  readonly size: string | null;
}

interface Props<Row extends Named> {
  readonly found: UseQueryResult<Row[]>;
  readonly title: string;
  readonly empty: string;
  readonly columns: readonly string[];
  readonly cells: (row: Row) => readonly ReactNode[];
  readonly note?: (row: Row) => ReactNode;
  /** what stands under each column: of all rows */
  readonly totals?: (rows: readonly Row[]) => readonly ReactNode[];
}

export function WatchTable<Row extends Named>({ found, title, empty, columns, cells, note, totals }: Props<Row>) {
  const t = useTranslate();
  if (found.isError) return <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <FormSkeleton />;
  if (found.data.length === 0) return <EmptyState icon={<IconBarcode size={28} />} title={empty} body={title} />;
  return (
    <Panel>
      <div className={classes.scroll} role="region" aria-label={title} tabIndex={0}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t("stock.product")}</th>
              {columns.map((column) => (
                <th key={column} scope="col" data-number>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.data.map((row, at) => (
              <tr key={`${row.product_variant_id} ${at}`}>
                <td>
                  <Link href={to.record("product", row.product_id)}>{row.name}</Link>
                  {row.size !== null && ` · ${row.size}`}
                  {note && <div className={classes.dim}>{note(row)}</div>}
                </td>
                {cells(row).map((cell, column) => (
                  <td key={columns[column]} data-number>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                <th scope="row">{t("watch.total")}</th>
                {totals(found.data).map((cell, column) => (
                  <td key={columns[column]} data-number>
                    {cell}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </Panel>
  );
}
