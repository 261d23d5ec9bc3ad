/* How sales and profit grew while the show was on, minute by minute. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { TrendChart } from "../../ui/charts/TrendChart";
import { Panel } from "../../ui/Panel";
import classes from "./Finance.module.css";
import { growthOf, type Result } from "./show";

export function GrowthPanel({ result }: { readonly result: Result }) {
  const t = useTranslate();
  const format = useFormat();
  const growth = growthOf(result.minutes);
  const timeOf = (minute: number) =>
    format.time(new Date(Date.parse(result.starts_at ?? "") + minute * 60_000).toISOString());
  return (
    <Panel title={t("money.byMinute")} note={t("money.byMinuteNote")}>
      {growth.length < 2 || result.starts_at === null ? (
        <p className={classes.hint}>{t("money.noMinutes")}</p>
      ) : (
        <TrendChart
          label={t("money.byMinute")}
          valueName={t("figure.profit")}
          beforeName={t("money.netGmv")}
          timeName={t("money.minute")}
          format={(value) => format.money(value, result.currency)}
          formatAxis={(value) => format.moneyShort(value, result.currency)}
          points={growth.map(({ minute, gmv, profit }) => ({
            label: timeOf(minute),
            name: timeOf(minute),
            value: profit,
            before: gmv,
          }))}
        />
      )}
    </Panel>
  );
}
