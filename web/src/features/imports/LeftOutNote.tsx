/* What of buyers was left out of the file: columns, how much of them, and that nothing was kept. */
import { Alert } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslate } from "../../i18n/translate";
import type { LeftOut } from "./file";

export function LeftOutNote({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  const t = useTranslate();
  if (leftOut.length === 0) return null;
  const cells = leftOut.reduce((sum, one) => sum + one.cells, 0);
  return (
    <Alert
      color="pine"
      variant="light"
      mb="md"
      icon={<IconShieldCheck size={18} />}
      title={t.count("import.buyersLeftOut", cells)}
    >
      {t("import.buyersColumns", { columns: leftOut.map(({ column }) => column).join(" · ") })}
    </Alert>
  );
}
