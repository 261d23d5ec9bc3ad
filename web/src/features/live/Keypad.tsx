/* Digits for a price, large enough for a thumb. */
import { useTranslate } from "../../i18n/translate";
import classes from "./Pad.module.css";

const MOST = 12;

export function pressed(text: string, key: string, decimals: number): string {
  if (key === "back") return text.slice(0, -1);
  const [, fraction] = text.split(".");
  if (key === ".") return decimals === 0 || text.includes(".") ? text : `${text === "" ? "0" : text}.`;
  if (fraction !== undefined && fraction.length + key.length > decimals) return text;
  const next = text + key;
  return next.length > MOST ? text : next.replace(/^0+(?=\d)/, "");
}

interface Props {
  readonly decimals: number;
  readonly onKey: (key: string) => void;
}

export function Keypad({ decimals, onKey }: Props) {
  const t = useTranslate();
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", decimals > 0 ? "." : "00", "0", "back"];
  return (
    <div className={classes.keypad} role="group" aria-label={t("pad.keypad")}>
      {keys.map((key) => (
        <button
          key={key}
          type="button"
          className={classes.key}
          aria-label={key === "back" ? t("pad.back") : key}
          onClick={() => onKey(key)}
        >
          {key === "back" ? "⌫" : key}
        </button>
      ))}
    </div>
  );
}
