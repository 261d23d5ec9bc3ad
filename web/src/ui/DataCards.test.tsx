import { act, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { renderPart } from "../testing/render";
import { DataCards } from "./DataCards";

const rows = Array.from({ length: 200 }, (_, n) => `Show ${n}`);
const screenPx = 768;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("what stands above the list may grow or go: the cards in sight are those of the place it has now", () => {
  let top = 0;
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(() => new DOMRect(0, top, 390, 76));
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(76);
  vi.stubGlobal("innerHeight", screenPx);
  renderPart(
    <DataCards
      label="Shows"
      rows={rows}
      rowId={(row) => row}
      rowName={(row) => row}
      hrefOf={(row) => `/${row}`}
      partsOf={(row) => ({ title: row, lines: [] })}
      selected={null}
      onSelect={() => undefined}
    />,
  );
  const shown = () => screen.getAllByRole("link").length;
  const turn = () => act(() => window.dispatchEvent(new Event("resize")));
  const full = shown();
  top = 400;
  turn();
  expect(shown()).toBeLessThan(full);
  top = 0;
  turn();
  expect(shown()).toBe(full);
});
