/* The first start of a server: who runs it, the first account, the first workspace, its data. */
import { useState, type FormEvent } from "react";
import { Alert, Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useLocation, useSearchParams } from "wouter";
import { signIn } from "../../api/account";
import { call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { useServer } from "../../api/server";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EntranceCorner } from "../../records/EntranceCorner";
import { Entrance } from "../../ui/Entrance";
import { isSetupField, setupArguments, startValues, stepOf, steps } from "./setup";
import { SetupStep } from "./SetupStep";
import { StepList } from "./StepList";

interface Props {
  /** where someone goes who brings a spreadsheet; absent: not offered */
  readonly importPath?: string;
}

export function SetupPage({ importPath }: Props) {
  const t = useTranslate();
  const server = useServer();
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const [values, setValues] = useState(() => startValues(t.language));
  const [at, setAt] = useState(0);
  const afterwards = { example: to.example(), own: importPath ?? to.home(), empty: to.home() };
  const step = steps[at] ?? "server";

  const finish = useMutation<unknown, ApiError>({
    mutationFn: async () => {
      await call("setup_finish", setupArguments(values, params.get("token") ?? "", t.language));
      navigate(to.setup(afterwards[values.data]), { replace: true });
      await signIn(values.email, values.password);
    },
    onError: (error) => {
      if (error.field && isSetupField(error.field)) setAt(steps.indexOf(stepOf[error.field]));
    },
  });
  const named = finish.error?.field ?? null;
  const sentence = finish.error ? sentenceOf(finish.error, t) : null;

  const next = (event: FormEvent) => {
    event.preventDefault();
    if (at + 1 < steps.length) setAt(at + 1);
    else finish.mutate();
  };

  if (server.data && !server.data.needed && !finish.isPending)
    return (
      <Entrance title={t("setup.done")} note={t("setup.doneBody")} corner={<EntranceCorner />}>
        <Button fullWidth onClick={() => navigate(to.signIn())}>
          {t("signIn.title")}
        </Button>
      </Entrance>
    );
  return (
    <Entrance wide title={t(`setup.${step}`)} note={t(`setup.${step}Note`)} corner={<EntranceCorner />}>
      <StepList at={at} />
      <form onSubmit={next}>
        <Stack>
          {sentence && !isSetupField(named ?? "") && <Alert color="red" role="alert" title={sentence} />}
          <SetupStep
            key={step}
            step={step}
            values={values}
            errorAt={(name) => (name === named ? sentence : null)}
            offersImport={importPath !== undefined}
            onChange={(change) => setValues((before) => ({ ...before, ...change }))}
          />
          <Group justify="space-between" mt="xs">
            {at > 0 ? (
              <Button variant="default" onClick={() => setAt(at - 1)} disabled={finish.isPending}>
                {t("setup.back")}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={finish.isPending}>
              {t(at + 1 < steps.length ? "setup.next" : "setup.finish")}
            </Button>
          </Group>
          {finish.isPending && <p role="status">{t("setup.working")}</p>}
        </Stack>
      </form>
    </Entrance>
  );
}
