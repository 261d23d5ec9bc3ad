import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../../testing/axe";
import { askedFor, rowOf, serve, serveList, startHttp } from "../../testing/http";
import { renderApp, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";

const options = {
  sheet: 0,
  encoding: null,
  delimiter: null,
  header_row: 0,
  date_order: "mdy",
  decimal: "point",
  currency: null,
  time_zone: null,
  skip_duplicates: true,
  match_links: true,
  create_links: false,
  source: "import 1",
};
const field = (name: string, label: string, required = false) => ({ name, label, required, inner: [] });
const file = {
  id: "run-1",
  entity: "sale",
  file_name: "销售.csv",
  format: "csv",
  encoding: "GB18030",
  delimiter: ",",
  sheets: [],
  sheet: 0,
  header_row: 1,
  rows: 3,
  columns: [
    { name: "成交时间", samples: ["2026-07-02 20:01"], suggestion: "sold_at" },
    { name: "品牌", samples: ["耐克"], suggestion: "brand" },
    { name: "款式", samples: ["Dunk Low"], suggestion: null },
    { name: "成交价", samples: ["552.00", "abc"], suggestion: "price" },
    { name: "平台", samples: ["抖音"], suggestion: "live_session_id.platform" },
  ],
  fields: [
    field("sold_at", "Sold at", true),
    field("brand", "Brand", true),
    field("shoe_type", "Shoe type", true),
    field("price", "Price", true),
    field("currency", "Currency", true),
    { ...field("live_session_id", "Show"), inner: [{ name: "platform", label: "Platform" }] },
  ],
  mapping: { sold_at: "成交时间", brand: "品牌", price: "成交价", "live_session_id.platform": "平台" },
  options,
  remembered: false,
  imported_before: null,
  preset: { id: null, key: "douyin", name: "抖店订单", entity: "sale", platform: "douyin", is_off: false },
  left_out: [{ column: "收件人", kind: "name", cells: 3, whole: true }],
};
const fault = { row: 3, field: "price", column: "成交价", value: "abc", message: 'Price cannot be "abc".' };
const run = (fields: object) =>
  rowOf("import_run", "run-1", {
    entity: "sale",
    file_name: "销售.csv",
    status: "done",
    rows_total: 3,
    rows_done: 2,
    rows_failed: 1,
    rows_skipped: 0,
    links_created: 0,
    errors: [fault],
    failure: null,
    ...fields,
  });

let status = "done";

beforeEach(() => {
  startHttp();
  serveFrame();
  status = "done";
  serveList("import_run", () => [run({ status })]);
  serve("POST /rest/v1/rpc/import_upload", () => ({ body: file }));
  serve("POST /rest/v1/rpc/import_preset_list", () => ({ body: [file.preset] }));
  serve("POST /rest/v1/rpc/import_preview", () => ({
    body: {
      total: 3,
      ready: 2,
      failed: 1,
      duplicates: 0,
      links_created: 0,
      rows: [
        {
          row: 2,
          duplicate: false,
          values: { brand: "耐克", price: 55200, currency: "CNY" },
          links: { live_session_id: { platform: "douyin" } },
          errors: [],
        },
        { row: 3, duplicate: false, values: { brand: "李宁" }, links: {}, errors: [fault] },
      ],
      error_count: 1,
      errors: [fault],
    },
  }));
  serve("POST /rest/v1/rpc/import_run", () => ({ body: { id: "run-1", status: "running" } }));
});
afterEach(goOut);

const pickFile = async (user: ReturnType<typeof renderApp>["user"]) => {
  await screen.findByText("Drop the file here");
  await user.upload(screen.getByLabelText("Choose a file", { selector: "input" }), new File(["x"], "销售.csv"));
};

test("from a Chinese file to imported rows: map, check, import, with the error in its cell", async () => {
  await comeIn();
  const { user } = renderApp("/import");
  await pickFile(user);
  expect(askedFor("POST /rest/v1/rpc/import_upload")[0]?.params.get("file_name")).toBe("销售.csv");
  expect((await screen.findByLabelText<HTMLSelectElement>("Encoding")).value).toBe("GB18030");
  expect(screen.getByText("Still needed: Shoe type")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Check the rows" }).disabled).toBe(true);
  expect(screen.getByText("Left out: 款式")).toBeTruthy();

  await user.selectOptions(screen.getByRole("combobox", { name: "Shoe type" }), "款式");
  expect(await faultsOf()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Check the rows" }));
  expect(askedFor("POST /rest/v1/rpc/import_preview")[0]?.body).toMatchObject({
    id: "run-1",
    mapping: { shoe_type: "款式", price: "成交价" },
    options: { skip_duplicates: true },
  });
  const preview = await screen.findByRole("region", { name: "销售.csv" });
  expect(within(preview).getByText("¥552.00")).toBeTruthy();
  expect(within(preview).getByText("Douyin")).toBeTruthy();
  expect(within(preview).getByText('Price cannot be "abc".')).toBeTruthy();
  expect(await faultsOf()).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Import 2 rows" }));
  expect(await screen.findByRole("link", { name: "See the dashboard" })).toBeTruthy();
  expect(location.search).toBe("?run=run-1");
}, 60_000);

test("a running import tells how far it is and can be stopped", async () => {
  status = "running";
  serve("POST /rest/v1/rpc/import_cancel", () => {
    status = "cancelled";
    return { body: { id: "run-1", status: "cancelled" } };
  });
  await comeIn();
  const { user } = renderApp("/import?run=run-1");
  expect(await screen.findByText("3 of 3 rows")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(await screen.findByRole("heading", { name: "Cancelled" })).toBeTruthy();
});

test("an import is undone from the history; what was changed since is asked about first", async () => {
  const forced: unknown[] = [];
  serve("POST /rest/v1/rpc/import_undo", ({ body }) => {
    const { force } = body as { force: boolean };
    forced.push(force);
    if (force) return { body: { id: "run-1", status: "undone", deleted: 2, kept: 0, parts: 1 } };
    const details = "A-1 Nike Dunk (1)";
    return { status: 409, body: { code: "55000", message: "Returns 1 hang on these.", details, hint: null } };
  });
  await comeIn();
  const { user } = renderApp("/import");
  await user.click(await screen.findByRole("button", { name: "Undo the import of 销售.csv" }));
  expect(await screen.findByText("Returns 1 hang on these. A-1 Nike Dunk (1)")).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Delete them too" }));
  expect(await screen.findByText("3 records taken back.")).toBeTruthy();
  expect(forced).toEqual([false, true]);
});

test("the payout file of a platform is brought in from the close-out", async () => {
  await comeIn();
  renderApp("/import?what=payout_line");
  expect(
    (await screen.findByRole<HTMLInputElement>("radio", { name: /^Payout lines/ })).getAttribute("aria-checked"),
  ).toBe("true");
});

test("who may only look is offered no import", async () => {
  await comeIn({ app_role: "member", grants: { sales: 1, live: 1 } });
  renderApp("/import");
  expect(await screen.findByText("You may not bring anything in")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("link", { name: "Import" })).toBeNull());
});
