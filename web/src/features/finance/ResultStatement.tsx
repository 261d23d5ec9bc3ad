/* From GMV to profit of one show, and where fee and pay come from. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { BASIS } from "../../records/figures";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";
import classes from "./Finance.module.css";
import { HostHint } from "./HostHint";
import { costLines, type CostLine, type Result, type Source } from "./show";

export function ResultStatement({ id, result }: { readonly id: string; readonly result: Result }) {
  const t = useTranslate();
  const me = useMe();
  const format = useFormat();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [sum, ...others] = result.sums;
  const book = useMutation({
    mutationFn: () => call("show_book_costs", { live_session_id: id }),
    onSuccess: async ({ booked }) => {
      await forget(cache, "cost_item", "cost_category");
      toast({ message: t.count("money.booked", booked) });
    },
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
  if (!sum) return null;

  const money = (minor: number) => format.money(minor, result.currency);
  const sources: Partial<Record<CostLine, Source>> = { platform_fee: result.fee_source, host_pay: result.pay_source };
  const sourceOf = (line: CostLine) => {
    const source = sources[line];
    return source === "booked" || source === "typed" || source === "rule" ? ` (${t(`money.source.${source}`)})` : "";
  };
  const byRule =
    (result.fee_source === "rule" && sum.platform_fee !== 0) || (result.pay_source === "rule" && sum.host_pay !== 0);
  const lines = [
    { id: "gmv", label: t("figure.gmv"), value: money(sum.gmv) },
    ...(sum.refunds === 0 ? [] : [{ id: "refunds", label: t("money.refunds"), value: money(-sum.refunds) }]),
    ...costLines
      .filter((line) => line === "goods_cost" || sum[line] !== 0)
      .map((line) => ({
        id: line,
        label: t(`money.${line}`) + sourceOf(line),
        value: money(sum[line] === 0 ? 0 : -sum[line]),
      })),
  ];
  return (
    <Panel
      title={t("finance.statement")}
      actions={
        byRule &&
        !result.is_closed &&
        levelIn(me, "finance") >= 2 && (
          <Button size="sm" variant="default" loading={book.isPending} onClick={() => book.mutate()}>
            {t("money.book")}
          </Button>
        )
      }
    >
      <dl className={classes.statement}>
        {lines.map(({ id: name, label, value }) => (
          <div key={name} className={classes.line}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div className={classes.line} data-total data-below={sum.profit < 0 || undefined}>
          <dt>{t("figure.profit")}</dt>
          <dd>
            {money(sum.profit)}
            {sum.margin !== null && <span className={classes.margin}>{format.percent(sum.margin / BASIS)}</span>}
          </dd>
        </div>
      </dl>
      <HostHint id={id} result={result} />
      {sum.units_without_cost > 0 && (
        <p className={classes.hint}>{t.count("money.withoutCost", sum.units_without_cost)}</p>
      )}
      {others.map((other) => (
        <p key={other.currency} className={classes.hint}>
          {t("money.besides", { amount: format.money(other.gmv, other.currency) })}
        </p>
      ))}
    </Panel>
  );
}
