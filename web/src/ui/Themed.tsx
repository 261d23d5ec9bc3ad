/* The look of everything below it, and the choice of light or dark. */
import type { ReactNode } from "react";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { theme } from "./theme";

const schemeManager = localStorageColorSchemeManager({ key: "steward.scheme" });

export function Themed({ children, env }: { readonly children: ReactNode; readonly env?: "test" }) {
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      {...(env ? { env } : {})}
    >
      {children}
    </MantineProvider>
  );
}
