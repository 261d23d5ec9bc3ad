import { act, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { startHttp } from "../testing/http";
import { renderApp } from "../testing/render";

beforeEach(() => startHttp());

test.each([
  ["en", "E-mail", "Please fill this in.", /such as name@example\.com/],
  ["zh", "邮箱", "请填写此项。", /例如 name@example\.com/],
] as const)(
  "what a field does not accept is said in the page's language: %s",
  async (language, label, missing, wrong) => {
    const { user } = renderApp("/signup", language);
    const email = await screen.findByRole<HTMLInputElement>("textbox", { name: label });
    act(() => void email.form?.reportValidity());
    expect(email.validationMessage).toBe(missing);
    await user.type(email, "lin");
    expect(email.validity.customError).toBe(false);
    act(() => void email.form?.reportValidity());
    expect(email.validationMessage).toMatch(wrong);
    await user.type(email, "@example.com");
    expect(email.validity.valid).toBe(true);
  },
);
