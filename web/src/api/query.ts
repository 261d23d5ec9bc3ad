/* What a list asks for, and its two spellings: the address of the page and the request. */
import type { Entity, Field } from "./entity";

export const operators = ["eq", "neq", "gt", "gte", "lt", "lte", "ilike", "not.ilike", "in", "is", "not.is"] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  readonly column: string;
  readonly operator: Operator;
  /** "in" holds its values separated by a line feed, so that any of them may contain a comma */
  readonly value: string;
}

export interface ListQuery {
  readonly search: string;
  readonly conditions: readonly Condition[];
  /** "sold_at.desc" */
  readonly order: string;
  /** null: the columns of the entity table */
  readonly columns: readonly string[] | null;
  readonly page: number;
  readonly size: number;
}

export const pageSizes = [50, 100, 250, 1000] as const;

export const emptyQuery: ListQuery = { search: "", conditions: [], order: "", columns: null, page: 1, size: 50 };

export const inValues = (value: string) => value.split("\n").filter((one) => one !== "");

function conditionOf(written: string): Condition | null {
  const match = /^([a-z0-9_]+)\.((?:not\.)?[a-z]+)\.([\s\S]*)$/.exec(written);
  const operator = operators.find((known) => known === match?.[2]);
  if (!match?.[1] || !operator) return null;
  return { column: match[1], operator, value: match[3] ?? "" };
}

/** Reads the address of a list; what is not understood is left out. */
export function queryFromAddress(params: URLSearchParams): ListQuery {
  const size = Number(params.get("size"));
  return {
    search: params.get("q") ?? "",
    conditions: params.getAll("where").flatMap((written) => conditionOf(written) ?? []),
    order: params.get("order") ?? "",
    columns: params.get("columns")?.split(",").filter(Boolean) ?? null,
    page: Math.max(1, Math.floor(Number(params.get("page")) || 1)),
    size: pageSizes.find((known) => known === size) ?? emptyQuery.size,
  };
}

export function addressFromQuery(query: ListQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.search) params.set("q", query.search);
  for (const { column, operator, value } of query.conditions) params.append("where", `${column}.${operator}.${value}`);
  if (query.order) params.set("order", query.order);
  if (query.columns) params.set("columns", query.columns.join(","));
  if (query.page > 1) params.set("page", String(query.page));
  if (query.size !== emptyQuery.size) params.set("size", String(query.size));
  return params;
}

const escapeLike = (value: string) => value.replace(/[\\%_]/g, "\\$&").replace(/\*/g, "_");
const quoted = (value: string) => `"${value.replace(/[\\"]/g, "\\$&")}"`;

function valueOf({ operator, value }: Condition): string {
  if (operator === "in") return `(${inValues(value).map(quoted).join(",")})`;
  if (operator === "ilike" || operator === "not.ilike") return `*${escapeLike(value)}*`;
  return value;
}

/** The fields that name a record of an entity; null: its records may not be read. */
type TitleOf = (entity: string) => readonly string[] | null;

/* A link brings the title of the row it points to, under its own name without `_id`. */
function embedOf(field: Field, titleOf: TitleOf): string[] {
  const title = titleOf(field.to ?? "");
  if (!title) return [];
  const alias = field.name.replace(/_id$/, "");
  const target = alias === field.to ? alias : `${alias}:${field.to ?? ""}!${field.name}`;
  return [`${target}(${["id", ...title].join(",")})`];
}

export const linkAlias = (field: Field) => field.name.replace(/_id$/, "");

export function selectOf(entity: Entity, titleOf: TitleOf): string {
  const links = entity.fields.filter((field) => field.type === "link" && field.to);
  return ["*", ...links.flatMap((field) => embedOf(field, titleOf))].join(",");
}

function searchOf(entity: Entity, search: string): string | null {
  const fields = entity.fields.filter((field) => field.search);
  if (search.trim() === "" || fields.length === 0) return null;
  const pattern = quoted(`*${escapeLike(search.trim())}*`);
  return fields.map((field) => `${field.name}.ilike.${pattern}`).join(",");
}

export interface Request {
  readonly filters: readonly { column: string; operator: Operator; value: string }[];
  /** the inside of or=(...) */
  readonly any: string | null;
  readonly order: readonly { column: string; ascending: boolean }[];
}

/** The id comes last, so that equal rows keep their order from page to page. */
export function requestOf(entity: Entity, query: ListQuery): Request {
  const [column = "id", direction] = (query.order || entity.order).split(".");
  return {
    filters: query.conditions.map((condition) => ({ ...condition, value: valueOf(condition) })),
    any: searchOf(entity, query.search),
    order: [
      { column, ascending: direction !== "desc" },
      { column: "id", ascending: false },
    ],
  };
}

/** The same request as parameters of an address. */
export function paramsOf(request: Request): URLSearchParams {
  const params = new URLSearchParams();
  for (const { column, operator, value } of request.filters) params.append(column, `${operator}.${value}`);
  if (request.any) params.set("or", `(${request.any})`);
  const order = request.order.map(({ column, ascending }) => `${column}.${ascending ? "asc" : "desc"}.nullslast`);
  params.set("order", order.join(","));
  return params;
}
