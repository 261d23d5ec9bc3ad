import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROWS_PER_PAGE } from "../../api/whole";
import { rowOf, serve, startHttp } from "../../testing/http";
import { renderPart, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { useArticles, useMembers } from "./knowledge";

const COUNT = ROWS_PER_PAGE + 1;

beforeEach(() => {
  startHttp();
  serveFrame();
});
afterEach(goOut);

/* As the server: never more than a page, whatever is asked for. */
function serveMany(entity: "article" | "member") {
  serve(`GET /rest/v1/${entity}`, ({ params }) => {
    const first = Number(params.get("offset") ?? 0);
    const size = Math.min(Number(params.get("limit") ?? ROWS_PER_PAGE), ROWS_PER_PAGE, Math.max(COUNT - first, 0));
    return { body: Array.from({ length: size }, (_, at) => rowOf(entity, `${entity}-${first + at}`, {})) };
  });
}

function Counts() {
  return (
    <p>
      {useArticles("", null).data?.length} articles, {useMembers().data?.length} members
    </p>
  );
}

test("a shelf and a team of more than a page are whole", async () => {
  serveMany("article");
  serveMany("member");
  await comeIn();
  renderPart(<Counts />);
  expect(await screen.findByText(`${COUNT} articles, ${COUNT} members`)).toBeTruthy();
});
