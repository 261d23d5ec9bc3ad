/* The cache of what was read. A refusal is final; a lost line or a busy server is worth another try. */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/errors";

const worthAnotherTry = (error: unknown) =>
  error instanceof ApiError && (error.kind === "offline" || error.kind === "server");

export function makeCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (count, error) => count < 2 && worthAnotherTry(error) },
      mutations: { retry: false },
    },
  });
}
