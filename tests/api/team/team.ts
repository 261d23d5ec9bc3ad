// A team with a knowledge base: an owner, an editor of everything, an author, two readers.
import type { PostgrestError, SupabaseClient } from "@supabase/supabase-js";

import { type Person, dataOf, invite } from "../../harness/client.ts";
import type { Server } from "../../harness/server.ts";
import { openShop } from "../rest/shop.ts";

export interface Team {
  boss: Person;
  editor: Person;
  author: Person;
  reader: Person;
  other: Person;
  stranger: Person; // of the workspace, without the module
}

export async function openTeam(server: Server): Promise<Team> {
  const boss = await openShop(server);
  const editor = await invite(server, boss, { knowledge: 3 });
  const author = await invite(server, boss, { knowledge: 2 });
  const reader = await invite(server, boss, { knowledge: 1 });
  const other = await invite(server, boss, { knowledge: 1, warehouse: 1 });
  const stranger = await invite(server, boss, { sales: 3 });
  return { boss, editor, author, reader, other, stranger };
}

export interface Article {
  id: string;
  title: string;
  body: string;
  state: string;
  version: number;
  version_number: number;
  question_count: number;
  published_at: string | null;
}

export const accountOf = async ({ client }: Person): Promise<string> => (await client.auth.getUser()).data.user?.id ?? "";

export const write = async ({ client }: Person, row: Record<string, unknown> = {}): Promise<Article> =>
  (await dataOf(client.from("article").insert({ title: "Opening boxes", body: "Cut the **tape**.", ...row }).select().single())) as Article;

export const publish = async ({ client }: Person, id: string, more: Record<string, unknown> = {}) =>
  (await dataOf(client.rpc("article_publish", { id, ...more }))) as { version_number: number; version: number; published_at: string };

export const written = async (person: Person, row: Record<string, unknown> = {}): Promise<Article> => {
  const article = await write(person, row);
  await publish(person, article.id);
  return article;
};

export const titlesOf = async ({ client }: { client: SupabaseClient }): Promise<string[]> =>
  ((await dataOf(client.from("article").select("title").order("title"))) as { title: string }[]).map(({ title }) => title);

export const refused = async (reply: PromiseLike<{ error: PostgrestError | null; status: number }>): Promise<[number, string | undefined]> => {
  const { error, status } = await reply;
  return [status, error?.code];
};
