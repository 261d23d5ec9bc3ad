/* A page that breaks says so; the menus stay, and another page starts afresh. */
import type { ReactNode } from "react";
import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { useTranslate } from "../i18n/translate";
import { Boundary } from "../ui/Boundary";
import { EmptyState } from "../ui/EmptyState";
import { isPartMissing } from "./newerVersion";

/* What could not be loaded once is not asked for again on the same page. */
const retry = (again: () => void) => (isPartMissing() && navigator.onLine ? location.reload() : again());

export function PageBoundary({ children }: { readonly children: ReactNode }) {
  const t = useTranslate();
  const [path] = useLocation();
  return (
    <Boundary
      key={path}
      fallback={(again) => (
        <EmptyState
          isPage
          icon={<IconBug size={26} />}
          title={t("broken.title")}
          body={t("broken.body")}
          actions={<Button onClick={() => retry(again)}>{t("action.retry")}</Button>}
        />
      )}
    >
      {children}
    </Boundary>
  );
}
