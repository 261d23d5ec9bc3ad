/* Whether the workspace lets members in with a second factor only; an admin says so. */
import { Alert, Stack, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { demandFactor } from "../../api/factor";
import { forget } from "../../api/keys";
import { useMe } from "../../api/session";
import type { Workspace } from "../../api/workspace";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";

export function FactorDemand({ workspace }: { readonly workspace: Workspace }) {
  const t = useTranslate();
  const me = useMe();
  const cache = useQueryClient();
  const demand = useMutation({ mutationFn: demandFactor, onSuccess: () => forget(cache, "workspace") });
  return (
    <Panel title={t("factor.title")} note={t("factor.demandNote")}>
      <Stack>
        {demand.error && <Alert color="red" role="alert" title={sentenceOf(demand.error, t)} />}
        <Switch
          label={t("factor.demand")}
          checked={workspace.second_factor}
          disabled={me.role !== "admin" || demand.isPending}
          onChange={(event) => demand.mutate(event.currentTarget.checked)}
        />
      </Stack>
    </Panel>
  );
}
