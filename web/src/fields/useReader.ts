/* What valueText needs, from the page it is on. */
import { useMemo } from "react";
import { useFormat, usePlace } from "../i18n/format";
import { useTranslate } from "../i18n/translate";
import type { Reader } from "./valueText";

export function useReader(currency?: string): Reader {
  const t = useTranslate();
  const format = useFormat();
  const place = usePlace();
  return useMemo(() => ({ t, format, currency: currency ?? place.currency }), [t, format, currency, place.currency]);
}
