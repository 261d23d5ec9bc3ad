/* The editor of an article that is there. */
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { ArticleEditPage } from "./ArticleEditPage";
import { useArticle } from "./knowledge";

export function ArticleEditRoute({ id }: { readonly id: string }) {
  const t = useTranslate();
  const query = useArticle(id);
  if (query.isError) return <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />;
  if (!query.data) return <FormSkeleton />;
  return <ArticleEditPage key={query.data.version_number} article={query.data} />;
}
