/* Instead of the app, until the second factor was shown, or set up where the workspace demands one. */
import { Anchor, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useFactorState } from "../api/factor";
import { leave } from "../api/session";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { EntranceCorner } from "../records/EntranceCorner";
import { FactorCode } from "../records/FactorCode";
import { FactorSetup } from "../records/FactorSetup";
import { Entrance } from "../ui/Entrance";
import { ErrorState } from "../ui/ErrorState";
import { FormSkeleton } from "../ui/FormSkeleton";

export function FactorGate() {
  const t = useTranslate();
  const cache = useQueryClient();
  const state = useFactorState();
  const isSetUp = state.data?.is_set_up ?? true;
  const done = () => void cache.resetQueries();

  return (
    <Entrance
      title={isSetUp ? t("factor.gateTitle") : t("factor.demandedTitle")}
      note={isSetUp ? undefined : t("factor.demandedNote")}
      corner={<EntranceCorner />}
      below={
        <Anchor component="button" type="button" onClick={() => void leave("local")}>
          {t("session.leave")}
        </Anchor>
      }
    >
      <Stack>
        {state.isError && <ErrorState message={sentenceOf(state.error, t)} onRetry={() => void state.refetch()} />}
        {state.isPending && <FormSkeleton rows={1} />}
        {state.data && (isSetUp ? <FactorCode onDone={done} /> : <FactorSetup onDone={done} />)}
      </Stack>
    </Entrance>
  );
}
