/* Lets through to a page of an entity whoever may see that entity. */
import type { ReactNode } from "react";
import { IconLock } from "@tabler/icons-react";
import type { EntityName } from "../api/entities.gen";
import { entityOf, isEntity } from "../api/rows";
import { useMe } from "../api/session";
import { moduleLabel } from "../i18n/labels";
import { useTranslate } from "../i18n/translate";
import { mayRead } from "../records/permission";
import { EmptyState } from "../ui/EmptyState";
import { NotFoundPage } from "./NotFoundPage";

interface Props {
  readonly entity: string;
  readonly children: (entity: EntityName) => ReactNode;
}

export function EntityGate({ entity: name, children }: Props) {
  const t = useTranslate();
  const me = useMe();
  if (!isEntity(name)) return <NotFoundPage />;
  const entity = entityOf(name);
  if (mayRead(me, entity)) return children(name);
  return (
    <EmptyState
      isPage
      icon={<IconLock size={26} />}
      title={t("access.none", { module: moduleLabel(entity.module, t) })}
      body={t("access.ask")}
    />
  );
}
