/* The plan of a show: what is to be reached, what is shown in which order, who hosts when. */
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { useRow } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { SheetPanel } from "./SheetPanel";
import { ShowLinks } from "./ShowLinks";
import { SlotPanel } from "./SlotPanel";
import { TargetPanel } from "./TargetPanel";
import classes from "./Plan.module.css";

export function PlanPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const found = useRow("live_session", id);
  const show = found.data;
  return (
    <Page
      title={show ? String(show["title"]) : t("live.plan")}
      above={<BackTo href={to.record("live_session", id)}>{t("live.back")}</BackTo>}
      note={t("live.planNote")}
      actions={<ShowLinks id={id} here="plan" />}
    >
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      {found.isPending && <FormSkeleton />}
      {show && (
        <div className={classes.plan}>
          <SheetPanel show={show} />
          <div className={classes.column}>
            <TargetPanel show={show} />
            <SlotPanel show={show} />
          </div>
        </div>
      )}
    </Page>
  );
}
