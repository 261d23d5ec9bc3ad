/* Money is integer minor units beside a currency. No floating point on the way in or out. */

const digitsByCurrency = new Map<string, number>();

/** Decimal places of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  let digits = 2;
  try {
    digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    digits = 2;
  }
  digitsByCurrency.set(currency, digits);
  return digits;
}

/** "1299.5" of 129950 USD: plain, for an input. */
export function moneyText(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const rest = digits > 0 ? `.${text.slice(-digits)}` : "";
  return `${minor < 0 ? "-" : ""}${whole}${rest}`;
}

/* Full-width digits and signs come from Chinese keyboards. */
const narrow = (text: string) =>
  text
    .replace(/[０-９．，－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s,¥￥$€£]/g, "");

/** Minor units of what somebody typed, or null when it is no amount of that currency. */
export function moneyFromText(typed: string, currency: string): number | null {
  const digits = currencyDigits(currency);
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(narrow(typed));
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return null;
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, "0")}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

/* Chinese has no unit below ten thousand: there the whole amount is the short one. */
const MYRIAD = 10_000;

/* Intl formats a decimal string exactly; TypeScript's declaration only knows numbers. */
export function formatMoney(minor: number, currency: string, locale: string, compact = false): string {
  const text = moneyText(minor, currency);
  const units = Math.abs(minor) / 10 ** currencyDigits(currency);
  const isShort = locale.startsWith("zh") && units >= 100 && units < MYRIAD;
  try {
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      ...(compact && isShort ? { maximumFractionDigits: 0 } : {}),
      ...(compact && !isShort ? { notation: "compact", maximumFractionDigits: 1 } : {}),
    }).format(text as unknown as number);
  } catch {
    return `${text} ${currency}`;
  }
}
