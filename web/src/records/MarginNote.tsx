/* What part of the sales was left over, beside a figure of a report. */
import { useFormat } from "../i18n/format";
import { useTranslate } from "../i18n/translate";
import { BASIS } from "./figures";

export function MarginNote({ margin }: { readonly margin: number | null | undefined }) {
  const t = useTranslate();
  const format = useFormat();
  return margin === null || margin === undefined ? null : (
    <span>{t("home.margin", { value: format.percent(margin / BASIS) })}</span>
  );
}
