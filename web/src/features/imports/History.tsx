/* Earlier imports of oneself; each can be looked at and undone. */
import { Badge, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import { keys } from "../../api/keys";
import { entityOf, isEntity } from "../../api/rows";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import type { ImportRun } from "../../records/imports";
import { Panel } from "../../ui/Panel";
import classes from "./Imports.module.css";
import { useUndoImport } from "./useUndo";

const SHOWN = 20;
const colours: Partial<Record<ImportRun["status"], string>> = { done: "pine", failed: "red", running: "blue" };

export function History({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const t = useTranslate();
  const format = useFormat();
  const undo = useUndoImport();
  const runs = useQuery({
    queryKey: keys.named("import_run", "history"),
    queryFn: () =>
      answer<ImportRun[]>(
        client
          .from("import_run")
          .select()
          .in("status", ["running", "done", "failed", "cancelled", "undone"])
          .order("created_at", { ascending: false })
          .limit(SHOWN),
      ),
    refetchInterval: ({ state }) => (state.data?.some((run) => run.status === "running") ? 1500 : false),
  });
  if (!runs.data || runs.data.length === 0) return null;

  return (
    <Panel title={t("import.history")} note={t("import.historyNote")}>
      <ul className={classes.history}>
        {runs.data.map((run) => (
          <li key={run.id} className={classes.past}>
            <button type="button" className={classes.pastOpen} onClick={() => onOpen(run.id)}>
              <span className={classes.pastName}>{run.file_name}</span>
              <span className={classes.pastNote}>
                {isEntity(run.entity) ? t.label(entityOf(run.entity).plural) : run.entity} ·{" "}
                {t.count("import.rows", run.rows_done)} · {format.ago(run.created_at)}
              </span>
            </button>
            <Badge variant="light" color={colours[run.status] ?? "gray"}>
              {t(`import.status.${run.status}`)}
            </Badge>
            {run.rows_done > 0 && ["done", "failed", "cancelled"].includes(run.status) && (
              <Button
                size="compact-sm"
                variant="default"
                loading={undo.isPending && undo.variables.id === run.id}
                aria-label={t("import.undoOf", { name: run.file_name })}
                onClick={() => undo.mutate({ id: run.id })}
              >
                {t("import.undoShort")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
