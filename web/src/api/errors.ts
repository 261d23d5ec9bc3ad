/* One error for everything the server refuses, and for a server that cannot be reached. The
   sentence comes from the server in the caller's language; `field` says where it belongs. */

export type ErrorKind = "refused" | "missing" | "ended" | "offline" | "conflict" | "server";

export class ApiError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly field: string | null;
  /** what the server says besides, when it is not about a field */
  readonly details: string | null;
  readonly hint: string | null;
  readonly status: number;

  constructor(parts: {
    kind: ErrorKind;
    message: string;
    code?: string;
    field?: string | null;
    details?: string | null;
    hint?: string | null;
    status?: number;
  }) {
    super(parts.message);
    this.name = "ApiError";
    this.kind = parts.kind;
    this.code = parts.code ?? "";
    this.field = parts.field ?? null;
    this.details = parts.details ?? null;
    this.hint = parts.hint ?? null;
    this.status = parts.status ?? 0;
  }
}

/** `details` of an error body: "field: price". */
export function fieldOf(details: unknown): string | null {
  if (typeof details !== "string") return null;
  return /^field:\s*([a-z0-9_]+)/i.exec(details)?.[1] ?? null;
}

interface Failure {
  message?: unknown;
  code?: unknown;
  details?: unknown;
  hint?: unknown;
  status?: unknown;
}

/* PostgREST: one row was asked for, and there is none. */
const NO_ROW = "PGRST116";

function kindOf(status: number, failure: Failure): ErrorKind {
  if (failure.code === "conflict") return "conflict";
  /* The session goes on: it has to show its second factor. */
  if (failure.code === "insufficient_aal") return "refused";
  if (failure.code === NO_ROW) return "missing";
  if (status === 0) return "offline";
  if (status === 401) return "ended";
  return status >= 500 ? "server" : "refused";
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Makes an ApiError of whatever supabase-js reports: a PostgREST body, a GoTrue error, a lost line. */
export function apiError(failure: unknown, status?: number): ApiError {
  if (failure instanceof ApiError) return failure;
  const parts: Failure = typeof failure === "object" && failure !== null ? failure : {};
  const known = status ?? (typeof parts.status === "number" ? parts.status : 0);
  return new ApiError({
    kind: kindOf(known, parts),
    message: text(parts.message),
    code: text(parts.code),
    field: fieldOf(parts.details),
    details: fieldOf(parts.details) ? null : text(parts.details) || null,
    hint: text(parts.hint) || null,
    status: known,
  });
}
