/* The workspace's own settings. */
import { useWorkspace } from "../../api/workspace";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { FactorDemand } from "./FactorDemand";
import { WorkspaceForm } from "./WorkspaceForm";

export function WorkspaceSection() {
  const t = useTranslate();
  const workspace = useWorkspace();
  return (
    <>
      <Panel title={t("workspace.title")} note={t("workspace.note")}>
        {workspace.isError && (
          <ErrorState message={sentenceOf(workspace.error, t)} onRetry={() => void workspace.refetch()} />
        )}
        {workspace.isPending && <FormSkeleton rows={4} />}
        {workspace.data && <WorkspaceForm key={workspace.data.version} workspace={workspace.data} />}
      </Panel>
      {workspace.data && <FactorDemand workspace={workspace.data} />}
    </>
  );
}
