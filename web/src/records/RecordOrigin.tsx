/* Who made a record and when it was last changed. */
import { useQuery } from "@tanstack/react-query";
import type { Row } from "../api/entity";
import { memberNames } from "../api/members";
import { useFormat } from "../i18n/format";
import { useTranslate } from "../i18n/translate";

function useNames() {
  return useQuery({
    ...memberNames,
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
