/* The menu of a desk: workspace, search, what one may see, oneself. */
import { Kbd, UnstyledButton } from "@mantine/core";
import { IconChartBar, IconFileImport, IconSearch, IconServer, IconSettings } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useImportable } from "../records/imports";
import { useReportGrants } from "../records/reports";
import { AccountMenu } from "./AccountMenu";
import { groupsOf, isAt } from "./navigation";
import classes from "./SideNav.module.css";
import { WorkspaceMenu } from "./WorkspaceMenu";

export function SideNav({ onSearch }: { readonly onSearch: () => void }) {
  const t = useTranslate();
  const me = useMe();
  const [path] = useLocation();
  const { sales } = useReportGrants();
  const importable = useImportable();
  const current = (prefix: string) => (path === prefix || path.startsWith(`${prefix}/`) ? "page" : undefined);

  return (
    <nav className={classes.nav} aria-label={t("shell.menu")}>
      <WorkspaceMenu />
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <IconSearch size={16} aria-hidden />
        <span className={classes.grow}>{t("palette.title")}</span>
        <Kbd size="xs">{navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K"}</Kbd>
      </UnstyledButton>
      <ul className={classes.items}>
        {sales && (
          <li>
            <Link href={to.home()} className={classes.item} aria-current={path === to.home() ? "page" : undefined}>
              <IconChartBar size={18} />
              {t("home.title")}
            </Link>
          </li>
        )}
        {groupsOf(me, t).map(({ module, label, icon: Icon, places: [first, ...others] }) => {
          const isOpen = others.length > 0 && [first, ...others].some((place) => isAt(place, path));
          return (
            <li key={module}>
              <Link
                href={first.href}
                className={classes.item}
                aria-current={isAt(first, path) && !isOpen ? "page" : undefined}
              >
                <Icon size={18} />
                {label}
              </Link>
              {isOpen && (
                <ul className={classes.inner}>
                  {[first, ...others].map((place) => (
                    <li key={place.id}>
                      <Link
                        href={place.href}
                        className={classes.item}
                        aria-current={isAt(place, path) ? "page" : undefined}
                      >
                        {place.label}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
        {importable.length > 0 && (
          <li>
            <Link href={to.imports()} className={classes.item} aria-current={current(to.imports())}>
              <IconFileImport size={18} />
              {t("import.title")}
            </Link>
          </li>
        )}
      </ul>
      <Link href={to.settings()} className={classes.item} aria-current={current("/settings")}>
        <IconSettings size={18} />
        {t("settings.title")}
      </Link>
      {me.isOperator && (
        <Link href={to.server()} className={classes.item} aria-current={current("/server")}>
          <IconServer size={18} />
          {t("server.title")}
        </Link>
      )}
      <AccountMenu />
    </nav>
  );
}
