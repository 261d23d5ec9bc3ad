/* Reading and writing rows of any entity. */
import { anyEntity, answer, call, fetchFile, fullAnswer } from "./client";
import { entities, type EntityName } from "./entities.gen";
import type { Action, Entity, Field, Row } from "./entity";
import { ApiError } from "./errors";
import { paramsOf, requestOf, selectOf, type ListQuery } from "./query";
import { currentMe, levelIn } from "./session";

/** Ids in one address: 100 UUIDs are 4 KB, well below every limit on a request line. */
export const IDS_PER_REQUEST = 100;
const ROWS_PER_REQUEST = 500;

export const isEntity = (name: string): name is EntityName => Object.hasOwn(entities, name);

const seen = new Map<string, Entity>();

/* A link to records that the caller may not look at leads nowhere and cannot be chosen. */
function isOutOfSight({ needs, besides = [], to }: Field): boolean {
  const me = currentMe();
  if (needs && [needs, ...besides].some((module) => !(me && levelIn(me, module) >= 1))) return true;
  return me !== null && to !== undefined && isEntity(to) && levelIn(me, entities[to].module) < 1;
}

/* One object for the same rights: what is drawn from it stays. */
function entitySeen(entity: Entity): Entity {
  const hidden = entity.fields.filter(isOutOfSight);
  if (hidden.length === 0) return entity;
  const key = [entity.name, ...hidden.map((field) => field.name)].join(" ");
  const known = seen.get(key) ?? { ...entity, fields: entity.fields.filter((field) => !hidden.includes(field)) };
  seen.set(key, known);
  return known;
}

/** The entity as the caller meets it: without the fields that need a grant they have not, and without
 * links into modules that are closed to them. */
export const entityOf = (name: EntityName): Entity => entitySeen(entities[name]);

/** Whether the caller may fill the field, in records they may change. */
export function maySet(field: Field): boolean {
  const me = currentMe();
  return !field.needs || (me !== null && levelIn(me, field.needs) >= 2);
}

/** What a record that was deleted cannot get back from the caller: they do not see it, or may not fill it. */
export function lostOnRestore(name: EntityName): Field[] {
  const all: readonly Field[] = entities[name].fields;
  const lost = all.filter((field) => !field.readonly && !maySet(field));
  return [...lost, ...(entityOf(name).parts ?? []).filter(isEntity).flatMap(lostOnRestore)];
}

/* What every record has besides the fields of its kind. */
const ofEveryRow: readonly string[] = ["id", "created_at", "updated_at", "created_by", "version"];

export interface QueryInSight {
  readonly query: ListQuery;
  /** what was asked for and is not there for the caller, by name */
  readonly leftOut: readonly string[];
}

/** A list as the caller can ask for it: an address or a view may name fields that they do not meet. */
export function queryInSight(name: EntityName, asked: ListQuery): QueryInSight {
  const known = new Set([...ofEveryRow, ...entityOf(name).fields.map((field) => field.name)]);
  const [ordered = ""] = asked.order.split(".");
  const named = [...asked.conditions.map((condition) => condition.column), ordered, ...(asked.columns ?? [])];
  const leftOut = [...new Set(named)].filter((column) => column !== "" && !known.has(column));
  if (leftOut.length === 0) return { query: asked, leftOut };
  const query = {
    ...asked,
    conditions: asked.conditions.filter((condition) => known.has(condition.column)),
    order: known.has(ordered) ? asked.order : "",
    columns: asked.columns?.filter((column) => known.has(column)) ?? null,
  };
  return { query, leftOut };
}

/** What a field is called that the caller may not meet. */
export const fieldCalled = (name: EntityName, column: string): Field | undefined =>
  (entities[name].fields as readonly Field[]).find((field) => field.name === column);

/* A linked record whose module is not granted stays unnamed: asking for it would refuse the whole list. */
function titleOf(name: string): readonly string[] | null {
  const me = currentMe();
  return isEntity(name) && me && levelIn(me, entityOf(name).module) >= 1 ? entityOf(name).title : null;
}

export interface Page {
  readonly rows: Row[];
  readonly count: number;
}

export async function readList(name: EntityName, query: ListQuery, signal?: AbortSignal): Promise<Page> {
  const { filters, any, order } = requestOf(entityOf(name), query);
  const first = (query.page - 1) * query.size;
  let request = anyEntity.from(name).select<string, Row>(selectOf(entityOf(name), titleOf), { count: "exact" });
  for (const { column, operator, value } of filters) request = request.filter(column, operator, value);
  if (any) request = request.or(any);
  for (const { column, ascending } of order) request = request.order(column, { ascending, nullsFirst: false });
  request = request.range(first, first + query.size - 1);
  const { data, count } = await fullAnswer<Row[]>(signal ? request.abortSignal(signal) : request);
  return { rows: data, count: count ?? data.length };
}

export async function readRow(name: EntityName, id: string, signal?: AbortSignal): Promise<Row> {
  const request = anyEntity
    .from(name)
    .select<string, Row>(selectOf(entityOf(name), titleOf))
    .eq("id", id);
  return answer<Row>((signal ? request.abortSignal(signal) : request).single());
}

export type Values = Record<string, unknown>;

export async function createRow(name: EntityName, values: Values): Promise<Row> {
  return answer<Row>(anyEntity.from(name).insert(values).select().single());
}

/** Saves over the version that was read; somebody else's change in between is a conflict. */
export async function saveRow(name: EntityName, row: Row, values: Values): Promise<Row> {
  const changed = await answer<Row[]>(
    anyEntity.from(name).update(values).eq("id", row.id).eq("version", row.version).select(),
  );
  const saved = changed[0];
  if (!saved) throw new ApiError({ kind: "conflict", message: "", code: "conflict", status: 409 });
  return saved;
}

export function slices<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}

/** Deletes and gives back what was deleted, with what went along, so that it can be put back. */
export async function deleteRows(name: EntityName, ids: readonly string[]): Promise<Row[]> {
  const columns = ["*", ...(entityOf(name).parts ?? []).map((part) => `${part}(*)`)].join(",");
  const gone: Row[] = [];
  for (const some of slices(ids, IDS_PER_REQUEST))
    gone.push(...(await answer<Row[]>(anyEntity.from(name).delete().in("id", some).select<string, Row>(columns))));
  return gone;
}

/** Puts deleted rows back under the same ids, and what went along with them. */
export async function restoreRows(name: EntityName, rows: readonly Row[]): Promise<void> {
  const all: readonly Field[] = entities[name].fields; // a link goes back, whoever sees it
  const writable = all.filter((field) => !field.readonly && maySet(field));
  const again = rows.map((row) => ({
    id: row.id,
    ...Object.fromEntries(writable.map((field) => [field.name, row[field.name] ?? null])),
  }));
  for (const some of slices(again, ROWS_PER_REQUEST)) await answer(anyEntity.from(name).insert(some));
  for (const part of (entityOf(name).parts ?? []).filter(isEntity))
    await restoreRows(
      part,
      rows.flatMap((row) => (row[part] ?? []) as Row[]),
    );
}

export function runAction(name: EntityName, action: Action, id: string): Promise<unknown> {
  return call(`${name}_${action.name}` as "live_session_start", { id });
}

export const exportKinds = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
export type ExportKind = keyof typeof exportKinds;

/** Every row that the list would show on all its pages. */
export function exportRows(name: EntityName, query: ListQuery, kind: ExportKind): Promise<Blob> {
  const params = paramsOf(requestOf(entityOf(name), query));
  return fetchFile(`/rest/v1/${name}?${params.toString()}`, exportKinds[kind]);
}
