/* The figures of a show as a review writes them. */
import type { Row } from "../../api/entity";
import { textOf } from "../../fields/field";
import { useFormat } from "../../i18n/format";
import { shoeName } from "../../records/platform";
import { useReport } from "../../records/reports";
import type { ReviewFacts } from "./review";

const BEST = 3;
const HOUR = 3_600_000;

export function useReviewFacts(row: Row, enabled: boolean): ReviewFacts {
  const format = useFormat();
  const currency = textOf(row["currency"]);
  const filter = { live_session_id: row.id, currency };
  const sum = useReport("report_summary", filter, enabled).data?.[0] ?? null;
  const best = useReport("report_sales", { group: "shoe_type", ...filter, top: BEST }, enabled).data ?? [];
  const ms = Date.parse(textOf(row["ends_at"])) - Date.parse(textOf(row["starts_at"]));
  const hours = Number.isFinite(ms) && ms > 0 ? ms / HOUR : null;
  const money = (value: number | null) => (value === null ? "" : format.money(value, currency));
  const count = (value: number | null | undefined) => (typeof value === "number" ? format.number(value) : "");
  const target = typeof row["target_gmv"] === "number" ? row["target_gmv"] : null;
  const units = typeof row["target_units"] === "number" ? row["target_units"] : null;
  return {
    title: textOf(row["title"]),
    day: row["day"] ? format.day(textOf(row["day"])) : "",
    host: textOf(row["host"]),
    hours: hours === null ? "" : format.number(Math.round(hours * 10) / 10),
    gmv: sum ? money(sum.gmv) : "",
    units: count(sum?.units),
    sales: count(sum?.orders),
    buyers: count(sum?.buyers),
    average: sum && sum.units > 0 ? money(Math.round(sum.gmv / sum.units)) : "",
    gmv_per_hour: sum && hours !== null ? money(Math.round(sum.gmv / hours)) : "",
    target_gmv: money(target),
    target_units: count(units),
    target_share: sum && target ? format.percent(sum.gmv / target) : "",
    best: best.map((one) => `${shoeName(one)} (${format.number(one.units)})`).join(", "),
  };
}
