/* Lines of a count: differences first, so that they can be looked at once more. */
import { IconClipboardCheck } from "@tabler/icons-react";
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { Panel } from "../../ui/Panel";
import { useIsPhone } from "../../ui/useMedia";
import type { CountRow } from "./counts";
import { signed } from "./signed";
import classes from "./Warehouse.module.css";

const weight = (row: CountRow) => (row.is_disturbed ? 3 : row.difference ? 2 : row.counted === null ? 0 : 1);

export function CountTable({ rows }: { readonly rows: readonly CountRow[] }) {
  const t = useTranslate();
  const format = useFormat();
  const isPhone = useIsPhone();
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  if (rows.length === 0)
    return <EmptyState icon={<IconClipboardCheck size={28} />} title={t("count.none")} body={t("count.noneBody")} />;
  const counted = rows.filter((row) => row.counted !== null);
  const differing = counted.filter(({ difference }) => difference);
  const net = differing.reduce((sum, { difference }) => sum + (difference ?? 0), 0);
  const isBlind = rows.every(({ expected }) => expected === null);
  const summary = [
    isBlind
      ? t.count("count.sizes", counted.length)
      : t("count.progress", { counted: format.number(counted.length), all: format.number(rows.length) }),
    ...(differing.length > 0 ? [t.count("count.differing", differing.length, { net: signed(net, format) })] : []),
  ].join(" · ");
  const when = (row: CountRow) => (row.counted_at ? format.ago(row.counted_at) : t("count.never"));
  return (
    <Panel title={t("count.differences")} note={summary}>
      <div className={classes.scroll} role="region" aria-label={t("count.differences")} tabIndex={0}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t("stock.product")}</th>
              <th scope="col" data-number>
                {t("count.counted")}
              </th>
              <th scope="col" data-number>
                {t("count.difference")}
              </th>
              <th scope="col" data-number>
                {t("count.expected")}
              </th>
              {!isPhone && <th scope="col">{t("count.last")}</th>}
            </tr>
          </thead>
          <tbody>
            {[...rows]
              .sort((a, b) => weight(b) - weight(a))
              .map((row) => (
                <tr key={row.product_variant_id}>
                  <td>
                    <Link href={to.record("product", row.product_id)}>{row.name}</Link>
                    {row.size !== null && ` · ${row.size}`}
                    {isPhone && (
                      <div className={classes.dim}>
                        {t("count.last")} {when(row)}
                      </div>
                    )}
                    {row.is_disturbed && <div className={classes.bad}>{t("count.moved")}</div>}
                    {row.is_superseded && <div className={classes.dim}>{t("count.superseded")}</div>}
                  </td>
                  <td data-number>{number(row.counted)}</td>
                  <td data-number className={row.difference ? classes.bad : undefined}>
                    {signed(row.difference, format)}
                  </td>
                  <td data-number>{number(row.expected)}</td>
                  {!isPhone && <td className={classes.dim}>{when(row)}</td>}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
