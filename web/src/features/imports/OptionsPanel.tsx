/* How cells are read, and what happens to what is there already or is missing. */
import { NativeSelect, Stack, Switch } from "@mantine/core";
import { Input as CurrencyInput } from "../../fields/currency/Input";
import { usePlace } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import type { Options } from "./file";
import classes from "./Imports.module.css";

interface Props {
  readonly options: Options;
  readonly hasLinks: boolean;
  readonly hasCurrency: boolean;
  readonly onChange: (options: Options) => void;
}

const blank = { en: "", zh: "" };

export function OptionsPanel({ options, hasLinks, hasCurrency, onChange }: Props) {
  const t = useTranslate();
  const place = usePlace();
  const choose = (name: "skip_duplicates" | "match_links" | "create_links") => (
    <Switch
      label={t(`import.${name}`)}
      description={t(`import.${name}Help`)}
      checked={options[name]}
      onChange={(event) => onChange({ ...options, [name]: event.currentTarget.checked })}
    />
  );
  return (
    <Panel title={t("import.options")}>
      <div className={classes.grid}>
        <NativeSelect
          label={t("import.dates")}
          value={options.date_order ?? "mdy"}
          data={[
            { value: "mdy", label: t("import.dates.mdy") },
            { value: "dmy", label: t("import.dates.dmy") },
          ]}
          onChange={(event) =>
            onChange({ ...options, date_order: event.currentTarget.value === "dmy" ? "dmy" : "mdy" })
          }
        />
        <NativeSelect
          label={t("import.decimal")}
          value={options.decimal}
          data={[
            { value: "point", label: "1,234.50" },
            { value: "comma", label: "1.234,50" },
          ]}
          onChange={(event) =>
            onChange({ ...options, decimal: event.currentTarget.value === "comma" ? "comma" : "point" })
          }
        />
        {!hasCurrency && (
          <CurrencyInput
            field={{ name: "currency", type: "currency", label: blank }}
            label={t("home.currency")}
            value={options.currency ?? place.currency}
            values={{}}
            error={null}
            onChange={(code) => onChange({ ...options, currency: typeof code === "string" ? code : null })}
          />
        )}
      </div>
      <Stack gap="md" mt="lg">
        {choose("skip_duplicates")}
        {hasLinks && choose("match_links")}
        {hasLinks && choose("create_links")}
      </Stack>
    </Panel>
  );
}
