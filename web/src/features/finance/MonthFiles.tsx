/* The month as a PDF, for who signs it, and as a workbook, for who reckons with it. */
import { Button } from "@mantine/core";
import { IconFileSpreadsheet, IconFileTypePdf } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { callForFile } from "../../api/client";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { saveFile } from "../../ui/saveFile";

const kinds = [
  { kind: "pdf", name: "finance_month_pdf", word: "finance.pdf", Icon: IconFileTypePdf },
  { kind: "xlsx", name: "finance_month_xlsx", word: "finance.xlsx", Icon: IconFileSpreadsheet },
] as const;
type Kind = (typeof kinds)[number];

export function MonthFiles({ month }: { readonly month: string }) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const get = useMutation({
    mutationFn: ({ name }: Kind) => callForFile(name, { month }),
    onSuccess: (file, { kind }) => saveFile(file, `${month}.${kind}`),
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });

  return kinds.map((one) => (
    <Button
      key={one.kind}
      variant="default"
      leftSection={<one.Icon size={16} />}
      loading={get.isPending && get.variables.kind === one.kind}
      onClick={() => get.mutate(one)}
    >
      {t(one.word)}
    </Button>
  ));
}
