/* The training matrix: members and articles, and who still has to do what. A large team has
   several pages. */
import { Checkbox } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import classes from "./Knowledge.module.css";
import { useMatrix } from "./knowledge";
import { PageTurner } from "./PageTurner";
import { TrainingBadge } from "./TrainingBadge";

export function MatrixPage() {
  const t = useTranslate();
  /* where the pages before this one began, and this one */
  const [begins, setBegins] = useState<readonly number[]>([0]);
  const offset = begins.at(-1) ?? 0;
  const query = useMatrix(offset);
  const [onlyDue, setOnlyDue] = useState(false);
  const { members = [], articles = [], cells = [], member_count: count = 0 } = query.data ?? {};
  const isWhole = members.length === count;
  const at = new Map(cells.map((cell) => [`${cell.account_id} ${cell.article_id}`, cell]));
  const due = cells.filter((cell) => cell.is_due);
  const shownMembers = onlyDue
    ? members.filter((one) => due.some((cell) => cell.account_id === one.account_id))
    : members;
  const shownArticles = onlyDue
    ? articles.filter((one) => due.some((cell) => cell.article_id === one.article_id))
    : articles;

  return (
    <Page
      title={t("knowledge.matrix")}
      above={<BackTo href={to.knowledge()}>{t("knowledge.title")}</BackTo>}
      note={query.data && isWhole && t.count("knowledge.open", due.length)}
    >
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <FormSkeleton />}
      {query.data && articles.length === 0 && (
        <EmptyState
          icon={<IconChecklist size={28} />}
          title={t("knowledge.matrixEmpty")}
          body={t("knowledge.matrixEmptyBody")}
        />
      )}
      {articles.length > 0 && (
        <Panel>
          <Checkbox
            mb="md"
            label={t("knowledge.onlyDue")}
            checked={onlyDue}
            onChange={(event) => setOnlyDue(event.currentTarget.checked)}
          />
          <div className={classes.matrix} tabIndex={0} role="region" aria-label={t("knowledge.matrix")}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("knowledge.member")}</th>
                  {shownArticles.map((article) => (
                    <th key={article.article_id} scope="col">
                      <Link href={to.article(article.article_id)}>{article.title}</Link>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shownMembers.map((member) => (
                  <tr key={member.account_id}>
                    <th scope="row">{member.display_name}</th>
                    {shownArticles.map((article) => (
                      <td key={article.article_id}>
                        <TrainingBadge training={at.get(`${member.account_id} ${article.article_id}`)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {!isWhole && (
            <PageTurner
              first={offset}
              shown={members.length}
              count={count}
              onPrevious={() => setBegins(begins.slice(0, -1))}
              onNext={() => setBegins([...begins, offset + members.length])}
            />
          )}
        </Panel>
      )}
    </Page>
  );
}
