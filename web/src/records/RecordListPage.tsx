/* The list of any entity. A feature that has more to offer gives `actions`. */
import { useState, type ReactNode } from "react";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "wouter";
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { levelIn, useMe } from "../api/session";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { ErrorState } from "../ui/ErrorState";
import { Page } from "../ui/Page";
import { TableSkeleton } from "../ui/TableSkeleton";
import { useIsPhone } from "../ui/useMedia";
import { shownFields } from "./columns";
import { EmptyList } from "./EmptyList";
import { LeftOut } from "./LeftOut";
import { ListToolbar } from "./ListToolbar";
import { Pager } from "./Pager";
import { mayCreate } from "./permission";
import { useDelete, useList } from "./queries";
import { RecordTable } from "./RecordTable";
import { SelectionBar } from "./SelectionBar";
import { useListQuery } from "./useListQuery";

interface Props {
  readonly entity: EntityName;
  readonly actions?: ReactNode;
}

const nothing: ReadonlySet<string> = new Set();

export function RecordListPage({ entity: name, actions }: Props) {
  const t = useTranslate();
  const me = useMe();
  const isPhone = useIsPhone();
  const entity = entityOf(name);
  const { query, leftOut, change } = useListQuery(name);
  const [selected, setSelected] = useState(nothing);
  const [selecting, setSelecting] = useState(false);
  const list = useList(name, query);
  const remove = useDelete(name);
  const order = query.order || entity.order;
  const canSelect = entity.access.delete && levelIn(me, entity.module) >= 2;
  const isNarrowed = query.search !== "" || query.conditions.length > 0;
  const page = list.data;

  return (
    <Page
      fills
      title={t.label(entity.plural)}
      actions={
        <>
          {actions}
          {mayCreate(me, entity) && (
            <Button component={Link} href={to.create(name)} leftSection={<IconPlus size={16} />}>
              {t("list.new", { name: t.inside(entity.label) })}
            </Button>
          )}
        </>
      }
    >
      <ListToolbar
        entity={name}
        query={query}
        order={order}
        onChange={change}
        selecting={selecting}
        onSelecting={
          canSelect
            ? (on) => {
                setSelecting(on);
                setSelected(nothing);
              }
            : null
        }
      />
      {leftOut.length > 0 && <LeftOut entity={name} columns={leftOut} />}
      {selected.size > 0 && (
        <SelectionBar
          count={selected.size}
          busy={remove.isPending}
          onDelete={() => remove.mutate([...selected], { onSuccess: () => setSelected(nothing) })}
          onClear={() => setSelected(nothing)}
        />
      )}
      {list.isError && <ErrorState message={sentenceOf(list.error, t)} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton />}
      {page && page.rows.length === 0 && (
        <EmptyList entity={name} narrowed={isNarrowed} onWiden={() => change({ search: "", conditions: [] })} />
      )}
      {page && page.rows.length > 0 && (
        <RecordTable
          entity={name}
          fields={shownFields(entity, query.columns)}
          rows={page.rows}
          order={order}
          onOrder={(next) => change({ order: next })}
          selected={canSelect && (!isPhone || selecting) ? selected : null}
          onSelect={setSelected}
          busy={list.isPlaceholderData}
          offset={(query.page - 1) * query.size}
          total={page.count}
        />
      )}
      {page && page.count > 0 && <Pager query={query} count={page.count} shown={page.rows.length} onChange={change} />}
    </Page>
  );
}
