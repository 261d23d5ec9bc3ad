import { expect, test } from "vitest";
import type { Translate } from "../../i18n/translate";
import { deviceName, regionName } from "./device";

const t = Object.assign((key: string) => key, { locale: "zh-CN" }) as unknown as Translate;

test.each([
  ["Chrome 141 · Windows", "Chrome 141 · Windows"],
  ["Node · other", "Node"],
  ["other · Linux", "Linux"],
  ["other · other", "sessions.unknownDevice"],
  [null, "sessions.unknownDevice"],
])("a device noted as %s is shown as %s", (noted, shown) => {
  expect(deviceName(noted, t)).toBe(shown);
});

test.each([
  ["CN", "中国"],
  ["US", "美国"],
  ["local", "sessions.local"],
  ["unknown", null],
  ["", null],
  [null, null],
])("a region noted as %s is shown as %s", (noted, shown) => {
  expect(regionName(noted, t)).toBe(shown);
});
