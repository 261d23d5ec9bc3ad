/* Which host and slot, and which product, earned it. The parts add up to the whole. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { BarList } from "../../ui/charts/BarList";
import { Panel } from "../../ui/Panel";
import classes from "./Finance.module.css";
import type { Result, Sums } from "./show";

const SHOWN = 12;

export function PartsPanels({ result }: { readonly result: Result }) {
  const t = useTranslate();
  const format = useFormat();
  const barOf = (id: string, name: string, part: Sums) => ({
    id,
    name,
    value: part.profit,
    text: format.money(part.profit, result.currency),
    note: t.count("money.partNote", part.units - part.returned_units, {
      gmv: format.money(part.gmv - part.refunds, result.currency),
    }),
  });
  const slots = result.slots.map((slot, at) =>
    barOf(
      slot.show_slot_id ?? `none ${at}`,
      slot.host === null
        ? t("money.noSlot")
        : `${slot.host} · ${format.time(slot.starts_at ?? "")} – ${format.time(slot.ends_at ?? "")}`,
      slot,
    ),
  );
  const products = result.products.map((part, at) =>
    barOf(String(at), part.brand === null ? t("money.notItemised") : `${part.brand} ${part.shoe_type ?? ""}`, part),
  );
  const left = products.length - SHOWN;
  return (
    <>
      <Panel title={t("money.bySlot")}>
        {slots.length === 0 ? (
          <p className={classes.hint}>{t("money.nothingSold")}</p>
        ) : (
          <BarList label={t("money.bySlot")} bars={slots} />
        )}
      </Panel>
      <Panel title={t("money.byProduct")} note={left > 0 && t.count("money.more", left)}>
        {products.length === 0 ? (
          <p className={classes.hint}>{t("money.nothingSold")}</p>
        ) : (
          <BarList label={t("money.byProduct")} bars={products.slice(0, SHOWN)} />
        )}
      </Panel>
    </>
  );
}
