/* What can be done with the selected rows. */
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslate } from "../i18n/translate";
import classes from "./SelectionBar.module.css";

interface Props {
  readonly count: number;
  readonly busy: boolean;
  readonly onDelete: () => void;
  readonly onClear: () => void;
}

export function SelectionBar({ count, busy, onDelete, onClear }: Props) {
  const t = useTranslate();
  return (
    <div className={classes.bar} role="region" aria-label={t("list.selection")}>
      <span className={classes.count}>{t.count("list.selected", count)}</span>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconTrash size={15} />}
        loading={busy}
        onClick={onDelete}
      >
        {t("action.delete")}
      </Button>
      <Button size="compact-md" variant="subtle" color="gray" className={classes.clear} onClick={onClear}>
        {t("list.clearSelection")}
      </Button>
    </div>
  );
}
