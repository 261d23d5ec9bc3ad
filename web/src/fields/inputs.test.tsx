import { useState } from "react";
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { fieldTypes, type Field, type FieldType } from "../api/entity";
import { faultsOf } from "../testing/axe";
import { rowOf, serveList, startHttp } from "../testing/http";
import { renderPart } from "../testing/render";
import { Unreadable } from "./field";
import { inputs } from "./inputs";

beforeEach(() => {
  startHttp();
  serveList("live_session", () => [
    rowOf("live_session", "show-1", { title: "Friday drop" }),
    rowOf("live_session", "show-2", { title: "双十一预热" }),
  ]);
});

let last: unknown;

const field = () => screen.getByLabelText<HTMLInputElement>(/^Field/, { selector: "input, textarea" });

function Held({ type, start, values = {} }: { type: FieldType; start?: unknown; values?: Record<string, unknown> }) {
  const [value, setValue] = useState<unknown>(start ?? null);
  const Input = inputs[type];
  const about: Field = {
    name: "field",
    type,
    label: { en: "Field", zh: "字段" },
    to: "live_session",
    choices: [{ value: "whatnot", label: { en: "Whatnot", zh: "Whatnot" } }],
  };
  const change = (next: unknown) => {
    last = next;
    setValue(next);
  };
  return <Input field={about} label="Field" value={value} values={values} error={null} onChange={change} />;
}

test.each([
  ["text", "  Nike ", "  Nike "],
  ["email", "a@b.example ", "a@b.example"],
  ["integer", "１,２０５", 1205],
  ["decimal", "0.10", "0.10"],
  ["money", "129.95", 12995],
  ["json", "[1]", [1]],
] as const)("%s: %s becomes %o", async (type, typed, value) => {
  const { user } = renderPart(<Held type={type} />);
  await user.type(field(), typed.replace(/[[{]/g, "$&$&"));
  expect(last).toEqual(value);
});

test.each([
  ["integer", "12.5"],
  ["decimal", "1/2"],
  ["money", "12.345"],
  ["json", "{"],
] as const)("%s keeps %s as something that has to be put right", async (type, typed) => {
  const { user } = renderPart(<Held type={type} />);
  await user.type(field(), typed.replace(/[[{]/g, "$&$&"));
  expect(last).toBeInstanceOf(Unreadable);
});

function InCurrency() {
  const [currency, setCurrency] = useState("USD");
  return (
    <>
      <Held type="money" values={{ currency }} />
      <button onClick={() => setCurrency("JPY")}>yen</button>
    </>
  );
}

test("an amount stays the same amount when the currency changes", async () => {
  const { user } = renderPart(<InCurrency />);
  await user.type(field(), "1500");
  expect(last).toBe(150000);
  await user.click(screen.getByText("yen"));
  expect(last).toBe(1500);
  expect(field().value).toBe("1500");
});

test("a moment is typed in the workspace's time", async () => {
  renderPart(<Held type="instant" start="2026-11-11T12:00:00Z" />);
  const input = field();
  expect(input.value).toBe("2026-11-11T20:00");
  expect(screen.getByText("Asia/Shanghai")).toBeTruthy();
});

test("a link is found by typing and kept by its id", async () => {
  const { user } = renderPart(<Held type="link" />);
  await user.click(field());
  await user.click(await screen.findByRole("option", { name: "双十一预热" }));
  expect(last).toBe("show-2");
  expect(screen.getByDisplayValue("双十一预热")).toBeTruthy();
});

test.each(fieldTypes)("the input of %s has a label and nothing that axe minds", async (type) => {
  const { container } = renderPart(<Held type={type} />);
  expect(field()).toBeTruthy();
  expect(await faultsOf(container)).toEqual([]);
});
