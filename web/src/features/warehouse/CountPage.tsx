/* One count of a place: what was found against what the books say, and its end. */
import { useState } from "react";
import { Button, Checkbox, Group } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { call } from "../../api/client";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { CountTable } from "./CountTable";
import { nameOfSheet, useAct, useReport, useSheet } from "./counts";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

export function CountPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const me = useMe();
  const [, go] = useLocation();
  const { ask, toast } = useFeedback();
  const [missingIsZero, setMissingIsZero] = useState(false);
  const sheet = useSheet(id);
  const report = useReport(id);
  const close = useAct(
    () => call("stock_count_close", { id, missing_is_zero: missingIsZero }),
    ({ lines, differences }) => toast({ message: t("count.done", { lines, differences }) }),
  );
  const drop = useAct(
    () => call("stock_count_drop", { id }),
    () => go(to.stockCounts()),
  );
  const isOpen = sheet.data?.state === "open";
  const may = levelIn(me, "warehouse") >= 2;

  const left = (report.data ?? []).filter(({ counted }) => counted === null).length;
  /* Who counts blind is not told what else should be there. */
  const isUntold = left === 0 && missingIsZero && sheet.data?.hides_books === true;
  const rest =
    left > 0 ? t.count(missingIsZero ? "count.toZero" : "count.asIs", left) : isUntold ? t("count.restToZero") : "";
  const closing = `${t("count.closeBody")} ${rest}`.trim();

  const end = async (which: "close" | "drop") => {
    const isClose = which === "close";
    const sure = await ask({
      title: t(isClose ? "count.close" : "count.drop"),
      body: isClose ? closing : t("count.dropBody"),
      confirm: t(isClose ? "count.close" : "count.drop"),
      danger: !isClose,
    });
    if (sure) (isClose ? close : drop).mutate(undefined);
  };

  return (
    <Page
      title={sheet.data ? nameOfSheet(sheet.data) : t("stock.counts")}
      note={sheet.data && t(isOpen ? "count.open" : "count.closed")}
      actions={<WarehouseLinks />}
    >
      {sheet.isError && <ErrorState message={sentenceOf(sheet.error, t)} onRetry={() => void sheet.refetch()} />}
      {report.isError && <ErrorState message={sentenceOf(report.error, t)} onRetry={() => void report.refetch()} />}
      {report.isPending && <FormSkeleton />}
      {isOpen && may && (
        <Panel>
          <Group gap="md">
            <Button component={Link} href={to.scanInto(id, sheet.data?.location ? "place" : "box")}>
              {t("count.scan")}
            </Button>
            <Button variant="default" loading={close.isPending} onClick={() => void end("close")}>
              {t("count.close")}
            </Button>
            <Button variant="subtle" color="red" loading={drop.isPending} onClick={() => void end("drop")}>
              {t("count.drop")}
            </Button>
            <Checkbox
              label={t("count.missing")}
              checked={missingIsZero}
              onChange={(event) => setMissingIsZero(event.currentTarget.checked)}
            />
          </Group>
          {sheet.data?.hides_books && <p className={classes.dim}>{t("count.blindNote")}</p>}
        </Panel>
      )}
      {report.data && <CountTable rows={report.data} />}
    </Page>
  );
}
