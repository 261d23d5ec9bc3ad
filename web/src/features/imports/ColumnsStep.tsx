/* How the file is read: its columns, and what they mean. */
import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ApiError } from "../../api/errors";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { describeFile, previewFile, type ImportFile, type Mapping, type Options, type Preview } from "./file";
import { FileFacts } from "./FileFacts";
import classes from "./Imports.module.css";
import { missingFields } from "./mapping";
import { MappingPanel } from "./MappingPanel";
import { OptionsPanel } from "./OptionsPanel";

interface Change {
  readonly file?: ImportFile;
  readonly mapping?: Mapping;
  readonly options?: Options;
}

interface Props {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  readonly options: Options;
  readonly onChange: (change: Change) => void;
  readonly onBack: () => void;
  readonly onPreview: (preview: Preview) => void;
}

export function ColumnsStep({ file, mapping, options, onChange, onBack, onPreview }: Props) {
  const t = useTranslate();
  const read = useMutation<ImportFile, ApiError, Options>({
    mutationFn: (next) => describeFile(file.id, next),
    onSuccess: (next) => onChange({ file: next, mapping: next.mapping, options: next.options }),
  });
  const check = useMutation<Preview, ApiError>({
    mutationFn: () => previewFile(file.id, mapping, options),
    onSuccess: onPreview,
  });
  const missing = missingFields(file.fields, mapping);
  const error = read.error ?? check.error;

  return (
    <div className={classes.columns}>
      <FileFacts file={file} options={options} busy={read.isPending} onRead={(next) => read.mutate(next)} />
      <MappingPanel
        key={file.columns.map(({ name }) => name).join()}
        file={file}
        mapping={mapping}
        onChange={(next) => onChange({ mapping: next })}
      />
      <OptionsPanel
        options={options}
        hasLinks={file.fields.some((field) => field.inner.length > 0)}
        hasCurrency={mapping["currency"] !== undefined}
        onChange={(next) => onChange({ options: next })}
      />
      {error && <ErrorState message={sentenceOf(error, t)} />}
      {missing.length > 0 && (
        <p role="status" className={classes.missing}>
          {t("import.missing", { fields: missing.map((field) => field.label).join(" · ") })}
        </p>
      )}
      <Group className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t("import.otherFile")}
        </Button>
        <Button
          loading={check.isPending}
          disabled={missing.length > 0 || read.isPending}
          onClick={() => check.mutate()}
        >
          {t("import.check")}
        </Button>
      </Group>
    </div>
  );
}
