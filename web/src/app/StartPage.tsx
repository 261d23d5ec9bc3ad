/* The first page after sign-in: the first list that one may see. */
import { IconLock } from "@tabler/icons-react";
import { Redirect } from "wouter";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { EmptyState } from "../ui/EmptyState";
import { menuOf } from "./navigation";

export function StartPage() {
  const t = useTranslate();
  const [first] = menuOf(useMe());
  if (first) return <Redirect href={to.list(first)} replace />;
  return <EmptyState isPage icon={<IconLock size={26} />} title={t("access.nothing")} body={t("access.ask")} />;
}
