/* Reports of weaknesses: what waits for an answer first, with its clock. */
import { Badge } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { AnswerForm } from "./AnswerForm";
import classes from "./Server.module.css";

export function ReportsSection() {
  const t = useTranslate();
  const format = useFormat();
  const reports = useQuery({
    queryKey: keys.named("security_report", "list"),
    queryFn: () => call("security_report_list", {}),
  });
  const open = reports.data?.filter((report) => report.answered_at === null).length ?? 0;

  return (
    <Panel title={open > 0 ? t.count("reports.open", open) : t("reports.title")} note={t("reports.note")}>
      {reports.isError && <ErrorState message={sentenceOf(reports.error, t)} onRetry={() => void reports.refetch()} />}
      {reports.isPending && <FormSkeleton rows={3} />}
      {reports.data?.length === 0 && (
        <EmptyState icon={<IconShieldCheck size={28} />} title={t("reports.none")} body={t("reports.noneBody")} />
      )}
      <ul className={classes.list}>
        {reports.data?.map((report) => (
          <li key={report.id} className={classes.item}>
            <div className={classes.main}>
              <h3 className={classes.name}>{report.subject}</h3>
              <p className={classes.detail}>
                {t("reports.received", { time: format.instant(report.received_at) })} ·{" "}
                {report.contact || t("reports.anonymous")}
              </p>
              <p className={classes.text}>{report.report}</p>
            </div>
            <Badge
              variant="light"
              color={report.is_overdue ? "red" : report.answered_at ? "pine" : "gray"}
              {...(report.is_overdue && { c: "var(--steward-bad)" })}
            >
              {t(report.answered_at ? "reports.answered" : report.is_overdue ? "reports.overdue" : "reports.waits")}
            </Badge>
            <div className={classes.answer}>
              {report.answered_at ? (
                <>
                  <p className={classes.quote}>{report.answer}</p>
                  <p className={classes.detail}>
                    {report.answered_by} · {format.instant(report.answered_at)}
                    {report.is_overdue && ` · ${t("reports.late")}`}
                  </p>
                </>
              ) : (
                <>
                  <p className={report.is_overdue ? `${classes.detail} ${classes.late}` : classes.detail}>
                    {t("reports.due", { time: format.instant(report.due_at), ago: format.ago(report.due_at) })}
                  </p>
                  <AnswerForm report={report.id} subject={report.subject} hasContact={Boolean(report.contact)} />
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
