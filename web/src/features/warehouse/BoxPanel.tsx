/* The lines of a box: what should come, what each count found, and what to do next. */
import { Button, Group } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { call } from "../../api/client";
import { levelIn, useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { useRow } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";
import { BoxBooking } from "./BoxBooking";
import { BoxLineAdd } from "./BoxLineAdd";
import { BoxLines } from "./BoxLines";
import { useAct, useBoxLines, useSheetsOfBox } from "./counts";
import classes from "./Warehouse.module.css";

export function BoxPanel({ box: id }: { readonly box: string }) {
  const t = useTranslate();
  const me = useMe();
  const [, go] = useLocation();
  const { ask } = useFeedback();
  const box = useRow("inbound_box", id);
  const lines = useBoxLines(id);
  const sheets = useSheetsOfBox(id).data ?? [];
  const open = sheets.find(({ state }) => state === "open");
  const isOwn = open?.created_by === me.account;
  const status = box.data?.["status"];
  const isCounting = status === "expected" || status === "arrived";
  const begin = useAct(
    () => call("stock_count_open", { inbound_box_id: id }),
    (sheet) => go(to.scanInto(sheet.id, "box")),
  );
  const end = useAct(() => call("stock_count_close", { id: open?.id ?? "" }));
  const finish = async () => {
    if (await ask({ title: t("box.countEnd"), body: t("box.countEndBody"), confirm: t("box.countEnd") }))
      end.mutate(undefined);
  };
  if (!box.data) return null;

  return (
    <Panel title={t("box.lines")}>
      {lines.isError && <ErrorState message={sentenceOf(lines.error, t)} onRetry={() => void lines.refetch()} />}
      {lines.data?.length === 0 && <p className={classes.dim}>{t("box.noLines")}</p>}
      {lines.data && lines.data.length > 0 && (
        <BoxLines lines={lines.data} isTwice={sheets.some(({ round }) => round === 2)} maySet={status === "counted"} />
      )}
      {levelIn(me, "warehouse") >= 2 && (
        <>
          {isCounting && (
            <Group mt="md" gap="sm">
              {!open && (
                <Button loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
                  {t(sheets.length > 0 ? "box.countAgain" : "box.count")}
                </Button>
              )}
              {open && isOwn && (
                <>
                  <Button component={Link} href={to.scanInto(open.id, "box")}>
                    {t("box.countOn")}
                  </Button>
                  <Button variant="default" loading={end.isPending} onClick={() => void finish()}>
                    {t("box.countEnd")}
                  </Button>
                </>
              )}
              {open && !isOwn && <p className={classes.dim}>{t("box.somebody")}</p>}
            </Group>
          )}
          {status !== "booked" && <BoxLineAdd box={id} />}
          {!isCounting && <BoxBooking box={box.data} />}
        </>
      )}
    </Panel>
  );
}
