/* What the server says about itself to anybody. */
import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import { keys } from "./keys";

export function useServer() {
  return useQuery({
    queryKey: keys.named("server", "state"),
    queryFn: () => call("setup_state", {}),
    staleTime: 60_000,
  });
}
