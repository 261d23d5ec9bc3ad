/* Members, their grants and open invitations. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { Database, Json } from "../../api/database.gen";
import { entities } from "../../api/entities.gen";
import {
  grantableModules,
  type Entity,
  type GrantableModule,
  type Grants,
  type Level,
  type Role,
} from "../../api/entity";
import { forget, keys } from "../../api/keys";
import { answerWhole } from "../../api/whole";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

type Tables = Database["public"]["Tables"];
export type Member = Tables["member"]["Row"];
export type Invite = Tables["invite"]["Row"];

export const levels: readonly Level[] = [0, 1, 2, 3];

/** Only modules that hold something can be granted here. */
export const modulesInUse: readonly GrantableModule[] = grantableModules.filter((module) =>
  Object.values<Entity>(entities).some((entity) => entity.module === module),
);

export const grantsOf = (member: { readonly grants: Json | null }): Grants => (member.grants ?? {}) as Grants;

export function useMembers() {
  return useQuery({
    queryKey: keys.named("member", "all"),
    queryFn: () => answerWhole<Member>(client.from("member").select().order("display_name").order("id")),
  });
}

export function useInvites() {
  return useQuery({
    queryKey: keys.named("invite", "open"),
    queryFn: () =>
      answerWhole<Invite>(
        client.from("invite").select().is("accepted_at", null).order("created_at", { ascending: false }).order("id"),
      ),
  });
}

/* One wording for all of them: says what went wrong, and reads again what is now true. */
function useChange<Args>(run: (args: Args) => Promise<unknown>, entity: "member" | "invite") {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  return useMutation({
    mutationFn: run,
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
    onSettled: () => forget(cache, entity),
  });
}

export const useSetRole = () =>
  useChange((args: { id: string; role: Role }) => call("member_set_role", args), "member");

export const useGrant = () =>
  useChange((args: { id: string; module: GrantableModule; level: Level }) => call("member_grant", args), "member");

export const useRemoveMember = () => useChange((id: string) => call("member_remove", { id }), "member");

export const useRevokeInvite = () => useChange((id: string) => call("invite_revoke", { id }), "invite");
