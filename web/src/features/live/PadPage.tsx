/* The pad beside the camera: what is on camera is chosen already, so a sale is a size and a press.
   It goes on without a line. */
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { useBoard } from "./board";
import { useIsOnline } from "./Freshness";
import { Pad } from "./Pad";
import { PadList, soldOn } from "./PadList";
import { useRecentSales, useSheet } from "./padData";
import { ShowLinks } from "./ShowLinks";
import { useSaleQueue } from "./useSaleQueue";
import classes from "./Pad.module.css";

export function PadPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const board = useBoard(id);
  const sheet = useSheet(id);
  const recent = useRecentSales();
  const isOnline = useIsOnline();
  const { entries, queue } = useSaleQueue();
  const waiting = entries.filter(({ state }) => state === "queued").length;
  const refused = entries.filter(({ state }) => state === "refused").length;
  const sold = soldOn(entries, board.data?.currency ?? "");
  const state = refused > 0 ? "refused" : waiting > 0 ? "waiting" : isOnline ? "sent" : "offline";

  return (
    <Page
      title={t("live.pad")}
      above={<BackTo href={to.record("live_session", id)}>{board.data?.title ?? t("live.back")}</BackTo>}
      note={
        <span role="status" className={classes.state} data-state={state}>
          {!isOnline && `${t("pad.offline")} `}
          {waiting > 0 && t.count("pad.waiting", waiting)} {refused > 0 && t.count("pad.refusedCount", refused)}
          {state === "sent" && t("pad.allSent")}
        </span>
      }
      actions={<ShowLinks id={id} here="pad" />}
    >
      {!board.data && board.isError && (
        <ErrorState message={sentenceOf(board.error, t)} onRetry={() => void board.refetch()} />
      )}
      {board.isPending && <FormSkeleton />}
      {board.data && (
        <div className={classes.page}>
          <Pad
            board={board.data}
            sheet={sheet.data ?? []}
            recent={recent.data ?? []}
            entries={entries}
            onSell={(sale) => void queue.add(sale)}
          />
          <Panel
            title={t("pad.list")}
            note={
              sold.count > 0 &&
              t.count("pad.soldHere", sold.count, { amount: format.money(sold.amount, board.data.currency) })
            }
          >
            <PadList entries={entries} queue={queue} />
          </Panel>
        </div>
      )}
      {!board.data && entries.length > 0 && <PadList entries={entries} queue={queue} />}
    </Page>
  );
}
