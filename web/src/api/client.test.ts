import { afterEach, beforeEach, expect, test } from "vitest";
import { askedFor, rowOf, serve, serveList, startHttp } from "../testing/http";
import { comeIn, goOut, sessionBody } from "../testing/who";
import { call } from "./client";
import { SESSION_KEY } from "./line";
import { emptyQuery } from "./query";
import { deleteRows, exportRows, readList, restoreRows, saveRow } from "./rows";

beforeEach(startHttp);
afterEach(goOut);

const sales = Array.from({ length: 3 }, (_, n) => rowOf("sale", `sale-${n}`, { brand: "Nike", price: 100 + n }));

test("a list says how many rows there are in all", async () => {
  await comeIn();
  serveList("sale", () => sales);
  const page = await readList("sale", { ...emptyQuery, size: 50 });
  expect(page.count).toBe(3);
  expect(page.rows.map((row) => row.id)).toEqual(["sale-0", "sale-1", "sale-2"]);
  expect(askedFor("GET /rest/v1/sale")[0]?.headers.get("prefer")).toContain("count=exact");
});

test("every request says which language its errors should have", async () => {
  await comeIn();
  document.documentElement.lang = "zh-CN";
  serveList("sale", () => sales);
  await readList("sale", emptyQuery);
  expect(askedFor("GET /rest/v1/sale")[0]?.headers.get("accept-language")).toBe("zh-CN");
});

test("a token that ran out is renewed once for all requests, and they are asked again", async () => {
  await comeIn();
  const renewed = sessionBody();
  serve("POST /auth/v1/token", () => ({ body: renewed }));
  serve("GET /rest/v1/sale", ({ headers }) =>
    headers.get("authorization") === `Bearer ${renewed.access_token}`
      ? { body: sales, headers: { "content-range": "0-2/3" } }
      : { status: 401, body: { code: "PGRST301", message: "JWT expired" } },
  );
  const both = await Promise.all([readList("sale", emptyQuery), readList("sale", { ...emptyQuery, page: 2 })]);
  expect(both.map((page) => page.count)).toEqual([3, 3]);
  expect(askedFor("POST /auth/v1/token")).toHaveLength(2);
});

test("a session that was ended elsewhere ends here", async () => {
  await comeIn();
  serve("GET /rest/v1/sale", () => ({ status: 401, body: { code: "PGRST301", message: "Session ended" } }));
  serve("POST /auth/v1/token", () => ({ status: 400, body: { code: "refresh_token_not_found", message: "gone" } }));
  await expect(readList("sale", emptyQuery)).rejects.toMatchObject({ kind: "ended" });
  expect(localStorage.getItem(SESSION_KEY)).toBeNull();
});

test("a refused function throws its sentence", async () => {
  await comeIn();
  serve("POST /rest/v1/rpc/member_remove", () => ({
    status: 409,
    body: { code: "P0001", message: "The last admin stays.", details: null, hint: null },
  }));
  await expect(call("member_remove", { id: "m" })).rejects.toMatchObject({
    kind: "refused",
    message: "The last admin stays.",
  });
});

test("saving over a version that is gone is a conflict", async () => {
  await comeIn();
  serve("PATCH /rest/v1/sale", () => ({ body: [] }));
  await expect(saveRow("sale", rowOf("sale", "sale-1", {}), { brand: "On" })).rejects.toMatchObject({
    kind: "conflict",
  });
  const [patch] = askedFor("PATCH /rest/v1/sale");
  expect(patch?.params.get("version")).toBe("eq.1");
  expect(patch?.body).toEqual({ brand: "On" });
});

test("what was deleted goes back under the same id, with only what may be written", async () => {
  await comeIn();
  const ids = Array.from({ length: 230 }, (_, n) => `sale-${n}`);
  serve("DELETE /rest/v1/sale", ({ params }) => ({
    body: (params.get("id") ?? "")
      .slice(4, -1)
      .split(",")
      .map((id) => rowOf("sale", id, { brand: "Nike" })),
  }));
  serve("POST /rest/v1/sale", () => ({ status: 201 }));
  const gone = await deleteRows("sale", ids);
  expect(gone).toHaveLength(230);
  expect(askedFor("DELETE /rest/v1/sale")).toHaveLength(3);

  await restoreRows("sale", gone);
  const sent = askedFor("POST /rest/v1/sale")[0]?.body as Record<string, unknown>[];
  expect(sent).toHaveLength(230);
  expect(sent[0]).toMatchObject({ id: "sale-0", brand: "Nike" });
  expect(Object.keys(sent[0] ?? {})).not.toContain("workspace_id");
  expect(Object.keys(sent[0] ?? {})).not.toContain("version");
});

test("an export asks for the same rows in another format, with the caller's token", async () => {
  await comeIn();
  serve("GET /rest/v1/sale", () => ({ body: "brand\nNike\n", headers: { "content-type": "text/csv" } }));
  const query = { ...emptyQuery, conditions: [{ column: "brand", operator: "eq" as const, value: "Nike" }] };
  const file = await exportRows("sale", query, "csv");
  expect(await file.text()).toBe("brand\nNike\n");
  const [one] = askedFor("GET /rest/v1/sale");
  expect(one?.headers.get("accept")).toBe("text/csv");
  expect(one?.headers.get("authorization")).toMatch(/^Bearer ey/);
  expect(one?.params.get("brand")).toBe("eq.Nike");
  expect(one?.params.get("limit")).toBeNull();
});

test.each([
  [{ sales: 1, live: 1, warehouse: 1 }, ["live_session", "product"]],
  [{ sales: 1, live: 1 }, ["live_session"]],
  [{ sales: 1 }, []],
])(
  "with %o a list of sales asks for the names of linked records only where they may be read",
  async (grants, names) => {
    await comeIn({ app_role: "member", grants });
    serveList("sale", () => sales);
    await readList("sale", emptyQuery);
    const select = askedFor("GET /rest/v1/sale")[0]?.params.get("select") ?? "";
    expect(
      ["live_session", "product"].filter((name) => select.includes(`${name}(`) || select.includes(`:${name}`)),
    ).toEqual(names);
  },
);
