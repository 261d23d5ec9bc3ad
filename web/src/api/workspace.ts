/* The workspace one works in: its name, time zone, currency and first day of the week. */
import { useQuery } from "@tanstack/react-query";
import { answer, call, client } from "./client";
import type { Database } from "./database.gen";
import { keeping } from "./kept";
import { keys } from "./keys";

export type Workspace = Database["public"]["Tables"]["workspace"]["Row"];

export function useWorkspace() {
  return useQuery({
    queryKey: keys.named("workspace", "own"),
    queryFn: keeping(() => answer<Workspace>(client.from("workspace").select().single())),
    staleTime: 5 * 60_000,
  });
}

export function useWorkspaces() {
  return useQuery({
    queryKey: keys.named("workspace", "list"),
    queryFn: () => call("workspace_list", {}),
    staleTime: 5 * 60_000,
  });
}

/** One token, one workspace: switching asks for a new token. */
export async function switchWorkspace(workspace: number): Promise<void> {
  await call("workspace_switch", { workspace_id: workspace });
  const { error } = await client.auth.refreshSession();
  if (error) throw error;
}
