/* How large a file is, as people say it. */
const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function sizeOf(bytes: number, locale: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const number = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power < 2 ? 0 : 1,
  });
  return number.format(bytes / 1000 ** power);
}
