/* Lines of a box as a table; where two counts disagree, a person says which is right. */
import { useState } from "react";
import { Button, Group } from "@mantine/core";
import { anyEntity, answer } from "../../api/client";
import { WholeInput } from "../../fields/WholeInput";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { useAct, type BoxLine } from "./counts";
import { signed } from "./signed";
import classes from "./Warehouse.module.css";

interface Props {
  readonly lines: readonly BoxLine[];
  readonly isTwice: boolean;
  readonly maySet: boolean;
}

const nameOf = (line: BoxLine) => [line.name ?? line.description, line.size].filter(Boolean).join(" · ");

function Settle({ line }: { readonly line: BoxLine }) {
  const t = useTranslate();
  const [counted, setCounted] = useState<number | null>(line.second_count ?? line.expected ?? 0);
  const save = useAct(() =>
    answer(anyEntity.from("inbound_line").update({ counted }).eq("id", line.id).select("id").single()),
  );
  return (
    <Group gap="xs" wrap="nowrap">
      <WholeInput
        aria-label={t("box.countOf", { name: nameOf(line) })}
        value={counted}
        min={0}
        max={1_000_000}
        w={84}
        onChange={setCounted}
      />
      <Button
        size="compact-sm"
        disabled={counted === null}
        loading={save.isPending}
        onClick={() => save.mutate(undefined)}
      >
        {t("box.set")}
      </Button>
    </Group>
  );
}

export function BoxLines({ lines, isTwice, maySet }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  const sum = (of: (line: BoxLine) => number | null) =>
    lines.some((line) => of(line) !== null)
      ? format.number(lines.reduce((all, line) => all + (of(line) ?? 0), 0))
      : "–";
  const isCounted = lines.some((line) => line.difference !== null);
  const difference = lines.reduce((all, line) => all + (line.difference ?? 0), 0);
  return (
    <div className={classes.scroll} role="region" aria-label={t("box.lines")} tabIndex={0}>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{t("stock.product")}</th>
            <th scope="col" data-number>
              {t("box.expected")}
            </th>
            {isTwice && (
              <>
                <th scope="col" data-number>
                  {t("box.first")}
                </th>
                <th scope="col" data-number>
                  {t("box.second")}
                </th>
              </>
            )}
            <th scope="col" data-number>
              {t("box.counted")}
            </th>
            <th scope="col" data-number>
              {t("count.difference")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                {nameOf(line)}
                {maySet && line.counted === null && <div className={classes.bad}>{t("box.settle")}</div>}
              </td>
              <td data-number>{number(line.expected)}</td>
              {isTwice && (
                <>
                  <td data-number>{number(line.first_count)}</td>
                  <td data-number>{number(line.second_count)}</td>
                </>
              )}
              <td data-number>{maySet && line.counted === null ? <Settle line={line} /> : number(line.counted)}</td>
              <td data-number className={line.difference ? classes.bad : undefined}>
                {signed(line.difference, format)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("watch.total")}</th>
            <td data-number>{sum(({ expected }) => expected)}</td>
            {isTwice && (
              <>
                <td data-number>{sum((line) => line.first_count)}</td>
                <td data-number>{sum((line) => line.second_count)}</td>
              </>
            )}
            <td data-number>{sum(({ counted }) => counted)}</td>
            <td data-number>{isCounted ? signed(difference, format) : "–"}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
