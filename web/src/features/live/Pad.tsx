/* Item, size, price, pieces, sell. The item and its price stay for the next sale. */
import { useState } from "react";
import { Button, Select } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useFormat } from "../../i18n/format";
import { currencyDigits, moneyFromText } from "../../i18n/money";
import { useTranslate } from "../../i18n/translate";
import type { Board } from "./board";
import { Keypad, pressed } from "./Keypad";
import { ANY_PLACE, keyOf, learnItems, NO_PLACE, placeFor, withStock } from "./learn";
import { OtherItem } from "./OtherItem";
import { OtherSize } from "./OtherSize";
import { ItemChips, SizeChips } from "./PadChips";
import { useStockOf, type PadItem, type PadSize, type RecentSale, type SheetRow } from "./padData";
import type { PadEntry, SaleRow } from "./saleQueue";
import classes from "./Pad.module.css";

interface Props {
  readonly board: Board;
  readonly sheet: readonly SheetRow[];
  readonly recent: readonly RecentSale[];
  readonly entries: readonly PadEntry[];
  readonly onSell: (sale: Omit<SaleRow, "id">) => void;
}

/* What this device sold counts as recent at once, line or no line. */
function salesOf(entries: readonly PadEntry[], recent: readonly RecentSale[]): RecentSale[] {
  const own = entries.flatMap(({ line }) => ("sale" in line ? [line.sale] : [])).reverse();
  return [
    ...own.map((sale) => ({
      ...{ size: null, size_system: null, product_id: null, ...sale },
      size_system: (sale.size_system ?? null) as RecentSale["size_system"],
    })),
    ...recent,
  ];
}

export function Pad({ board, sheet, recent, entries, onSell }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const { currency, live_session_id: show } = board;
  const [chosen, setChosen] = useState<string | null>(null);
  const [extra, setExtra] = useState<readonly PadItem[]>([]);
  const [size, setSize] = useState<string | null>(null);
  const [ownSize, setOwnSize] = useState<string | null>(null);
  const [prices, setPrices] = useState<Readonly<Record<string, number | null>>>({});
  const [typed, setTyped] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  const [place, setPlace] = useState(ANY_PLACE);
  const [asking, setAsking] = useState<"item" | "size" | null>(null);

  const learnt = learnItems({ sheet, sales: salesOf(entries, recent), currency, show });
  const items = [...extra.filter(({ key }) => !learnt.some((one) => one.key === key)), ...learnt];
  const shown = board.items.find(({ on_camera_since }) => on_camera_since !== null);
  const camera = shown ? keyOf(shown.brand, shown.shoe_type) : null;
  const key = chosen ?? camera ?? items[0]?.key ?? null;
  const plain = items.find((item) => item.key === key) ?? null;
  const stock = useStockOf(plain?.product ?? null);
  const item = plain && stock.data ? withStock(plain, stock.data) : plain;
  const sizes: readonly PadSize[] = item?.sizes ?? [];
  const known = sizes.find((one) => one.size === size) ?? null;
  const price = key !== null && key in prices ? (prices[key] ?? null) : (item?.price ?? null);
  const places = new Map(sizes.flatMap((one) => one.places.map(({ id, name }) => [id, name] as const)));
  const needsSize = sizes.length > 0 && size === null && ownSize === null;
  const isReady = item !== null && price !== null && !needsSize;

  const choose = (next: string) => {
    setChosen(next);
    setSize(null);
    setOwnSize(null);
    setTyped(null);
  };
  const press = (pressedKey: string) => {
    if (key === null) return;
    const next = pressed(typed ?? "", pressedKey, currencyDigits(currency));
    setTyped(next);
    setPrices((before) => ({ ...before, [key]: moneyFromText(next, currency) }));
  };
  const sell = () => {
    if (!item || price === null || needsSize) return;
    const from = placeFor(known, place);
    const sold = ownSize ?? (known ? known.size : null);
    onSell({
      ...{ live_session_id: show, sold_at: new Date().toISOString(), brand: item.brand, shoe_type: item.shoeType },
      ...{ quantity, currency, price },
      ...(sold ? { size: sold } : {}),
      ...(sold && known?.system ? { size_system: known.system } : {}),
      ...(item.product ? { product_id: item.product } : {}),
      ...(known?.variant ? { product_variant_id: known.variant } : {}),
      ...(from ? { location_id: from } : {}),
    });
    setSize(null);
    setOwnSize(null);
    setTyped(null);
    setQuantity(1);
  };

  return (
    <section className={classes.pad} aria-label={t("live.pad")}>
      <ItemChips items={items} chosen={key} camera={camera} onChoose={choose} onOther={() => setAsking("item")} />
      {item && (
        <SizeChips
          sizes={
            ownSize === null
              ? sizes
              : [...sizes, { size: ownSize, system: null, variant: null, onHand: null, places: [] }]
          }
          chosen={ownSize ?? size}
          onChoose={(next) => {
            setOwnSize(null);
            setSize(next);
          }}
          onOther={() => setAsking("size")}
        />
      )}
      <div className={classes.row}>
        <button
          type="button"
          className={classes.price}
          aria-expanded={typed !== null}
          onClick={() => setTyped((before) => (before === null ? "" : null))}
        >
          <span>{t("pad.price")}</span>
          <strong>{typed || (price === null ? "–" : format.money(price, currency))}</strong>
        </button>
        <div className={classes.quantity} role="group" aria-label={t("pad.quantity")}>
          <button type="button" aria-label={t("pad.less")} onClick={() => setQuantity((now) => Math.max(1, now - 1))}>
            <IconMinus size={20} />
          </button>
          <strong>{quantity}</strong>
          <button type="button" aria-label={t("pad.more")} onClick={() => setQuantity((now) => Math.min(999, now + 1))}>
            <IconPlus size={20} />
          </button>
        </div>
      </div>
      {typed !== null && <Keypad decimals={currencyDigits(currency)} onKey={press} />}
      {places.size > 0 && (
        <Select
          label={t("pad.from")}
          allowDeselect={false}
          value={place}
          onChange={(next) => setPlace(next ?? ANY_PLACE)}
          data={[
            { value: ANY_PLACE, label: t("pad.anyPlace") },
            ...[...places].map(([value, label]) => ({ value, label })),
            { value: NO_PLACE, label: t("pad.noPlace") },
          ]}
        />
      )}
      <Button size="xl" fullWidth disabled={!isReady} onClick={sell} className={classes.sell}>
        {price === null
          ? t("pad.needsPrice")
          : needsSize
            ? t("pad.needsSize")
            : t("pad.sell", { value: format.money(price * quantity, currency) })}
      </Button>
      <OtherItem
        opened={asking === "item"}
        onClose={() => setAsking(null)}
        onItem={(brand, shoeType) => {
          const next = keyOf(brand, shoeType);
          setExtra((before) => [
            { key: next, brand, shoeType, product: null, sheet: null, price: null, sizes: [] },
            ...before.filter((one) => one.key !== next),
          ]);
          choose(next);
          setAsking(null);
        }}
      />
      <OtherSize
        opened={asking === "size"}
        onClose={() => setAsking(null)}
        onSize={(next) => {
          const isKnown = sizes.some((one) => one.size === next);
          setSize(isKnown ? next : null);
          setOwnSize(isKnown ? null : next);
          setAsking(null);
        }}
      />
    </section>
  );
}
