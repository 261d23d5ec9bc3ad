/* The time zones and currencies that the browser knows. */

const unique = (values: readonly string[]) => [...new Set(values)];

export function timeZones(): string[] {
  return unique([...Intl.supportedValuesOf("timeZone"), "UTC"]);
}

/* What live sellers are paid in stands first. */
const usual = [
  "USD",
  "CNY",
  "EUR",
  "GBP",
  "HKD",
  "TWD",
  "SGD",
  "JPY",
  "KRW",
  "CAD",
  "AUD",
  "MYR",
  "THB",
  "VND",
  "IDR",
  "PHP",
];

export function currencyOptions(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "currency" });
  return unique([...usual, ...Intl.supportedValuesOf("currency")]).map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }));
}
