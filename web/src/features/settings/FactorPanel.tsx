/* The second factor of one's own account. */
import { lazy, Suspense, useState } from "react";
import { Alert, Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { makeRecoveryCodes, removeFactors, useFactorState } from "../../api/factor";
import { forget } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";

const FactorSetup = lazy(async () => ({ default: (await import("../../records/FactorSetup")).FactorSetup }));
const RecoveryCodes = lazy(async () => ({ default: (await import("../../records/RecoveryCodes")).RecoveryCodes }));

export function FactorPanel() {
  const t = useTranslate();
  const cache = useQueryClient();
  const { ask } = useFeedback();
  const state = useFactorState();
  const [isOpen, setOpen] = useState(false);
  const again = useMutation({ mutationFn: makeRecoveryCodes });
  const remove = useMutation({ mutationFn: removeFactors, onSuccess: () => forget(cache, "factor") });
  const failure = again.error ?? remove.error ?? state.error;
  const close = () => {
    setOpen(false);
    again.reset();
    void forget(cache, "factor");
  };
  const askToRemove = async () => {
    const question = {
      title: t("factor.remove"),
      body: t("factor.removeBody"),
      confirm: t("factor.remove"),
      danger: true,
    };
    if (await ask(question)) remove.mutate();
  };

  return (
    <Panel title={t("factor.title")} note={t("factor.note")}>
      <Stack>
        {failure && <Alert color="red" role="alert" title={sentenceOf(failure, t)} />}
        {state.isPending && <FormSkeleton rows={1} />}
        <Suspense fallback={<FormSkeleton rows={1} />}>
          {isOpen && <FactorSetup onDone={close} />}
          {again.data && <RecoveryCodes codes={again.data} onDone={close} />}
        </Suspense>
        {state.data && !isOpen && !again.data && (
          <>
            {state.data.is_set_up && <div>{t.count("factor.left", state.data.codes_left)}</div>}
            <Group>
              {state.data.is_set_up ? (
                <>
                  <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
                    {t("factor.newCodes")}
                  </Button>
                  <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => void askToRemove()}>
                    {t("factor.remove")}
                  </Button>
                </>
              ) : (
                <Button variant="default" onClick={() => setOpen(true)}>
                  {t("factor.setUp")}
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Panel>
  );
}
