/* The money of one show: what it earned, when and with what, and closing it out. */
import { IconLock } from "@tabler/icons-react";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { useRow } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { TableSkeleton } from "../../ui/TableSkeleton";
import { CloseOutPanel } from "./CloseOutPanel";
import classes from "./Finance.module.css";
import { GrowthPanel } from "./GrowthPanel";
import { PartsPanels } from "./PartsPanels";
import { ResultStatement } from "./ResultStatement";
import { useResult } from "./show";

export function ShowMoneyPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  /* Closing out holds stock against sales, too. */
  const seesStock = levelIn(useMe(), "warehouse") >= 1;
  const show = useRow("live_session", id);
  const result = useResult(id);
  const title = show.data ? String(show.data["title"]) : "";
  return (
    <Page
      title={t("money.title", { show: title })}
      above={<BackTo href={to.record("live_session", id)}>{title || t("money.show")}</BackTo>}
      note={
        result.data?.is_closed && (
          <span className={classes.closed}>
            <IconLock size={15} aria-hidden /> {t("money.isClosed")}
          </span>
        )
      }
    >
      {result.isError && <ErrorState message={sentenceOf(result.error, t)} onRetry={() => void result.refetch()} />}
      {result.isPending && <TableSkeleton />}
      {result.data && (
        <div className={classes.boards}>
          <ResultStatement id={id} result={result.data} />
          <GrowthPanel result={result.data} />
          <PartsPanels result={result.data} />
          {seesStock && (
            <div className={classes.full}>
              <CloseOutPanel id={id} />
            </div>
          )}
        </div>
      )}
    </Page>
  );
}
