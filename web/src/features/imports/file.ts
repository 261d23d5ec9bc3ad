/* What the server says about an uploaded file, and what it is told: the parts that are JSON. */
import { call, sendFile } from "../../api/client";
import type { Database, Json } from "../../api/database.gen";
import type { ImportEntity } from "../../records/imports";

type Functions = Database["public"]["Functions"];

export interface FileColumn {
  readonly name: string;
  readonly samples: readonly string[];
  readonly suggestion: string | null;
}

export interface FileField {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly inner: readonly { readonly name: string; readonly label: string }[];
}

export const takes = ["all", "first_word", "rest", "last_part"] as const;
export type Take = (typeof takes)[number];

/** Where a field comes from: a column or a part of it, several joined, or the same for every row. */
export type Origin =
  string | readonly string[] | { readonly value: string } | { readonly column: string; readonly take: Take };
export type Mapping = Readonly<Record<string, Origin>>;

export interface Options {
  readonly sheet: number;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly header_row: number;
  readonly date_order: "mdy" | "dmy" | null;
  readonly decimal: "point" | "comma";
  readonly currency: string | null;
  readonly time_zone: string | null;
  readonly skip_duplicates: boolean;
  readonly match_links: boolean;
  readonly create_links: boolean;
  readonly source: string | null;
  /** key or id of the preset that is wanted, or "none" */
  readonly preset: string | null;
  readonly skip: Json;
}

/** How the export of a platform is read. */
export interface Preset {
  /** of the workspace's row; null: as it came with the program */
  readonly id: string | null;
  /** of what comes with the program */
  readonly key: string;
  readonly name: string;
  readonly entity: string;
  readonly platform: string;
  readonly is_off: boolean;
}

/** A column about buyers, or single cells of one, of which nothing was kept. */
export interface LeftOut {
  readonly column: string;
  readonly kind: "name" | "address" | "phone" | "email" | "message";
  readonly cells: number;
  readonly whole: boolean;
}

type Described = Functions["import_upload"]["Returns"];

export interface ImportFile extends Omit<
  Described,
  "sheets" | "columns" | "fields" | "mapping" | "options" | "imported_before" | "entity" | "preset" | "left_out"
> {
  readonly preset: Preset | null;
  readonly left_out: readonly LeftOut[];
  readonly entity: ImportEntity;
  readonly sheets: readonly string[];
  readonly columns: readonly FileColumn[];
  readonly fields: readonly FileField[];
  readonly mapping: Mapping;
  readonly options: Options;
  readonly imported_before: { readonly file_name: string; readonly at: string; readonly rows_done: number } | null;
}

export interface Fault {
  readonly row: number;
  readonly field: string;
  readonly column: string;
  readonly value: string;
  readonly message: string;
}

export interface PreviewRow {
  readonly row: number;
  readonly duplicate: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  readonly links: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly errors: readonly Fault[];
}

export interface Preview extends Omit<Functions["import_preview"]["Returns"], "rows" | "errors"> {
  readonly rows: readonly PreviewRow[];
  readonly errors: readonly Fault[];
}

const json = (value: Mapping | Options) => value as unknown as Json;

export const uploadFile = async (entity: ImportEntity, file: File) =>
  (await sendFile("import_upload", { entity, file_name: file.name }, file)) as unknown as ImportFile;

export const describeFile = async (id: string, options: Options) =>
  (await call("import_describe", { id, options: json(options) })) as unknown as ImportFile;

export const previewFile = async (id: string, mapping: Mapping, options: Options) =>
  (await call("import_preview", { id, mapping: json(mapping), options: json(options) })) as unknown as Preview;

export const runFile = (id: string, mapping: Mapping, options: Options) =>
  call("import_run", { id, mapping: json(mapping), options: json(options) });
