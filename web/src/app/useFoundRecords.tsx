/* Records that hold the words typed into the palette, a few of every kind one may see. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useLocation } from "wouter";
import type { Entity, Row } from "../api/entity";
import { keys } from "../api/keys";
import { emptyQuery } from "../api/query";
import { entityOf, readList } from "../api/rows";
import { useMe } from "../api/session";
import { rowTitle } from "../fields/rowTitle";
import { useReader } from "../fields/useReader";
import { valueText, type Reader } from "../fields/valueText";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import type { Command } from "../ui/CommandPalette";
import { iconOf, menuOf } from "./navigation";

const EACH = 5;

/* What the list is ordered by tells apart what is called the same: the day of a show, of a sale. */
function hintOf(entity: Entity, row: Row, reader: Reader): string {
  const [column] = entity.order.split(".");
  const field = entity.fields.find((one) => one.name === column);
  return field && !entity.title.includes(field.name) ? valueText(row[field.name], field, reader) : "";
}

export function useFoundRecords(typed: string): Command[] {
  const t = useTranslate();
  const me = useMe();
  const reader = useReader();
  const [, navigate] = useLocation();
  const [search] = useDebouncedValue(typed.trim(), 250);
  const menu = menuOf(me);
  const query = { ...emptyQuery, search, size: EACH };
  const found = useQueries({
    queries: menu.map((name) => ({
      queryKey: keys.list(name, query),
      queryFn: ({ signal }: { signal: AbortSignal }) => readList(name, query, signal),
      enabled: search.length > 1,
    })),
  });
  if (search.length < 2) return [];

  return menu.flatMap((name, at) => {
    const entity = entityOf(name);
    const Icon = iconOf(name);
    return (found[at]?.data?.rows ?? []).map((row) => ({
      id: row.id,
      label: rowTitle(entity, row, reader),
      hint: hintOf(entity, row, reader),
      group: t.label(entity.plural),
      icon: <Icon size={17} />,
      run: () => navigate(to.record(name, row.id)),
    }));
  });
}
