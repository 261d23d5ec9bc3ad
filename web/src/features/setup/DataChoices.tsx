/* What the workspace starts with. */
import { Radio, Stack } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import type { DataChoice } from "./setup";

interface Props {
  readonly value: DataChoice;
  readonly offersImport: boolean;
  readonly onChange: (choice: DataChoice) => void;
}

export function DataChoices({ value, offersImport, onChange }: Props) {
  const t = useTranslate();
  const offered: readonly DataChoice[] = offersImport ? ["example", "own", "empty"] : ["example", "empty"];
  return (
    <Radio.Group
      aria-label={t("setup.data")}
      value={value}
      onChange={(next) => onChange(offered.find((one) => one === next) ?? "empty")}
    >
      <Stack gap="md">
        {offered.map((choice) => (
          <Radio
            key={choice}
            value={choice}
            label={t(`setup.data.${choice}`)}
            description={t(`setup.data.${choice}Help`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
