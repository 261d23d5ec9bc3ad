/* An address that leads nowhere. */
import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { EmptyState } from "../ui/EmptyState";

export function NotFoundPage() {
  const t = useTranslate();
  return (
    <EmptyState
      isPage
      icon={<IconMapOff size={26} />}
      title={t("notFound.title")}
      body={t("notFound.body")}
      actions={
        <Button component={Link} href={to.home()}>
          {t("notFound.home")}
        </Button>
      }
    />
  );
}
