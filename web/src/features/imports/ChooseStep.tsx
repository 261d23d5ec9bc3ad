/* What is in the file, and the file. */
import { Radio } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "../../api/errors";
import { keys } from "../../api/keys";
import { entityOf } from "../../api/rows";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useImportable, type ImportEntity } from "../../records/imports";
import { ErrorState } from "../../ui/ErrorState";
import { FileDrop } from "../../ui/FileDrop";
import { Panel } from "../../ui/Panel";
import { uploadFile, type ImportFile } from "./file";
import classes from "./Imports.module.css";

interface Props {
  readonly entity: ImportEntity;
  readonly onEntity: (entity: ImportEntity) => void;
  readonly onFile: (file: ImportFile) => void;
}

export function ChooseStep({ entity, onEntity, onFile }: Props) {
  const t = useTranslate();
  const cache = useQueryClient();
  const importable = useImportable();
  const upload = useMutation<ImportFile, ApiError, File>({
    mutationFn: (file) => uploadFile(entity, file),
    onSuccess: (file) => {
      void cache.invalidateQueries({ queryKey: keys.entity("import_run") });
      onFile(file);
    },
  });

  return (
    <Panel title={t("import.what")}>
      <Radio.Group
        aria-label={t("import.what")}
        value={entity}
        onChange={(next) => onEntity(importable.find((name) => name === next) ?? entity)}
      >
        <div className={classes.kinds}>
          {importable.map((name) => (
            <Radio.Card key={name} value={name} className={classes.kind}>
              <Radio.Indicator />
              <span>
                <span className={classes.kindName}>{t.label(entityOf(name).plural)}</span>
                <span className={classes.kindHelp}>{t(`import.help.${name}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <FileDrop
        accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        title={upload.isPending ? t("import.reading") : t("import.drop")}
        note={t("import.dropNote")}
        button={t("import.pick")}
        busy={upload.isPending}
        onFile={(file) => upload.mutate(file)}
      />
      {upload.error && <ErrorState message={sentenceOf(upload.error, t)} />}
    </Panel>
  );
}
