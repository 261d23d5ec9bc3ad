/* Loads the example data and says how far it is. */
import { useEffect, useEffectEvent, useRef } from "react";
import { Button, Group } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { WorkProgress } from "../../ui/WorkProgress";
import { useExample } from "./example";

export function ExamplePage() {
  const t = useTranslate();
  const format = useFormat();
  const [, navigate] = useLocation();
  const { start, error, isOver, done, total } = useExample();
  const asked = useRef(false);

  const begin = useEffectEvent(() => {
    if (asked.current) return;
    asked.current = true;
    start();
  });
  useEffect(() => begin(), []);
  useEffect(() => {
    if (isOver) navigate(to.home(), { replace: true });
  }, [isOver, navigate]);

  return (
    <Page narrow title={t("example.title")} note={t("example.note")}>
      <Panel>
        {error ? (
          <ErrorState message={sentenceOf(error, t)} onRetry={() => start()} />
        ) : (
          <WorkProgress
            label={
              total > 0
                ? t("example.done", { done: format.number(done), total: format.number(total) })
                : t("example.starting")
            }
            share={total > 0 ? done / total : null}
          />
        )}
        <Group mt="md">
          <Button component={Link} href={to.home()} variant="default">
            {t("example.goOn")}
          </Button>
        </Group>
      </Panel>
    </Page>
  );
}
