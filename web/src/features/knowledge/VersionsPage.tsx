/* The versions of an article, and what changed from one to the next. */
import { useState } from "react";
import { Button, Group, NativeSelect } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { call } from "../../api/client";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { linesOf } from "./diff";
import classes from "./Knowledge.module.css";
import { useArticle, useDo, useVersions } from "./knowledge";

export function VersionsPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const { toast } = useFeedback();
  const article = useArticle(id).data;
  const query = useVersions(id);
  const versions = query.data ?? [];
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  const restore = useDo((version: string) => call("article_restore", { id: version }));
  const now = versions.find(({ number }) => number === chosen) ?? versions[0];
  const before = versions.find(({ number }) => number === (against ?? (now?.number ?? 0) - 1));
  const level = levelIn(me, "knowledge");
  const mayEdit = level >= 3 || (level === 2 && article?.created_by === me.account);
  const options = versions.map(({ number, created_at }) => ({
    value: String(number),
    label: t("knowledge.versionOf", { number, when: format.instantShort(created_at) }),
  }));

  return (
    <Page
      title={t("knowledge.versions")}
      narrow
      above={<BackTo href={to.article(id)}>{article?.title ?? t("knowledge.title")}</BackTo>}
    >
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <FormSkeleton />}
      {now && (
        <Panel title={now.title} note={now.changed}>
          <Group align="end" mb="md">
            <NativeSelect
              label={t("knowledge.from")}
              data={[{ value: "0", label: t("knowledge.nothingBefore") }, ...options]}
              value={String(before?.number ?? 0)}
              onChange={(event) => setAgainst(Number(event.currentTarget.value))}
            />
            <NativeSelect
              label={t("knowledge.to")}
              data={options}
              value={String(now.number)}
              onChange={(event) => setChosen(Number(event.currentTarget.value))}
            />
            {mayEdit && now.number !== article?.version_number && (
              <Button
                variant="default"
                leftSection={<IconRestore size={16} />}
                loading={restore.isPending}
                onClick={() =>
                  restore.mutate(now.id, {
                    onSuccess: () => setChosen(null),
                    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
                  })
                }
              >
                {t("knowledge.restore")}
              </Button>
            )}
          </Group>
          <div className={classes.diff}>
            {linesOf(before?.body ?? "", now.body).map((line, i) => (
              <span key={i} className={classes.line} data-kind={line.kind}>
                {line.pieces.map((piece, k) =>
                  piece.kind === "gone" ? (
                    <del key={k}>{piece.text}</del>
                  ) : piece.kind === "new" ? (
                    <ins key={k}>{piece.text}</ins>
                  ) : (
                    piece.text
                  ),
                )}
              </span>
            ))}
          </div>
        </Panel>
      )}
    </Page>
  );
}
