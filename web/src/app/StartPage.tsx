/* The first page after sign-in: the dashboard, or the first list that one may see. */
import { lazy } from "react";
import { IconLock } from "@tabler/icons-react";
import { Redirect } from "wouter";
import { useMe } from "../api/session";
import { withWords } from "../i18n/language";
import { useTranslate } from "../i18n/translate";
import { useReportGrants } from "../records/reports";
import { EmptyState } from "../ui/EmptyState";
import { groupsOf } from "./navigation";

const Home = lazy(async () => ({ default: (await withWords("home", import("../features/home/HomePage"))).HomePage }));

export function StartPage() {
  const t = useTranslate();
  const [first] = groupsOf(useMe(), t);
  const { sales } = useReportGrants();
  if (sales) return <Home />;
  if (first) return <Redirect href={first.places[0].href} replace />;
  return <EmptyState isPage icon={<IconLock size={26} />} title={t("access.nothing")} body={t("access.ask")} />;
}
