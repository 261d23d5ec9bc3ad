/* The CSS variables of the theme stand in a file, so that the page needs no inline style. Run
   `npx vitest run src/ui/theme.test.ts -u` after a change of theme.ts. */
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { expect, test } from "vitest";
import { theme } from "./theme";

type Variables = Record<string, string>;

const changed = (own: Variables, library: Variables): Variables =>
  Object.fromEntries(Object.entries(own).filter(([name, value]) => library[name] !== value));

test("theme.gen.css holds every variable of the theme that differs from the library's", async () => {
  const own = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const library = defaultCssVariablesResolver(DEFAULT_THEME);
  const css = convertCssVariables(
    {
      variables: changed(own.variables, library.variables),
      light: changed(own.light, library.light),
      dark: changed(own.dark, library.dark),
    },
    ":root",
  );
  const file = `/* made by theme.test.ts from theme.ts, do not edit */\n${css.replace(/;/g, ";\n").replace(/\{/g, "{\n")}\n`;
  await expect(file).toMatchFileSnapshot("theme.gen.css");
});
