/* Reports on the wire. Inputs become a query, rows become JSON; nothing is computed here. */
#include "ops/report_functions.h"

#include "base/map.h"
#include "base/zone.h"
#include "ops/ops.h"
#include "ops/report.h"

#include <stdio.h>

enum { TOP_SALES = 1000, TOP_BEST = 5, TOP_TYPES = 30 };

struct report_input {
    int group;
    struct date from, to;
    int platform;
    struct text host, brand, shoe_type, currency;
    struct id live_session_id;
    bool compare;
    int order_by;
    bool ascending;
    int64_t top;
};

#define ROW struct report_input

/* ---- inputs ---- */

/* In the order of enum report_group, from GROUP_SHOW. */
static const struct choice groups[] = {
    { "show", L("Show", "场次") },
    { "day", L("Day", "日") },
    { "week", L("Week", "周") },
    { "month", L("Month", "月") },
    { "weekday", L("Weekday", "星期") },
    { "platform", L("Platform", "平台") },
    { "host", L("Host", "主播") },
    { "brand", L("Brand", "品牌") },
    { "shoe_type", L("Shoe type", "鞋型") },
    { "size", L("Size", "尺码") },
    { "hour", L("Hour", "小时") },
    { "weekday_hour", L("Weekday and hour", "星期与小时") },
};

/* In the order of enum report_order. */
static const struct choice orders[] = {
    { "key", L("Name", "名称") },      { "gmv", L("GMV", "成交额") },
    { "profit", L("Profit", "利润") }, { "margin", L("Margin", "利润率") },
    { "units", L("Pieces", "件数") },
};

/* clang-format off */
#define PERIOD_INPUTS                                                                              \
    DATE(from, L("From", "开始日期"), NOT_PERSONAL, .optional = true),                             \
    DATE(to, L("To", "结束日期"), NOT_PERSONAL, .optional = true)
#define SHOW_INPUTS                                                                                \
    CHOICE(platform, L("Platform", "平台"), NOT_PERSONAL, CHOICES(live_session_platforms), .optional = true), \
    TEXT(host, L("Host", "主播"), IDENTITY, .max = 80, .optional = true),                          \
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .optional = true),                    \
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .optional = true)
#define SHOE_INPUTS                                                                                \
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .max = 80, .optional = true),                    \
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .max = 80, .optional = true)
#define TOP_INPUT \
    INTEGER(top, L("Rows", "行数"), NOT_PERSONAL, .min = 1, .max = 10000, .optional = true)
#define COMPARE_INPUT \
    BOOLEAN(compare, L("Compare with the previous period", "与上期比较"), NOT_PERSONAL, .optional = true)
#define GROUP_INPUT(...) \
    CHOICE(group, L("Group by", "分组"), NOT_PERSONAL, CHOICES(groups) __VA_OPT__(,) __VA_ARGS__)
#define ORDER_INPUT \
    CHOICE(order_by, L("Order by", "排序"), NOT_PERSONAL, CHOICES(orders), .optional = true)

static const struct field sales_inputs[] = {
    GROUP_INPUT(), PERIOD_INPUTS, SHOW_INPUTS, SHOE_INPUTS, COMPARE_INPUT, ORDER_INPUT,
    BOOLEAN(ascending, L("Smallest first", "升序"), NOT_PERSONAL, .optional = true), TOP_INPUT,
};
static const struct field summary_inputs[] = { PERIOD_INPUTS, SHOW_INPUTS, SHOE_INPUTS, COMPARE_INPUT };
static const struct field best_inputs[] = {
    GROUP_INPUT(.optional = true), PERIOD_INPUTS, SHOW_INPUTS, SHOE_INPUTS, ORDER_INPUT, TOP_INPUT,
};
static const struct field size_run_inputs[] = { PERIOD_INPUTS, SHOW_INPUTS, SHOE_INPUTS, TOP_INPUT };
/* clang-format on */

/* ---- outputs ---- */

struct report_output {
    struct text key, label, currency;
    int64_t gmv, units, orders, buyers, shows, refunds, returned_units, cost, profit, margin;
    int64_t units_without_cost;
    int64_t previous_gmv, previous_units, previous_orders, previous_buyers, previous_shows;
    int64_t previous_refunds, previous_returned_units, previous_cost, previous_profit,
        previous_margin, previous_units_without_cost;
    struct id live_session_id;
    struct date day;
    struct text platform, host, brand, shoe_type, size_system, size;
};

struct best_output {
    struct text currency, best, worst;
};

/* clang-format off */
#undef ROW
#define ROW struct report_output
static const struct field row_outputs[] = {
    TEXT(key, L("Key", "键"), NOT_PERSONAL, .optional = true),
    TEXT(label, L("Name", "名称"), NOT_PERSONAL),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(gmv, L("GMV", "成交额"), FINANCIAL),
    INTEGER(units, L("Pieces", "件数"), NOT_PERSONAL),
    INTEGER(orders, L("Sales", "销售笔数"), NOT_PERSONAL),
    INTEGER(buyers, L("Buyers", "买家数"), NOT_PERSONAL, .optional = true),
    INTEGER(shows, L("Shows", "场次数"), NOT_PERSONAL, .optional = true),
    MONEY(refunds, L("Refunds", "退款金额"), FINANCIAL),
    INTEGER(returned_units, L("Pieces returned", "退货件数"), NOT_PERSONAL),
    MONEY(cost, L("Cost", "成本"), FINANCIAL, .needs = MODULE_FINANCE),
    MONEY(profit, L("Profit", "利润"), FINANCIAL, .needs = MODULE_FINANCE),
    INTEGER(margin, L("Margin", "利润率"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
    INTEGER(units_without_cost, L("Pieces without cost", "无成本件数"), NOT_PERSONAL, .needs = MODULE_FINANCE),
    MONEY(previous_gmv, L("GMV before", "成交额（上期）"), FINANCIAL, .optional = true),
    INTEGER(previous_units, L("Pieces before", "件数（上期）"), NOT_PERSONAL, .optional = true),
    INTEGER(previous_orders, L("Sales before", "销售笔数（上期）"), NOT_PERSONAL, .optional = true),
    INTEGER(previous_buyers, L("Buyers before", "买家数（上期）"), NOT_PERSONAL, .optional = true),
    INTEGER(previous_shows, L("Shows before", "场次数（上期）"), NOT_PERSONAL, .optional = true),
    MONEY(previous_refunds, L("Refunds before", "退款金额（上期）"), FINANCIAL, .optional = true),
    INTEGER(previous_returned_units, L("Pieces returned before", "退货件数（上期）"), NOT_PERSONAL, .optional = true),
    MONEY(previous_cost, L("Cost before", "成本（上期）"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
    MONEY(previous_profit, L("Profit before", "利润（上期）"), FINANCIAL, .needs = MODULE_FINANCE, .optional = true),
    INTEGER(previous_margin, L("Margin before", "利润率（上期）"), NOT_PERSONAL, .needs = MODULE_FINANCE, .optional = true),
    INTEGER(previous_units_without_cost, L("Pieces without cost before", "无成本件数（上期）"), NOT_PERSONAL, .needs = MODULE_FINANCE, .optional = true),
    ID(live_session_id, L("Show", "直播场次"), NOT_PERSONAL, .optional = true),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .optional = true),
    TEXT(platform, L("Platform", "平台"), NOT_PERSONAL, .optional = true),
    TEXT(host, L("Host", "主播"), IDENTITY, .optional = true),
    TEXT(brand, L("Brand", "品牌"), NOT_PERSONAL, .optional = true),
    TEXT(shoe_type, L("Shoe type", "鞋型"), NOT_PERSONAL, .optional = true),
    TEXT(size_system, L("Size system", "尺码制式"), NOT_PERSONAL, .optional = true),
    TEXT(size, L("Size", "尺码"), NOT_PERSONAL, .optional = true),
};
#undef ROW
#define ROW struct best_output
static const struct field best_outputs[] = {
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    JSON(best, L("Best", "最佳"), NOT_PERSONAL),
    JSON(worst, L("Worst", "最差"), NOT_PERSONAL),
};
#undef ROW
#define ROW struct report_input
/* clang-format on */

/* ---- from input to rows ---- */

struct running {
    struct call *call;
    struct report_query query;
    bool compare;
    struct report report;
};

static enum status run_report(struct tx *tx, void *context)
{
    struct running *running = context;
    enum language language = running->call->language;
    enum status status = report_run(tx, &running->query, language, &running->report);

    if (status != OK || !running->compare)
        return status;
    return report_compare(tx, &running->query, language, &running->report);
}

/* A comparison ends today unless it is said; without a beginning there is none before it. */
static enum status settle_period(struct running *running)
{
    struct call *call = running->call;
    struct report_query *query = &running->query;

    if (running->compare && query->to.days == 0)
        query->to = zone_day(call->zone, call->now_ms);
    if (running->compare && query->from.days == 0)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("A comparison needs the day it starts from: \"from\".",
                               "比较需要开始日期 “from”。"),
                      .field = &summary_inputs[0]);
    if (query->from.days != 0 && query->to.days != 0 && query->from.days > query->to.days)
        return REFUSE(call, INVALID, .code = "22023",
                      .say = L("\"{field}\" is before the beginning of the period.",
                               "“{field}”早于开始日期。"),
                      .field = &summary_inputs[1]);
    return OK;
}

static enum status run_query(struct call *call, const struct report_input *input,
                             enum report_group group, struct report *ret_report)
{
    struct running running = {
        .call = call,
        .compare = input->compare,
        .query = { .group = group,
                   .from = input->from,
                   .to = input->to,
                   .platform = input->platform,
                   .host = input->host,
                   .brand = input->brand,
                   .shoe_type = input->shoe_type,
                   .currency = input->currency,
                   .live_session_id = input->live_session_id },
    };
    enum status status = settle_period(&running);

    if (status == OK && report_needs_shows(&running.query))
        status = call_require(call, MODULE_LIVE, LEVEL_VIEW);
    if (status != OK)
        return status;

    status = call_read(call, run_report, &running);
    report_want_sums(call, status, &running.report);
    if (status != OK)
        return status;
    *ret_report = running.report;
    return OK;
}

/* ---- rows on the wire ---- */

static void write_text(struct json_writer *json, struct text name, struct text value)
{
    json_write_key(json, name);
    if (value.size > 0)
        json_write_text(json, value);
    else
        json_write_null(json);
}

static void write_number(struct json_writer *json, const char *prefix, const char *name,
                         bool is_known, int64_t value)
{
    char key[64];
    int size = snprintf(key, sizeof key, "%s%s", prefix, name);

    json_write_key(json, (struct text){ key, (size_t)size });
    if (is_known)
        json_write_integer(json, value);
    else
        json_write_null(json);
}

/* The figures of a row; profit, and what tells of it, for those who may see it. */
struct showing {
    struct json_writer *json;
    bool has_profit, compares;
};

static const struct field *profit_field(void)
{
    for (size_t i = 0; i < sizeof row_outputs / sizeof *row_outputs; i++)
        if (strcmp(row_outputs[i].name, "profit") == 0)
            return &row_outputs[i];
    return NULL;
}

static struct showing showing_for(const struct call *call, struct json_writer *json, bool compares)
{
    return (struct showing){ json, call_sees(call, profit_field()), compares };
}

static void write_figures(const struct showing *showing, const char *prefix,
                          const struct figures *figures)
{
    struct json_writer *json = showing->json;
    int64_t margin = 0;
    bool has_margin = figures_margin(figures, &margin);

    write_number(json, prefix, "gmv", true, figures->gmv);
    write_number(json, prefix, "units", true, figures->units);
    write_number(json, prefix, "orders", true, figures->orders);
    write_number(json, prefix, "buyers", figures->has_buyers, figures->buyers);
    write_number(json, prefix, "shows", figures->has_shows, figures->shows);
    write_number(json, prefix, "refunds", true, figures->refunds);
    write_number(json, prefix, "returned_units", true, figures->returned_units);
    if (!showing->has_profit)
        return;
    write_number(json, prefix, "cost", true, figures_net_cost(figures));
    write_number(json, prefix, "profit", true, figures_profit(figures));
    write_number(json, prefix, "margin", has_margin, margin);
    write_number(json, prefix, "units_without_cost", true, figures->units_without_cost);
}

static void write_row(const struct showing *showing, const struct report_row *row)
{
    struct json_writer *json = showing->json;

    json_begin_object(json);
    write_text(json, T("key"), row->key);
    json_write_text_member(json, T("label"), row->label);
    json_write_text_member(json, T("currency"), row->currency);
    write_figures(showing, "", &row->now);
    if (showing->compares)
        write_figures(showing, "previous_", &row->previous);
    if (!id_is_zero(row->live_session_id)) {
        struct id_text id = id_to_text(row->live_session_id);

        json_write_text_member(json, T("live_session_id"), text_from(id.at));
    } else {
        write_text(json, T("live_session_id"), (struct text){ 0 });
    }
    write_text(json, T("day"), row->day);
    write_text(json, T("platform"), row->platform);
    write_text(json, T("host"), row->host);
    write_text(json, T("brand"), row->brand);
    write_text(json, T("shoe_type"), row->shoe_type);
    write_text(json, T("size_system"), row->size_system);
    write_text(json, T("size"), row->size);
    json_end_object(json);
}

static void write_rows(const struct showing *showing, const struct report *report, size_t count)
{
    json_begin_array(showing->json);
    for (size_t i = 0; i < count && i < report->count; i++)
        write_row(showing, &report->rows[i]);
    json_end_array(showing->json);
}

/* An order tells what it orders by. */
static enum status check_order(struct call *call, enum report_order order)
{
    return order == ORDER_PROFIT || order == ORDER_MARGIN
               ? call_require_field(call, NULL, profit_field(), LEVEL_VIEW)
               : OK;
}

/* ---- the functions ---- */

/* What has an order of its own is shown in it; the rest by what it brought. */
static enum report_order natural_order(enum report_group group)
{
    switch (group) {
    case GROUP_DAY:
    case GROUP_WEEK:
    case GROUP_MONTH:
    case GROUP_WEEKDAY:
    case GROUP_SIZE:
    case GROUP_HOUR:
    case GROUP_WEEKDAY_HOUR:
        return ORDER_KEY;
    case GROUP_ALL:
    case GROUP_SHOW:
    case GROUP_PLATFORM:
    case GROUP_HOST:
    case GROUP_BRAND:
    case GROUP_SHOE_TYPE:
    case GROUP_SIZE_RUN:
    case GROUP_COUNT:
        break;
    }
    return ORDER_GMV;
}

static enum status report_sales(struct call *call, const void *given)
{
    const struct report_input *input = given;
    enum report_order order = input->order_by != 0 ? (enum report_order)input->order_by
                                                   : natural_order((enum report_group)input->group);
    bool descending = !input->ascending && order != ORDER_KEY;
    size_t top = input->top > 0 ? (size_t)input->top : TOP_SALES;
    struct report report;
    struct json_writer json;
    struct showing showing;
    enum status status = check_order(call, order);

    if (status == OK)
        status = run_query(call, input, (enum report_group)input->group, &report);
    if (status != OK)
        return status;

    report_sort(&report, order, descending);
    json = call_answer_json(call);
    showing = showing_for(call, &json, input->compare);
    write_rows(&showing, &report, top);
    return OK;
}

static enum status report_summary(struct call *call, const void *given)
{
    const struct report_input *input = given;
    struct report report;
    struct json_writer json;
    struct showing showing;
    enum status status = run_query(call, input, GROUP_ALL, &report);

    if (status != OK)
        return status;

    report_sort(&report, ORDER_GMV, true);
    json = call_answer_json(call);
    showing = showing_for(call, &json, input->compare);
    write_rows(&showing, &report, report.count);
    return OK;
}

/* The currency asked for; else the workspace's when it occurs; else the one with most GMV. */
static struct text pick_currency(const struct call *call, const struct report_input *input,
                                 struct report *report)
{
    if (input->currency.size > 0)
        return input->currency;
    for (size_t i = 0; i < report->count; i++)
        if (text_equal(report->rows[i].currency, call->currency))
            return call->currency;
    report_sort(report, ORDER_GMV, true);
    return report->count > 0 ? report->rows[0].currency : call->currency;
}

/* Rows of that currency that stand for something: sales without a show compete with nobody. */
static void keep_comparable(struct report *report, struct text currency)
{
    size_t kept = 0;

    for (size_t i = 0; i < report->count; i++)
        if (report->rows[i].key.size > 0 && text_equal(report->rows[i].currency, currency))
            report->rows[kept++] = report->rows[i];
    report->count = kept;
}

/* The best and the worst of one currency; no row is both. */
static enum status report_best_worst(struct call *call, const void *given)
{
    const struct report_input *input = given;
    enum report_group group = input->group != 0 ? (enum report_group)input->group : GROUP_SHOW;
    enum report_order by_nature = call_sees(call, profit_field()) ? ORDER_PROFIT : ORDER_GMV;
    enum report_order order = input->order_by != 0 ? (enum report_order)input->order_by : by_nature;
    size_t top = input->top > 0 ? (size_t)input->top : TOP_BEST;
    size_t worst;
    struct report report;
    struct text currency;
    struct json_writer json;
    struct showing showing;
    enum status status = check_order(call, order);

    if (status == OK)
        status = run_query(call, input, group, &report);
    if (status != OK)
        return status;

    currency = pick_currency(call, input, &report);
    keep_comparable(&report, currency);
    worst = report.count / 2 < top ? report.count / 2 : top;
    json = call_answer_json(call);
    json_begin_object(&json);
    json_write_text_member(&json, T("currency"), currency);
    report_sort(&report, order, true);
    json_write_key(&json, T("best"));
    showing = showing_for(call, &json, false);
    write_rows(&showing, &report, report.count - worst < top ? report.count - worst : top);
    report_sort(&report, order, false);
    json_write_key(&json, T("worst"));
    write_rows(&showing, &report, worst);
    json_end_object(&json);
    return OK;
}

static struct text type_name(const struct report_row *row, struct arena *arena)
{
    return arena_print(arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(row->currency), TEXT_ARG(row->brand),
                       TEXT_ARG(row->shoe_type));
}

/* Adds sizes up to their types; ret_types is by type_name. */
static struct report add_types(const struct report *sizes, struct map *types, struct arena *arena)
{
    struct report report = { .rows = ARENA_NEW_ARRAY(arena, struct report_row, sizes->count + 1) };

    for (size_t i = 0; i < sizes->count; i++) {
        struct text name = type_name(&sizes->rows[i], arena);
        struct report_row *type = map_get(types, name);

        if (type) {
            figures_add(&type->now, &sizes->rows[i].now);
            continue;
        }
        type = &report.rows[report.count++];
        *type = sizes->rows[i];
        type->key = name;
        map_set(types, name, type);
    }
    return report;
}

/* Keeps the sizes of the `top` types that sold most and ranks them like their types. */
static void rank_sizes(struct report *sizes, size_t top, struct arena *arena)
{
    struct map by_name = { .arena = arena }, ranks = { .arena = arena };
    struct report types = add_types(sizes, &by_name, arena);
    size_t kept = 0;

    report_sort(&types, ORDER_UNITS, true);
    for (size_t i = 0; i < types.count && i < top; i++)
        map_set(&ranks, types.rows[i].key, &types.rows[i]);
    for (size_t i = 0; i < sizes->count; i++) {
        const struct report_row *type = map_get(&ranks, type_name(&sizes->rows[i], arena));

        if (!type)
            continue;
        sizes->rows[kept] = sizes->rows[i];
        sizes->rows[kept++].rank = type - types.rows;
    }
    sizes->count = kept;
}

/* Brand x type x size: the types that sold most, each with its sizes from small to large. */
static enum status report_size_run(struct call *call, const void *given)
{
    const struct report_input *input = given;
    struct report sizes;
    struct json_writer json;
    struct showing showing;
    enum status status = run_query(call, input, GROUP_SIZE_RUN, &sizes);

    if (status != OK)
        return status;

    rank_sizes(&sizes, input->top > 0 ? (size_t)input->top : TOP_TYPES, call->arena);
    report_sort(&sizes, ORDER_RANK, false);
    json = call_answer_json(call);
    showing = showing_for(call, &json, false);
    write_rows(&showing, &sizes, sizes.count);
    return OK;
}

#define REPORT(function, english, chinese, inputs_, returns_, outputs_)                            \
    {                                                                                              \
        .name = #function, .label = L(english, chinese), .who = WHO_MEMBER,                        \
        .module = MODULE_SALES, .level = LEVEL_VIEW, .reads_only = true, .inputs = LIST(inputs_),  \
        .input_size = sizeof(ROW), .returns = (returns_), .outputs = LIST(outputs_),               \
        .run = (function)                                                                          \
    }

const struct function report_functions[] = {
    REPORT(report_sales, "Sales report", "销售报表", sales_inputs, RETURNS_LIST, row_outputs),
    REPORT(report_summary, "Totals", "汇总", summary_inputs, RETURNS_LIST, row_outputs),
    REPORT(report_best_worst, "Best and worst", "最佳与最差", best_inputs, RETURNS_OBJECT,
           best_outputs),
    REPORT(report_size_run, "Size run", "尺码分布", size_run_inputs, RETURNS_LIST, row_outputs),
    { 0 },
};
