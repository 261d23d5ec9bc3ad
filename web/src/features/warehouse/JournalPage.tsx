/* 出入库流水: every movement, newest first, with what was on hand after it. */
import { useState } from "react";
import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { JournalTable } from "./JournalTable";
import { movementWords } from "./movementWords";
import { useJournal, useLocations, type JournalRow } from "./stock";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

const ROWS = 100;
const kinds = Object.keys(movementWords) as JournalRow["kind"][];

export function JournalPage() {
  const t = useTranslate();
  const [kind, setKind] = useState<JournalRow["kind"] | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [offset, setOffset] = useState(0);
  const locations = useLocations();
  const journal = useJournal({
    ...(kind ? { kind } : {}),
    ...(place ? { location_id: place } : {}),
    ...(from ? { from } : {}),
    ...(until ? { to: until } : {}),
    rows: ROWS,
    offset,
  });
  const rows = journal.data ?? [];
  const narrow = (change: () => void) => {
    change();
    setOffset(0);
  };

  return (
    <Page title={t("stock.journal")} actions={<WarehouseLinks here="journal" />}>
      <Panel>
        <div className={classes.fields}>
          <Select
            label={t("stock.kind")}
            placeholder={t("stock.allKinds")}
            clearable
            data={kinds.map((one) => ({ value: one, label: t(movementWords[one]) }))}
            value={kind}
            onChange={(next) => narrow(() => setKind(kinds.find((one) => one === next) ?? null))}
          />
          <Select
            label={t("scan.place")}
            placeholder={t("stock.everywhere")}
            clearable
            data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={place}
            onChange={(next) => narrow(() => setPlace(next))}
          />
          <TextInput
            type="date"
            label={t("stock.fromDay")}
            value={from}
            onChange={(event) => narrow(() => setFrom(event.currentTarget.value))}
          />
          <TextInput
            type="date"
            label={t("stock.toDay")}
            value={until}
            onChange={(event) => narrow(() => setUntil(event.currentTarget.value))}
          />
        </div>
      </Panel>
      {journal.isError && <ErrorState message={sentenceOf(journal.error, t)} onRetry={() => void journal.refetch()} />}
      {journal.isPending && <FormSkeleton />}
      {journal.data && rows.length === 0 && (
        <EmptyState icon={<IconBarcode size={28} />} title={t("stock.noMoves")} body={t("stock.noMovesBody")} />
      )}
      {rows.length > 0 && (
        <Panel>
          <JournalTable rows={rows} />
          {(offset > 0 || rows.length === ROWS) && (
            <Group mt="md" justify="space-between">
              <Button variant="default" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - ROWS))}>
                {t("stock.newer")}
              </Button>
              <Button variant="default" disabled={rows.length < ROWS} onClick={() => setOffset(offset + ROWS)}>
                {t("stock.older")}
              </Button>
            </Group>
          )}
        </Panel>
      )}
    </Page>
  );
}
