/* Lines of the journal; what a movement changed in value for those who may know. */
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { useIsPhone } from "../../ui/useMedia";
import { movementWords } from "./movementWords";
import type { JournalRow } from "./stock";
import classes from "./Warehouse.module.css";

export function JournalTable({ rows }: { readonly rows: readonly JournalRow[] }) {
  const t = useTranslate();
  const format = useFormat();
  const isPhone = useIsPhone();
  const hasValues = rows.some(({ value }) => typeof value === "number");
  const valueOf = ({ value, currency }: JournalRow) =>
    typeof value === "number" && currency ? format.money(value, currency) : "–";
  /* What has no column of its own on a phone stands under the name. */
  const under = (row: JournalRow) =>
    [format.instantShort(row.moved_at), ...(isPhone ? [row.location, ...(hasValues ? [valueOf(row)] : [])] : [])].join(
      " · ",
    );
  const showsValue = hasValues && !isPhone;
  return (
    <div className={classes.scroll} role="region" aria-label={t("stock.journal")} tabIndex={0}>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{t("stock.product")}</th>
            <th scope="col">{t("stock.kind")}</th>
            <th scope="col" data-number>
              {t("stock.pieces")}
            </th>
            <th scope="col" data-number>
              {t("stock.balance")}
            </th>
            {!isPhone && <th scope="col">{t("scan.place")}</th>}
            {showsValue && (
              <th scope="col" data-number>
                {t("stock.value")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link href={to.record("product", row.product_id)}>{row.name}</Link>
                {row.size !== null && ` · ${row.size}`}
                <div className={classes.dim}>{under(row)}</div>
              </td>
              <td>{t(movementWords[row.kind])}</td>
              <td data-number>{row.quantity > 0 ? `+${format.number(row.quantity)}` : format.number(row.quantity)}</td>
              <td data-number className={row.is_short ? classes.bad : undefined}>
                {format.number(row.on_hand)}
              </td>
              {!isPhone && <td>{row.location}</td>}
              {showsValue && <td data-number>{valueOf(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
