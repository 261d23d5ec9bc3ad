/* An article as readers see it: text, read mark, test. */
import { Button, Group } from "@mantine/core";
import { IconCheck, IconHistory, IconPencil } from "@tabler/icons-react";
import { Link } from "wouter";
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
import { useArticle, useArticlePhotos, useDo, useMine } from "./knowledge";
import { Markdown } from "./Markdown";
import { QuizPanel } from "./QuizPanel";
import { TrainingBadge } from "./TrainingBadge";

export function ArticlePage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const { toast } = useFeedback();
  const query = useArticle(id);
  const photos = useArticlePhotos(id).data;
  const mine = useMine().data?.find(({ article_id }) => article_id === id);
  const read = useDo((number: number) => call("article_read", { article_id: id, number }));
  const article = query.data;

  if (query.isError)
    return (
      <Page title={t("knowledge.title")}>
        <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />
      </Page>
    );
  if (!article)
    return (
      <Page title={t("knowledge.title")}>
        <FormSkeleton />
      </Page>
    );
  const level = levelIn(me, "knowledge");
  const mayEdit = level >= 3 || (level === 2 && article.created_by === me.account);
  const isRead = mine?.state === "done" || mine?.state === "test";
  return (
    <Page
      title={article.title}
      narrow
      above={<BackTo href={to.knowledge()}>{t("knowledge.title")}</BackTo>}
      note={
        <Group gap="xs">
          {article.published_at
            ? t("knowledge.versionOf", {
                number: article.version_number,
                when: format.instantShort(article.published_at),
              })
            : t("knowledge.draft")}
          <TrainingBadge training={mine} />
        </Group>
      }
      actions={
        <>
          {article.version_number > 0 && (
            <Button
              component={Link}
              href={to.articleVersions(id)}
              variant="default"
              leftSection={<IconHistory size={16} />}
            >
              {t("knowledge.versions")}
            </Button>
          )}
          {mayEdit && (
            <Button component={Link} href={to.articleEdit(id)} leftSection={<IconPencil size={16} />}>
              {t("action.edit")}
            </Button>
          )}
        </>
      }
    >
      <Panel>
        <Markdown text={article.body} {...(photos ? { photos } : {})} />
        {article.state === "published" && !isRead && (
          <Button
            mt="lg"
            leftSection={<IconCheck size={16} />}
            loading={read.isPending}
            onClick={() =>
              read.mutate(article.version_number, {
                onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
              })
            }
          >
            {t("knowledge.markRead")}
          </Button>
        )}
      </Panel>
      {article.state === "published" && article.question_count > 0 && (
        <QuizPanel key={article.version_number} article={article} isPassed={mine?.is_passed ?? false} />
      )}
    </Page>
  );
}
