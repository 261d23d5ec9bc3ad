/* Brings every row of a list home as a file. */
import { useMutation } from "@tanstack/react-query";
import type { EntityName } from "../api/entities.gen";
import type { ListQuery } from "../api/query";
import { entityOf, exportRows, type ExportKind } from "../api/rows";
import { usePlace } from "../i18n/format";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { todayIn } from "../i18n/zone";
import { useFeedback } from "../ui/feedback";
import { saveFile } from "../ui/saveFile";

export function useExport(name: EntityName, query: ListQuery) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const { timeZone } = usePlace();
  return useMutation({
    mutationFn: (kind: ExportKind) => exportRows(name, query, kind),
    onSuccess: (file, kind) => saveFile(file, `${t.label(entityOf(name).plural)} ${todayIn(timeZone)}.${kind}`),
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });
}
