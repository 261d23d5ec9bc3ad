/* The fields of a record, read. Empty ones are left out. */
import type { EntityName } from "../api/entities.gen";
import type { Field, Row } from "../api/entity";
import { entityOf } from "../api/rows";
import { cells } from "../fields/cells";
import { useTranslate } from "../i18n/translate";
import classes from "./RecordFields.module.css";

const isWide = (field: Field) => field.type === "longtext" || field.type === "json";

/* What the server works out for itself, to sort and to count, is not told unless a list shows it. */
const isTold = (field: Field) => field.type !== "id" && (!field.readonly || field.list === true);

const isThere = (row: Row, field: Field) => !["", null, undefined].includes(row[field.name] as null);

export function RecordFields({ entity, row }: { readonly entity: EntityName; readonly row: Row }) {
  const t = useTranslate();
  const fields = entityOf(entity).fields.filter((field) => isTold(field) && isThere(row, field));
  return (
    <dl className={classes.fields}>
      {fields.map((field) => {
        const Cell = cells[field.type];
        return (
          <div key={field.name} className={classes.field} data-wide={isWide(field) || undefined}>
            <dt className={classes.label}>{t.label(field.label)}</dt>
            <dd className={classes.value}>
              <Cell field={field} value={row[field.name]} row={row} linked full />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
