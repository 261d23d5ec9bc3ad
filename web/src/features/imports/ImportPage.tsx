/* Bringing a spreadsheet in: choose, map, check, import. The run is in the address, so that it can
   be left and come back to. */
import { lazy, Suspense, useState } from "react";
import { Button } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import { IconLock } from "@tabler/icons-react";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { importEntities, useImportable, type ImportEntity } from "../../records/imports";
import { EmptyState } from "../../ui/EmptyState";
import { useLeaveGuard } from "../../ui/leaveGuard";
import { Page } from "../../ui/Page";
import { ChooseStep } from "./ChooseStep";
import type { ImportFile, Mapping, Options, Preview } from "./file";
import { History } from "./History";
import { Steps, type Step } from "./Steps";

/* A first visit chooses; the later steps come when they are reached. */
const ColumnsStep = lazy(async () => ({ default: (await import("./ColumnsStep")).ColumnsStep }));
const CheckStep = lazy(async () => ({ default: (await import("./CheckStep")).CheckStep }));
const RunStep = lazy(async () => ({ default: (await import("./RunStep")).RunStep }));

interface Draft {
  readonly file: ImportFile;
  readonly mapping: Mapping;
  readonly options: Options;
  readonly preview: Preview | null;
}

export function ImportPage() {
  const t = useTranslate();
  const importable = useImportable();
  const [params, setParams] = useSearchParams();
  const [draft, setDraft] = useState<Draft | null>(null);
  const run = params.get("run");
  const what = importEntities.find((name) => name === params.get("what") && importable.includes(name));
  const entity: ImportEntity = what ?? importable[0] ?? "sale";
  const release = useLeaveGuard(draft !== null && run === null);

  if (importable.length === 0)
    return <EmptyState isPage icon={<IconLock size={26} />} title={t("import.denied")} body={t("access.ask")} />;

  const step: Step = run ? "run" : draft === null ? "choose" : draft.preview ? "check" : "columns";
  const start = (id: string) => {
    release();
    setDraft(null);
    setParams({ run: id });
  };
  return (
    <Page
      title={t("import.title")}
      note={<Steps at={step} />}
      actions={
        step === "choose" && (
          <Button component={Link} href={to.importPresets()} variant="default">
            {t("import.presets")}
          </Button>
        )
      }
    >
      <Suspense>
        {run && <RunStep key={run} id={run} onAgain={() => setParams({ what: entity })} />}
        {step === "choose" && (
          <>
            <ChooseStep
              entity={entity}
              onEntity={(next) => setParams({ what: next }, { replace: true })}
              onFile={(file) => setDraft({ file, mapping: file.mapping, options: file.options, preview: null })}
            />
            <History onOpen={(id) => setParams({ run: id })} />
          </>
        )}
        {step === "columns" && draft && (
          <ColumnsStep
            {...draft}
            onChange={(change) => setDraft({ ...draft, ...change })}
            onBack={() => setDraft(null)}
            onPreview={(preview) => setDraft({ ...draft, preview })}
          />
        )}
        {step === "check" && draft?.preview && (
          <CheckStep
            {...draft}
            preview={draft.preview}
            onBack={() => setDraft({ ...draft, preview: null })}
            onStarted={start}
          />
        )}
      </Suspense>
    </Page>
  );
}
