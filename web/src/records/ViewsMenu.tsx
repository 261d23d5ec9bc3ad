/* Saved views of a list: pick one, keep the present one, drop one's own. */
import { lazy, Suspense, useState } from "react";
import { Button, Menu } from "@mantine/core";
import { IconBookmark, IconCheck, IconPlus, IconTrash, IconUsers } from "@tabler/icons-react";
import type { EntityName } from "../api/entities.gen";
import { emptyQuery, type ListQuery } from "../api/query";
import { levelIn, useMe } from "../api/session";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { useFeedback } from "../ui/feedback";
import { isView, queryOfView, useDeleteView, useSavedViews, type SavedView } from "./savedViews";

interface Props {
  readonly entity: EntityName;
  readonly query: ListQuery;
  readonly onPick: (query: ListQuery) => void;
}

const SaveViewDialog = lazy(async () => ({ default: (await import("./SaveViewDialog")).SaveViewDialog }));

export function ViewsMenu({ entity, query, onPick }: Props) {
  const t = useTranslate();
  const me = useMe();
  const { ask, toast } = useFeedback();
  const [saving, setSaving] = useState(false);
  const views = useSavedViews(entity).data ?? [];
  const remove = useDeleteView();
  const current = views.find((view) => isView(entity, view, query));
  const isOwn = current && (current.created_by === me.account || levelIn(me, "core") >= 3);

  const drop = async (view: SavedView) => {
    if (!(await ask({ title: t("views.drop", { name: view.name }), confirm: t("action.delete"), danger: true })))
      return;
    remove.mutate(view.id, {
      onSuccess: () => onPick(emptyQuery),
      onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
    });
  };

  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" size="sm" leftSection={<IconBookmark size={15} />}>
            {current?.name ?? t("views.title")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onPick(emptyQuery)}>{t("views.everything")}</Menu.Item>
          {views.length > 0 && <Menu.Divider />}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={view === current ? <IconCheck size={15} /> : <IconBookmark size={15} />}
              rightSection={view.shared ? <IconUsers size={14} aria-label={t("views.shared")} /> : null}
              onClick={() => onPick(queryOfView(view))}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setSaving(true)}>
            {t("views.save")}
          </Menu.Item>
          {current && isOwn && (
            <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void drop(current)}>
              {t("views.dropThis")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{saving && <SaveViewDialog entity={entity} query={query} onClose={() => setSaving(false)} />}</Suspense>
    </>
  );
}
