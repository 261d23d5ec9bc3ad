/* Which platform's export it is: the best match by its headers, or another one. */
import { NativeSelect } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import type { ImportFile } from "./file";
import { presetName, usePresets } from "./presets";

interface Props {
  readonly file: ImportFile;
  readonly busy: boolean;
  readonly onChoose: (preset: string) => void;
}

const NONE = "none";

export function PresetSelect({ file, busy, onChoose }: Props) {
  const t = useTranslate();
  const presets = usePresets();
  const fitting = (presets.data ?? []).filter(({ entity, is_off }) => entity === file.entity && !is_off);
  if (fitting.length === 0) return null;
  return (
    <NativeSelect
      label={t("import.preset")}
      description={file.preset ? t("import.presetFound") : t("import.presetNone")}
      disabled={busy}
      data={[
        { value: NONE, label: t("import.noPreset") },
        ...fitting.map((preset) => ({ value: presetName(preset), label: preset.name })),
      ]}
      value={file.preset ? presetName(file.preset) : NONE}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
