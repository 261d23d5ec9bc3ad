/* What the warehouse should look after: too little, too old, not selling, broken runs, the next pallet. */
import { Tabs } from "@mantine/core";
import { useSearchParams } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { Page } from "../../ui/Page";
import { AgePanel } from "./AgePanel";
import { DeadPanel } from "./DeadPanel";
import { PalletPanel } from "./PalletPanel";
import { RadarPanel } from "./RadarPanel";
import { ReorderPanel } from "./ReorderPanel";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

const sections = [
  { name: "radar", word: "watch.radar", Panel: RadarPanel },
  { name: "reorder", word: "watch.reorder", Panel: ReorderPanel },
  { name: "ageing", word: "watch.ageing", Panel: AgePanel },
  { name: "dead", word: "watch.dead", Panel: DeadPanel },
  { name: "pallet", word: "watch.pallet", Panel: PalletPanel },
] as const;

export function WatchPage() {
  const t = useTranslate();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const seen = sections.filter(({ name }) => name !== "pallet" || levelIn(me, "sales") >= 1);
  const here = seen.find(({ name }) => name === params.get("what")) ?? seen[0];
  return (
    <Page title={t("stock.watch")} actions={<WarehouseLinks here="watch" />}>
      <Tabs
        value={here?.name ?? "radar"}
        onChange={(next) => setParams(next ? { what: next } : {}, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={classes.tabs ?? ""}>
          {seen.map(({ name, word }) => (
            <Tabs.Tab key={name} value={name}>
              {t(word)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {seen.map(({ name, Panel }) => (
          <Tabs.Panel key={name} value={name}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
