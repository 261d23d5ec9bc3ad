import { expect, test } from "vitest";
import en from "./en.json";
import { sentenceOf } from "./sentence";
import { translator } from "./translate";
import zh from "./zh.json";

const [english, chinese] = [translator("en", en), translator("zh", zh)];

test("plurals follow the language", () => {
  expect(english.count("list.deleted", 1)).toBe("1 record deleted.");
  expect(english.count("list.deleted", 12345)).toBe("12,345 records deleted.");
  expect(chinese.count("list.deleted", 1)).toBe("已删除 1 条记录。");
});

test("a label stands in a sentence as it would be written", () => {
  const label = { en: "Voice note", zh: "语音转写" };
  expect(english("list.new", { name: english.inside(label) })).toBe("New voice note");
  expect(english.inside({ en: "SKU", zh: "货号" })).toBe("SKU");
  expect(chinese("list.new", { name: chinese.inside(label) })).toBe("新建语音转写");
});

test("what the server said is shown; what it could not say, we say", () => {
  expect(sentenceOf({ kind: "refused", message: "The price is below zero." }, english)).toBe(
    "The price is below zero.",
  );
  expect(sentenceOf({ kind: "offline", message: "Failed to fetch" }, chinese)).toBe(zh["error.offline"]);
  expect(sentenceOf({ kind: "conflict", message: "" }, english)).toBe(en["error.conflict"]);
  expect(sentenceOf(new Error("x is undefined"), english)).toBe(en["error.unexpected"]);
});
