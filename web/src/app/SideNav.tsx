/* The menu of a desk: workspace, search, what one may see, oneself. */
import { Kbd, UnstyledButton } from "@mantine/core";
import { IconChartBar, IconFileImport, IconSearch, IconServer, IconSettings } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { entityOf } from "../api/rows";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useImportable } from "../records/imports";
import { useReportGrants } from "../records/reports";
import { AccountMenu } from "./AccountMenu";
import { iconOf, menuOf } from "./navigation";
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
        {menuOf(me).map((name) => {
          const Icon = iconOf(name);
          return (
            <li key={name}>
              <Link href={to.list(name)} className={classes.item} aria-current={current(to.list(name))}>
                <Icon size={18} />
                {t.label(entityOf(name).plural)}
              </Link>
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
