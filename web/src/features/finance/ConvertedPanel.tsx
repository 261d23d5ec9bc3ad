/* A month with several currencies read in the workspace's own, and which days have no rate. */
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { ReportPanel } from "../../records/ReportPanel";
import classes from "./Finance.module.css";
import { useConvertedMonth } from "./month";

const SHOWN = 6;

export function ConvertedPanel({ month, currency }: { readonly month: string; readonly currency: string }) {
  const t = useTranslate();
  const format = useFormat();
  const query = useConvertedMonth(month, currency);
  return (
    <ReportPanel
      title={t("finance.inOne", { currency })}
      note={t("finance.inOneNote")}
      query={query}
      isEmpty={() => false}
      actions={
        <Button component={Link} href={to.create("exchange_rate")} size="sm" variant="default">
          {t("finance.addRate")}
        </Button>
      }
    >
      {(sum) => {
        const line = (id: string, label: string, minor: number | null) =>
          minor === null ? [] : [{ id, label, value: format.money(minor, sum.currency) }];
        const days = sum.missing.slice(0, SHOWN).map((each) => `${each.currency} ${format.dayShort(each.day)}`);
        return (
          <>
            <dl className={classes.statement}>
              {[
                ...line("gmv", t("figure.gmv"), sum.gmv),
                ...line("refunds", t("money.refunds"), sum.refunds === null ? null : 0 - sum.refunds),
                ...line("goods", t("finance.goods"), sum.goods_cost === null ? null : 0 - sum.goods_cost),
                ...line("shows", t("finance.showCost"), sum.show_cost === null ? null : 0 - sum.show_cost),
                ...line("other", t("finance.other"), 0 - sum.other_cost),
                ...line("profit", t("figure.profit"), sum.profit),
              ].map(({ id, label, value }) => (
                <div key={id} className={classes.line} data-total={id === "profit" || undefined}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {sum.missing.length > 0 && (
              <p className={classes.hint}>
                {t.count("finance.noRate", sum.missing.length, {
                  days: days.join(", ") + (sum.missing.length > SHOWN ? " …" : ""),
                })}
              </p>
            )}
          </>
        );
      }}
    </ReportPanel>
  );
}
