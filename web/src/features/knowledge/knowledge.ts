/* Questions about articles, training and announcements, kept until something changes. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import { forget, keys } from "../../api/keys";
import { memberNames } from "../../api/members";
import { readPhotos } from "../../api/photos";
import { answerWhole } from "../../api/whole";

export interface Article {
  readonly id: string;
  readonly version: number;
  readonly created_by: string | null;
  readonly title: string;
  readonly article_category_id: string | null;
  readonly body: string;
  readonly audience: "everybody" | "editors" | "chosen";
  readonly members: readonly string[] | null;
  readonly required: string;
  readonly required_module: string | null;
  readonly pass_percent: number;
  readonly state: "draft" | "published";
  readonly version_number: number;
  readonly question_count: number;
  readonly published_at: string | null;
}

/** What an editor writes. */
export type Draft = Pick<
  Article,
  "title" | "body" | "article_category_id" | "audience" | "members" | "required" | "required_module"
> & {
  /** null while the field holds no number that can be saved */
  readonly pass_percent: number | null;
};

export type Listed = Pick<Article, "id" | "title" | "state" | "article_category_id" | "published_at">;

export interface Version {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly changed: string | null;
  readonly created_at: string;
  readonly published_by: string | null;
}

export interface Training {
  readonly account_id: string;
  readonly article_id: string;
  readonly title: string;
  readonly number: number;
  readonly state: "done" | "test" | "old" | "unread";
  readonly is_required: boolean;
  readonly is_due: boolean;
  readonly is_passed: boolean;
  readonly read_number: number;
  readonly question_count: number;
}

export interface Matrix {
  readonly members: readonly { account_id: string; display_name: string }[];
  readonly articles: readonly { article_id: string; title: string; number: number }[];
  readonly cells: readonly Training[];
  /** on all pages */
  readonly member_count: number;
}

export interface Question {
  readonly question: string;
  readonly choices: readonly string[];
  readonly answers?: readonly number[];
  readonly explanation?: string;
  readonly has_several?: boolean;
}

export interface Marked {
  readonly score: number;
  readonly question_count: number;
  readonly is_passed: boolean;
  readonly results: readonly { is_right: boolean; answers?: readonly number[]; explanation?: string }[];
}

/* What one of these changes, the others may show. */
const all = ["article", "article_version", "article_ack", "quiz_attempt", "announcement", "announcement_seen"];

const quoted = (words: string) => `"${words.replace(/["\\]/g, " ")}"`;

export const useCategories = () =>
  useQuery({
    queryKey: keys.named("article_category", "all"),
    queryFn: () =>
      answerWhole<{ id: string; name: string }>(
        anyEntity.from("article_category").select("id,name").order("position").order("name").order("id"),
      ),
  });

export const useArticles = (words: string, category: string | null) =>
  useQuery({
    queryKey: keys.named("article", "shelf", words, category ?? ""),
    queryFn: () => {
      let request = anyEntity.from("article").select("id,title,state,article_category_id,published_at");
      if (words)
        request = request.or(
          `title.ilike.${quoted(`*${words}*`)},title.wfts.${quoted(words)},body.wfts.${quoted(words)}`,
        );
      if (category) request = request.eq("article_category_id", category);
      return answerWhole<Listed>(request.order("title").order("id"));
    },
  });

export const useArticle = (id: string) =>
  useQuery({
    queryKey: keys.row("article", id),
    queryFn: () => answer<Article>(anyEntity.from("article").select().eq("id", id).single()),
    enabled: id !== "",
  });

export const useVersions = (id: string) =>
  useQuery({
    queryKey: keys.named("article_version", id),
    queryFn: () =>
      answer<Version[]>(
        anyEntity
          .from("article_version")
          .select("id,number,title,body,changed,created_at,published_by")
          .eq("article_id", id)
          .order("number", { ascending: false }),
      ),
  });

export const useArticlePhotos = (id: string) =>
  useQuery({
    queryKey: keys.named("photo", "article", id),
    queryFn: async () => new Map((await readPhotos("article", [id], "screen")).map((photo) => [photo.id, photo.url])),
    enabled: id !== "",
  });

export const useMine = () =>
  useQuery({
    queryKey: keys.named("article", "mine"),
    queryFn: async () => (await call("training_mine", {})) as unknown as Training[],
  });

export const useMatrix = (offset: number) =>
  useQuery({
    queryKey: keys.named("article", "matrix", String(offset)),
    queryFn: async () => (await call("training_matrix", { offset })) as unknown as Matrix,
  });

export const useMembers = () => useQuery(memberNames);

/** Does something, and forgets what it may have changed. */
export function useDo<Input, Output>(run: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => forget(cache, ...all, "photo", "article_category") });
}
