/* Figures of a report in words: amounts, shares, and what changed. */
import type { Format } from "../i18n/format";
import type { Translate } from "../i18n/translate";
import type { ReportRow } from "./reports";

export type FigureName = "gmv" | "profit" | "margin" | "units" | "buyers" | "shows";

export const BASIS = 10_000;

export const figureOf = (row: ReportRow, name: FigureName): number | null => row[name] ?? null;

export const figureBefore = (row: ReportRow, name: FigureName): number | null => row[`previous_${name}`] ?? null;

export function figureText(name: FigureName, value: number | null, currency: string, format: Format): string {
  if (value === null) return "–";
  if (name === "gmv" || name === "profit") return format.money(value, currency);
  return name === "margin" ? format.percent(value / BASIS) : format.number(value);
}

/** Large amounts without cents: nobody reads them. */
export function amountText(minor: number, currency: string, format: Format): string {
  return Math.abs(minor) >= 10_000_00 ? format.moneyShort(minor, currency) : format.money(minor, currency);
}

export interface Change {
  readonly text: string;
  readonly trend: "up" | "down" | "flat";
}

const MOST_SHARE = 10;

const trendOf = (by: number) => (by > 0 ? "up" : by < 0 ? "down" : "flat");

/** Against before; null when there is nothing to compare with. */
export function changeOf(name: FigureName, now: number | null, before: number | null, t: Translate): Change | null {
  if (now === null || before === null || before === 0) return null;
  const number = (value: number, digits: number, style: "percent" | "decimal") =>
    new Intl.NumberFormat(t.locale, { style, maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(value);
  if (name === "margin") {
    const points = (now - before) / 100;
    return {
      text: t("figure.points", { value: number(points, 1, "decimal") }),
      trend: trendOf(Math.round(points * 10)),
    };
  }
  const share = (now - before) / Math.abs(before);
  /* Against almost nothing, a percentage says nothing. */
  if (Math.abs(share) > MOST_SHARE) return null;
  return { text: number(share, Math.abs(share) < 0.1 ? 1 : 0, "percent"), trend: trendOf(Math.round(share * 1000)) };
}
