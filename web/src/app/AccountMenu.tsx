/* Oneself: light, language, and the way out. */
import { Menu, UnstyledButton } from "@mantine/core";
import { IconActivity, IconLogout, IconUser } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { leave, useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { LanguageSwitch } from "../records/LanguageSwitch";
import { SchemeSwitch } from "../records/SchemeSwitch";
import classes from "./AccountMenu.module.css";

export function AccountMenu() {
  const t = useTranslate();
  const me = useMe();
  const [, navigate] = useLocation();
  return (
    <div className={classes.account}>
      <Menu position="top-start" width={210}>
        <Menu.Target>
          <UnstyledButton className={classes.me} title={t("shell.account")}>
            <span className={classes.badge} data-letter={[...me.name][0]?.toLocaleUpperCase()} />
            <span className={classes.name}>{me.name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.email}</Menu.Label>
          <Menu.Item leftSection={<IconUser size={15} />} onClick={() => navigate(to.settings("profile"))}>
            {t("settings.profile")}
          </Menu.Item>
          <Menu.Item leftSection={<IconActivity size={15} />} onClick={() => navigate(to.activity())}>
            {t("knowledge.activity")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void leave("local")}>
            {t("session.leave")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div className={classes.switches}>
        <LanguageSwitch />
        <SchemeSwitch />
      </div>
    </div>
  );
}
