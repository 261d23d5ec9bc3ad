/* Writing an article: text with preview and pictures, who sees it, who has to read it, its test. */
import { lazy, Suspense, useState } from "react";
import { Button, Stack, Tabs, Textarea, TextInput } from "@mantine/core";
import { useLocation } from "wouter";
import { anyEntity, answer, call } from "../../api/client";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { useFeedback } from "../../ui/feedback";
import { useLeaveGuard } from "../../ui/leaveGuard";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { useArticlePhotos, useDo, type Draft, type Article } from "./knowledge";
import { PictureButton } from "./PictureButton";

/* What is not needed to begin with comes after the page. */
const Markdown = lazy(async () => ({ default: (await import("./Markdown")).Markdown }));
const ArticleRules = lazy(async () => ({ default: (await import("./ArticleRules")).ArticleRules }));
const QuizEditor = lazy(async () => ({ default: (await import("./QuizEditor")).QuizEditor }));

const fresh = {
  title: "",
  body: "",
  article_category_id: null,
  audience: "everybody",
  members: null,
  required: "nobody",
  required_module: null,
  pass_percent: 80,
} as const;

/* The rest of an article is the server's to write. */
const draftOf = (article: Article): Draft => ({
  title: article.title,
  body: article.body,
  article_category_id: article.article_category_id,
  audience: article.audience,
  members: article.members,
  required: article.required,
  required_module: article.required_module,
  pass_percent: article.pass_percent,
});

export function ArticleEditPage({ article }: { readonly article?: Article }) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const [, go] = useLocation();
  const photos = useArticlePhotos(article?.id ?? "").data;
  const [draft, setDraft] = useState<Draft>(() => (article ? draftOf(article) : fresh));
  const [changed, setChanged] = useState("");
  const [isDirty, setDirty] = useState(false);
  const release = useLeaveGuard(isDirty);
  const isPublished = article?.state === "published";
  const isWhole = draft.title.trim() !== "" && draft.pass_percent !== null;
  const set = (next: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...next }));
    setDirty(true);
  };

  /* The text of a published article changes by publishing alone. */
  const save = useDo(async (publishes: boolean) => {
    const { title, body, ...rest } = draft;
    const values = {
      ...rest,
      members: draft.audience === "chosen" ? draft.members : null,
      ...(isPublished ? {} : { title, body }),
    };
    const row = article
      ? await answer<{ id: string }>(
          anyEntity.from("article").update(values).eq("id", article.id).select("id").single(),
        )
      : await answer<{ id: string }>(
          anyEntity
            .from("article")
            .insert({ ...values, title, body })
            .select("id")
            .single(),
        );
    if (publishes) await call("article_publish", { id: row.id, title, body, ...(changed ? { changed } : {}) });
    return row.id;
  });
  /* Not by callbacks of mutate(): what was published has another version, and that is another page. */
  const run = (publishes: boolean) =>
    void save.mutateAsync(publishes).then(
      (id) => {
        release();
        setDirty(false);
        go(publishes ? to.article(id) : to.articleEdit(id), { replace: !article });
      },
      (error: Error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
    );

  return (
    <Page
      title={article ? article.title : t("knowledge.write")}
      above={<BackTo href={article ? to.article(article.id) : to.knowledge()}>{t("knowledge.title")}</BackTo>}
      actions={
        <>
          <Button variant="default" loading={save.isPending} disabled={!isWhole} onClick={() => run(false)}>
            {t(isPublished ? "knowledge.saveRules" : "knowledge.saveDraft")}
          </Button>
          <Button loading={save.isPending} disabled={!isWhole || draft.body.trim() === ""} onClick={() => run(true)}>
            {t("knowledge.publish")}
          </Button>
        </>
      }
    >
      <Panel>
        <Stack>
          <TextInput
            label={t("knowledge.name")}
            required
            maxLength={160}
            value={draft.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <Tabs defaultValue="write" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="write">{t("knowledge.text")}</Tabs.Tab>
              <Tabs.Tab value="preview">{t("knowledge.preview")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="write" pt="sm">
              <Textarea
                aria-label={t("knowledge.text")}
                description={t("knowledge.markdown")}
                autosize
                minRows={12}
                maxRows={30}
                maxLength={60_000}
                value={draft.body}
                onChange={(event) => set({ body: event.currentTarget.value })}
              />
              {article ? (
                <PictureButton
                  article={article.id}
                  onAdded={(id) => set({ body: `${draft.body}\n\n![](photo:${id})\n` })}
                />
              ) : (
                <p>{t("knowledge.picturesLater")}</p>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="preview" pt="sm">
              <Suspense>
                <Markdown text={draft.body} {...(photos ? { photos } : {})} />
              </Suspense>
            </Tabs.Panel>
          </Tabs>
          {isPublished && (
            <TextInput
              label={t("knowledge.changed")}
              description={t("knowledge.changedHelp")}
              maxLength={500}
              value={changed}
              onChange={(event) => setChanged(event.currentTarget.value)}
            />
          )}
        </Stack>
      </Panel>
      <Suspense>
        <ArticleRules draft={draft} onChange={set} />
        {article && <QuizEditor article={article.id} />}
      </Suspense>
    </Page>
  );
}
