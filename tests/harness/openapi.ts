// The entities and functions of a running server, as its own description tells them: a test that
// walks these covers what is added later.
import type { Server } from "./server.ts";

export interface Property {
  title?: string;
  type?: string | string[];
  format?: string;
  enum?: (string | null)[];
  maxLength?: number;
  maximum?: number;
  pattern?: string;
  readOnly?: boolean;
  /** The module whose grant it takes to meet this field, besides that for the row. */
  "x-needs"?: string;
  /** Further modules. */
  "x-needs-besides"?: string[];
}

export interface EntityDescription {
  name: string;
  /** The module whose grant it takes. */
  module: string;
  methods: string[];
  properties: Record<string, Property>;
  /** What may be written; empty where nothing may. */
  inputs: Record<string, Property>;
  required: string[];
  actions: string[];
}

export interface FunctionDescription {
  name: string;
  /** The module whose grant it takes; undefined: none. */
  module: string | undefined;
  inputs: Record<string, Property>;
  outputs: Record<string, Property>;
}

interface Schema {
  properties?: Record<string, Property>;
  required?: string[];
}

interface Operation {
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}

type Path = Record<string, Operation> & { "x-module"?: string };

interface Description {
  paths: Record<string, Path>;
  components: { schemas: Record<string, Schema> };
}

export interface Api {
  entities: EntityDescription[];
  functions: FunctionDescription[];
}

export async function describeApi(server: Server): Promise<Api> {
  const { paths, components } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Description;
  const names = Object.keys(paths).map((path) => path.replace("/rest/v1/", ""));
  const entityNames = names.filter((name) => !name.startsWith("rpc/"));
  const calls = names.filter((name) => name.startsWith("rpc/")).map((name) => name.slice(4));
  const takesId = (name: string) =>
    paths[`/rest/v1/rpc/${name}`]?.["post"]?.requestBody?.content["application/json"]?.schema.$ref?.endsWith("/action_arguments") ?? false;
  const entities = entityNames.map((name) => ({
    name,
    module: paths[`/rest/v1/${name}`]?.["x-module"] ?? "",
    methods: Object.keys(paths[`/rest/v1/${name}`] ?? {}).filter((key) => key !== "x-module"),
    properties: components.schemas[name]?.properties ?? {},
    inputs: components.schemas[`${name}_input`]?.properties ?? {},
    required: components.schemas[`${name}_input`]?.required ?? [],
    actions: calls.filter((call) => call.startsWith(`${name}_`) && takesId(call)),
  }));
  const actions = new Set(entities.flatMap((entity) => entity.actions));
  return {
    entities,
    functions: calls
      .filter((name) => !actions.has(name))
      .map((name) => ({ name, module: paths[`/rest/v1/rpc/${name}`]?.["x-module"], inputs: components.schemas[`${name}_arguments`]?.properties ?? {}, outputs: components.schemas[`${name}_output`]?.properties ?? {} })),
  };
}

export const typeOf = (property: Property) => (Array.isArray(property.type) ? property.type[0] : property.type);
/** Text that somebody types: no id, date or choice. */
export const isFreeText = (property: Property) =>
  typeOf(property) === "string" && !property.format && !property.enum && !property.pattern;

/* Beginnings and ends of rows follow each other: who is somewhere twice at once is refused. */
let begun = 0;
function instantOf(name: string): string {
  if (name === "starts_at") begun += 2;
  const seconds = name === "starts_at" ? begun : name === "ends_at" ? begun + 1 : 0;
  return new Date(Date.UTC(2026, 2, 1, 12) + seconds * 1000).toISOString();
}

/* What makes a second row like the first one possible: a rate a day, a little money of one sale. */
let days = 0;
const ONLY: Record<string, Record<string, () => unknown>> = {
  exchange_rate: { day: () => new Date(Date.UTC(2026, 0, 1 + days++)).toISOString().slice(0, 10) },
  sale_return: { quantity: () => 0, refund: () => 1 },
};

/** A row whose every text carries the marker and whose every amount is `amount`. `links` gives the
 * ids for <entity>_id. */
export function markedRow(entity: EntityDescription, marker: string, amount: number, links: Record<string, string> = {}): Record<string, unknown> {
  const value = (name: string, property: Property): unknown => {
    const only = ONLY[entity.name]?.[name];
    if (only) return only();
    if (name === "id") return undefined;
    if (name.endsWith("_id") && property.format === "uuid") return links[name.slice(0, -3)];
    if (property.enum) return property.enum[0];
    if (property.pattern) return name.startsWith("to_") ? "EUR" : "CNY";
    if (property.format === "date") return "2026-03-01";
    if (property.format === "date-time") return instantOf(name);
    if (property.format === "decimal") return "1.25";
    if (property.format === "email") return `${marker}@example.com`;
    if (property.type === undefined) return { note: marker };
    if (typeOf(property) === "boolean") return false;
    if (typeOf(property) === "integer") return property.maximum ? Math.min(property.maximum, 7) : amount;
    return `${marker} ${name}`.slice(0, property.maxLength);
  };
  return Object.fromEntries(
    Object.entries(entity.inputs)
      .filter(([, property]) => !property.readOnly)
      .map(([name, property]) => [name, value(name, property)])
      .filter(([, each]) => each !== undefined),
  );
}

const linksOf = (entity: EntityDescription, entities: EntityDescription[]) =>
  entities.filter((other) => other !== entity && `${other.name}_id` in entity.inputs);

/** What others link to comes first. */
export function inLinkOrder(entities: EntityDescription[]): EntityDescription[] {
  const ordered: EntityDescription[] = [];
  const place = (entity: EntityDescription) => {
    if (ordered.includes(entity)) return;
    for (const other of linksOf(entity, entities)) place(other);
    ordered.push(entity);
  };
  entities.forEach(place);
  return ordered;
}

/** The links without which there is no such row. */
export function neededLinks(entity: EntityDescription, links: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(links).filter(([name]) => entity.required.includes(`${name}_id`)));
}
