/* What may be sold, and in which sizes: one row of chips each. */
import { useTranslate } from "../../i18n/translate";
import type { PadItem, PadSize } from "./padData";
import classes from "./Pad.module.css";

interface ItemProps {
  readonly items: readonly PadItem[];
  readonly chosen: string | null;
  readonly camera: string | null;
  readonly onChoose: (key: string) => void;
  readonly onOther: () => void;
}

export function ItemChips({ items, chosen, camera, onChoose, onOther }: ItemProps) {
  const t = useTranslate();
  return (
    <div className={classes.items} role="group" aria-label={t("pad.items")}>
      {items.map(({ key, brand, shoeType }) => (
        <button
          key={key}
          type="button"
          className={classes.item}
          aria-pressed={key === chosen}
          data-camera={key === camera || undefined}
          onClick={() => onChoose(key)}
        >
          <span>{brand}</span>
          <strong>{shoeType}</strong>
        </button>
      ))}
      <button type="button" className={classes.item} onClick={onOther}>
        <strong>{t("pad.other")}</strong>
      </button>
    </div>
  );
}

interface SizeProps {
  readonly sizes: readonly PadSize[];
  readonly chosen: string | null;
  readonly onChoose: (size: string | null) => void;
  readonly onOther: () => void;
}

export function SizeChips({ sizes, chosen, onChoose, onOther }: SizeProps) {
  const t = useTranslate();
  return (
    <div className={classes.sizes} role="group" aria-label={t("pad.sizes")}>
      {sizes.map(({ size, onHand }) => (
        <button
          key={size}
          type="button"
          className={classes.size}
          aria-pressed={size === chosen}
          data-out={(onHand !== null && onHand <= 0) || undefined}
          onClick={() => onChoose(size === chosen ? null : size)}
        >
          <strong>{size || t("live.noSize")}</strong>{" "}
          {onHand !== null && <span>{t("pad.left", { count: onHand })}</span>}
        </button>
      ))}
      <button type="button" className={classes.size} onClick={onOther}>
        <span className={classes.other}>{t("pad.otherSize")}</span>
      </button>
    </div>
  );
}
