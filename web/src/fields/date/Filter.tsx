/* From a day to a day, of a day or of an instant; the usual ranges by name. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { usePlace } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { todayIn } from "../../i18n/zone";
import type { FilterProps } from "../field";
import { conditionsOf, daysOf, namedRanges, rangeOf, type Days } from "./ranges";

export function Filter({ field, label, conditions, onChange }: FilterProps) {
  const t = useTranslate();
  const { timeZone } = usePlace();
  const zone = field.type === "instant" ? timeZone : null;
  const days = daysOf(conditions, zone);
  const change = (next: Days) => onChange(conditionsOf(field.name, next, zone));

  return (
    <Stack gap="sm">
      <Group gap={6}>
        {namedRanges.map((name) => {
          const range = rangeOf(name, todayIn(timeZone));
          const chosen = range.from === days.from && range.to === days.to;
          return (
            <Button
              key={name}
              size="compact-sm"
              variant={chosen ? "filled" : "default"}
              aria-pressed={chosen}
              onClick={() => change(range)}
            >
              {t(`range.${name}`)}
            </Button>
          );
        })}
      </Group>
      <TextInput
        type="date"
        label={t("filter.from")}
        aria-label={`${label}: ${t("filter.from")}`}
        value={days.from}
        onChange={(event) => change({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("filter.to")}
        aria-label={`${label}: ${t("filter.to")}`}
        value={days.to}
        onChange={(event) => change({ ...days, to: event.currentTarget.value })}
      />
    </Stack>
  );
}
