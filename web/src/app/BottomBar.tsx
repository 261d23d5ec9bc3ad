/* The menu of a thumb: at most four places, the rest under "more". */
import { lazy, Suspense, useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconChartBar, IconDots } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { entityOf } from "../api/rows";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useReportGrants } from "../records/reports";
import classes from "./BottomBar.module.css";
import { iconOf, menuOf } from "./navigation";

const MoreSheet = lazy(async () => ({ default: (await import("./MoreSheet")).MoreSheet }));

const PLACES = 4;

export function BottomBar() {
  const t = useTranslate();
  const me = useMe();
  const [path] = useLocation();
  const [more, setMore] = useState(false);
  const { sales } = useReportGrants();
  const menu = menuOf(me);
  const places = sales ? PLACES - 1 : PLACES;

  return (
    <nav className={classes.bar} aria-label={t("shell.menu")}>
      {sales && (
        <Link href={to.home()} className={classes.place} aria-current={path === to.home() ? "page" : undefined}>
          <IconChartBar size={22} />
          <span className={classes.label}>{t("home.title")}</span>
        </Link>
      )}
      {menu.slice(0, places).map((name) => {
        const Icon = iconOf(name);
        const isHere = path === to.list(name) || path.startsWith(`${to.list(name)}/`);
        return (
          <Link key={name} href={to.list(name)} className={classes.place} aria-current={isHere ? "page" : undefined}>
            <Icon size={22} />
            <span className={classes.label}>{t.label(entityOf(name).plural)}</span>
          </Link>
        );
      })}
      <UnstyledButton className={classes.place} aria-expanded={more} onClick={() => setMore(true)}>
        <IconDots size={22} />
        <span className={classes.label}>{t("shell.more")}</span>
      </UnstyledButton>
      <Suspense>{more && <MoreSheet entities={menu.slice(places)} onClose={() => setMore(false)} />}</Suspense>
    </nav>
  );
}
