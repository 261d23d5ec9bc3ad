/* A scan taken back, once: what was booked by an opposite movement, a sale by deleting it, which puts
   the pieces back. */
import { useState } from "react";
import { Badge, Button } from "@mantine/core";
import { anyEntity, answer, call } from "../../api/client";
import { useTranslate } from "../../i18n/translate";
import { useAct } from "./counts";
import { newId } from "./newId";
import { isSale, type Scan } from "./store";

export const mayUndo = ({ state, line, movement }: Scan) =>
  state === "sent" && (isSale(line) || movement !== undefined);

export function ScanUndo({ scan: { line, movement } }: { readonly scan: Scan }) {
  const t = useTranslate();
  const [id] = useState(newId);
  const undo = useAct<undefined, unknown>(() =>
    isSale(line)
      ? answer(anyEntity.from("sale").delete().eq("id", line.id))
      : call("stock_undo", { id: movement ?? "", new_id: id }),
  );
  if (undo.isSuccess)
    return (
      <Badge color="gray" variant="light">
        {t("scan.undone")}
      </Badge>
    );
  return (
    <Button size="compact-sm" variant="subtle" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
      {t("action.undo")}
    </Button>
  );
}
