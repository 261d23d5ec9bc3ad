/* What a month earned, after everything: statement, costs against their budgets, shows with their
   share of what belongs to none, and closing the month. */
import { Button, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconLock, IconPlus, IconReportMoney } from "@tabler/icons-react";
import { Link, useSearchParams } from "wouter";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { usePlace } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { todayIn } from "../../i18n/zone";
import { to } from "../../paths/to";
import { mayCreate } from "../../records/permission";
import { useReportGrants } from "../../records/reports";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { TableSkeleton } from "../../ui/TableSkeleton";
import { CategoryPanel } from "./CategoryPanel";
import { CloseMonth } from "./CloseMonth";
import { ConvertedPanel } from "./ConvertedPanel";
import classes from "./Finance.module.css";
import { isMonth, monthFrom, nameOfMonth, sumsInOrder, useMonth } from "./month";
import { MonthFiles } from "./MonthFiles";
import { ShowsPanel } from "./ShowsPanel";
import { Statement } from "./Statement";

export function MonthPage() {
  const t = useTranslate();
  const me = useMe();
  const { timeZone, currency } = usePlace();
  const [params, setParams] = useSearchParams();
  const { shows } = useReportGrants();
  const asked = params.get("month");
  const month = isMonth(asked) ? asked : todayIn(timeZone).slice(0, 7);
  const query = useMonth(month);
  const sums = query.data ? sumsInOrder(query.data.sums, currency) : [];
  const sum = sums.find((one) => one.currency === params.get("currency")) ?? sums[0];
  const go = (next: Record<string, string>) =>
    setParams({ month, ...(sum ? { currency: sum.currency } : {}), ...next }, { replace: true });
  const isClosed = query.data?.is_closed ?? false;

  const step = (by: number, label: string, Icon: typeof IconChevronLeft) => (
    <Button
      variant="default"
      px="xs"
      aria-label={label}
      title={label}
      onClick={() => go({ month: monthFrom(month, by) })}
    >
      <Icon size={18} />
    </Button>
  );

  return (
    <Page
      title={t("finance.title")}
      note={
        isClosed && (
          <span className={classes.closed}>
            <IconLock size={15} aria-hidden /> {t("finance.isClosed")}
          </span>
        )
      }
      actions={
        <>
          {sums.length > 1 && sum && (
            <NativeSelect
              aria-label={t("home.currency")}
              data={sums.map((one) => one.currency)}
              value={sum.currency}
              onChange={(event) => go({ currency: event.currentTarget.value })}
            />
          )}
          <div className={classes.months}>
            {step(-1, t("finance.before"), IconChevronLeft)}
            <span className={classes.month} aria-live="polite">
              {nameOfMonth(month, t.locale)}
            </span>
            {step(1, t("finance.after"), IconChevronRight)}
          </div>
          {!isClosed && mayCreate(me, entityOf("cost_item")) && (
            <Button component={Link} href={to.create("cost_item")} leftSection={<IconPlus size={16} />}>
              {t("finance.addCost")}
            </Button>
          )}
          {query.data && <MonthFiles month={month} />}
          {query.data && <CloseMonth month={query.data} />}
        </>
      }
    >
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <TableSkeleton />}
      {query.data && !sum && (
        <EmptyState icon={<IconReportMoney size={26} />} title={t("finance.nothing")} body={t("finance.nothingBody")} />
      )}
      {sum && (
        <div className={classes.boards} aria-busy={query.isPlaceholderData || undefined}>
          <Statement sum={sum} />
          <CategoryPanel sum={sum} month={month} isClosed={isClosed} />
          {sums.length > 1 && <ConvertedPanel month={month} currency={currency} />}
          {shows && (
            <div className={classes.full}>
              <ShowsPanel month={month} currency={sum.currency} />
            </div>
          )}
        </div>
      )}
    </Page>
  );
}
