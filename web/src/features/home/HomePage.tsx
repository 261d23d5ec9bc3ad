/* The dashboard: what the shows and sales of a period earned. */
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { Boards } from "./Boards";
import { HomeEmpty } from "./HomeEmpty";
import { PeriodEmpty } from "./PeriodEmpty";
import { PeriodPicker } from "./PeriodPicker";
import { Tiles } from "./Tiles";
import { useDashboard } from "./useDashboard";
import { useFormat } from "../../i18n/format";

export function HomePage() {
  const t = useTranslate();
  const format = useFormat();
  const dashboard = useDashboard();
  const { period, overview } = dashboard;

  if (dashboard.isEmptyEver)
    return (
      <Page title={t("home.title")}>
        <HomeEmpty />
      </Page>
    );
  return (
    <Page
      title={t("home.title")}
      note={`${format.day(period.from)} – ${format.day(period.to)}`}
      actions={<PeriodPicker dashboard={dashboard} />}
    >
      {overview.isError && !overview.data ? (
        <ErrorState message={sentenceOf(overview.error, t)} onRetry={() => void overview.refetch()} />
      ) : dashboard.isEmptyPeriod && !dashboard.isAsking ? (
        <PeriodEmpty onWiden={() => dashboard.change({ name: "year" })} mayWiden={period.name !== "year"} />
      ) : (
        <>
          <Tiles dashboard={dashboard} />
          <Boards dashboard={dashboard} />
        </>
      )}
    </Page>
  );
}
