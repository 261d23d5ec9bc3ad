import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveList, startHttp } from "../../testing/http";
import { renderPart, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { ArticleEditPage } from "./ArticleEditPage";

beforeEach(() => {
  startHttp();
  serveFrame();
  for (const entity of ["article_category", "member"]) serveList(entity, () => []);
});
afterEach(goOut);

test("without the percent to pass with an article is not saved", { timeout: 60_000 }, async () => {
  await comeIn();
  const { user } = renderPart(<ArticleEditPage />);
  await user.type(screen.getByLabelText(/^Title/), "Boxes");
  const save = screen.getByRole<HTMLButtonElement>("button", { name: "Save the draft" });
  const percent = await screen.findByLabelText("Passed from (%)");
  expect(save.disabled).toBe(false);
  await user.clear(percent);
  expect(screen.getByText("A whole number from 1 to 100, please.")).toBeTruthy();
  expect(save.disabled).toBe(true);
  await user.type(percent, "75");
  expect(save.disabled).toBe(false);
});
