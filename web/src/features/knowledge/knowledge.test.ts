import { expect, it } from "vitest";
import { diffOf, linesOf, wordsOf } from "./diff";
import { photoOf, safeAddress } from "./markdown";

const whole = (pieces: ReturnType<typeof diffOf>, without: "gone" | "new") =>
  pieces.filter(({ kind }) => kind !== without).map(({ text }) => text);

it.each([
  [[], []],
  [["a"], []],
  [[], ["a"]],
  [
    ["a", "b", "c"],
    ["a", "x", "c"],
  ],
  [
    ["a", "b", "a", "b"],
    ["b", "a"],
  ],
  [
    ["a", "a"],
    ["a", "a", "a"],
  ],
])("a difference of %j and %j leads from the one to the other", (before, after) => {
  const pieces = diffOf(before, after);
  expect(whole(pieces, "new")).toEqual(before);
  expect(whole(pieces, "gone")).toEqual(after);
});

it("finds the words that changed in a line, Chinese by signs", () => {
  expect(wordsOf("退货 in 7 days.")).toEqual(["退", "货", " ", "in", " ", "7", " ", "days", "."]);
  expect(linesOf("One\n七天退货\nEnd", "One\n三天退货\nEnd")).toEqual([
    { kind: "same", pieces: [{ kind: "same", text: "One" }] },
    {
      kind: "gone",
      pieces: [{ kind: "gone", text: "七" }, ...["天", "退", "货"].map((text) => ({ kind: "same", text }))],
    },
    {
      kind: "new",
      pieces: [{ kind: "new", text: "三" }, ...["天", "退", "货"].map((text) => ({ kind: "same", text }))],
    },
    { kind: "same", pieces: [{ kind: "same", text: "End" }] },
  ]);
});

it("compares long texts without taking long", () => {
  const text = (mark: string) => Array.from({ length: 5000 }, (_, i) => `${mark}${i}`);
  expect(whole(diffOf(text("a"), text("b")), "new")).toEqual(text("a"));
});

it.each([
  ["https://a.example/x", "https://a.example/x"],
  ["HTTP://a.example", "http://a.example/"],
  ["mailto:a@b.example", "mailto:a@b.example"],
  ["/records/sale", "/records/sale"],
  ["javascript:alert(1)", null],
  [" javascript:alert(1)", null],
  ["java\nscript:alert(1)", null],
  ["JaVaScRiPt:alert(1)", null],
  ["data:text/html,x", null],
  ["vbscript:x", null],
  ["blob:https://a/x", null],
  ["file:///etc/passwd", null],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["relative", null],
  ["", null],
])("the address %j leads to %j", (url, expected) => expect(safeAddress(url)).toBe(expected));

it("only names photos of the article", () => {
  expect(photoOf("photo:019a0000-0000-7000-8100-000000000001")).toBe("019a0000-0000-7000-8100-000000000001");
  for (const url of [
    "https://a.example/x.png",
    "photo:x",
    "photo:019a0000-0000-7000-8100-000000000001/..",
    "data:image/png;base64,AA",
  ])
    expect(photoOf(url)).toBeNull();
});
