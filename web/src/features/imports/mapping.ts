/* From what is chosen on the page to a mapping, and back. */
import type { FileField, Mapping, Origin, Take } from "./file";

/** No column has these names: they are answers of the select. */
export const NOWHERE = "\u0000nowhere";
export const FIXED = "\u0000fixed";

export const columnsOf = (origin: Origin | undefined): readonly string[] => {
  if (origin === undefined) return [];
  if (typeof origin === "string") return [origin];
  if ("column" in origin) return [origin.column];
  return "value" in origin ? [] : origin;
};

export const fixedOf = (origin: Origin | undefined): string | null =>
  origin !== undefined && typeof origin === "object" && "value" in origin ? origin.value : null;

/** Which part of the column; null: the question is not asked. */
export const takenOf = (origin: Origin | undefined): Take | null =>
  typeof origin === "object" && "column" in origin ? origin.take : null;

export const takingOf = (column: string, take: Take): Origin => (take === "all" ? column : { column, take });

export function chosenOf(origin: Origin | undefined): string {
  if (fixedOf(origin) !== null) return FIXED;
  return columnsOf(origin)[0] ?? NOWHERE;
}

export function withOrigin(mapping: Mapping, path: string, origin: Origin | null): Mapping {
  const rest = Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== path));
  return origin === null ? rest : { ...rest, [path]: origin };
}

/** The answer of the first select: the second column goes when the first does. */
export function originOf(chosen: string, before: Origin | undefined): Origin | null {
  if (chosen === NOWHERE) return null;
  if (chosen === FIXED) return { value: fixedOf(before) ?? "" };
  const take = takenOf(before);
  if (take) return { column: chosen, take };
  const second = columnsOf(before)[1];
  return second !== undefined && second !== chosen ? [chosen, second] : chosen;
}

export const joinedOf = (first: string, second: string): Origin => (second === NOWHERE ? first : [first, second]);

export const unusedColumns = (columns: readonly { readonly name: string }[], mapping: Mapping): string[] => {
  const used = new Set(Object.values(mapping).flatMap(columnsOf));
  return columns.map((column) => column.name).filter((name) => !used.has(name));
};

export interface PathChoice {
  readonly path: string;
  readonly label: string;
}

/** "live_session_id.title" of every link, to find or to make the linked record by. */
export const linkPaths = (fields: readonly FileField[]): PathChoice[] =>
  fields.flatMap((field) =>
    field.inner.map((inner) => ({
      path: `${field.name}.${inner.name}`,
      label: `${field.label} · ${inner.label}`,
    })),
  );

export const missingFields = (fields: readonly FileField[], mapping: Mapping): FileField[] =>
  fields.filter((field) => field.required && field.name !== "currency" && mapping[field.name] === undefined);
