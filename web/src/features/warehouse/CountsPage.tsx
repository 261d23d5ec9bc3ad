/* 盘点: counts that are open, and what became of earlier ones. */
import { useState } from "react";
import { Badge, Button, Checkbox, Group, Select } from "@mantine/core";
import { IconClipboardCheck } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { call } from "../../api/client";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { nameOfSheet, useAct, useSheets } from "./counts";
import { newId } from "./newId";
import { useLocations } from "./stock";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

export function CountsPage() {
  const t = useTranslate();
  const me = useMe();
  const format = useFormat();
  const [, go] = useLocation();
  const [place, setPlace] = useState<string | null>(null);
  const [isBlind, setBlind] = useState(false);
  const [id, setId] = useState(newId);
  const may = levelIn(me, "warehouse") >= 2;
  const locations = useLocations();
  const sheets = useSheets();
  const begin = useAct(
    () => call("stock_count_open", { id, location_id: place ?? "", hides_books: isBlind }),
    (opened) => {
      setId(newId());
      go(to.scanInto(opened.id, "place"));
    },
  );

  return (
    <Page title={t("stock.counts")} actions={<WarehouseLinks here="counts" />}>
      {may && (
        <Panel title={t("count.begin")}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (place) begin.mutate(undefined);
            }}
          >
            <Group align="end" gap="md">
              <Select
                label={t("scan.place")}
                placeholder={t("count.choosePlace")}
                data={(locations.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
                value={place}
                onChange={setPlace}
              />
              <Checkbox
                label={t("count.blind")}
                checked={isBlind}
                onChange={(event) => setBlind(event.currentTarget.checked)}
              />
              <Button type="submit" disabled={!place} loading={begin.isPending}>
                {t("count.beginDo")}
              </Button>
            </Group>
          </form>
          {locations.data?.length === 0 && (
            <p className={classes.dim}>
              {t("count.noPlaces")} <Link href={to.create("location")}>{t("count.newPlace")}</Link>
            </p>
          )}
        </Panel>
      )}
      {sheets.isError && <ErrorState message={sentenceOf(sheets.error, t)} onRetry={() => void sheets.refetch()} />}
      {sheets.isPending && <FormSkeleton />}
      {sheets.data?.length === 0 && (
        <EmptyState icon={<IconClipboardCheck size={28} />} title={t("count.none")} body={t("count.noneBody")} />
      )}
      {sheets.data && sheets.data.length > 0 && (
        <Panel title={t("count.soFar")}>
          <ul className={classes.list}>
            {sheets.data.map((sheet) => (
              <li key={sheet.id} className={classes.item}>
                <span className={classes.line}>
                  <Link
                    href={sheet.inbound_box ? to.record("inbound_box", sheet.inbound_box.id) : to.stockCount(sheet.id)}
                  >
                    {nameOfSheet(sheet)}
                  </Link>
                  <span className={classes.dim}>{format.instantShort(sheet.closed_at ?? sheet.created_at)}</span>
                </span>
                <Group gap="xs">
                  <Badge color={sheet.state === "open" ? "yellow" : "pine"} variant="light">
                    {t(sheet.state === "open" ? "count.open" : "count.closed")}
                  </Badge>
                  {sheet.state === "open" && may && (sheet.location ?? sheet.created_by === me.account) && (
                    <Button
                      component={Link}
                      href={to.scanInto(sheet.id, sheet.location ? "place" : "box")}
                      size="compact-sm"
                      variant="light"
                    >
                      {t("count.scan")}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}
