/* Names that a report carries, as the page says them. */
import { entityOf } from "../api/rows";
import type { Translate } from "../i18n/translate";
import type { ReportRow } from "./reports";

export function platformLabel(platform: string | null, t: Translate): string {
  const field = entityOf("live_session").fields.find((one) => one.name === "platform");
  const choice = field?.choices?.find((one) => one.value === platform);
  return choice ? t.label(choice.label) : (platform ?? "");
}

/** "Nike Dunk Low", but "Jordan 4" and not "Jordan Jordan 4". */
export function shoeName({ brand, shoe_type: type }: Pick<ReportRow, "brand" | "shoe_type">): string {
  if (!brand || !type) return brand ?? type ?? "";
  return type.toLocaleLowerCase().startsWith(brand.toLocaleLowerCase()) ? type : `${brand} ${type}`;
}
