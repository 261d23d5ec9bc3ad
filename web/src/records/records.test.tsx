import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../api/entity";
import { deleteRows, restoreRows } from "../api/rows";
import { asked, askedFor, rowOf, serve, serveList, startHttp } from "../testing/http";
import { renderApp, serveFrame } from "../testing/render";
import { screen as device } from "../testing/setup";
import { comeIn, goOut } from "../testing/who";

let sales: Row[] = [];

beforeEach(async () => {
  startHttp();
  serveFrame();
  sales = Array.from({ length: 120 }, (_, n) =>
    rowOf("sale", `sale-${n}`, {
      brand: n === 0 ? "回力" : `Brand ${n}`,
      shoe_type: "Running",
      size: "8.5",
      size_system: "US",
      quantity: 1,
      price: 12_900 + n,
      currency: "USD",
      sold_at: "2026-11-11T12:00:00Z",
    }),
  );
  serveList("sale", () => sales);
  serveList("product", () => []);
  serveList("live_session", () => [
    rowOf("live_session", "show-1", {
      title: "Friday drop",
      day: "2026-11-11",
      starts_at: "2026-11-11T12:00:00Z",
      platform: "whatnot",
      status: "live",
      currency: "USD",
      host: "Jun",
    }),
  ]);
  await comeIn();
});
afterEach(goOut);

const lastList = () =>
  askedFor("GET /rest/v1/sale")
    .filter((one) => !one.params.has("id"))
    .at(-1)?.params;
const rowsOfTable = () => screen.getAllByRole("row").slice(1);

describe("the list", () => {
  test("shows a page of rows, what they cost, and how many there are", async () => {
    renderApp("/records/sale");
    const row = (await screen.findByText("回力")).closest<HTMLElement>('[role="row"]');
    expect(within(row as HTMLElement).getByText("$129.00")).toBeTruthy();
    expect(within(row as HTMLElement).getByText(/Nov 11/)).toBeTruthy();
    expect(screen.getByText("1–50 of 120")).toBeTruthy();
    expect(screen.getByRole("table", { name: "Sales" }).getAttribute("aria-rowcount")).toBe("121");
  });

  test("only rows in sight are in the document", async () => {
    renderApp("/records/sale?size=1000");
    await screen.findByText("回力");
    expect(rowsOfTable().length).toBeLessThan(60);
  });

  test("goes on to the next page and back", async () => {
    const { user } = renderApp("/records/sale");
    await user.click(await screen.findByRole("button", { name: "Next page" }));
    await screen.findByText("51–100 of 120");
    expect(location.search).toBe("?page=2");
    expect(lastList()?.get("offset")).toBe("50");
    await user.click(screen.getByRole("button", { name: "Previous page" }));
    await screen.findByText("1–50 of 120");
  });

  test("sorts by the head of a column, and says so", async () => {
    const { user } = renderApp("/records/sale");
    await user.click(await screen.findByRole("button", { name: "Price" }));
    await waitFor(() => expect(lastList()?.get("order")).toMatch(/^price\.desc/));
    expect(screen.getByRole("columnheader", { name: "Price" }).getAttribute("aria-sort")).toBe("descending");
    await user.click(screen.getByRole("button", { name: "Price" }));
    await waitFor(() => expect(lastList()?.get("order")).toMatch(/^price\.asc/));
  });

  test("searches what the entity names, a moment after the last key", async () => {
    const { user } = renderApp("/records/sale?page=2");
    await user.type(await screen.findByRole("searchbox", { name: "Search sales" }), "nike");
    await waitFor(() => expect(lastList()?.get("or")).toContain('brand.ilike."*nike*"'));
    expect(location.search).toBe("?q=nike");
    expect(askedFor("GET /rest/v1/sale").filter((one) => one.params.get("or")?.includes("*ni*"))).toHaveLength(0);
  });

  test("filters by an amount, shows it as a chip, and forgets it", async () => {
    const { user } = renderApp("/records/sale");
    await user.click(await screen.findByRole("button", { name: "Filter" }));
    await user.click(await screen.findByRole("menuitem", { name: "Price" }));
    await user.type(await screen.findByRole("textbox", { name: "Price: At least" }), "50");
    await user.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(lastList()?.get("price")).toBe("gte.5000"));
    expect(screen.getByRole("button", { name: "Price at least $50.00" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Remove the filter Price" }));
    await waitFor(() => expect(location.search).toBe(""));
  });

  test("a filter that nothing fits says so and opens again", async () => {
    sales = [];
    const { user } = renderApp("/records/sale?where=brand.eq.None");
    await screen.findByRole("heading", { name: "Nothing matches" });
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByRole("heading", { name: "No sales yet" })).toBeTruthy();
  });

  test("deletes what is selected and puts it back", async () => {
    serve("DELETE /rest/v1/sale", ({ params }) => {
      const ids = (params.get("id") ?? "").slice(4, -1).split(",");
      const gone = sales.filter((row) => ids.includes(row.id));
      sales = sales.filter((row) => !ids.includes(row.id));
      return { body: gone };
    });
    serve("POST /rest/v1/sale", ({ body }) => {
      sales = [...(body as { id: string }[]).map((row) => rowOf("sale", row.id, row)), ...sales];
      return { status: 201 };
    });
    const { user } = renderApp("/records/sale");
    await screen.findByText("回力");
    await user.click(screen.getByRole("checkbox", { name: "Select: 回力 · Running" }));
    await user.click(screen.getByRole("checkbox", { name: "Select: Brand 1 · Running" }));
    expect(screen.getByText("2 selected")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await screen.findByText("2 records deleted.");
    await waitFor(() => expect(screen.queryByText("回力")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText("2 records are back.");
    expect(await screen.findByText("回力")).toBeTruthy();
  });

  test("asks before it deletes what its reader could not put back whole", async () => {
    goOut();
    await comeIn({ app_role: "member", grants: { sales: 3, live: 3, warehouse: 3 } });
    serve("DELETE /rest/v1/sale", () => ({ body: [sales.shift()] }));
    const { user } = renderApp("/records/sale");
    await screen.findByText("回力");
    await user.click(screen.getByRole("checkbox", { name: "Select: 回力 · Running" }));
    await user.click(screen.getByRole("button", { name: "Delete" }));
    const question = await screen.findByRole("dialog", { name: "Delete 1 record for good?" });
    expect(within(question).getByText(/\(Unit cost\)/)).toBeTruthy();
    expect(askedFor("DELETE /rest/v1/sale")).toHaveLength(0);
    await user.click(within(question).getByRole("button", { name: "Delete" }));
    await screen.findByText("1 record deleted.");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  test("opens a view that names what its reader may not see without that, and says so", async () => {
    goOut();
    await comeIn({ app_role: "member", grants: { sales: 1, live: 1, warehouse: 1 } });
    const address = "where=cost.gt.100&where=brand.eq.Nike&order=cost.desc&columns=brand,cost,price";
    serveList("saved_view", () => [
      rowOf("saved_view", "view-1", { entity: "sale", name: "Dear ones", shared: true, query: { address } }),
    ]);
    const { user } = renderApp("/records/sale");
    await user.click(await screen.findByRole("button", { name: "Views" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Dear ones/ }));
    expect((await screen.findByRole("status")).textContent).toBe("Left out, as you may not see it: Unit cost.");
    await waitFor(() => expect([lastList()?.get("cost"), lastList()?.get("brand")]).toEqual([null, "eq.Nike"]));
    expect(lastList()?.get("order")).not.toContain("cost");
    expect(screen.getByRole("button", { name: "Dear ones" })).toBeTruthy();
  });

  test("keeps a view under a name, for the team", async () => {
    serve("POST /rest/v1/saved_view", () => ({ status: 201 }));
    const { user } = renderApp("/records/sale?where=brand.eq.Nike");
    await user.click(await screen.findByRole("button", { name: "Views" }));
    await user.click(await screen.findByRole("menuitem", { name: "Save this view" }));
    await user.type(await screen.findByLabelText(/^Name/), "Nike only");
    await user.click(screen.getByLabelText("Share with the team"));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(askedFor("POST /rest/v1/saved_view")).toHaveLength(1));
    expect(askedFor("POST /rest/v1/saved_view")[0]?.body).toEqual({
      entity: "sale",
      name: "Nike only",
      shared: true,
      query: { address: "where=brand.eq.Nike" },
    });
  });

  test("is a list of cards on a phone", async () => {
    device.phone = true;
    renderApp("/records/sale");
    const list = await screen.findByRole("list", { name: "Sales" });
    expect(within(list).getByText("回力 · Running")).toBeTruthy();
    expect(within(list).getByText("$129.00")).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("an error says what happened and tries again", async () => {
    serve("GET /rest/v1/sale", () => ({
      status: 403,
      body: { code: "42501", message: "Sales are not granted to you.", details: null, hint: null },
    }));
    const { user } = renderApp("/records/sale");
    await screen.findByText("Sales are not granted to you.");
    serveList("sale", () => sales);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("回力")).toBeTruthy();
  });
});

describe("the form", () => {
  test("asks for what is needed before anything is sent", async () => {
    const { user } = renderApp("/records/sale/new");
    await user.click(await screen.findByRole("button", { name: "Save" }));
    const brand = screen.getByLabelText(/^Brand/);
    expect(brand.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(brand);
    expect(askedFor("POST /rest/v1/sale")).toHaveLength(0);
  });

  test("sends minor units, and opens what was made", async () => {
    serve("POST /rest/v1/sale", ({ body }) => {
      const made = rowOf("sale", "sale-new", body as object);
      sales = [made];
      return { status: 201, body: made };
    });
    const { user } = renderApp("/records/sale/new?live_session_id=show-1");
    await user.type(await screen.findByLabelText(/^Brand/), "On");
    await user.type(screen.getByLabelText(/^Shoe type/), "Running");
    await user.type(screen.getByLabelText(/^Price/), "129.95");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByRole("heading", { name: "On · Running" });
    const sent = askedFor("POST /rest/v1/sale")[0]?.body as Record<string, unknown>;
    expect(sent).toMatchObject({ brand: "On", price: 12995, currency: "USD", quantity: 1, live_session_id: "show-1" });
    expect(sent["sold_at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
  });

  test("puts the server's sentence under the field it names", async () => {
    serve("POST /rest/v1/sale", () => ({
      status: 400,
      body: { code: "23514", message: "No such size.", details: "field: size", hint: null },
    }));
    const { user } = renderApp("/records/sale/new");
    await user.type(await screen.findByLabelText(/^Brand/), "On");
    await user.type(screen.getByLabelText(/^Shoe type/), "Running");
    await user.type(screen.getByLabelText(/^Price/), "1");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("No such size.");
    const size = screen.getByRole("textbox", { name: "Size" });
    const described = (size.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain("No such size.");
  });

  test("sends only what changed, and does not overwrite what somebody else changed", async () => {
    serve("PATCH /rest/v1/sale", () => ({ body: [] }));
    const { user } = renderApp("/records/sale/sale-0/edit");
    const brand = await screen.findByLabelText(/^Brand/);
    await user.clear(brand);
    await user.type(brand, "On");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/Somebody changed this while you were editing/);
    expect(askedFor("PATCH /rest/v1/sale")[0]?.body).toEqual({ brand: "On" });

    sales = [rowOf("sale", "sale-0", { ...sales[0], brand: "Salomon", version: 2 })];
    await user.click(screen.getByRole("button", { name: "Load their version" }));
    expect(await screen.findByDisplayValue("Salomon")).toBeTruthy();
  });

  test("asks before unsaved work is left behind", async () => {
    const { user } = renderApp("/records/sale/new");
    await user.type(await screen.findByLabelText(/^Brand/), "On");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    expect(location.pathname).toBe("/records/sale/new");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Leave" }));
    await waitFor(() => expect(location.pathname).toBe("/records/sale"));
  });
});

describe("a record", () => {
  test("offers the actions that its state allows, and asks first where the table says so", async () => {
    serve("POST /rest/v1/rpc/live_session_end", () => ({ body: rowOf("live_session", "show-1", { status: "ended" }) }));
    const { user } = renderApp("/records/live_session/show-1");
    expect(await screen.findByRole("button", { name: "End" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Start" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "End" }));
    const dialog = await screen.findByRole("dialog", { name: "End" });
    await user.click(within(dialog).getByRole("button", { name: "End" }));
    await waitFor(() => expect(askedFor("POST /rest/v1/rpc/live_session_end")[0]?.body).toEqual({ id: "show-1" }));
  });

  test("shows nothing to change to whoever may only look", async () => {
    await goOut();
    await comeIn({ app_role: "member", grants: { live: 1 } });
    renderApp("/records/live_session/show-1");
    await screen.findByRole("heading", { name: "Friday drop" });
    for (const name of ["Edit", "Delete", "End"]) expect(screen.queryByRole("button", { name })).toBeNull();
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
  });

  test("that is deleted from its own page is not asked for again, and can be put back", async () => {
    serve("DELETE /rest/v1/sale", () => {
      const [gone] = sales;
      sales = sales.slice(1);
      return { body: [gone] };
    });
    const { user } = renderApp("/records/sale/sale-0");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await screen.findByText("1 record deleted.");
    await waitFor(() => expect(location.pathname).toBe("/records/sale"));
    const deletedAt = asked.findIndex((one) => one.method === "DELETE");
    expect(asked.slice(deletedAt).some((one) => one.params.get("id") === "eq.sale-0")).toBe(false);
    expect(screen.getByRole("button", { name: "Undo" })).toBeTruthy();
  });

  test("says when it is not there", async () => {
    renderApp("/records/sale/gone");
    expect(await screen.findByText(/^This record is not here any more/)).toBeTruthy();
  });
});

test("a show that is deleted comes back with its slots and its run sheet", async () => {
  const slot = rowOf("show_slot", "slot-1", { live_session_id: "show-1", host_id: "host-1" });
  const show = rowOf("live_session", "show-1", { title: "Friday" });
  serve("DELETE /rest/v1/live_session", () => ({ body: [{ ...show, show_slot: [slot], show_item: [] }] }));
  serve("POST /rest/v1/live_session", () => ({ status: 201 }));
  serve("POST /rest/v1/show_slot", () => ({ status: 201 }));
  const gone = await deleteRows("live_session", ["show-1"]);
  const wanted = askedFor("DELETE /rest/v1/live_session")[0]?.params.get("select")?.split(",");
  expect(wanted?.sort()).toEqual(["*", "show_item(*)", "show_slot(*)"]);
  await restoreRows("live_session", gone);
  expect(askedFor("POST /rest/v1/live_session")[0]?.body).toMatchObject([{ id: "show-1", title: "Friday" }]);
  expect(askedFor("POST /rest/v1/show_slot")[0]?.body).toMatchObject([{ id: "slot-1", host_id: "host-1" }]);
  expect(askedFor("POST /rest/v1/show_item")).toHaveLength(0);
});
