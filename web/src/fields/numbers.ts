/* Numbers as they are typed: full-width digits and grouping are understood. */

const narrow = (typed: string) =>
  typed.replace(/[０-９．，－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[\s,]/g, "");

export function integerFromText(typed: string): number | null {
  const text = narrow(typed);
  const value = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

/** A decimal stays text, so that it stays exact. */
export function decimalFromText(typed: string): string | null {
  const text = narrow(typed);
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
}
