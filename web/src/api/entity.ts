/* What entities.gen.ts satisfies: a kind of record as the server declares it. */

export type Language = "en" | "zh";
export type Label = { readonly [language in Language]: string };

export const fieldTypes = [
  "text",
  "longtext",
  "email",
  "time_zone",
  "id",
  "link",
  "choice",
  "date",
  "instant",
  "money",
  "currency",
  "integer",
  "decimal",
  "boolean",
  "json",
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Modules that an admin grants; "core" is everybody's and "admin" the admins'. */
export const grantableModules = [
  "live",
  "sales",
  "warehouse",
  "finance",
  "knowledge",
  "assistant",
  "studio",
  "creator",
] as const;
export type GrantableModule = (typeof grantableModules)[number];
export type Module = GrantableModule | "core" | "admin";

/** 0 nothing · 1 view · 2 and make rows, edit one's own · 3 edit all */
export type Level = 0 | 1 | 2 | 3;
export type Role = "admin" | "member";
export type Grants = Partial<Record<GrantableModule, Level>>;

export interface Choice {
  readonly value: string;
  readonly label: Label;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly label: Label;
  readonly required?: boolean;
  readonly readonly?: boolean;
  /** text: characters; numbers: value */
  readonly max?: number;
  readonly min?: number;
  /** the entity a link points to */
  readonly to?: string;
  readonly choices?: readonly Choice[];
  readonly fallback?: string;
  /** a column of the list when nobody chose otherwise */
  readonly list?: boolean;
  /** the search box looks here */
  readonly search?: boolean;
  /** the server cannot look into it: neither order nor filter */
  readonly sealed?: boolean;
  readonly unit?: Label;
  /** besides the entity's module: who has no grant there does not meet the field */
  readonly needs?: Module;
  /** further modules to look at it */
  readonly besides?: readonly Module[];
}

/** POST /rest/v1/rpc/<entity>_<name> {"id": ...} */
export interface Action {
  readonly name: string;
  readonly label: Label;
  readonly confirm?: Label;
  readonly may: Level;
  readonly when?: { readonly field: string; readonly values: readonly string[] };
}

export interface Entity {
  readonly name: string;
  readonly label: Label;
  readonly plural: Label;
  readonly module: Module;
  /** What the data API allows at all; whose rows follows from the level in the module. */
  readonly access: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  /** the fields that name a row to a human */
  readonly title: readonly string[];
  /** how a list starts: "sold_at.desc" */
  readonly order: string;
  /** how many photos a record may carry */
  readonly photos?: number;
  /** kinds of records that are deleted with one of these */
  readonly parts?: readonly string[];
  readonly fields: readonly Field[];
  readonly actions: readonly Action[];
}

export type EntityTable = { readonly [name: string]: Entity };

/** helps.gen.ts: what a form says under a field, by entity and field */
export type HelpTable = { readonly [entity: string]: { readonly [field: string]: Label } | undefined };

/** One record on the wire. Every row carries these; the fields follow the entity. */
export interface Row {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: string | null;
  readonly version: number;
  readonly [column: string]: unknown;
}
