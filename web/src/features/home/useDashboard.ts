/* What the dashboard looks at: the period and the currency, both in the address. */
import { useSearchParams } from "wouter";
import { usePlace } from "../../i18n/format";
import { todayIn } from "../../i18n/zone";
import { useReport, useReportGrants, type ReportRow } from "../../records/reports";
import { periodOf, type Period } from "./period";

const isEmpty = (rows: readonly ReportRow[] | undefined) =>
  rows !== undefined && rows.every((row) => row.gmv === 0 && row.units === 0 && (row.cost ?? 0) === 0);

export function useDashboard() {
  const place = usePlace();
  const grants = useReportGrants();
  const [params, setParams] = useSearchParams();
  const period = periodOf(params, todayIn(place.timeZone));
  const { from, to } = period;

  const totals = useReport("report_summary", { from, to, compare: true }, grants.shows);
  /* Who may not see the shows still sees what sold. */
  const sold = useReport("report_sales", { group: "brand", from, to, compare: true }, !grants.shows);
  const overview = grants.shows ? totals : sold;
  const nothing = isEmpty(overview.data);
  const ever = useReport("report_sales", { group: "brand", top: 1 }, nothing);
  const everShows = useReport("report_summary", {}, nothing && grants.shows);

  const currencies = [...new Set((overview.data ?? []).map((row) => row.currency))];
  const chosen = params.get("currency");
  const usual = currencies.length > 0 && !currencies.includes(place.currency) ? currencies[0] : place.currency;
  const currency = chosen && currencies.includes(chosen) ? chosen : (usual ?? place.currency);

  const change = (next: Partial<Period> & { readonly currency?: string }) => {
    const wanted = { ...period, currency: chosen ?? "", ...next };
    const address = new URLSearchParams();
    if (wanted.name !== "30") address.set("period", wanted.name);
    if (wanted.name === "own") {
      address.set("from", wanted.from);
      address.set("to", wanted.to);
    }
    if (wanted.currency) address.set("currency", wanted.currency);
    setParams(address, { replace: true });
  };

  return {
    grants,
    period,
    currency,
    currencies,
    overview,
    filter: { from, to, currency },
    change,
    isEmptyPeriod: nothing,
    isEmptyEver: nothing && isEmpty(ever.data) && (!grants.shows || isEmpty(everShows.data)),
    isAsking: overview.isPending || (nothing && (ever.isPending || (grants.shows && everShows.isPending))),
  };
}

export type Dashboard = ReturnType<typeof useDashboard>;
