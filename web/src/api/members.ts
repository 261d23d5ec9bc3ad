/* Who is in the workspace, by name: whoever shows people asks for the same list. */
import { client } from "./client";
import { keys } from "./keys";
import { answerWhole } from "./whole";

interface MemberName {
  readonly account_id: string;
  readonly display_name: string;
}

export const memberNames = {
  queryKey: keys.named("member", "names"),
  queryFn: () =>
    answerWhole<MemberName>(client.from("member").select("account_id,display_name").order("display_name").order("id")),
};
