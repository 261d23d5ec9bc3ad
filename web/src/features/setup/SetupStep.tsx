/* The questions of one step. */
import { PasswordInput, TextInput } from "@mantine/core";
import { useTranslate, type WordKey } from "../../i18n/translate";
import { PlaceInputs } from "../../records/PlaceInputs";
import { DataChoices } from "./DataChoices";
import type { SetupValues, Step } from "./setup";

interface Props {
  readonly step: Step;
  readonly values: SetupValues;
  readonly errorAt: (name: keyof SetupValues) => string | null;
  readonly offersImport: boolean;
  readonly onChange: (change: Partial<SetupValues>) => void;
}

export function SetupStep({ step, values, errorAt, offersImport, onChange }: Props) {
  const t = useTranslate();
  const input = (name: keyof SetupValues, label: WordKey, help?: WordKey) => ({
    name,
    label: t(label),
    description: help ? t(help) : null,
    required: true,
    withAsterisk: false,
    error: errorAt(name),
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });

  if (step === "server")
    return (
      <>
        <TextInput
          autoFocus
          autoComplete="organization"
          {...input("controller_name", "setup.controllerName", "setup.controllerNameHelp")}
        />
        <TextInput autoComplete="address-level2" {...input("controller_place", "setup.controllerPlace")} />
        <TextInput
          type="email"
          autoComplete="email"
          {...input("controller_email", "setup.controllerEmail", "setup.controllerEmailHelp")}
        />
      </>
    );
  if (step === "account")
    return (
      <>
        <TextInput autoFocus autoComplete="name" {...input("display_name", "account.name")} />
        <TextInput type="email" autoComplete="email" {...input("email", "account.email")} />
        <TextInput
          autoComplete="username"
          autoCapitalize="none"
          {...input("username", "account.username", "account.usernameHelp")}
        />
        <PasswordInput
          autoComplete="new-password"
          minLength={10}
          visibilityToggleButtonProps={{ "aria-label": t("account.showPassword") }}
          {...input("password", "account.password", "account.passwordHelp")}
        />
      </>
    );
  if (step === "workspace")
    return (
      <>
        <TextInput autoFocus autoComplete="off" {...input("workspace_name", "workspace.name", "setup.workspaceHelp")} />
        <PlaceInputs values={values} errorAt={errorAt} onChange={onChange} />
      </>
    );
  return <DataChoices value={values.data} offersImport={offersImport} onChange={(data) => onChange({ data })} />;
}
