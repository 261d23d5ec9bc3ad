/* The figures of some shows, the best of each line marked where the currency is the same. */
import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";
import { call } from "../../api/client";
import type { Row } from "../../api/entity";
import { keys } from "../../api/keys";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import type { ReportRow } from "../../records/reports";
import { ErrorState } from "../../ui/ErrorState";
import { bestOf, compareLines, type Compared } from "./compare";
import classes from "./Show.module.css";

export function CompareTable({ shows }: { readonly shows: readonly Row[] }) {
  const t = useTranslate();
  const format = useFormat();
  const queries = useQueries({
    queries: shows.map((show) => {
      const args = { live_session_id: show.id, currency: textOf(show["currency"]) };
      return { queryKey: keys.report("report_summary", args), queryFn: () => call("report_summary", args) };
    }),
  });
  const failed = queries.find(({ error }) => error !== null);
  const compared: Compared[] = shows.map((show, at) => ({
    show,
    sum: (queries[at]?.data?.[0] as ReportRow | undefined) ?? null,
  }));
  const isOneCurrency = new Set(shows.map((show) => textOf(show["currency"]))).size === 1;
  const lines = compareLines(t, format).filter(({ value }) => compared.some((one) => value(one) !== null));

  return (
    <div className={classes.compare} tabIndex={0} role="region" aria-label={t("show.compareTitle")}>
      {failed && <ErrorState message={sentenceOf(failed.error, t)} onRetry={() => void failed.refetch()} />}
      <table>
        <thead>
          <tr>
            <th scope="col">{t("show.figure")}</th>
            {shows.map((show) => (
              <th key={show.id} scope="col">
                <Link href={to.record("live_session", show.id)}>{textOf(show["title"])}</Link>
                <br />
                {format.dayShort(textOf(show["day"]))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, label, value, text, isMoney }) => {
            const best = isMoney && !isOneCurrency ? null : bestOf(compared.map(value));
            return (
              <tr key={id}>
                <th scope="row">{label}</th>
                {compared.map((one) => {
                  const figure = value(one);
                  return (
                    <td key={one.show.id} data-best={(figure !== null && figure === best) || undefined}>
                      {figure === null ? "–" : text(figure, textOf(one.show["currency"]))}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
