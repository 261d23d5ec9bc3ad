/* How the caller reads numbers and dates: their language, the workspace's time zone and currency. */
import { createContext, useContext, useMemo } from "react";
import { formatMoney } from "./money";
import { useTranslate } from "./translate";

export interface Place {
  readonly timeZone: string;
  readonly currency: string;
  /** 1 Monday … 7 Sunday */
  readonly weekStart: number;
}

const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const PlaceContext = createContext<Place>({ timeZone: here, currency: "USD", weekStart: 1 });

export const usePlace = () => useContext(PlaceContext);

export interface Format {
  readonly money: (minor: number, currency?: string) => string;
  readonly moneyShort: (minor: number, currency?: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (ratio: number) => string;
  readonly day: (iso: string) => string;
  readonly dayLong: (iso: string) => string;
  readonly instant: (iso: string) => string;
  /** for lists: without the year while it is this one */
  readonly dayShort: (iso: string) => string;
  readonly instantShort: (iso: string) => string;
  readonly time: (iso: string) => string;
  readonly ago: (iso: string, now?: number) => string;
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Two digits of hours where the day has 24 of them. */
export const clockOf = (locale: string) => {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit" } as const;
};

function makeFormat(locale: string, place: Place): Format {
  const timeZone = place.timeZone;
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const day = dates({ dateStyle: "medium", timeZone: "UTC" });
  const dayLong = dates({ dateStyle: "full", timeZone: "UTC" });
  const near = { month: "short", day: "numeric" } as const;
  const clock = clockOf(locale);
  const dayNear = dates({ ...near, timeZone: "UTC" });
  const instant = dates({ year: "numeric", ...near, ...clock, timeZone });
  const instantNear = dates({ ...near, ...clock, timeZone });
  const year = dates({ year: "numeric", timeZone });
  const thisYear = year.format(Date.now());
  const isNear = (ms: number) => year.format(ms) === thisYear;
  const time = dates({ ...clock, timeZone });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const utc = (iso: string) => Date.parse(`${iso}T00:00Z`);

  return {
    money: (minor, currency = place.currency) => formatMoney(minor, currency, locale),
    moneyShort: (minor, currency = place.currency) => formatMoney(minor, currency, locale, true),
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    day: (iso) => day.format(utc(iso)),
    dayLong: (iso) => dayLong.format(utc(iso)),
    instant: (iso) => instant.format(Date.parse(iso)),
    dayShort: (iso) => (isNear(utc(iso)) ? dayNear : day).format(utc(iso)),
    instantShort: (iso) => (isNear(Date.parse(iso)) ? instantNear : instant).format(Date.parse(iso)),
    time: (iso) => time.format(Date.parse(iso)),
    ago: (iso, now = Date.now()) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      const step = steps.find(([, size]) => Math.abs(seconds) >= size);
      return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : relative.format(0, "minute");
    },
  };
}

export function useFormat(): Format {
  const { locale } = useTranslate();
  const place = usePlace();
  return useMemo(() => makeFormat(locale, place), [locale, place]);
}
