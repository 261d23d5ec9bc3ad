import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor as sent, serve, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { askedFor, keptSheet, sheetsFor, type LabelLine } from "./labels";

const SLOW = { timeout: 60_000 };
const LINES = "POST /rest/v1/rpc/label_lines";
const PRINT = "POST /rest/v1/rpc/label_print";
const MAKE = "POST /rest/v1/rpc/barcode_make";

const line = (id: string, size: string, code: string | null, copies: number) =>
  ({
    ...{ product_variant_id: id, product_id: "p", name: "Dunk Low", brand: "Nike", model: null, colour: "panda" },
    ...{ size, size_system: "EU", code, copies },
  }) as unknown as LabelLine;

let lines: LabelLine[];
beforeEach(() => {
  startHttp();
  serveFrame();
  lines = [line("v41", "41", "4006381333931", 4), line("v42", "42", null, 2)];
  serve(LINES, () => ({ body: lines }));
  serve(PRINT, () => ({ body: "%PDF-1.7" }));
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:labels", revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await goOut();
});

test("what is printed follows from the address", () => {
  const of = (query: string) => askedFor(new URLSearchParams(query), "2026-11-22");
  expect([of("product=p"), of("box=b"), of("day=2026-11-01"), of("")]).toEqual([
    { product_id: "p" },
    { inbound_box_id: "b" },
    { came_in_on: "2026-11-01" },
    { came_in_on: "2026-11-22" },
  ]);
});

test.each([
  [0, "a4_3x8", 5, 0],
  [24, "a4_3x8", 1, 1],
  [24, "a4_3x8", 2, 2],
  [25, "a4_3x8", 1, 2],
  [3, "roll_62x29", 9, 3],
] as const)("%i labels on %s from place %i take %i sheets", (labels, sheet, start, sheets) => {
  expect(sheetsFor(labels, sheet, start)).toBe(sheets);
});

test("labels and sheets are counted while one chooses, then printed as asked", SLOW, async () => {
  await comeIn();
  const { user } = renderApp("/warehouse/labels?product=p");
  expect(await screen.findByText("6 labels · 1 sheet")).toBeTruthy();
  expect(sent(LINES)[0]?.body).toEqual({ product_id: "p" });
  const copies = screen.getByRole("textbox", { name: "Labels: Dunk Low EU 41" });
  fireEvent.change(copies, { target: { value: "30" } });
  expect(await screen.findByText("32 labels · 2 sheets")).toBeTruthy();
  const print = () => screen.getByRole<HTMLButtonElement>("button", { name: /^PDF of/ });
  await user.clear(copies);
  expect((copies as HTMLInputElement).value).toBe("");
  expect(screen.getByText("A whole number from 0 to 2,000, please.")).toBeTruthy();
  expect(print().disabled).toBe(true);
  await user.type(copies, "30");
  expect(print().disabled).toBe(false);
  const start = screen.getByRole("textbox", { name: "Start at label" });
  await user.clear(start);
  expect((start as HTMLInputElement).value).toBe("");
  expect(print().disabled).toBe(true);
  fireEvent.change(start, { target: { value: "20" } });
  expect(await screen.findByText("32 labels · 3 sheets")).toBeTruthy();
  await user.click(screen.getByRole("switch", { name: "Print the price" }));
  await user.click(screen.getByRole("button", { name: "PDF of 32 labels" }));
  await waitFor(() => expect(sent(PRINT)).toHaveLength(1));
  expect(sent(PRINT)[0]?.body).toEqual({
    labels: [
      { product_variant_id: "v41", copies: 30 },
      { product_variant_id: "v42", copies: 2 },
    ],
    ...{ sheet: "a4_3x8", with_price: true, start: 20 },
  });
  expect(await faultsOf()).toEqual([]);
});

test("all to none, one of each; more than a file may hold is said, not just refused", SLOW, async () => {
  await comeIn();
  const { user } = renderApp("/warehouse/labels?product=p");
  await user.click(await screen.findByRole("button", { name: "All to 0" }));
  expect(screen.getByText("0 labels · 0 sheets")).toBeTruthy();
  const print = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });
  expect(print("PDF of 0 labels").disabled).toBe(true);
  await user.click(screen.getByRole("button", { name: "1 of each" }));
  expect(print("PDF of 2 labels").disabled).toBe(false);
  const copies = screen.getByRole("textbox", { name: "Labels: Dunk Low EU 41" });
  fireEvent.change(copies, { target: { value: "2000" } });
  expect((await screen.findByRole("alert")).textContent).toBe("At most 2,000 labels at once: print them in parts.");
  expect(print("PDF of 2,001 labels").disabled).toBe(true);
  expect(sent(PRINT)).toEqual([]);
});

test("the paper is remembered; a roll has no place to start at", SLOW, async () => {
  await comeIn();
  const { user } = renderApp("/warehouse/labels?product=p");
  await screen.findByText("6 labels · 1 sheet");
  await user.selectOptions(screen.getByRole("combobox", { name: "Paper" }), "roll_62x29");
  expect(screen.getByText("6 labels · from the roll")).toBeTruthy();
  expect(screen.queryByRole("textbox", { name: "Start at label" })).toBeNull();
  expect(keptSheet()).toBe("roll_62x29");
  await user.click(screen.getByRole("button", { name: "PDF of 6 labels" }));
  await waitFor(() => expect(sent(PRINT)[0]?.body).toMatchObject({ sheet: "roll_62x29", with_price: false }));
  expect(sent(PRINT)[0]?.body).not.toHaveProperty("start");
});

test("a size without a barcode gets one by a press, from who may", SLOW, async () => {
  serve(MAKE, ({ body }) => {
    expect(body).toEqual({ product_variant_id: "v42" });
    lines = [line("v41", "41", "4006381333931", 4), line("v42", "42", "2000000000015", 2)];
    return { body: { code: "2000000000015" } };
  });
  await comeIn();
  const { user } = renderApp("/warehouse/labels?box=b");
  expect(await screen.findByText("No barcode")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Make a barcode for 1 size" }));
  expect(await screen.findByText("2000000000015")).toBeTruthy();
  expect(sent(MAKE)).toHaveLength(1);
});

test("who only looks prints, and makes no codes", SLOW, async () => {
  await comeIn({ app_role: "member", grants: { warehouse: 1 } });
  renderApp("/warehouse/labels?box=b");
  expect(await screen.findByRole("button", { name: "PDF of 6 labels" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Make a barcode/ })).toBeNull();
});

test("when nothing came in, the page says where labels come from", SLOW, async () => {
  lines = [];
  await comeIn();
  renderApp("/warehouse/labels?day=2026-11-01");
  const title = await screen.findByRole("heading", { name: "No labels to print" });
  const empty = title.parentElement as HTMLElement;
  expect(
    within(empty)
      .getAllByRole("link")
      .map((link) => link.getAttribute("href")),
  ).toEqual(["/records/inbound_box", "/records/product"]);
  expect(screen.queryByRole("button", { name: /^PDF/ })).toBeNull();
  expect(await faultsOf()).toEqual([]);
});

test("in Chinese sheets and labels have their own measure words", SLOW, async () => {
  await comeIn({ language: "zh" });
  renderApp("/warehouse/labels?product=p", "zh");
  expect(await screen.findByText("6 张标签 · 1 页纸")).toBeTruthy();
  expect(screen.getByRole("button", { name: "每码 1 张" })).toBeTruthy();
});
