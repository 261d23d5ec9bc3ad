/* The server itself, for whoever operates it: its checks, its backups, and what people report. */
import { lazy, Suspense, type ComponentType } from "react";
import { IconServer } from "@tabler/icons-react";
import { useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { serverSections, to, type ServerSection } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Sections } from "../../ui/Sections";

const sections: Record<ServerSection, ComponentType> = {
  checks: lazy(async () => ({ default: (await import("./ChecksSection")).ChecksSection })),
  backups: lazy(async () => ({ default: (await import("./BackupsSection")).BackupsSection })),
  reports: lazy(async () => ({ default: (await import("./ReportsSection")).ReportsSection })),
};

const isSection = (name: string): name is ServerSection => serverSections.some((one) => one === name);

export function ServerPage({ section = "checks" }: { readonly section?: string }) {
  const t = useTranslate();
  const me = useMe();
  const current = isSection(section) ? section : "checks";
  const Section = sections[current];
  if (!me.isOperator)
    return (
      <EmptyState isPage icon={<IconServer size={30} />} title={t("server.closed")} body={t("server.closedBody")} />
    );
  return (
    <Page title={t("server.title")} part={t(`server.${current}`)} note={t("server.note")}>
      <Sections
        label={t("server.title")}
        current={current}
        sections={serverSections.map((name) => ({ name, label: t(`server.${name}`), href: to.server(name) }))}
      >
        <Suspense fallback={<FormSkeleton />}>
          <Section />
        </Suspense>
      </Sections>
    </Page>
  );
}
