/* One backup: when, how much, whether it was restored for a test, and what became of it. */
import { Badge } from "@mantine/core";
import type { Database } from "../../api/database.gen";
import { useFormat } from "../../i18n/format";
import { useTranslate, type WordKey } from "../../i18n/translate";
import { sizeOf } from "./size";
import classes from "./Server.module.css";

type Backup = Database["public"]["Functions"]["backup_list"]["Returns"][number];

const states: Record<string, { readonly word: WordKey; readonly color: string }> = {
  kept: { word: "backups.kept", color: "pine" },
  failed: { word: "backups.failed", color: "red" },
  destroyed: { word: "backups.destroyed", color: "gray" },
};

export function BackupItem({ backup }: { readonly backup: Backup }) {
  const t = useTranslate();
  const format = useFormat();
  const state = states[backup.state];
  const facts = [
    backup.size_bytes > 0 && sizeOf(backup.size_bytes, t.locale),
    backup.record_count > 0 && t.count("backups.records", backup.record_count),
    backup.verified_at && t("backups.verifiedAt", { time: format.instant(backup.verified_at) }),
    backup.destroyed_at && t("backups.destroyedAt", { time: format.instant(backup.destroyed_at) }),
  ].filter(Boolean);
  return (
    <li className={classes.item} data-state={backup.state === "failed" ? "fault" : undefined}>
      <div className={classes.main}>
        <h3 className={classes.name}>{format.instant(backup.made_at)}</h3>
        <p className={classes.detail}>{facts.join(" · ")}</p>
        {backup.reason && <p className={classes.finding}>{backup.reason}</p>}
      </div>
      {state && (
        <Badge variant="light" color={state.color} {...(backup.state === "failed" && { c: "var(--steward-bad)" })}>
          {t(state.word)}
        </Badge>
      )}
    </li>
  );
}
