/* A list that is shown whole is whole, though the server gives a page of it at a time. */
import { beforeEach, expect, test } from "vitest";
import { askedFor, rowOf, serve, startHttp } from "../testing/http";
import { anyEntity } from "./client";
import { answerWhole, ROWS_PER_PAGE } from "./whole";

beforeEach(startHttp);

/* As the server: never more than a page, whatever is asked for. */
function serveArticles(count: number) {
  const all = Array.from({ length: count }, (_, at) => rowOf("article", `article-${at}`, {}));
  serve("GET /rest/v1/article", ({ params }) => {
    const first = Number(params.get("offset") ?? 0);
    const asked = Number(params.get("limit") ?? ROWS_PER_PAGE);
    return { body: all.slice(first, first + Math.min(asked, ROWS_PER_PAGE)) };
  });
  return all;
}

test.each([
  [0, 1],
  [999, 1],
  [1000, 2],
  [1001, 2],
  [2345, 3],
])("%i rows are all there, after %i requests", async (count, requests) => {
  const all = serveArticles(count);
  const rows = await answerWhole<{ id: string }>(anyEntity.from("article").select("id").order("title").order("id"));
  expect(rows.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(askedFor("GET /rest/v1/article")).toHaveLength(requests);
});

test("a page that is refused is no end of the list", async () => {
  const full = Array.from({ length: ROWS_PER_PAGE }, (_, at) => ({ id: String(at) }));
  serve("GET /rest/v1/article", ({ params }) =>
    params.get("offset") === "0" || !params.has("offset")
      ? { body: full }
      : { status: 500, body: { code: "XX000", message: "no", details: null, hint: null } },
  );
  await expect(answerWhole(anyEntity.from("article").select("id").order("id"))).rejects.toThrow();
});
