/* The live board: big figures against the target and against earlier shows, what is on camera, what
   has just been sold. It follows what happens, and says when it does not. */
import { sentenceOf } from "../../i18n/sentence";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { BackTo } from "../../records/BackTo";
import { TrendChart } from "../../ui/charts/TrendChart";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { stepsOf, useBoard, type Board } from "./board";
import { Freshness } from "./Freshness";
import { LastSales } from "./LastSales";
import { OnCamera } from "./OnCamera";
import { PaceTile } from "./PaceTile";
import { ShowLinks } from "./ShowLinks";
import { WaitingNote } from "./WaitingNote";
import classes from "./Live.module.css";

export function BoardPage({ id }: { readonly id: string }) {
  const t = useTranslate();
  const format = useFormat();
  const query = useBoard(id);
  const board = query.data;

  return (
    <Page
      title={board ? board.title : t("live.board")}
      above={<BackTo href={to.record("live_session", id)}>{t("live.back")}</BackTo>}
      note={
        board && (
          <span className={classes.head}>
            <Freshness at={query.dataUpdatedAt} hasFailed={query.isError || query.failureCount > 0} />
            {board.slots.map(({ host, starts_at, ends_at }) => (
              <span key={host + starts_at}>
                {host} {format.time(starts_at)} – {format.time(ends_at)}
              </span>
            ))}
          </span>
        )
      }
      actions={<ShowLinks id={id} here="board" />}
    >
      <WaitingNote />
      {!board && query.isError && (
        <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <FormSkeleton />}
      {board && <Figures board={board} />}
    </Page>
  );
}

function Figures({ board }: { readonly board: Board }) {
  const t = useTranslate();
  const format = useFormat();
  const money = (value: number) => format.money(value, board.currency);
  const steps = stepsOf(board);
  const at = (minute: number) =>
    format.time(new Date(Date.parse(board.starts_at ?? board.as_of) + minute * 60_000).toISOString());
  const earlier = { earlierShows: board.earlier_shows };
  const profit = board.cost === undefined ? null : board.gmv - board.cost;

  return (
    <>
      <ul className={classes.tiles} aria-label={t("live.figures")}>
        <PaceTile
          {...{ label: t("figure.gmv"), value: board.gmv, target: board.target_gmv, due: board.gmv_due }}
          {...{ earlier: board.earlier_gmv, ...earlier, text: money, isFirst: true }}
        />
        <PaceTile
          {...{ label: t("figure.units"), value: board.units, target: board.target_units, due: board.units_due }}
          {...{ earlier: board.earlier_units, ...earlier, text: format.number }}
        />
        <PaceTile
          {...{ label: t("live.orders"), value: board.orders, target: null, due: null }}
          {...{ earlier: null, ...earlier, text: format.number }}
        />
        {profit !== null && (
          <PaceTile
            {...{ label: t("live.margin"), value: profit, target: null, due: null }}
            {...{ earlier: null, ...earlier, text: money }}
          />
        )}
      </ul>
      {board.others.length > 0 && (
        <p className={classes.dim}>
          {t("live.others", {
            value: board.others.map(({ gmv, currency }) => format.money(gmv, currency)).join(", "),
          })}
        </p>
      )}
      <div className={classes.board}>
        <div className={classes.column}>
          <OnCamera board={board} />
          {steps.length > 1 && (
            <Panel title={t("live.soFar")}>
              <TrendChart
                label={t("live.soFar")}
                points={steps.map(({ minute, total, due }) => ({
                  label: at(minute),
                  name: at(minute),
                  value: total,
                  before: due,
                }))}
                valueName={t("figure.gmv")}
                beforeName={t("live.targetPace")}
                timeName={t("live.time")}
                format={money}
                formatAxis={(value) => format.moneyShort(value, board.currency)}
              />
            </Panel>
          )}
        </div>
        <LastSales board={board} />
      </div>
    </>
  );
}
