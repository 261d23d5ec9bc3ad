/* Which column fills which field. Links are found by the fields of what they link to. */
import { useState } from "react";
import { Alert, NativeSelect } from "@mantine/core";
import { helps } from "../../api/helps.gen";
import { entityOf, isEntity } from "../../api/rows";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import type { ImportFile, Mapping } from "./file";
import classes from "./Imports.module.css";
import { linkPaths, unusedColumns, withOrigin } from "./mapping";
import { MappingRow } from "./MappingRow";

interface Props {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

export function MappingPanel({ file, mapping, onChange }: Props) {
  const t = useTranslate();
  const [added, setAdded] = useState<readonly string[]>([]);
  const entity = entityOf(file.entity);
  const own = file.fields.filter((field) => field.inner.length === 0);
  const links = linkPaths(file.fields);
  const shown = links.filter(({ path }) => mapping[path] !== undefined || added.includes(path));
  const unused = unusedColumns(file.columns, mapping);

  const placeOf = (path: string) => {
    const [name = "", inner] = path.split(".");
    const field = entity.fields.find((one) => one.name === name);
    const isOwn = inner === undefined || !field?.to || !isEntity(field.to);
    const of = isOwn ? entity : entityOf(field.to);
    const found = isOwn ? field : of.fields.find((one) => one.name === inner);
    return { field: found, help: found && helps[of.name]?.[found.name] };
  };
  const row = (path: string, label: string, required: boolean) => (
    <MappingRow
      key={path}
      label={label}
      {...placeOf(path)}
      required={required}
      origin={mapping[path]}
      columns={file.columns}
      onChange={(origin) => {
        if (path.includes(".")) setAdded((before) => [...before, path]);
        onChange(withOrigin(mapping, path, origin));
      }}
    />
  );

  return (
    <Panel title={t("import.mapping")} note={t("import.mappingNote")}>
      {file.remembered && <Alert color="pine" variant="light" mb="md" title={t("import.remembered")} />}
      <ul className={classes.mappings}>
        {own.map((field) => row(field.name, field.label, field.required && field.name !== "currency"))}
        {shown.map(({ path, label }) => row(path, label, false))}
      </ul>
      {links.length > shown.length && (
        <NativeSelect
          mt="md"
          maw={320}
          aria-label={t("import.more")}
          value=""
          data={[
            { value: "", label: t("import.more") },
            ...links.filter((link) => !shown.includes(link)).map(({ path, label }) => ({ value: path, label })),
          ]}
          onChange={(event) => setAdded((before) => [...before, event.currentTarget.value])}
        />
      )}
      {unused.length > 0 && <p className={classes.unused}>{t("import.unused", { columns: unused.join(" · ") })}</p>}
    </Panel>
  );
}
