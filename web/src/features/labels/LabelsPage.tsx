/* Labels of a product, a box, or of what came in on a day: how many of each, on which paper, as a PDF. */
import { useState } from "react";
import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { IconPrinter, IconTags } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { call, callForFile } from "../../api/client";
import { forget } from "../../api/keys";
import { entityOf } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { WholeInput } from "../../fields/WholeInput";
import { useFormat, usePlace } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { todayIn } from "../../i18n/zone";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { saveFile } from "../../ui/saveFile";
import { LabelLines } from "./LabelLines";
import { askedFor, keepSheet, keptSheet, sheets, sheetsFor, useLabelLines, type Sheet } from "./labels";
import classes from "./Labels.module.css";

const MOST = 2000;

export function LabelsPage() {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const cache = useQueryClient();
  const { timeZone } = usePlace();
  const [params, setParams] = useSearchParams();
  const [sheet, setSheet] = useState<Sheet>(keptSheet);
  const [start, setStart] = useState<number | null>(1);
  const [withPrice, setWithPrice] = useState(false);
  const [copies, setCopies] = useState<Readonly<Record<string, number | null>>>({});
  const wanted = askedFor(params, todayIn(timeZone));
  const query = useLabelLines(wanted);
  const lines = (query.data ?? []).map((line) => ({
    ...line,
    copies: line.product_variant_id in copies ? (copies[line.product_variant_id] ?? null) : line.copies,
  }));
  const chosen = lines.flatMap((line) => (line.copies ? [{ ...line, copies: line.copies }] : []));
  const count = chosen.reduce((sum, line) => sum + line.copies, 0);
  const lacks = lines.some((line) => line.copies === null) || (sheets[sheet] > 1 && start === null);
  const bare = chosen.filter((line) => !line.code);

  const print = useMutation({
    mutationFn: () =>
      callForFile("label_print", {
        labels: chosen.map(({ product_variant_id, copies: wish }) => ({ product_variant_id, copies: wish })),
        sheet,
        with_price: withPrice,
        ...(sheets[sheet] > 1 && start !== null ? { start } : {}),
      }),
    onSuccess: (file) => saveFile(file, "labels.pdf"),
  });
  const makeCodes = useMutation({
    mutationFn: async () => {
      for (const line of bare) await call("barcode_make", { product_variant_id: line.product_variant_id });
    },
    onSettled: () => forget(cache, "product_barcode", "stock"),
  });
  const fault = print.error ?? makeCodes.error;

  return (
    <Page title={t("labels.title")}>
      <Panel>
        <div className={classes.fields}>
          {wanted.came_in_on && (
            <TextInput
              type="date"
              label={t("labels.day")}
              value={wanted.came_in_on}
              onChange={(event) =>
                event.currentTarget.value && setParams({ day: event.currentTarget.value }, { replace: true })
              }
            />
          )}
          <NativeSelect
            label={t("labels.sheet")}
            value={sheet}
            data={(Object.keys(sheets) as Sheet[]).map((one) => ({ value: one, label: t(`labels.${one}`) }))}
            onChange={(event) => {
              const next = event.currentTarget.value as Sheet;
              keepSheet(next);
              setSheet(next);
              setStart(1);
            }}
          />
          {sheets[sheet] > 1 && (
            <WholeInput
              label={t("labels.start")}
              description={t("labels.startHelp")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              value={start}
              min={1}
              max={sheets[sheet]}
              clampBehavior="strict"
              onChange={setStart}
            />
          )}
        </div>
        <Switch
          mt="md"
          label={t("labels.withPrice")}
          checked={withPrice}
          onChange={(event) => setWithPrice(event.currentTarget.checked)}
        />
      </Panel>
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <FormSkeleton />}
      {query.data?.length === 0 && (
        <EmptyState
          icon={<IconTags size={28} />}
          title={t("labels.empty")}
          body={t("labels.emptyBody")}
          actions={(["inbound_box", "product"] as const).map((entity) => (
            <Button key={entity} component={Link} href={to.list(entity)} variant="default">
              {t.label(entityOf(entity).plural)}
            </Button>
          ))}
        />
      )}
      {lines.length > 0 && (
        <Panel
          title={t("labels.lines")}
          note={`${t.count("labels.count", count)} · ${t.count(sheets[sheet] > 1 ? "labels.sheets" : "labels.onRoll", sheetsFor(count, sheet, start ?? 1))}`}
          actions={
            <div className={classes.all}>
              {[0, 1].map((each) => (
                <Button
                  key={each}
                  size="xs"
                  variant="default"
                  onClick={() => setCopies(Object.fromEntries(lines.map((line) => [line.product_variant_id, each])))}
                >
                  {t(each === 0 ? "labels.noneOfAll" : "labels.oneOfEach")}
                </Button>
              ))}
            </div>
          }
        >
          <LabelLines lines={lines} onCopies={(id, wish) => setCopies({ ...copies, [id]: wish })} />
          <div className={classes.actions}>
            {bare.length > 0 && levelIn(me, "warehouse") >= 2 && (
              <Button variant="default" loading={makeCodes.isPending} onClick={() => makeCodes.mutate()}>
                {t.count("labels.makeCodes", bare.length)}
              </Button>
            )}
            <Button
              leftSection={<IconPrinter size={16} />}
              disabled={count === 0 || count > MOST || lacks}
              loading={print.isPending}
              onClick={() => print.mutate()}
            >
              {t.count("labels.print", count)}
            </Button>
          </div>
          {count > MOST && (
            <p role="alert" className={classes.bad}>
              {t("labels.tooMany", { most: format.number(MOST) })}
            </p>
          )}
          {fault && (
            <p role="alert" className={classes.bad}>
              {sentenceOf(fault, t)}
            </p>
          )}
          <p className={classes.dim}>{t("labels.hint")}</p>
        </Panel>
      )}
    </Page>
  );
}
