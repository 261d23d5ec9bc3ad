/* What the set-up asks for, in which step, and how it is sent. */
import type { Language } from "../../api/entity";

export const steps = ["server", "account", "workspace", "data"] as const;
export type Step = (typeof steps)[number];

export type DataChoice = "example" | "own" | "empty";

export const startValues = (language: Language) => ({
  controller_name: "",
  controller_place: "",
  controller_email: "",
  email: "",
  username: "",
  display_name: "",
  password: "",
  workspace_name: "",
  time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: language === "zh" ? "CNY" : "USD",
  data: "example" as DataChoice,
});

export type SetupValues = ReturnType<typeof startValues>;

/** Where a field stands, so that an error of the server leads back to it. */
export const stepOf: Record<keyof SetupValues, Step> = {
  controller_name: "server",
  controller_place: "server",
  controller_email: "server",
  email: "account",
  username: "account",
  display_name: "account",
  password: "account",
  workspace_name: "workspace",
  time_zone: "workspace",
  currency: "workspace",
  data: "data",
};

export const isSetupField = (name: string): name is keyof SetupValues => Object.hasOwn(stepOf, name);

/** The data comes afterwards: it is loaded by the account that is made here. */
export function setupArguments(values: SetupValues, token: string, language: Language) {
  const { controller_name, controller_place, controller_email, email, username, display_name, password } = values;
  const { workspace_name, time_zone, currency } = values;
  return {
    ...{ token, controller_name, controller_place, controller_email },
    ...{ email, username, display_name, password },
    ...{ workspace_name, time_zone, currency, language },
  };
}
