/* The knowledge base: what to read, found by words and by category. */
import { useState } from "react";
import { Badge, Button, Chip, Group, TextInput } from "@mantine/core";
import { IconBook2, IconChecklist, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Announcements } from "./Announcements";
import classes from "./Knowledge.module.css";
import { useArticles, useCategories, useMine, type Training } from "./knowledge";
import { TrainingBadge } from "./TrainingBadge";

export function KnowledgePage() {
  const t = useTranslate();
  const level = levelIn(useMe(), "knowledge");
  const [words, setWords] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  const categories = useCategories().data ?? [];
  const articles = useArticles(words.trim(), category);
  const mine = new Map((useMine().data ?? []).map((one): [string, Training] => [one.article_id, one]));
  const due = [...mine.values()].filter(({ is_due }) => is_due);
  const isEmpty = articles.data?.length === 0 && !words && !category;

  return (
    <Page
      title={t("knowledge.title")}
      note={due.length > 0 && t.count("knowledge.due", due.length)}
      actions={
        <>
          {level >= 3 && (
            <Button component={Link} href={to.training()} variant="default" leftSection={<IconChecklist size={16} />}>
              {t("knowledge.matrix")}
            </Button>
          )}
          {level >= 2 && (
            <Button component={Link} href={to.articleNew()} leftSection={<IconPlus size={16} />}>
              {t("knowledge.write")}
            </Button>
          )}
        </>
      }
    >
      <Announcements />
      {!isEmpty && (
        <TextInput
          type="search"
          aria-label={t("knowledge.search")}
          placeholder={t("knowledge.search")}
          leftSection={<IconSearch size={16} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {categories.length > 0 && !isEmpty && (
        <Group gap="xs">
          {categories.map(({ id, name }) => (
            <Chip key={id} checked={category === id} onChange={() => setCategory(category === id ? null : id)}>
              {name}
            </Chip>
          ))}
        </Group>
      )}
      {articles.isError && (
        <ErrorState message={sentenceOf(articles.error, t)} onRetry={() => void articles.refetch()} />
      )}
      {articles.isPending && <FormSkeleton />}
      {isEmpty && (
        <EmptyState
          icon={<IconBook2 size={28} />}
          title={t("knowledge.empty")}
          body={t(level >= 2 ? "knowledge.emptyWrite" : "knowledge.emptyRead")}
        />
      )}
      {articles.data?.length === 0 && !isEmpty && (
        <EmptyState icon={<IconSearch size={28} />} title={t("knowledge.noHit")} body={t("knowledge.noHitBody")} />
      )}
      <ul className={classes.shelf}>
        {(articles.data ?? []).map((article) => (
          <li key={article.id}>
            <Link href={to.article(article.id)} className={classes.card ?? ""}>
              <span className={classes.cardTitle}>{article.title}</span>
              <Group gap="xs">
                {article.state === "draft" && (
                  <Badge variant="default" tt="none">
                    {t("knowledge.draft")}
                  </Badge>
                )}
                <TrainingBadge training={mine.get(article.id)} />
              </Group>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
