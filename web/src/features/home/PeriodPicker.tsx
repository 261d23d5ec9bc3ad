/* Which days, and which currency when there are several. */
import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import classes from "./Home.module.css";
import { periodNames } from "./period";
import type { Dashboard } from "./useDashboard";

export function PeriodPicker({ dashboard }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const { period, currency, currencies, change } = dashboard;
  const day = (name: "from" | "to") => ({
    type: "date" as const,
    size: "xs" as const,
    "aria-label": t(`filter.${name}`),
    value: period[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) =>
      event.currentTarget.value && change({ [name]: event.currentTarget.value }),
  });

  return (
    <div className={classes.picker}>
      {currencies.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t("home.currency")}
          data={currencies}
          value={currency}
          onChange={(event) => change({ currency: event.currentTarget.value })}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t("home.period")}
        data={periodNames.map((name) => ({ value: name, label: t(`home.period.${name}`) }))}
        value={period.name}
        onChange={(next) => change({ name: periodNames.find((name) => name === next) ?? "30" })}
      />
      {period.name === "own" && (
        <div className={classes.days}>
          <TextInput {...day("from")} />
          <TextInput {...day("to")} />
        </div>
      )}
    </div>
  );
}
