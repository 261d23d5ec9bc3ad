/* Settings: one's own first, then the workspace's. */
import { lazy, Suspense, type ComponentType } from "react";
import { useTranslate } from "../../i18n/translate";
import { settingsSections, to, type SettingsSection } from "../../paths/to";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Sections } from "../../ui/Sections";

const sections: Record<SettingsSection, ComponentType> = {
  profile: lazy(async () => ({ default: (await import("./ProfileSection")).ProfileSection })),
  sessions: lazy(async () => ({ default: (await import("./SessionsSection")).SessionsSection })),
  workspace: lazy(async () => ({ default: (await import("./WorkspaceSection")).WorkspaceSection })),
  members: lazy(async () => ({ default: (await import("./MembersSection")).MembersSection })),
  about: lazy(async () => ({ default: (await import("./AboutSection")).AboutSection })),
};

const isSection = (name: string): name is SettingsSection => settingsSections.some((one) => one === name);

export function SettingsPage({ section = "profile" }: { readonly section?: string }) {
  const t = useTranslate();
  const current = isSection(section) ? section : "profile";
  const Section = sections[current];
  return (
    <Page title={t("settings.title")} part={t(`settings.${current}`)}>
      <Sections
        label={t("settings.title")}
        current={current}
        sections={settingsSections.map((name) => ({ name, label: t(`settings.${name}`), href: to.settings(name) }))}
      >
        <Suspense fallback={<FormSkeleton />}>
          <Section />
        </Suspense>
      </Sections>
    </Page>
  );
}
