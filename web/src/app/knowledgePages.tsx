/* The pages of the knowledge base by address, and the activity of the workspace. */
import { lazy, type ReactNode } from "react";
import { withWords } from "../i18n/language";
import { EntityGate } from "./EntityGate";

const Knowledge = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/KnowledgePage"))).KnowledgePage,
}));
const Training = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/MatrixPage"))).MatrixPage,
}));
const ArticleNew = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/ArticleEditPage"))).ArticleEditPage,
}));
const ArticleEdit = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/ArticleEditRoute"))).ArticleEditRoute,
}));
const Versions = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/VersionsPage"))).VersionsPage,
}));
const ArticleReader = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/ArticlePage"))).ArticlePage,
}));
const Activity = lazy(async () => ({
  default: (await withWords("knowledge", import("../features/knowledge/ActivityPage"))).ActivityPage,
}));
interface Entry {
  readonly path: string;
  readonly guard: "member";
  readonly page: (props: { readonly params: Readonly<Record<string, string | undefined>> }) => ReactNode;
}

const ofArticles = (path: string, page: (id: string) => ReactNode): Entry => ({
  path,
  guard: "member",
  page: ({ params }) => <EntityGate entity="article">{() => page(params["id"] ?? "")}</EntityGate>,
});

export const knowledgePages: readonly Entry[] = [
  ofArticles("/knowledge", () => <Knowledge />),
  ofArticles("/knowledge/training", () => <Training />),
  ofArticles("/knowledge/new", () => <ArticleNew />),
  ofArticles("/knowledge/:id", (id) => <ArticleReader id={id} />),
  ofArticles("/knowledge/:id/edit", (id) => <ArticleEdit id={id} />),
  ofArticles("/knowledge/:id/versions", (id) => <Versions id={id} />),
  { path: "/activity", guard: "member", page: () => <Activity /> },
];
