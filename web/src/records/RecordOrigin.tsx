/* Who made a record and when it was last changed. */
import { useQuery } from "@tanstack/react-query";
import { client } from "../api/client";
import type { Row } from "../api/entity";
import { keys } from "../api/keys";
import { answerWhole } from "../api/whole";
import { useFormat } from "../i18n/format";
import { useTranslate } from "../i18n/translate";

function useNames() {
  return useQuery({
    queryKey: keys.named("member", "names"),
    queryFn: () =>
      answerWhole<{ account_id: string | null; display_name: string | null }>(
        client.from("member").select("account_id,display_name").order("display_name").order("id"),
      ),
    staleTime: 5 * 60_000,
  });
}

export function RecordOrigin({ row }: { readonly row: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const names = useNames();
  const maker = names.data?.find((member) => member.account_id === row.created_by)?.display_name;
  const made = format.instant(row.created_at);
  return (
    <>
      {maker ? t("record.madeBy", { name: maker, time: made }) : t("record.made", { time: made })}
      {row.version > 1 && ` · ${t("record.changed", { time: format.instant(row.updated_at) })}`}
    </>
  );
}
