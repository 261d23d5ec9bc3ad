/* Two to four shows side by side: what each earned, in how long, against what it was to earn. */
import { NativeSelect } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { Row } from "../../api/entity";
import { emptyQuery } from "../../api/query";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { BackLink } from "../../records/BackLink";
import { useList } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { CompareTable } from "./CompareTable";
import classes from "./Show.module.css";

const PLACES = [0, 1, 2, 3];
const OFFERED = 200;

export function ComparePage() {
  const t = useTranslate();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const list = useList("live_session", { ...emptyQuery, order: "day.desc", size: OFFERED });
  const rows = list.data?.rows ?? [];
  const chosen = params.getAll("show");
  const shows = [...new Set(chosen)].flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const nameOf = (row: Row) => `${textOf(row["title"])} · ${format.dayShort(textOf(row["day"]))}`;
  const choose = (place: number, id: string) => {
    const next = PLACES.map((at) => (at === place ? id : (chosen[at] ?? ""))).filter((one) => one !== "");
    setParams(
      next.map((one) => ["show", one]),
      { replace: true },
    );
  };

  return (
    <Page title={t("show.compareTitle")} above={<BackLink entity="live_session" />} note={t("show.compareHint")}>
      {list.isError && <ErrorState message={sentenceOf(list.error, t)} onRetry={() => void list.refetch()} />}
      <div className={classes.pickers}>
        {PLACES.map((place) => (
          <NativeSelect
            key={place}
            label={t("show.compareWith", { number: place + 1 })}
            value={chosen[place] ?? ""}
            disabled={place > chosen.length}
            data={[
              { value: "", label: t("show.noneChosen") },
              ...rows.map((row) => ({ value: row.id, label: nameOf(row) })),
            ]}
            onChange={(event) => choose(place, event.currentTarget.value)}
          />
        ))}
      </div>
      {shows.length >= 2 && (
        <Panel>
          <CompareTable shows={shows} />
        </Panel>
      )}
    </Page>
  );
}
