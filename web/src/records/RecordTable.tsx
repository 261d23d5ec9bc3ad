/* The rows of a list: a table on a desk, cards on a phone. */
import type { ReactNode } from "react";
import type { EntityName } from "../api/entities.gen";
import type { Field, Row } from "../api/entity";
import { entityOf } from "../api/rows";
import { cells } from "../fields/cells";
import { layoutOf } from "../fields/layout";
import { rowTitle } from "../fields/rowTitle";
import { useReader } from "../fields/useReader";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { DataCards, type CardParts } from "../ui/DataCards";
import { DataTable } from "../ui/DataTable";
import { useIsPhone } from "../ui/useMedia";
import { isSortable } from "./columns";
import { FirstPhoto } from "./photos/FirstPhoto";
import { useFirstPhotos } from "./photos/photos";

interface Props {
  readonly entity: EntityName;
  readonly fields: readonly Field[];
  readonly rows: readonly Row[];
  readonly order: string;
  readonly onOrder: (order: string) => void;
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly busy: boolean;
  readonly offset: number;
  readonly total: number;
}

function cellOf(field: Field, row: Row, linked: boolean) {
  const Cell = cells[field.type];
  return <Cell field={field} value={row[field.name]} row={row} linked={linked} />;
}

const isThere = (row: Row, field: Field) =>
  row[field.name] !== null && row[field.name] !== undefined && row[field.name] !== "";

export function RecordTable({ entity: name, fields, onOrder, order, ...rest }: Props) {
  const t = useTranslate();
  const reader = useReader();
  const isPhone = useIsPhone();
  const entity = entityOf(name);
  const photos = useFirstPhotos(
    name,
    rest.rows.map((row) => row.id),
  );
  const withPhoto = (row: Row, shown: ReactNode) =>
    entity.photos ? <FirstPhoto photo={photos.get(row.id)}>{shown}</FirstPhoto> : shown;
  const shared = {
    ...rest,
    label: t.label(entity.plural),
    rowId: (row: Row) => row.id,
    rowName: (row: Row) => rowTitle(entity, row, reader),
    hrefOf: (row: Row) => to.record(name, row.id),
  };

  if (isPhone) {
    const amount = fields.find((field) => field.type === "money");
    const partsOf = (row: Row): CardParts => ({
      title: withPhoto(row, rowTitle(entity, row, reader)),
      value: amount && isThere(row, amount) ? cellOf(amount, row, false) : null,
      lines: fields
        .filter((field) => field !== amount && !entity.title.includes(field.name) && isThere(row, field))
        .map((field) => ({
          label: t.label(field.label),
          hidesLabel: layoutOf(field).isPlain ?? false,
          value: cellOf(field, row, false),
        })),
    });
    return <DataCards {...shared} partsOf={partsOf} />;
  }

  const columns = fields.map((field, at) => {
    const { width, align } = layoutOf(field);
    return {
      id: field.name,
      header: t.label(field.label),
      width: at === 0 && field.type === "text" ? width + 100 : width,
      cell: (row: Row) => (at === 0 ? withPhoto(row, cellOf(field, row, false)) : cellOf(field, row, true)),
      ...(align ? { align } : {}),
      ...(isSortable(field) ? { sortBy: field.name } : {}),
    };
  });
  return <DataTable {...shared} columns={columns} order={order} onOrder={onOrder} />;
}
