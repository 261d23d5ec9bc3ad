/* The frame of everybody who is signed in: menus, the workspace's terms, the palette. */
import { lazy, Suspense, useEffect, useMemo, type ReactNode } from "react";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import type { ApiError } from "../api/errors";
import { useWorkspace } from "../api/workspace";
import { PlaceContext } from "../i18n/format";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { ErrorState } from "../ui/ErrorState";
import { PageSkeleton } from "../ui/PageSkeleton";
import { Shell } from "../ui/Shell";
import { BottomBar } from "./BottomBar";
import { SideNav } from "./SideNav";
import { TopBar } from "./TopBar";
import { fetchNewerVersion } from "./newerVersion";
import { useAccountLanguage } from "./useAccountLanguage";
import { useFreshRights } from "./useFreshRights";
import { useLiveRecords } from "./useLiveRecords";

const FactorGate = lazy(async () => ({ default: (await import("./FactorGate")).FactorGate }));
const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));

export function MemberFrame({ children }: { readonly children: ReactNode }) {
  const t = useTranslate();
  const workspace = useWorkspace();
  const [searching, palette] = useDisclosure(false);
  useHotkeys([["mod+K", palette.toggle]], []);
  useAccountLanguage();
  useFreshRights();
  useLiveRecords();

  const own = workspace.data;
  const place = useMemo(
    () => own && { timeZone: own.time_zone, currency: own.currency, weekStart: own.week_start },
    [own],
  );
  useEffect(() => fetchNewerVersion(), []);

  if ((workspace.error as ApiError | null)?.code === "insufficient_aal")
    return (
      <Suspense>
        <FactorGate />
      </Suspense>
    );
  return (
    <Shell
      skip={t("shell.skip")}
      side={<SideNav onSearch={palette.open} />}
      top={<TopBar onSearch={palette.open} />}
      bottom={<BottomBar />}
    >
      {workspace.isError && !own && (
        <ErrorState message={sentenceOf(workspace.error, t)} onRetry={() => void workspace.refetch()} />
      )}
      {workspace.isPending && <PageSkeleton />}
      {place && (
        <PlaceContext value={place}>
          {children}
          <Suspense>{searching && <Palette onClose={palette.close} />}</Suspense>
        </PlaceContext>
      )}
    </Shell>
  );
}
