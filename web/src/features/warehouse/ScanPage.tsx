/* Scan to look up, receive, sell, move and count: one hand, one field, and a list of what became of
   each scan, with or without a network. */
import { useState } from "react";
import { NumberInput, Select, SegmentedControl, Switch } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import { levelIn, useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { CodeInput } from "./CodeInput";
import { FoundCard } from "./FoundCard";
import { modeFacts, modes, type Mode } from "./modes";
import { newId } from "./newId";
import { ScanList } from "./ScanList";
import { setSpeaksAloud, speak, speaksAloud } from "./speak";
import { findCode, useFound, useLocations } from "./stock";
import { UnknownCard } from "./UnknownCard";
import { useScans } from "./useScans";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

export function ScanPage() {
  const t = useTranslate();
  const me = useMe();
  const { scans, queue } = useScans();
  const locations = useLocations();
  const [mode, setMode] = useState<Mode>("look");
  const [place, setPlace] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  const [code, setCode] = useState("");
  const [aloud, setAloud] = useState(speaksAloud);
  const found = useFound(code);
  const places = locations.data ?? [];
  const from = place ?? (places.length === 1 ? (places[0]?.id ?? null) : null);
  const mayMove = levelIn(me, "warehouse") >= 2;
  const { kind, reason } = modeFacts[mode];
  const isReady = kind === null || (from !== null && (kind !== "transfer" || (target !== null && target !== from)));

  const say = async (scanned: string) => {
    const what = await findCode(scanned).catch(() => null);
    if (!what) return;
    const first = what.variants[0];
    const name = first ? `${first.name} ${first.size ?? ""}` : "";
    speak(
      what.is_known && first ? t("scan.spoken", { name, count: first.on_hand }) : t("scan.spokenUnknown"),
      t.language,
    );
  };

  const take = (scanned: string) => {
    const at = places.find((one) => one.code === scanned);
    if (at) {
      if (kind === "transfer" && from !== null) setTarget(at.id);
      else setPlace(at.id);
      return;
    }
    setCode(scanned);
    if (kind === null || from === null || !isReady) {
      void say(scanned);
      return;
    }
    const line = {
      ...{ id: newId(), kind, code: scanned, quantity, location_id: from, moved_at: new Date().toISOString() },
      ...(kind === "transfer" && target ? { to_location_id: target } : {}),
      ...(reason ? { reason } : {}),
    };
    void queue.add(line).then(() => say(scanned));
  };

  const options = places.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Page title={t("scan.title")} actions={<WarehouseLinks here="scan" />}>
      <div className={classes.scan}>
        <div className={classes.column}>
          <Panel>
            <SegmentedControl
              fullWidth
              aria-label={t("scan.mode")}
              value={mode}
              onChange={(next) => setMode(next as Mode)}
              data={modes
                .filter((one) => mayMove || one === "look")
                .map((one) => ({ value: one, label: t(modeFacts[one].word) }))}
            />
            {kind !== null && (
              <div className={classes.fields}>
                <Select
                  label={t(kind === "transfer" ? "scan.from" : "scan.place")}
                  data={options}
                  value={from}
                  onChange={setPlace}
                />
                {kind === "transfer" && (
                  <Select label={t("scan.to")} data={options} value={target} onChange={setTarget} />
                )}
                <NumberInput
                  label={t(kind === "count" ? "scan.counted" : "scan.quantity")}
                  value={quantity}
                  min={kind === "count" ? 0 : 1}
                  max={1_000_000}
                  allowDecimal={false}
                  onChange={(next) => setQuantity(typeof next === "number" ? next : 1)}
                />
              </div>
            )}
            {kind !== null && !isReady && <p className={classes.dim}>{t("scan.choosePlace")}</p>}
          </Panel>
          <Panel>
            <CodeInput onCode={take} />
            <Switch
              mt="md"
              label={t("scan.aloud")}
              checked={aloud}
              onChange={(event) => {
                setSpeaksAloud(event.currentTarget.checked);
                setAloud(event.currentTarget.checked);
              }}
            />
          </Panel>
        </div>
        <div className={classes.column}>
          {code === "" && scans.length === 0 && (
            <EmptyState icon={<IconBarcode size={28} />} title={t("scan.empty")} body={t("scan.emptyBody")} />
          )}
          {found.data?.is_known && <FoundCard found={found.data} />}
          {found.data && !found.data.is_known && (
            <UnknownCard key={found.data.code} found={found.data} onKnown={() => void found.refetch()} />
          )}
          <ScanList scans={scans} queue={queue} onUnknown={setCode} />
        </div>
      </div>
    </Page>
  );
}
