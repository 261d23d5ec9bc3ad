/* The dry run: what would come in, what would not and why. Nothing has been written yet. */
import { Button, Group } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "../../api/errors";
import { keys } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import { Counts } from "./Counts";
import { FaultList } from "./FaultList";
import { runFile, type ImportFile, type Mapping, type Options, type Preview } from "./file";
import classes from "./Imports.module.css";
import { PreviewTable } from "./PreviewTable";

interface Props {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  readonly options: Options;
  readonly preview: Preview;
  readonly onBack: () => void;
  readonly onStarted: (run: string) => void;
}

export function CheckStep({ file, mapping, options, preview, onBack, onStarted }: Props) {
  const t = useTranslate();
  const cache = useQueryClient();
  const start = useMutation<unknown, ApiError>({
    mutationFn: () => runFile(file.id, mapping, options),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.entity("import_run") });
      onStarted(file.id);
    },
  });

  return (
    <div className={classes.columns}>
      <Counts
        counts={[
          { label: t("import.ready"), value: preview.ready, tone: "good" },
          { label: t("import.failed"), value: preview.failed, tone: preview.failed > 0 ? "bad" : "plain" },
          { label: t("import.duplicates"), value: preview.duplicates, tone: "plain" },
          { label: t("import.linksCreated"), value: preview.links_created, tone: "plain" },
        ]}
      />
      {preview.errors.length > 0 && <FaultList faults={preview.errors} count={preview.error_count} />}
      <Panel
        flush
        title={t("import.preview")}
        note={t.count("import.previewNote", Math.min(preview.rows.length, preview.total))}
      >
        <PreviewTable file={file} mapping={mapping} rows={preview.rows} />
      </Panel>
      {start.error && <ErrorState message={sentenceOf(start.error, t)} />}
      <Group className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t("import.backToColumns")}
        </Button>
        <Button loading={start.isPending} disabled={preview.ready === 0} onClick={() => start.mutate()}>
          {t.count("import.start", preview.ready)}
        </Button>
      </Group>
    </div>
  );
}
