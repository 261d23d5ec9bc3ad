/* Every dashboard of the web app: what its page asks the server for, and beside it one statement
   written by hand that gets the raw figures out of SQLite (workspace 1, no row security). */
const MONTH = { from: "2026-05-01", to: "2026-05-31" };
const DAY_MS = 86400000;

const SUMS = "SUM(a.price * a.quantity), SUM(a.quantity), COUNT(*), SUM(a.cost * a.quantity), SUM(a.returned), SUM(a.refunded)";
const SOLD = "FROM main.sale a WHERE a.workspace_id = 1";
const WITH_SHOW = "FROM main.live_session s CROSS JOIN main.sale a WHERE s.workspace_id = 1 AND a.workspace_id = 1 AND a.live_session_id = s.id";
const between = (from, to) => `BETWEEN '${from}' AND '${to}'`;
const days = (from, to) => `a.day ${between(from, to)}`;
const blob = (id) => `x'${id.replaceAll("-", "")}'`;

const day_of = (ms) => new Date(ms).toISOString().slice(0, 10);

/* What the home page asks for, over one period, compared with as many days before it. */
function home(name, { from, to }) {
  const before = day_of(2 * Date.parse(from) - Date.parse(to) - DAY_MS);
  const period = { from, to };
  const usd = { ...period, currency: "USD" };
  const now = `a.day >= '${from}'`;
  return [
    [`home, ${name}: totals`, "report_summary", { ...period, compare: true }, `SELECT a.currency, ${now}, ${SUMS} ${SOLD} AND ${days(before, to)} GROUP BY 1, 2`],
    [`home, ${name}: by day`, "report_sales", { group: "day", ...usd, compare: true }, `SELECT a.day, ${SUMS} ${SOLD} AND ${days(before, to)} GROUP BY 1`],
    [`home, ${name}: brands`, "report_sales", { group: "brand", ...usd, compare: true, order_by: "profit", top: 8 }, `SELECT a.brand, ${now}, ${SUMS} ${SOLD} AND ${days(before, to)} GROUP BY 1, 2`],
    [`home, ${name}: platforms`, "report_sales", { group: "platform", ...usd, compare: true }, `SELECT s.platform, s.day >= '${from}', ${SUMS} ${WITH_SHOW} AND s.day ${between(before, to)} GROUP BY 1, 2`],
    [`home, ${name}: hours`, "report_sales", { group: "weekday_hour", ...usd }, `SELECT a.day, a.hour, ${SUMS} ${SOLD} AND ${days(from, to)} GROUP BY 1, 2`],
    [`home, ${name}: sizes`, "report_size_run", { ...usd, top: 200 }, `SELECT a.brand, a.shoe_type, a.size_system, a.size, ${SUMS} ${SOLD} AND ${days(from, to)} GROUP BY 1, 2, 3, 4`],
    [`home, ${name}: best and worst`, "report_best_worst", { ...usd, group: "show", top: 6 }, `SELECT s.id, s.title, s.gmv, s.cost, ${SUMS} ${WITH_SHOW} AND s.day ${between(from, to)} GROUP BY s.id`],
  ];
}

function shows({ ended }) {
  const one = { live_session_id: ended, currency: "USD" };
  const of = `${SOLD} AND a.live_session_id = ${blob(ended)}`;
  const quarter = { from: "2026-04-02", to: "2026-06-30" };
  return [
    ["shows: ranking of a quarter", "report_sales", { group: "show", top: 1000, ...quarter }, `SELECT s.id, s.title, s.gmv, s.cost, ${SUMS} ${WITH_SHOW} AND s.day ${between(quarter.from, quarter.to)} GROUP BY s.id`],
    ["shows: comparison, each show", "report_summary", one, `SELECT a.currency, ${SUMS} ${of} GROUP BY 1`],
    ["a show: hours", "report_sales", { group: "hour", ...one }, `SELECT a.hour, ${SUMS} ${of} GROUP BY 1`],
    ["a show: shoe types", "report_sales", { group: "shoe_type", ...one, top: 8 }, `SELECT a.brand, a.shoe_type, ${SUMS} ${of} GROUP BY 1, 2`],
    ["a show: sizes", "report_sales", { group: "size", ...one, order_by: "units", top: 8 }, `SELECT a.size_system, a.size, ${SUMS} ${of} GROUP BY 1, 2`],
  ];
}

function live({ live: id }) {
  const own = `SELECT 0, (a.sold_at - s.starts_at) / 60000, ${SUMS} ${WITH_SHOW} AND s.id = ${blob(id)} GROUP BY 2`;
  const last = "(SELECT id, starts_at FROM main.live_session WHERE workspace_id = 1 AND platform = 'tiktok' AND status = 'ended' AND starts_at IS NOT NULL ORDER BY starts_at DESC LIMIT 8)";
  const earlier = `SELECT 1, s.id, ${SUMS} FROM ${last} s CROSS JOIN main.sale a WHERE a.workspace_id = 1 AND a.live_session_id = s.id AND a.sold_at < s.starts_at + 9000000 GROUP BY 2`;
  return [["live board of a show on air", "show_board", { live_session_id: id }, `${own} UNION ALL ${earlier}`]];
}

function money({ ended }) {
  const one = { live_session_id: ended };
  const of = `a.workspace_id = 1 AND a.live_session_id = ${blob(ended)}`;
  const minutes = `SELECT (a.sold_at - s.starts_at) / 60000, NULL, ${SUMS} ${WITH_SHOW} AND s.id = ${blob(ended)} GROUP BY 1`;
  const products = `SELECT a.product_id, a.brand || ' ' || a.shoe_type, ${SUMS} FROM main.sale a WHERE ${of} GROUP BY 1, 2`;
  const left = `SELECT NULL, -SUM(m.quantity), NULL FROM main.sale a CROSS JOIN main.stock_movement m WHERE m.workspace_id = 1 AND m.reference_id = a.id AND ${of}`;
  const paid = `SELECT NULL, SUM(amount), SUM(fee) FROM main.payout_line WHERE workspace_id = 1 AND live_session_id = ${blob(ended)}`;
  const orders = `SELECT a.external_ref, a.price, p.amount FROM main.sale a LEFT JOIN main.payout_line p ON p.workspace_id = 1 AND p.external_ref = a.external_ref WHERE ${of} AND p.amount IS NOT a.price`;
  return [
    ["a show's money: result", "show_result", one, `${minutes} UNION ALL ${products}`],
    ["a show's money: close-out", "show_closeout", one, `SELECT NULL, SUM(a.price * a.quantity), SUM(a.cost) FROM main.sale a WHERE ${of} UNION ALL ${left} UNION ALL ${paid} UNION ALL ${orders}`],
  ];
}

function warehouse({ now }) {
  const held = "(SELECT t.product_variant_id AS variant, SUM(t.on_hand) AS pieces FROM main.stock_level t WHERE t.workspace_id = 1 GROUP BY 1)";
  const named = "JOIN main.product_variant v ON v.workspace_id = 1 AND v.id = h.variant JOIN main.product p ON p.workspace_id = 1 AND p.id = v.product_id";
  const since = now - 28 * DAY_MS;
  const pace = `(SELECT m.product_variant_id AS variant, -SUM(m.quantity) AS sold FROM main.stock_movement m WHERE m.workspace_id = 1 AND m.moved_at >= ${since} AND (m.reason = 'sale' OR m.kind = 'return') GROUP BY 1)`;
  const arrivals = "(SELECT m.product_variant_id AS variant, m.quantity, m.moved_at, SUM(m.quantity) OVER (PARTITION BY m.product_variant_id ORDER BY m.moved_at DESC, m.sequence DESC) - m.quantity AS later FROM main.stock_movement m WHERE m.workspace_id = 1 AND m.quantity > 0 AND m.kind <> 'transfer')";
  const last = (kind) => `(SELECT MAX(m.moved_at) FROM main.stock_movement m WHERE m.workspace_id = 1 AND m.product_variant_id = v.id AND m.kind = '${kind}')`;
  return [
    ["stock: what is there", "stock_on_hand", { is_held: true }, `SELECT p.id, v.id, p.name, p.brand, p.shoe_type, v.size, t.location_id, t.on_hand, k.unit_cost FROM main.stock_level t JOIN main.product_variant v ON v.workspace_id = 1 AND v.id = t.product_variant_id JOIN main.product p ON p.workspace_id = 1 AND p.id = v.product_id LEFT JOIN main.stock_cost k ON k.workspace_id = 1 AND k.product_variant_id = v.id WHERE t.workspace_id = 1 AND t.on_hand <> 0 ORDER BY p.name, v.size_order`],
    ["stock: value", "stock_value", { by: "product" }, "SELECT v.product_id, e.currency, SUM(e.quantity), SUM(e.value) FROM main.stock_entry e JOIN main.product_variant v ON v.workspace_id = 1 AND v.id = e.product_variant_id WHERE e.workspace_id = 1 GROUP BY 1, 2"],
    ["stock: journal", "stock_journal", {}, "SELECT m.*, e.* FROM main.stock_movement m LEFT JOIN main.stock_entry e ON e.workspace_id = 1 AND e.stock_movement_id = m.id WHERE m.workspace_id = 1 ORDER BY m.booked_at DESC LIMIT 100"],
    ["warehouse watch: size-run radar", "stock_radar", {}, `SELECT p.id, v.id, p.name, v.size, h.pieces, s.sold FROM ${held} h ${named} LEFT JOIN ${pace} s ON s.variant = h.variant ORDER BY p.name, v.size_order`],
    ["warehouse watch: reorder", "stock_reorder", {}, `SELECT p.id, v.id, p.name, v.size, h.pieces, v.reorder_at FROM ${held} h ${named} WHERE h.pieces <= v.reorder_at`],
    ["warehouse watch: age", "stock_ageing", {}, `SELECT p.id, v.id, p.name, v.size, h.pieces, MAX(CASE WHEN h.pieces > a.later THEN ${now} - a.moved_at END), SUM(MIN(a.quantity, MAX(0, h.pieces - a.later))) FROM ${held} h JOIN ${arrivals} a ON a.variant = h.variant ${named} WHERE h.pieces > 0 GROUP BY v.id ORDER BY 6 DESC LIMIT 200`],
    ["warehouse watch: dead stock", "stock_dead", { days: 90 }, `SELECT p.id, v.id, p.name, v.size, h.pieces, ${last("out")}, ${last("in")} FROM ${held} h ${named} WHERE h.pieces > 0`],
    ["warehouse watch: next pallet", "stock_pallet", { brand: "Nike", pieces: 500, days: 200 }, `SELECT a.size_system, a.size, SUM(a.quantity) ${SOLD} AND a.brand = 'Nike' AND a.day >= '${day_of(now - 199 * DAY_MS)}' GROUP BY 1, 2`],
  ];
}

function finance() {
  const month = MONTH.from.slice(0, 7);
  const within = between(MONTH.from, MONTH.to);
  const sold = `SELECT a.currency, ${SUMS} ${WITH_SHOW} AND s.day ${within} GROUP BY 1`;
  const back = `SELECT a.currency, SUM(r.quantity), SUM(r.refund), NULL, NULL, NULL, NULL FROM main.sale_return r JOIN main.sale a ON a.workspace_id = 1 AND a.id = r.sale_id WHERE r.workspace_id = 1 AND r.day ${within} GROUP BY 1`;
  const spent = `SELECT c.cost_category_id, SUM(c.amount), NULL, NULL, NULL, NULL, NULL FROM main.cost_item c WHERE c.workspace_id = 1 AND c.day ${within} GROUP BY 1`;
  return [
    ["finance: month", "finance_month", { month }, `${sold} UNION ALL ${back} UNION ALL ${spent}`],
    ["finance: month in one currency", "finance_month", { month, currency: "EUR" }, `SELECT s.day, ${SUMS} ${WITH_SHOW} AND s.day ${within} GROUP BY 1 UNION ALL ${back} UNION ALL ${spent}`],
    ["finance: shows of the month", "finance_shows", { month }, `SELECT s.id, ${SUMS} ${WITH_SHOW} AND s.day ${within} GROUP BY 1 UNION ALL ${spent}`],
  ];
}

/* `ids`: of the show on air, one that ended. [title, function, inputs, statement] each. */
export function dashboards_of(ids, now) {
  return [
    ...home("a month", MONTH),
    ...home("half a year to now", { from: "2026-06-01", to: day_of(now) }),
    ...live(ids),
    ...shows(ids),
    ...money(ids),
    ...warehouse({ now }),
    ...finance(),
  ];
}

const PART = "dashboards";
const WHO = ["steward", "steward postgresql"];
export const BARE_OF = { steward: "bare sqlite", "steward postgresql": "bare sqlite (against Steward on PostgreSQL)" };

/* What was found in a run: [{ title, own: { steward: { ms, p90 }, ... }, bare, ratio: { ... } }]. */
function found_in(list) {
  const of = list.filter(({ part, value }) => part === PART && value !== null);
  const value = (name, peer) => of.find((each) => each.name === name && each.peer === peer);
  const titles = [...new Set(of.filter(({ peer }) => peer === "bare sqlite").map(({ name }) => name))];
  return titles.map((title) => ({
    title,
    bare: value(title, "bare sqlite").value,
    own: Object.fromEntries(WHO.map((who) => [who, { ms: value(title, who)?.value, p90: value(`${title}, p90`, who)?.value }])),
    ratio: Object.fromEntries(WHO.map((who) => [who, value(title, BARE_OF[who])?.ratio])),
  }));
}

const ms = (value) => (value === undefined ? "-" : value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1));
const times = (ratio) => (ratio ? `${(1 / ratio).toFixed(2)} x` : "-");

/* Rows of the table of docs/benchmarks.md, its head first. */
export const dashboard_rows = (list) => [
  ["dashboard", "SQLite, ms", "p90", "PostgreSQL, ms", "p90", "bare SQL, ms", "SQLite / bare", "PostgreSQL / bare"],
  ...found_in(list).map(({ title, bare, own, ratio }) => [
    title,
    ...WHO.flatMap((who) => [ms(own[who].ms), ms(own[who].p90)]),
    ms(bare),
    ...WHO.map((who) => times(ratio[who])),
  ]),
];

/* { count, slowest: { ms, title } } on one engine; throws when nothing was measured there. */
export function slowest_dashboard(list, who) {
  const found = found_in(list).filter(({ own }) => own[who].ms !== undefined);
  if (found.length === 0) throw new Error("not measured");
  const slowest = found.reduce((most, each) => (each.own[who].ms > most.own[who].ms ? each : most));
  return { count: found.length, ms: slowest.own[who].ms, title: slowest.title };
}
