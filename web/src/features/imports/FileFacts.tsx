/* What was found out about the file, and how to read it otherwise. */
import { Alert, NativeSelect } from "@mantine/core";
import { WholeInput } from "../../fields/WholeInput";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import type { ImportFile, Options } from "./file";
import classes from "./Imports.module.css";
import { LeftOutNote } from "./LeftOutNote";
import { PresetSelect } from "./PresetSelect";

interface Props {
  readonly file: ImportFile;
  readonly options: Options;
  readonly busy: boolean;
  readonly onRead: (options: Options) => void;
}

const encodings = ["UTF-8", "GB18030", "BIG5", "UTF-16LE", "UTF-16BE", "WINDOWS-1252"];
const delimiters = [",", ";", "\t", "|"] as const;
const delimiterNames = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

export function FileFacts({ file, options, busy, onRead }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const before = file.imported_before;
  const known = file.encoding && !encodings.includes(file.encoding) ? [file.encoding, ...encodings] : encodings;
  return (
    <Panel
      title={file.file_name}
      note={`${t.count("import.rows", file.rows)} · ${t.count("import.columns", file.columns.length)}`}
    >
      {before && (
        <Alert color="yellow" variant="light" mb="md" title={t("import.before")}>
          {t("import.beforeBody", {
            name: before.file_name,
            time: format.instant(before.at),
            count: format.number(before.rows_done),
          })}
        </Alert>
      )}
      <LeftOutNote leftOut={file.left_out} />
      <div className={classes.grid}>
        <PresetSelect
          file={file}
          busy={busy}
          onChoose={(preset) => onRead({ ...options, preset, skip: null, source: null })}
        />
        {file.format === "csv" && (
          <NativeSelect
            label={t("import.encoding")}
            data={known}
            disabled={busy}
            value={options.encoding ?? file.encoding ?? "UTF-8"}
            onChange={(event) => onRead({ ...options, encoding: event.currentTarget.value })}
          />
        )}
        {file.format === "csv" && (
          <NativeSelect
            label={t("import.delimiter")}
            disabled={busy}
            data={delimiters.map((value) => ({ value, label: t(`import.delimiter.${delimiterNames[value]}`) }))}
            value={options.delimiter ?? file.delimiter ?? ","}
            onChange={(event) => onRead({ ...options, delimiter: event.currentTarget.value })}
          />
        )}
        {file.sheets.length > 1 && (
          <NativeSelect
            label={t("import.sheet")}
            disabled={busy}
            data={file.sheets.map((label, at) => ({ value: String(at), label }))}
            value={String(file.sheet)}
            onChange={(event) => onRead({ ...options, sheet: Number(event.currentTarget.value), header_row: 0 })}
          />
        )}
        <WholeInput
          label={t("import.headerRow")}
          min={1}
          max={100}
          disabled={busy}
          value={file.header_row}
          onChange={(value) => value !== null && onRead({ ...options, header_row: value })}
        />
      </div>
    </Panel>
  );
}
