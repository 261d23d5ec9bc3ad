/* What was scanned on this page, and what became of it. */
import { Badge, Button, Group } from "@mantine/core";
import { useTranslate, type WordKey } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { wordOf } from "./modes";
import type { ScanQueue } from "./queue";
import { ScanName } from "./ScanName";
import { mayUndo, ScanUndo } from "./ScanUndo";
import type { Scan, ScanState } from "./store";
import classes from "./Warehouse.module.css";

const stateWords: Record<ScanState, WordKey> = {
  queued: "scan.queued",
  sent: "scan.sent",
  refused: "scan.refused",
};
const colours: Record<ScanState, string> = { queued: "yellow", sent: "pine", refused: "red" };

const lacks = { price: "scan.lacksPrice", size: "scan.lacksSize" } as const;

interface Props {
  readonly scans: readonly Scan[];
  readonly queue: ScanQueue;
  readonly onUnknown: (code: string) => void;
}

export function ScanList({ scans, queue, onUnknown }: Props) {
  const t = useTranslate();
  if (scans.length === 0) return null;
  const waiting = scans.filter(({ state }) => state === "queued").length;
  return (
    <Panel title={t("scan.list")} note={waiting > 0 ? t.count("scan.waiting", waiting) : undefined}>
      <ul className={classes.list} aria-live="polite">
        {[...scans].reverse().map((scan) => (
          <li key={scan.id} className={classes.item}>
            <span>
              <ScanName code={scan.line.code} />
              {t(wordOf(scan.line))} {scan.line.quantity} × {scan.line.code}
              {scan.onHand !== undefined && (
                <span className={classes.dim}> · {t("scan.left", { count: scan.onHand })}</span>
              )}
              {scan.counted !== undefined && (
                <span className={classes.dim}> · {t("scan.countedNow", { count: scan.counted })}</span>
              )}
              {scan.lacks && <span className={classes.bad}> · {t(lacks[scan.lacks])}</span>}
              {scan.reason && <span className={classes.bad}> · {scan.reason}</span>}
            </span>
            <Group gap="xs">
              <Badge color={colours[scan.state]} variant="light">
                {t(stateWords[scan.state])}
              </Badge>
              {mayUndo(scan) && <ScanUndo scan={scan} />}
              {scan.state === "refused" && (
                <>
                  {scan.isUnknown && (
                    <Button size="compact-sm" variant="light" onClick={() => onUnknown(scan.line.code)}>
                      {t("scan.assignNow")}
                    </Button>
                  )}
                  <Button size="compact-sm" variant="default" onClick={() => void queue.again(scan.id)}>
                    {t("action.retry")}
                  </Button>
                  <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void queue.remove(scan.id)}>
                    {t("scan.drop")}
                  </Button>
                </>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
