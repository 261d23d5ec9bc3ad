/* Scan to look up, receive, sell, move and count a place or a box: one hand, one field, and a list of what became of
   each scan, with or without a network. */
import { useState } from "react";
import { Chip, Select, Switch } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import { useSearchParams } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { WholeInput } from "../../fields/WholeInput";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { CodeInput } from "./CodeInput";
import { FoundCard } from "./FoundCard";
import { modeFacts, modes, type Mode } from "./modes";
import { newId } from "./newId";
import { ScanList } from "./ScanList";
import { SellFields, useShows } from "./SellFields";
import { SheetSelect } from "./SheetSelect";
import { setSpeaksAloud, speak, speaksAloud } from "./speak";
import { findCode, useFound, useLocations } from "./stock";
import type { ScanLine } from "./store";
import { UnknownCard } from "./UnknownCard";
import { useScans } from "./useScans";
import { WarehouseLinks } from "./WarehouseLinks";
import classes from "./Warehouse.module.css";

export function ScanPage() {
  const t = useTranslate();
  const me = useMe();
  const { scans, queue } = useScans();
  const locations = useLocations();
  const [params, setParams] = useSearchParams();
  const sheet = params.get("sheet");
  const [mode, setMode] = useState<Mode>(() => (sheet ? (params.get("of") === "box" ? "box" : "count") : "look"));
  const [place, setPlace] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [quantity, setQuantity] = useState<number | null>(1);
  const [code, setCode] = useState("");
  const [aloud, setAloud] = useState(speaksAloud);
  const found = useFound(code);
  const places = locations.data ?? [];
  const from = place ?? (places.length === 1 ? (places[0]?.id ?? null) : null);
  const mayMove = levelIn(me, "warehouse") >= 2;
  const [show, setShow] = useState<string | null | undefined>(undefined);
  const shows = useShows().data ?? [];
  const running = shows.find(({ status }) => status === "live")?.id ?? null;
  const [price, setPrice] = useState("");
  const [isFigure, setFigure] = useState(false);
  const maySell = mayMove && levelIn(me, "sales") >= 2;
  const { kind, reason, sheets } = modeFacts[mode];
  const needsPlace = kind !== null || mode === "sell";
  const isReady = sheets
    ? sheet !== null
    : !needsPlace || (from !== null && (kind !== "transfer" || (target !== null && target !== from)));

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

  const least = isFigure && sheets ? 0 : 1;
  const hasQuantity = quantity !== null && quantity >= least;

  const take = (scanned: string) => {
    const at = places.find((one) => one.code === scanned);
    if (at && !sheets) {
      if (kind === "transfer" && from !== null) setTarget(at.id);
      else setPlace(at.id);
      return;
    }
    /* The field says what it lacks. */
    if ((needsPlace || sheets) && !hasQuantity) return;
    const line = lineOf(scanned);
    /* Who counts is not told how many the books have. */
    if (!line || !sheets) setCode(scanned);
    if (!line) void say(scanned);
    else void queue.add(line).then(() => (sheets ? undefined : say(scanned)));
  };

  const lineOf = (scanned: string): ScanLine | null => {
    const now = new Date().toISOString();
    if (!isReady || quantity === null) return null;
    const what = { id: newId(), code: scanned, quantity };
    if (sheets) return sheet ? { ...what, sheet, is_figure: isFigure, scanned_at: now } : null;
    if (from === null) return null;
    if (mode === "sell")
      return {
        ...what,
        price: price.trim(),
        location_id: from,
        live_session_id: show === undefined ? running : show,
        sold_at: now,
      };
    if (kind === null) return null;
    return {
      ...{ ...what, kind, location_id: from, moved_at: now },
      ...(kind === "transfer" && target ? { to_location_id: target } : {}),
      ...(reason ? { reason } : {}),
    };
  };

  const options = places.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Page title={t("scan.title")} actions={<WarehouseLinks here="scan" />}>
      <div className={classes.scan}>
        <div className={classes.column}>
          <Panel>
            <Chip.Group value={mode} onChange={(next) => setMode(next as Mode)}>
              <div className={classes.modes} role="radiogroup" aria-label={t("scan.mode")}>
                {modes
                  .filter((one) => one === "look" || (one === "sell" ? maySell : mayMove))
                  .map((one) => (
                    <Chip key={one} value={one}>
                      {t(modeFacts[one].word)}
                    </Chip>
                  ))}
              </div>
            </Chip.Group>
            {sheets && (
              <SheetSelect
                of={sheets}
                value={sheet}
                onChange={(next) => setParams(next ? { sheet: next, of: sheets } : {}, { replace: true })}
                isFigure={isFigure}
                onFigure={setFigure}
              />
            )}
            {(needsPlace || sheets) && (
              <div className={classes.fields}>
                {needsPlace && (
                  <Select
                    label={t(kind === "transfer" ? "scan.from" : "scan.place")}
                    data={options}
                    value={from}
                    onChange={setPlace}
                  />
                )}
                {kind === "transfer" && (
                  <Select label={t("scan.to")} data={options} value={target} onChange={setTarget} />
                )}
                <WholeInput
                  label={t(isFigure && sheets ? "scan.counted" : "scan.quantity")}
                  value={quantity}
                  min={least}
                  max={1_000_000}
                  onChange={setQuantity}
                />
                {mode === "sell" && (
                  <SellFields
                    show={show === undefined ? running : show}
                    onShow={setShow}
                    price={price}
                    onPrice={setPrice}
                  />
                )}
              </div>
            )}
            {!isReady && <p className={classes.dim}>{t(sheets ? "scan.chooseSheetFirst" : "scan.choosePlace")}</p>}
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
