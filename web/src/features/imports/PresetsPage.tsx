/* The presets of imports: change one, copy it, switch it off, and have the program's own back. */
import { Badge, Button, Group } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import classes from "./Imports.module.css";
import { presetName, useChangePreset, usePresets, type FullPreset } from "./presets";

export function PresetsPage() {
  const t = useTranslate();
  const [, go] = useLocation();
  const presets = usePresets();
  const change = useChangePreset();

  const stateOf = ({ id, key, is_off }: FullPreset) =>
    is_off ? "off" : id === null ? "builtIn" : key ? "changed" : "own";
  const run = (preset: FullPreset, what: "edit" | "copy" | "off" | "on" | "restore") =>
    change.mutate(
      { preset, what, ...(what === "copy" ? { name: t("import.copyOf", { name: preset.name }).slice(0, 80) } : {}) },
      { onSuccess: (id) => id && go(to.edit("import_preset", id)) },
    );
  const button = (preset: FullPreset, what: "edit" | "copy" | "off" | "on" | "restore") => (
    <Button
      key={what}
      size="compact-sm"
      variant="default"
      disabled={change.isPending}
      aria-label={`${t(`import.preset.${what}`)}: ${preset.name}`}
      onClick={() => run(preset, what)}
    >
      {t(`import.preset.${what}`)}
    </Button>
  );

  return (
    <Page
      title={t("import.presets")}
      actions={
        <Button component={Link} href={to.imports()} variant="default">
          {t("import.back")}
        </Button>
      }
    >
      <Panel title={t("import.presets")} note={t("import.presetsNote")}>
        {presets.isPending && <FormSkeleton rows={4} />}
        {(presets.error ?? change.error) && (
          <ErrorState message={sentenceOf(presets.error ?? change.error, t)} onRetry={() => void presets.refetch()} />
        )}
        <ul className={classes.mappings}>
          {(presets.data ?? []).map((preset) => {
            const state = stateOf(preset);
            return (
              <li key={presetName(preset)} className={classes.preset}>
                <span className={classes.fieldName}>
                  {preset.name}{" "}
                  <Badge variant="light" color={state === "off" ? "gray" : "pine"}>
                    {t(`import.presetState.${state}`)}
                  </Badge>
                </span>
                <Group gap="xs">
                  {state !== "off" && button(preset, "edit")}
                  {state !== "off" && button(preset, "copy")}
                  {state === "own" ? button(preset, "restore") : button(preset, state === "off" ? "on" : "off")}
                  {state === "changed" && button(preset, "restore")}
                </Group>
              </li>
            );
          })}
        </ul>
      </Panel>
    </Page>
  );
}
