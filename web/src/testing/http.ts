/* The border: answers HTTP in tests, and remembers what was asked. Bodies are typed by the tables. */
import { vi } from "vitest";
import type { Database } from "../api/database.gen";
import type { Row } from "../api/entity";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

type Handler = (asked: Asked) => Answer;

const handlers = new Map<string, Handler>();
export const asked: Asked[] = [];

/** `serve("GET /rest/v1/sale", ({ params }) => ({ body: [...] }))` */
export function serve(route: string, handler: Handler) {
  handlers.set(route, handler);
}

export const askedFor = (route: string) => asked.filter(({ method, path }) => `${method} ${path}` === route);

const bodyOf = (init?: RequestInit): unknown =>
  typeof init?.body === "string" && init.body !== "" ? JSON.parse(init.body) : null;

function answer(input: RequestInfo | URL, init?: RequestInit): Response {
  const url = new URL(input instanceof Request ? input.url : input.toString(), location.origin);
  const one: Asked = {
    method: init?.method ?? "GET",
    path: url.pathname,
    params: url.searchParams,
    headers: new Headers(init?.headers),
    body: bodyOf(init),
  };
  asked.push(one);
  const handler = handlers.get(`${one.method} ${one.path}`);
  if (!handler) throw new Error(`nobody answers ${one.method} ${one.path}`);
  const { status = 200, body, headers } = handler(one);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(status === 204 || body === undefined ? null : text, {
    status,
    headers: { "content-type": "application/json", "X-Supabase-Api-Version": "2024-01-01", ...headers },
  });
}

export function startHttp() {
  handlers.clear();
  asked.length = 0;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => answer(input, init));
}

type Tables = Database["public"]["Tables"];

/** A row as the server would send it. */
export function rowOf<Name extends keyof Tables>(_name: Name, id: string, fields: Partial<Tables[Name]["Row"]>): Row {
  return {
    id,
    workspace_id: 7,
    created_at: "2026-03-01T10:00:00Z",
    updated_at: "2026-03-01T10:00:00Z",
    created_by: "account-1",
    version: 1,
    ...fields,
  };
}

const wanted = (condition: string): readonly string[] | null =>
  /^eq\.(.*)$/.exec(condition)?.slice(1) ?? /^in\.\((.*)\)$/.exec(condition)?.[1]?.split(",") ?? null;

/** Answers a list as PostgREST does: the rows asked for, and how many there are. */
export function serveList(entity: string, all: () => readonly Row[]) {
  serve(`GET /rest/v1/${entity}`, ({ params, headers }) => {
    const rows = all().filter((row) =>
      [...params].every(
        ([column, condition]) => !(column in row) || (wanted(condition)?.includes(String(row[column])) ?? true),
      ),
    );
    if (headers.get("accept")?.includes("pgrst.object")) {
      if (rows[0]) return { body: rows[0] };
      return {
        status: 406,
        body: { code: "PGRST116", message: "This record does not exist.", details: null, hint: null },
      };
    }
    const offset = Number(params.get("offset") ?? 0);
    const page = rows.slice(offset, offset + Number(params.get("limit") ?? rows.length));
    return { body: page, headers: { "content-range": `${offset}-${offset + page.length - 1}/${rows.length}` } };
  });
}
