import { describe, expect, test } from "vitest";
import { addressFromQuery, emptyQuery, paramsOf, queryFromAddress, requestOf, selectOf, type ListQuery } from "./query";
import { entityOf } from "./rows";

const sale = entityOf("sale");
const titleOf = (name: string) => entityOf(name as "sale").title;

const full: ListQuery = {
  search: "双十一",
  conditions: [
    { column: "brand", operator: "ilike", value: "new.balance, 550" },
    { column: "size_system", operator: "in", value: "US\nEU" },
    { column: "transcript", operator: "not.is", value: "null" },
  ],
  order: "price.asc",
  columns: ["brand", "price"],
  page: 3,
  size: 100,
};

test("a list's address gives back the same list", () => {
  expect(queryFromAddress(new URLSearchParams(addressFromQuery(full).toString()))).toEqual(full);
  expect(addressFromQuery(emptyQuery).toString()).toBe("");
  expect(queryFromAddress(new URLSearchParams())).toEqual(emptyQuery);
});

test.each(["where=brand", "where=brand.drop.x", "where=BRAND;.eq.x", "page=-4", "page=x", "size=77"])(
  "an address that says %s is read as if it did not",
  (address) => {
    expect(queryFromAddress(new URLSearchParams(address))).toEqual(emptyQuery);
  },
);

describe("the request", () => {
  test("spells conditions in PostgREST's dialect", () => {
    const params = paramsOf(requestOf(sale, full));
    expect(params.get("brand")).toBe("ilike.*new.balance, 550*");
    expect(params.get("size_system")).toBe('in.("US","EU")');
    expect(params.get("transcript")).toBe("not.is.null");
    expect(params.get("order")).toBe("price.asc.nullslast,id.desc.nullslast");
    expect(params.get("or")).toBe('(brand.ilike."*双十一*",shoe_type.ilike."*双十一*")');
  });

  test("takes the entity's own order when nobody chose one", () => {
    expect(requestOf(sale, emptyQuery).order[0]).toEqual({ column: "sold_at", ascending: false });
  });

  test.each([
    ["50%", "*50\\%*"],
    ["a_b", "*a\\_b*"],
    ["a*b", "*a_b*"],
    ["c\\d", "*c\\\\d*"],
  ])("looks for %s as it is written", (value, pattern) => {
    const query = { ...emptyQuery, conditions: [{ column: "brand", operator: "ilike" as const, value }] };
    expect(requestOf(sale, query).filters[0]?.value).toBe(pattern);
  });

  test("a search cannot leave its quotes", () => {
    const any = requestOf(sale, { ...emptyQuery, search: 'x",id.eq.1)' }).any;
    expect(any).toContain('brand.ilike."*x\\",id.eq.1)*"');
  });

  test("brings the title of every row that is linked to", () => {
    expect(selectOf(sale, titleOf)).toBe(
      "*,live_session(id,title),product(id,name),product_variant(id,size),location(id,name)",
    );
  });
});
