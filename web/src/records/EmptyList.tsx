/* A list without rows: either nothing matches, or nothing is there yet. */
import { Button } from "@mantine/core";
import { IconFileImport, IconFilterOff, IconPlus, IconTable } from "@tabler/icons-react";
import { Link } from "wouter";
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { EmptyState } from "../ui/EmptyState";
import { emptyBody } from "./emptyBody";
import { useImportable } from "./imports";
import { mayCreate } from "./permission";

interface Props {
  readonly entity: EntityName;
  readonly narrowed: boolean;
  readonly onWiden: () => void;
}

export function EmptyList({ entity: name, narrowed, onWiden }: Props) {
  const t = useTranslate();
  const me = useMe();
  const importable = useImportable();
  const entity = entityOf(name);
  const plural = t.inside(entity.plural);

  if (narrowed)
    return (
      <EmptyState
        icon={<IconFilterOff size={26} />}
        title={t("empty.noMatch")}
        body={t("empty.noMatchBody", { plural })}
        actions={
          <Button variant="default" onClick={onWiden}>
            {t("filter.clear")}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon={<IconTable size={26} />}
      title={t("empty.none", { plural })}
      body={t(emptyBody(name))}
      actions={
        mayCreate(me, entity) && (
          <>
            <Button component={Link} href={to.create(name)} leftSection={<IconPlus size={16} />}>
              {t("list.new", { name: t.inside(entity.label) })}
            </Button>
            {importable.some((one) => one === name) && (
              <Button
                component={Link}
                href={to.imports(name)}
                variant="default"
                leftSection={<IconFileImport size={16} />}
              >
                {t("import.title")}
              </Button>
            )}
          </>
        )
      }
    />
  );
}
