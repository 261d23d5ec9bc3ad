/* Where, when, by whom, and whether it is over. */
import { Badge } from "@mantine/core";
import type { Row } from "../../api/entity";
import { entityOf } from "../../api/rows";
import { textOf } from "../../fields/field";
import { useReader } from "../../fields/useReader";
import { valueText } from "../../fields/valueText";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import classes from "./Show.module.css";

const colours: Record<string, string> = { live: "red", planned: "blue", ended: "gray" };

function hoursOf(from: string, until: string): number | null {
  const ms = Date.parse(until) - Date.parse(from);
  return Number.isFinite(ms) && ms > 0 ? ms / 3_600_000 : null;
}

export function ShowHead({ row }: { readonly row: Row }) {
  const t = useTranslate();
  const format = useFormat();
  const reader = useReader();
  const text = (name: string) => {
    const field = entityOf("live_session").fields.find((one) => one.name === name);
    return field ? valueText(row[name], field, reader) : "";
  };
  const starts = textOf(row["starts_at"]);
  const ends = textOf(row["ends_at"]);
  const hours = starts && ends ? hoursOf(starts, ends) : null;
  const status = textOf(row["status"]);

  return (
    <div className={classes.head}>
      <Badge variant="light" color={colours[status] ?? "gray"}>
        {text("status")}
      </Badge>
      <span>{text("platform")}</span>
      {textOf(row["host"]) && <span>{textOf(row["host"])}</span>}
      <span>{format.dayLong(textOf(row["day"]))}</span>
      {starts && (
        <span>
          {format.time(starts)}
          {ends && ` – ${format.time(ends)}`}
        </span>
      )}
      {hours !== null && <span>{t("show.hours", { count: format.number(Math.round(hours * 10) / 10) })}</span>}
    </div>
  );
}
