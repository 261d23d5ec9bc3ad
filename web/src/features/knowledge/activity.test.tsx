import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serveList, startHttp } from "../../testing/http";
import { renderPart, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { ActivityPage } from "./ActivityPage";

const SLOW = { timeout: 60_000 };

const act = (id: string, action: string, entity: string, row: string | null, count = 1) =>
  rowOf("activity", id, { action, entity, row_id: row, count } as object);

beforeEach(() => {
  startHttp();
  serveFrame();
  serveList("activity", () => [
    act("4", "publish", "article", "article-1"),
    act("3", "create", "sale", "sale-1"),
    act("2", "delete", "sale", "sale-gone"),
    act("1", "import", "sale", "sale-2", 12),
  ]);
  serveList("article", () => [rowOf("article", "article-1", { title: "Packing a box" })]);
  serveList("sale", () => [rowOf("sale", "sale-1", { brand: "Nike", shoe_type: "Dunk" })]);
});
afterEach(goOut);

test("the feed says what a record is called, and only that kind of it where it is gone", SLOW, async () => {
  await comeIn();
  const { unmount } = renderPart(<ActivityPage />);
  const article = await screen.findByRole("link", { name: "Packing a box" });
  expect(article.getAttribute("href")).toBe("/knowledge/article-1");
  const sale = await screen.findByRole("link", { name: "Nike · Dunk" });
  expect(sale.getAttribute("href")).toBe("/records/sale/sale-1");
  expect(sale.parentElement?.textContent).toContain("added sale Nike · Dunk");
  expect(screen.getByRole("link", { name: "sale" }).getAttribute("href")).toBe("/records/sale/sale-gone");
  expect(screen.getByText(/12 sales/)).toBeTruthy();
  const asked = askedFor("GET /rest/v1/sale").map(({ params }) => params.get("id"));
  expect(asked).toEqual(["in.(sale-1,sale-gone)"]);
  expect(await faultsOf()).toEqual([]);
  unmount();
});
