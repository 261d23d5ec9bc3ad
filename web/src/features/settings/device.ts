/* A device and where it is, as the server noted them: it says what it did not recognise, and codes. */
import type { Translate } from "../../i18n/translate";

/* What the server calls an app or a system that it does not know. */
const OTHER = "other";

export function deviceName(device: string | null, t: Translate): string {
  const known = (device ?? "").split(" · ").filter((part) => part !== "" && part !== OTHER);
  return known.length > 0 ? known.join(" · ") : t("sessions.unknownDevice");
}

export function regionName(region: string | null, t: Translate): string | null {
  if (region === "local") return t("sessions.local");
  if (!region || !/^[A-Z]{2}$/.test(region)) return null;
  return new Intl.DisplayNames([t.locale], { type: "region" }).of(region) ?? region;
}
