/* The first page after sign-in: the dashboard, or the first list that one may see. */
import { lazy, Suspense } from "react";
import { IconLock } from "@tabler/icons-react";
import { Redirect } from "wouter";
import { levelIn, useMe } from "../api/session";
import { withWords } from "../i18n/language";
import { useTranslate } from "../i18n/translate";
import { useReportGrants } from "../records/reports";
import { EmptyState } from "../ui/EmptyState";
import { groupsOf } from "./navigation";

const Home = lazy(async () => ({ default: (await withWords("home", import("../features/home/HomePage"))).HomePage }));

const Announcements = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/Announcements"))).Announcements,
}));

export function StartPage() {
  const t = useTranslate();
  const me = useMe();
  const [first] = groupsOf(me, t);
  const { sales } = useReportGrants();
  if (sales)
    return (
      <>
        {levelIn(me, "knowledge") >= 1 && (
          <Suspense>
            <Announcements />
          </Suspense>
        )}
        <Home />
      </>
    );
  if (first) return <Redirect href={first.places[0].href} replace />;
  return <EmptyState isPage icon={<IconLock size={26} />} title={t("access.nothing")} body={t("access.ask")} />;
}
