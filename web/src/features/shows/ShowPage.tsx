/* One show: what it earned, when, with what; its sales, and what to remember of it. */
import { lazy, Suspense } from "react";
import { entityOf } from "../../api/rows";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { BackLink } from "../../records/BackLink";
import { RecordActions } from "../../records/RecordActions";
import { RecordFields } from "../../records/RecordFields";
import { RecordOrigin } from "../../records/RecordOrigin";
import { useReportGrants } from "../../records/reports";
import { useRow } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { TableSkeleton } from "../../ui/TableSkeleton";
import { ShowAir } from "./ShowAir";
import { ReviewPanel } from "./ReviewPanel";
import { ShowFigures } from "./ShowFigures";
import { ShowHead } from "./ShowHead";
import { ShowReports } from "./ShowReports";
import classes from "./Show.module.css";

/* The table below the figures brings the most code: it follows. */
const ShowSales = lazy(async () => ({ default: (await import("./ShowSales")).ShowSales }));

export function ShowPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const grants = useReportGrants();
  const found = useRow("live_session", id);
  const row = found.data;
  const entity = entityOf("live_session");

  return (
    <Page
      title={row ? String(row["title"]) : t.label(entity.label)}
      above={<BackLink entity="live_session" />}
      note={row && <ShowHead row={row} />}
      actions={
        row && (
          <>
            <ShowAir id={id} />
            <RecordActions entity="live_session" row={row} />
          </>
        )
      }
    >
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      {found.isPending && <FormSkeleton />}
      {row && (
        <>
          {grants.shows && <ShowFigures id={id} currency={String(row["currency"])} />}
          <div className={classes.boards}>
            {grants.sales && <ShowReports id={id} currency={String(row["currency"])} />}
            <ReviewPanel row={row} />
          </div>
          <Suspense fallback={<TableSkeleton rows={8} />}>{grants.sales && <ShowSales show={row} />}</Suspense>
          <Panel title={t("show.details")}>
            <RecordFields entity="live_session" row={row} />
            <div className={classes.origin}>
              <RecordOrigin row={row} />
            </div>
          </Panel>
        </>
      )}
    </Page>
  );
}
