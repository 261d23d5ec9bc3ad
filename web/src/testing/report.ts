/* Rows of reports, as the server sends them. */
import type { ReportRow } from "../records/reports";

export const reportRow = (fields: Partial<ReportRow>): ReportRow =>
  ({
    key: null,
    label: "",
    currency: "USD",
    gmv: 0,
    units: 0,
    orders: 0,
    buyers: null,
    shows: null,
    cost: 0,
    profit: 0,
    margin: null,
    units_without_cost: 0,
    live_session_id: null,
    day: null,
    platform: null,
    host: null,
    brand: null,
    shoe_type: null,
    size_system: null,
    size: null,
    ...fields,
  }) as ReportRow;
