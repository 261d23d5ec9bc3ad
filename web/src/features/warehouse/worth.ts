/* What rows are worth together: of each currency by itself, because there is no rate here. */
import type { Format } from "../../i18n/format";

interface Worth {
  readonly value?: number | null | undefined;
  readonly currency?: string | null | undefined;
}

export function worthOf(rows: readonly Worth[], format: Format): string {
  const sums = new Map<string, number>();
  for (const { value, currency } of rows)
    if (typeof value === "number" && currency) sums.set(currency, (sums.get(currency) ?? 0) + value);
  return [...sums].map(([currency, minor]) => format.money(minor, currency)).join(" + ");
}
