/* Size runs: a product a row, a chip a size; what is missing from the middle stands out. */
import { IconRadar2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { runsOf } from "./runs";
import classes from "./Warehouse.module.css";

export function RadarPanel() {
  const t = useTranslate();
  const format = useFormat();
  const found = useQuery({ queryKey: keys.named("stock", "radar"), queryFn: () => call("stock_radar", {}) });
  if (found.isError) return <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <FormSkeleton />;
  const runs = runsOf(found.data);
  if (runs.length === 0)
    return <EmptyState icon={<IconRadar2 size={28} />} title={t("watch.none")} body={t("stock.emptyBody")} />;
  return (
    <Panel note={t("watch.runNote")} title={t("watch.radar")}>
      <ul className={classes.list}>
        {runs.map((run) => (
          <li key={run.id} className={classes.item}>
            <span className={classes.line}>
              <Link href={to.record("product", run.id)}>{run.name}</Link>
              <span className={classes.dim}>
                {t("watch.sold", { count: format.number(run.sold) })} ·{" "}
                <span className={run.gaps > 0 ? classes.bad : undefined}>
                  {run.gaps > 0 ? t.count("watch.gaps", run.gaps) : t("watch.whole")}
                </span>
              </span>
            </span>
            <span className={classes.run}>
              {run.sizes.map((size) => (
                <span
                  key={size.product_variant_id}
                  className={classes.step}
                  data-missing={size.is_missing || undefined}
                >
                  <small>{size.size ?? t("stock.noSize")}</small>
                  <b>{format.number(size.on_hand)}</b>
                  <small>
                    {size.days_left_28 === null ? "–" : t("watch.lasts", { days: format.number(size.days_left_28) })}
                  </small>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
