/* Where one works: the time zone of all dates, the currency of amounts that name none. */
import { Input as CurrencyInput } from "../fields/currency/Input";
import { Input as TimeZoneInput } from "../fields/time_zone/Input";
import { useTranslate } from "../i18n/translate";

interface Place {
  readonly time_zone: string;
  readonly currency: string;
}

interface Props {
  readonly values: Place;
  readonly errorAt: (name: keyof Place) => string | null;
  readonly onChange: (change: Partial<Place>) => void;
}

const blank = { en: "", zh: "" };

export function PlaceInputs({ values: { time_zone, currency }, errorAt, onChange }: Props) {
  const t = useTranslate();
  return (
    <>
      <TimeZoneInput
        field={{ name: "time_zone", type: "time_zone", label: blank }}
        label={t("workspace.timeZone")}
        value={time_zone}
        values={{}}
        error={errorAt("time_zone")}
        onChange={(zone) => onChange({ time_zone: String(zone) })}
      />
      <CurrencyInput
        field={{ name: "currency", type: "currency", label: blank, required: true }}
        label={t("workspace.currency")}
        value={currency}
        values={{}}
        error={errorAt("currency")}
        onChange={(code) => onChange({ currency: String(code) })}
      />
    </>
  );
}
