/* The first rows as they would be stored; an error stands in its cell. */
import { Badge } from "@mantine/core";
import { entityOf, isEntity } from "../../api/rows";
import type { Field } from "../../api/entity";
import { cells } from "../../fields/cells";
import { layoutOf } from "../../fields/layout";
import { useReader } from "../../fields/useReader";
import { valueText } from "../../fields/valueText";
import { useTranslate } from "../../i18n/translate";
import type { ImportFile, Mapping, PreviewRow } from "./file";
import classes from "./Imports.module.css";

interface Props {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  readonly rows: readonly PreviewRow[];
}

export function PreviewTable({ file, mapping, rows }: Props) {
  const t = useTranslate();
  const reader = useReader();
  const entity = entityOf(file.entity);
  const isUsed = (field: Field) =>
    mapping[field.name] !== undefined ||
    Object.keys(mapping).some((path) => path.startsWith(`${field.name}.`)) ||
    rows.some((row) => row.errors.some((fault) => fault.field === field.name));
  const fields = entity.fields.filter(isUsed);

  const linkText = (field: Field, row: PreviewRow) => {
    const names = row.links[field.name];
    if (names === undefined) return row.values[field.name] ? t("import.found") : "";
    const linked = new Map(
      (field.to && isEntity(field.to) ? entityOf(field.to).fields : []).map((one) => [one.name, one]),
    );
    return Object.entries(names)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => {
        const named = linked.get(name);
        return named ? valueText(value, named, reader) : String(value);
      })
      .join(" · ");
  };
  const cellOf = (field: Field, row: PreviewRow) => {
    const fault = row.errors.find((one) => one.field === field.name || one.field.startsWith(`${field.name}.`));
    if (fault)
      return (
        <>
          {fault.value && <del className={classes.wrong}>{fault.value}</del>}
          <span className={classes.why}>{fault.message}</span>
        </>
      );
    if (field.type === "link") return linkText(field, row);
    const value = row.values[field.name];
    if (value === null || value === undefined) return "";
    const Cell = cells[field.type];
    return field.type === "longtext" ? (
      valueText(value, field, reader)
    ) : (
      <Cell field={field} value={value} row={row.values} linked={false} />
    );
  };

  return (
    <div className={classes.preview} tabIndex={0} role="region" aria-label={file.file_name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            {fields.map((field) => (
              <th key={field.name} scope="col" data-align={layoutOf(field).align}>
                {t.label(field.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row} data-bad={row.errors.length > 0 || undefined} data-known={row.duplicate || undefined}>
              <th scope="row">
                {row.row}
                {row.duplicate && (
                  <Badge size="xs" variant="light" color="gray" ml={6}>
                    {t("import.known")}
                  </Badge>
                )}
              </th>
              {fields.map((field) => (
                <td key={field.name} data-align={layoutOf(field).align}>
                  {cellOf(field, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
