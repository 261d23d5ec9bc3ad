import { expect, test } from "vitest";
import { formatMoney, moneyFromText, moneyText } from "./money";

test.each([
  ["1299.50", "USD", 129950],
  ["1,299.5", "USD", 129950],
  ["$49", "USD", 4900],
  ["１２９９．５", "CNY", 129950],
  ["¥ 299", "CNY", 29900],
  ["-3.20", "EUR", -320],
  [".5", "USD", 50],
  ["1500", "JPY", 1500],
  ["1500.00", "JPY", 1500],
  ["1.234", "KWD", 1234],
  ["90071992547409.91", "USD", 9007199254740991],
  ["0.29", "USD", 29],
])("%s in %s is %i minor units", (typed, currency, minor) => {
  expect(moneyFromText(typed, currency)).toBe(minor);
});

test.each([
  ["1.005", "USD"],
  ["1500.5", "JPY"],
  ["12a", "USD"],
  ["", "USD"],
  [".", "USD"],
  ["--1", "USD"],
  ["90071992547409.92", "USD"],
])("%s is no amount in %s", (typed, currency) => {
  expect(moneyFromText(typed, currency)).toBeNull();
});

test.each([
  [129950, "USD", "1299.50"],
  [5, "USD", "0.05"],
  [-5, "USD", "-0.05"],
  [1500, "JPY", "1500"],
  [1, "KWD", "0.001"],
])("%i of %s is written %s", (minor, currency, text) => {
  expect(moneyText(minor, currency)).toBe(text);
  expect(moneyFromText(text, currency)).toBe(minor);
});

test("formats exactly, even where a float could not", () => {
  expect(formatMoney(9007199254740991, "USD", "en-US")).toBe("$90,071,992,547,409.91");
  expect(formatMoney(129950, "CNY", "zh-CN")).toBe("¥1,299.50");
  expect(formatMoney(1240000, "USD", "en-US", true)).toBe("$12.4K");
});

test("an amount is short in Chinese, too: whole below ten thousand, in 万 above", () => {
  const short = (minor: number) => formatMoney(minor, "CNY", "zh-CN", true);
  expect([50, 9_950, 318_650, 999_900, 2_345_600].map(short)).toEqual([
    ...["¥0.5", "¥99.5", "¥3,187", "¥9,999", "¥2.3万"],
  ]);
});
