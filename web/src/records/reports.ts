/* Reports of the server: asked by name, kept by language, for labels come with them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Database } from "../api/database.gen";
import { keys } from "../api/keys";
import { levelIn, useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";

type Functions = Database["public"]["Functions"];
type ReportName = Extract<keyof Functions, `report_${string}`>;

export type ReportRow = Functions["report_sales"]["Returns"][number];
export type ReportFilter = Omit<Functions["report_sales"]["Args"], "group">;

export function useReport<Name extends ReportName>(name: Name, args: Functions[Name]["Args"], enabled = true) {
  const { language } = useTranslate();
  return useQuery({
    queryKey: [...keys.report(name, args), language],
    queryFn: () => call(name, args),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** What of the reports the caller has been granted. */
export function useReportGrants() {
  const me = useMe();
  const sales = levelIn(me, "sales") >= 1;
  return { sales, shows: sales && levelIn(me, "live") >= 1, profit: levelIn(me, "finance") >= 1 };
}
