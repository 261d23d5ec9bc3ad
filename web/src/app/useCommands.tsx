/* Everything one may go to or do from anywhere. */
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import {
  IconChartBar,
  IconFileImport,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlus,
  IconServer,
  IconSettings,
  IconSwitchHorizontal,
} from "@tabler/icons-react";
import { useLocation } from "wouter";
import { entityOf } from "../api/rows";
import { leave, useMe } from "../api/session";
import { switchWorkspace, useWorkspaces } from "../api/workspace";
import { useChooseLanguage } from "../i18n/LanguageProvider";
import { languageNames, useTranslate } from "../i18n/translate";
import { serverSections, settingsSections, to } from "../paths/to";
import { useImportable } from "../records/imports";
import { mayCreate } from "../records/permission";
import { useReportGrants } from "../records/reports";
import type { Command } from "../ui/CommandPalette";
import { groupsOf, menuOf } from "./navigation";

export function useCommands(): Command[] {
  const t = useTranslate();
  const me = useMe();
  const [, navigate] = useLocation();
  const choose = useChooseLanguage();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme("light") === "dark";
  const workspaces = useWorkspaces().data ?? [];
  const menu = menuOf(me);
  const { sales } = useReportGrants();
  const importable = useImportable();
  const other = t.language === "en" ? "zh" : "en";

  const places = groupsOf(me, t)
    .flatMap((group) => group.places)
    .map(({ id, href, label, icon: Icon }): Command => ({
      id: `go ${id}`,
      label,
      group: t("palette.go"),
      icon: <Icon size={17} />,
      run: () => navigate(href),
    }));
  const home: Command[] = sales
    ? [
        {
          id: "go home",
          label: t("home.title"),
          group: t("palette.go"),
          icon: <IconChartBar size={17} />,
          run: () => navigate(to.home()),
        },
      ]
    : [];
  const imports: Command[] = importable.map((name) => ({
    id: `import ${name}`,
    label: t("import.of", { plural: t.inside(entityOf(name).plural) }),
    group: t("palette.do"),
    icon: <IconFileImport size={17} />,
    run: () => navigate(to.imports(name)),
  }));
  const settings = settingsSections.map((section) => ({
    id: `settings ${section}`,
    label: `${t("settings.title")}: ${t(`settings.${section}`)}`,
    group: t("palette.go"),
    icon: <IconSettings size={17} />,
    run: () => navigate(to.settings(section)),
  }));
  const server = (me.isOperator ? serverSections : []).map((section) => ({
    id: `server ${section}`,
    label: `${t("server.title")}: ${t(`server.${section}`)}`,
    group: t("palette.go"),
    icon: <IconServer size={17} />,
    run: () => navigate(to.server(section)),
  }));
  const make = menu
    .filter((name) => mayCreate(me, entityOf(name)))
    .map((name) => ({
      id: `new ${name}`,
      label: t("list.new", { name: t.inside(entityOf(name).label) }),
      group: t("palette.do"),
      icon: <IconPlus size={17} />,
      run: () => navigate(to.create(name)),
    }));
  const switches = workspaces
    .filter((one) => !one.current)
    .map((one) => ({
      id: `workspace ${one.workspace_id}`,
      label: `${t("workspace.switch")}: ${one.name}`,
      group: t("palette.do"),
      icon: <IconSwitchHorizontal size={17} />,
      run: () => void switchWorkspace(one.workspace_id).then(() => navigate(to.home())),
    }));

  return [
    ...home,
    ...places,
    ...settings,
    ...server,
    ...make,
    ...imports,
    ...switches,
    {
      id: "scheme",
      label: t(isDark ? "scheme.toLight" : "scheme.toDark"),
      group: t("palette.do"),
      icon: <IconMoon size={17} />,
      run: () => setColorScheme(isDark ? "light" : "dark"),
    },
    {
      id: "language",
      label: languageNames[other],
      group: t("palette.do"),
      icon: <IconLanguage size={17} />,
      run: () => void choose(other),
    },
    {
      id: "leave",
      label: t("session.leave"),
      group: t("palette.do"),
      icon: <IconLogout size={17} />,
      run: () => void leave("local"),
    },
  ];
}
