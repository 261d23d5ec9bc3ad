/* The lines of a comparison. What a line has nothing of in any show is left out, such as the profit
   for whoever may not see it. */
import type { Row } from "../../api/entity";
import { textOf } from "../../fields/field";
import type { Format } from "../../i18n/format";
import type { Translate } from "../../i18n/translate";
import { figureText } from "../../records/figures";
import type { ReportRow } from "../../records/reports";

export interface Compared {
  readonly show: Row;
  readonly sum: ReportRow | null;
}

export interface CompareLine {
  readonly id: string;
  readonly label: string;
  readonly isMoney: boolean;
  readonly value: (one: Compared) => number | null;
  readonly text: (value: number, currency: string) => string;
}

const HOUR = 3_600_000;

export function hoursOf(show: Row): number | null {
  const ms = Date.parse(textOf(show["ends_at"])) - Date.parse(textOf(show["starts_at"]));
  return Number.isFinite(ms) && ms > 0 ? ms / HOUR : null;
}

/** The largest; null when there is nothing to compare. */
export function bestOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const most = Math.max(...known);
  return known.length > 1 && known.some((value) => value !== most) ? most : null;
}

export function compareLines(t: Translate, format: Format): CompareLine[] {
  const money = (value: number, currency: string) => format.money(value, currency);
  const count = (value: number) => format.number(value);
  const target = (show: Row) => (typeof show["target_gmv"] === "number" ? show["target_gmv"] : null);
  const per = (one: Compared, by: number | null) => (one.sum && by ? Math.round(one.sum.gmv / by) : null);
  const line = (
    id: string,
    label: string,
    isMoney: boolean,
    value: CompareLine["value"],
    text: CompareLine["text"],
  ) => ({
    ...{ id, label, isMoney, value, text },
  });
  return [
    line("gmv", t("figure.gmv"), true, ({ sum }) => sum?.gmv ?? null, money),
    line(
      ...(["target", t("show.ofTarget"), false] as const),
      ({ show, sum }) => (sum && target(show) ? sum.gmv / (target(show) ?? 1) : null),
      (value) => format.percent(value),
    ),
    line(
      "hours",
      t("show.duration"),
      false,
      ({ show }) => hoursOf(show),
      (value) => count(Math.round(value * 10) / 10),
    ),
    line("per_hour", t("show.perHour"), true, (one) => per(one, hoursOf(one.show)), money),
    line("units", t("figure.units"), false, ({ sum }) => sum?.units ?? null, count),
    line("buyers", t("figure.buyers"), false, ({ sum }) => sum?.buyers ?? null, count),
    line("average", t("show.average"), true, (one) => per(one, one.sum?.units ?? null), money),
    line("profit", t("figure.profit"), true, ({ sum }) => sum?.profit ?? null, money),
    line(
      "margin",
      t("figure.margin"),
      false,
      ({ sum }) => sum?.margin ?? null,
      (value, currency) => figureText("margin", value, currency, format),
    ),
  ];
}
