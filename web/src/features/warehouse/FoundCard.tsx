/* What a code stands for: what it is, how many are where, what happened last. */
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { Panel } from "../../ui/Panel";
import { movementWords } from "./movementWords";
import type { Found } from "./stock";
import classes from "./Warehouse.module.css";

export function FoundCard({ found }: { readonly found: Found }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Panel title={t("scan.found")} note={found.code}>
      {found.variants.map((variant) => (
        <div key={variant.id}>
          <p className={classes.name}>
            <Link href={to.record("product", variant.product_id)}>{variant.name}</Link>
            {variant.size !== null && ` · ${variant.size}`}
          </p>
          <p className={classes.dim}>
            {variant.brand}
            {variant.price !== null && ` · ${format.money(variant.price, variant.currency)}`}
          </p>
          <p className={classes.count}>{t("scan.onHand", { count: format.number(variant.on_hand) })}</p>
          <ul className={classes.list} aria-label={t("scan.places")}>
            {found.levels
              .filter((level) => level.product_variant_id === variant.id)
              .map((level) => (
                <li key={level.location} className={classes.item}>
                  <span>{level.location}</span>
                  <span>{format.number(level.on_hand)}</span>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {found.variants.length === 0 && found.product_id && (
        <p>
          <Link href={to.record("product", found.product_id)}>{t("scan.openProduct")}</Link>
        </p>
      )}
      {found.movements.length > 0 && (
        <ul className={classes.list} aria-label={t("scan.last")}>
          {found.movements.map((movement) => (
            <li key={movement.id} className={classes.item}>
              <span className={classes.dim}>
                {t(movementWords[movement.kind])} · {format.instantShort(movement.moved_at)}
              </span>
              <span>{movement.quantity > 0 ? `+${movement.quantity}` : movement.quantity}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
