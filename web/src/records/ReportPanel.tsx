/* A panel that shows a report: its shape while it is on its way, a sentence when it is empty. */
import type { ReactNode } from "react";
import { Skeleton } from "@mantine/core";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { ErrorState } from "../ui/ErrorState";
import { Panel } from "../ui/Panel";
import { useUiWords } from "../ui/words";
import classes from "./ReportPanel.module.css";

interface Props<T> {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly isPlaceholderData: boolean;
    readonly refetch: () => unknown;
  };
  readonly isEmpty: (data: T) => boolean;
  readonly children: (data: T) => ReactNode;
}

const LINES = [92, 78, 64, 50, 36];

export function ReportPanel<T>({ title, note, actions, query, isEmpty, children }: Props<T>) {
  const t = useTranslate();
  const words = useUiWords();
  const { data } = query;
  return (
    <Panel title={title} note={note} actions={actions}>
      {data === undefined && query.error !== null && (
        <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />
      )}
      {data === undefined && query.error === null && (
        <div className={classes.waiting} role="status" aria-label={words.loading}>
          {LINES.map((width) => (
            <Skeleton key={width} height={14} width={`${width}%`} />
          ))}
        </div>
      )}
      {data !== undefined && (
        <div className={classes.content} aria-busy={query.isPlaceholderData || undefined}>
          {isEmpty(data) ? <p className={classes.none}>{t("report.none")}</p> : children(data)}
        </div>
      )}
    </Panel>
  );
}
