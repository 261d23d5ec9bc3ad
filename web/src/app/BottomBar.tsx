/* The menu of a thumb: at most four places, the rest under "more". */
import { lazy, Suspense, useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { entityOf } from "../api/rows";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import classes from "./BottomBar.module.css";
import { iconOf, menuOf } from "./navigation";

const MoreSheet = lazy(async () => ({ default: (await import("./MoreSheet")).MoreSheet }));

const PLACES = 4;

export function BottomBar() {
  const t = useTranslate();
  const me = useMe();
  const [path] = useLocation();
  const [more, setMore] = useState(false);
  const menu = menuOf(me);

  return (
    <nav className={classes.bar} aria-label={t("shell.menu")}>
      {menu.slice(0, PLACES).map((name) => {
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
      <Suspense>{more && <MoreSheet entities={menu.slice(PLACES)} onClose={() => setMore(false)} />}</Suspense>
    </nav>
  );
}
