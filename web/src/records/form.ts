/* From a row to a form and back: what it starts with, what is wrong, what is sent. */
import type { Entity, Field, Row } from "../api/entity";
import { maySet, type Values } from "../api/rows";
import { textOf, Unreadable } from "../fields/field";
import type { Translate } from "../i18n/translate";
import { todayIn } from "../i18n/zone";

export interface Start {
  readonly currency: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly given: URLSearchParams;
}

export const editableFields = (entity: Entity) => entity.fields.filter((field) => !field.readonly && maySet(field));

const nextMinute = (now: Date) => new Date(Math.ceil(now.getTime() / 60_000) * 60_000).toISOString();

function startOf(field: Field, { currency, timeZone, now, given }: Start): unknown {
  const wanted = given.get(field.name) ?? field.fallback ?? null;
  if (field.type === "currency") return wanted ?? currency;
  if (field.type === "instant" && field.required) return wanted ?? nextMinute(now);
  if (field.type === "date" && field.required) return wanted ?? todayIn(timeZone, now);
  if (wanted === null) return field.type === "boolean" ? false : null;
  if (field.type === "integer" || field.type === "money") return Number(wanted);
  return field.type === "boolean" ? wanted === "true" : wanted;
}

export function emptyValues(entity: Entity, start: Start): Values {
  return Object.fromEntries(editableFields(entity).map((field) => [field.name, startOf(field, start)]));
}

export function valuesOf(entity: Entity, row: Row): Values {
  return Object.fromEntries(editableFields(entity).map((field) => [field.name, row[field.name] ?? null]));
}

/** The next one of a series keeps what usually stays the same. */
export function nextValues(entity: Entity, values: Values, start: Start): Values {
  const stays = editableFields(entity).filter((field) =>
    ["link", "currency", "choice", "instant"].includes(field.type),
  );
  return {
    ...emptyValues(entity, start),
    ...Object.fromEntries(stays.map((field) => [field.name, values[field.name]])),
  };
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === "";

function problemOf(field: Field, value: unknown, t: Translate): string | null {
  if (value instanceof Unreadable) return t("form.unreadable");
  if (isEmpty(value)) return field.required ? t("form.required") : null;
  if (typeof value === "number") {
    if (field.min !== undefined && value < field.min) return t("form.atLeast", { limit: field.min });
    if (field.max !== undefined && value > field.max) return t("form.atMost", { limit: field.max });
    return null;
  }
  const characters = [...textOf(value)].length;
  if (field.min !== undefined && characters < field.min) return t("form.atLeastLong", { limit: field.min });
  return field.max !== undefined && characters > field.max
    ? t("form.tooLong", { limit: field.max, count: characters })
    : null;
}

export type Problems = Readonly<Record<string, string>>;

export function problemsOf(entity: Entity, values: Values, t: Translate): Problems {
  const found = editableFields(entity).map((field) => [field.name, problemOf(field, values[field.name], t)] as const);
  return Object.fromEntries(found.flatMap(([name, problem]) => (problem ? [[name, problem] as const] : [])));
}

const wire = (field: Field, value: unknown) => (isEmpty(value) && !field.required ? null : value);

/** Everything of a new row, only what changed of an old one. */
export function payloadOf(entity: Entity, values: Values, row: Row | null): Values {
  const sent = editableFields(entity)
    .map((field) => [field.name, wire(field, values[field.name])] as const)
    .filter(([name, value]) => (row ? JSON.stringify(value) !== JSON.stringify(row[name] ?? null) : !isEmpty(value)));
  return Object.fromEntries(sent);
}

export const isChanged = (before: Values, after: Values) => JSON.stringify(before) !== JSON.stringify(after);
