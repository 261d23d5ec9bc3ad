/* The menu of a thumb: at most four places, the rest under "more". */
import { lazy, Suspense, useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconChartBar, IconDots } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useReportGrants } from "../records/reports";
import classes from "./BottomBar.module.css";
import { groupsOf, isAt } from "./navigation";

const MoreSheet = lazy(async () => ({ default: (await import("./MoreSheet")).MoreSheet }));

const PLACES = 4;

export function BottomBar() {
  const t = useTranslate();
  const me = useMe();
  const [path] = useLocation();
  const [more, setMore] = useState(false);
  const { sales } = useReportGrants();
  const groups = groupsOf(me, t);
  const places = sales ? PLACES - 1 : PLACES;

  const shown = groups.slice(0, places);
  const isHome = sales && path === to.home();
  const isUnderMore = !isHome && !shown.some((group) => group.places.some((place) => isAt(place, path)));

  /* The bar leads to the first place of a group. */
  const hidden = groups.flatMap((group, at) => (at < places ? group.places.slice(1) : group.places));

  return (
    <nav className={classes.bar} aria-label={t("shell.menu")}>
      {sales && (
        <Link href={to.home()} className={classes.place} aria-current={isHome ? "page" : undefined}>
          <IconChartBar size={22} />
          <span className={classes.label}>{t("home.title")}</span>
        </Link>
      )}
      {shown.map(({ module, label, icon: Icon, places: [first, ...others] }) => {
        const isHere = [first, ...others].some((place) => isAt(place, path));
        return (
          <Link key={module} href={first.href} className={classes.place} aria-current={isHere ? "page" : undefined}>
            <Icon size={22} />
            <span className={classes.label}>{label}</span>
          </Link>
        );
      })}
      <UnstyledButton
        className={classes.place}
        data-here={isUnderMore || undefined}
        aria-expanded={more}
        onClick={() => setMore(true)}
      >
        <IconDots size={22} />
        <span className={classes.label}>{t("shell.more")}</span>
      </UnstyledButton>
      <Suspense>{more && <MoreSheet places={hidden} onClose={() => setMore(false)} />}</Suspense>
    </nav>
  );
}
