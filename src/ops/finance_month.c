/* One report by day for the shows and sales, one query each for the shows' own costs and for what
   came back, by day too, one for costs and budgets by category. */
#include "ops/finance_month.h"

#include "base/money.h"
#include "ops/finance.h"

enum { FIRST_ROOM = 16, MONTH_SIZE = 7 };

enum status finance_month_read(struct call *call, const struct field *field, struct text month,
                               struct finance_month *ret_month)
{
    struct text day = arena_print(call->arena, "%.*s-01", TEXT_ARG(month));
    struct date first, next;
    struct civil civil;

    if (month.size != MONTH_SIZE || !date_from_text(day, &first))
        return REFUSE(call, INVALID, .code = "22007", .field = field, .value = month,
                      .say = L("\"{value}\" is not a month; write it as 2026-06.",
                               "“{value}”不是月份，请写成 2026-06。"));
    civil = date_to_civil(first);
    civil.day = 1;
    civil.year += civil.month == 12;
    civil.month = civil.month % 12 + 1;
    if (!date_from_civil(civil, &next))
        next.days = first.days + 31;
    *ret_month = (struct finance_month){ .first = first, .last = { next.days - 1 } };
    return OK;
}

static struct finance_sum *sum_of(struct finance_month *month, struct text currency)
{
    for (size_t i = 0; i < month->count; i++)
        if (text_equal(month->sums[i].currency, currency))
            return &month->sums[i];
    if (month->count == LIMIT_FINANCE_CURRENCIES)
        return NULL;
    month->sums[month->count] = (struct finance_sum){ .currency = currency };
    return &month->sums[month->count++];
}

struct value finance_day(struct tx *tx, struct date day)
{
    return VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(date_to_text(day).at)));
}

static struct text text_of(const struct cursor *cursor, size_t column)
{
    return cursor_value_kept(cursor, column).text;
}

int64_t finance_number(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    return value.type == VALUE_INTEGER ? value.integer : 0;
}

/* Runs a query over the days $1 to $2 and hands every row to `take`. */
static enum status each_row(struct tx *tx, const struct finance_month *month, struct text sql,
                            enum status (*take)(struct tx *tx, void *context,
                                                const struct cursor *cursor),
                            void *context)
{
    struct value days[] = { finance_day(tx, month->first), finance_day(tx, month->last) };
    struct cursor *cursor;
    bool is_found = true;
    enum status status = tx_query(tx, sql, days, 2, &cursor);

    if (status != OK)
        return status;
    while (status == OK && is_found) {
        status = cursor_next(cursor, &is_found);
        if (status == OK && is_found)
            status = take(tx, context, cursor);
    }
    cursor_close(cursor);
    return status;
}

/* ---- sums by day */

struct listing {
    struct finance_days days;
    size_t room;
};

static enum status take_day(struct tx *tx, void *context, const struct cursor *cursor)
{
    struct listing *listing = context;
    struct finance_days *days = &listing->days;
    struct finance_daily *row;

    if (days->count == listing->room) {
        size_t room = days->count > 0 ? 2 * days->count : FIRST_ROOM;
        struct finance_daily *more = ARENA_NEW_ARRAY(tx_arena(tx), struct finance_daily, room);

        if (days->count > 0)
            memcpy(more, days->at, days->count * sizeof *more);
        days->at = more;
        listing->room = room;
    }
    row = &days->at[days->count++];
    *row = (struct finance_daily){ .currency = text_of(cursor, 0) };
    for (size_t i = 0; i < FINANCE_DAY_SUMS && 2 + i < cursor_width(cursor); i++)
        row->amounts[i] = finance_number(cursor, 2 + i);
    return date_from_text(cursor_value(cursor, 1).text, &row->day) ? OK : FAILED;
}

enum status finance_days_read(struct tx *tx, const struct finance_month *month, struct text sql,
                              struct finance_days *ret_days)
{
    struct listing listing = { 0 };
    enum status status = each_row(tx, month, sql, take_day, &listing);

    *ret_days = listing.days;
    return status;
}

/* ---- shows and sales */

static enum status add_sold(struct tx *tx, struct finance_month *month, enum language language)
{
    struct report_query query = { .group = GROUP_DAY, .from = month->first, .to = month->last };
    enum status status = report_run(tx, &query, language, &month->sold);

    if (status != OK)
        return status;
    for (size_t i = 0; i < month->sold.count; i++) {
        struct finance_sum *sum = sum_of(month, month->sold.rows[i].currency);

        if (!sum)
            return TOO_LARGE;
        figures_add(&sum->sales, &month->sold.rows[i].now);
    }
    report_sort(&month->sold, ORDER_KEY, false);
    return OK;
}

/* What came back counts in the month it came back in: a closed one stays as it was. */
static enum status add_returned(struct tx *tx, struct finance_month *month)
{
    enum status status = finance_days_read(
        tx, month,
        T("SELECT a.currency, r.day, CAST(SUM(r.quantity) AS BIGINT), "
          "CAST(SUM(r.refund) AS BIGINT), CAST(SUM(CASE WHEN r.location_id IS NULL "
          "THEN 0 ELSE COALESCE(a.cost, 0) * r.quantity END) AS BIGINT) "
          "FROM sale_return r JOIN sale a ON a.workspace_id = r.workspace_id AND "
          "a.id = r.sale_id WHERE r.day >= $1 AND r.day <= $2 GROUP BY a.currency, r.day "
          "ORDER BY a.currency, r.day"),
        &month->returned);

    for (size_t i = 0; i < month->count; i++) {
        struct figures *sales = &month->sums[i].sales;

        sales->returned_units = sales->refunds = sales->cost_back = 0;
    }
    for (size_t i = 0; status == OK && i < month->returned.count; i++) {
        const struct finance_daily *day = &month->returned.at[i];
        struct finance_sum *sum = sum_of(month, day->currency);

        if (!sum)
            return TOO_LARGE;
        figures_add(&sum->sales, &(struct figures){ .returned_units = day->amounts[0],
                                                    .refunds = day->amounts[1],
                                                    .cost_back = day->amounts[2] });
    }
    return status;
}

/* Of the shows that the report counts: a planned one only once it has any figure. */
static enum status add_show_costs(struct tx *tx, struct finance_month *month)
{
    enum status status = finance_days_read(
        tx, month,
        T("SELECT s.currency, s.day, CAST(SUM(COALESCE(s.cost, 0)) AS BIGINT) "
          "FROM live_session s WHERE s.day >= $1 AND s.day <= $2 AND "
          "(s.status <> 'planned' OR s.gmv IS NOT NULL OR EXISTS (SELECT 1 FROM sale a "
          "WHERE a.workspace_id = s.workspace_id AND a.live_session_id = s.id AND "
          "a.currency = s.currency)) GROUP BY s.currency, s.day ORDER BY s.currency, s.day"),
        &month->show_costs);

    for (size_t i = 0; status == OK && i < month->show_costs.count; i++) {
        struct finance_sum *sum = sum_of(month, month->show_costs.at[i].currency);

        if (!sum)
            return TOO_LARGE;
        sum->show_cost = money_sum(sum->show_cost, month->show_costs.at[i].amounts[0]);
    }
    return status;
}

static enum status add_sales(struct tx *tx, struct finance_month *month, enum language language)
{
    enum status status = add_sold(tx, month, language);

    if (status == OK)
        status = add_returned(tx, month);
    return status == OK ? add_show_costs(tx, month) : status;
}

/* ---- costs */

static struct finance_category *add_category(struct tx *tx, struct finance_sum *sum)
{
    if (sum->category_count == sum->category_room) {
        size_t room = sum->category_room > 0 ? 2 * sum->category_room : FIRST_ROOM;
        struct finance_category *more =
            ARENA_NEW_ARRAY(tx_arena(tx), struct finance_category, room);

        if (sum->category_count > 0)
            memcpy(more, sum->categories, sum->category_count * sizeof *more);
        sum->categories = more;
        sum->category_room = room;
    }
    return &sum->categories[sum->category_count++];
}

static enum status take_category(struct tx *tx, void *context, const struct cursor *cursor)
{
    struct finance_month *month = context;
    struct finance_sum *sum = sum_of(month, text_of(cursor, 0));
    struct finance_category category = {
        .id = cursor_value(cursor, 1).id,
        .name = text_of(cursor, 2),
        .kind = text_of(cursor, 3),
        .amount = finance_number(cursor, 4),
        .budget = finance_number(cursor, 5),
        .has_budget = finance_number(cursor, 6) > 0,
    };

    if (!sum || __builtin_add_overflow(sum->other_cost, category.amount, &sum->other_cost))
        return TOO_LARGE;
    *add_category(tx, sum) = category;
    return OK;
}

static enum status add_costs(struct tx *tx, struct finance_month *month)
{
    return each_row(
        tx, month,
        T("SELECT x.currency, x.cost_category_id, c.name, c.kind, "
          "CAST(SUM(x.amount) AS BIGINT), CAST(SUM(x.budget) AS BIGINT), "
          "CAST(SUM(x.budgets) AS BIGINT) FROM ("
          "SELECT workspace_id, currency, cost_category_id, amount, 0 AS budget, 0 AS budgets "
          "FROM cost_item WHERE day >= $1 AND day <= $2 UNION ALL "
          "SELECT workspace_id, currency, cost_category_id, 0, amount, 1 "
          "FROM cost_budget WHERE month >= $1 AND month <= $2) x "
          "JOIN cost_category c ON c.workspace_id = x.workspace_id AND c.id = x.cost_category_id "
          "GROUP BY x.currency, x.cost_category_id, c.name, c.kind "
          "ORDER BY x.currency, c.name, x.cost_category_id"),
        take_category, month);
}

static enum status find_lock(struct tx *tx, struct finance_month *month)
{
    struct value values[] = { finance_day(tx, month->first) };
    struct cursor *cursor;
    enum status status = tx_query(
        tx, T("SELECT 1 FROM record_lock WHERE month = $1 AND live_session_id IS NULL LIMIT 1"),
        values, 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &month->is_closed);
    cursor_close(cursor);
    return status;
}

enum status finance_month_run(struct tx *tx, struct finance_month *month, enum language language)
{
    enum status status = OK;

    month->count = 0; /* the work may be run again */
    if (month->has_sales)
        status = add_sales(tx, month, language);
    if (status == OK)
        status = add_costs(tx, month);
    return status == OK ? find_lock(tx, month) : status;
}

/* ---- on the wire */

static void write_known(struct json_writer *json, struct text name, bool is_known, int64_t value)
{
    json_write_key(json, name);
    if (is_known)
        json_write_integer(json, value);
    else
        json_write_null(json);
}

static void write_category(struct json_writer *json, const struct finance_category *category)
{
    json_begin_object(json);
    json_write_text_member(json, T("cost_category_id"), text_from(id_to_text(category->id).at));
    json_write_text_member(json, T("name"), category->name);
    json_write_text_member(json, T("kind"), category->kind);
    json_write_integer_member(json, T("amount"), category->amount);
    write_known(json, T("budget"), category->has_budget, category->budget);
    json_end_object(json);
}

static void write_sum(struct json_writer *json, const struct finance_sum *sum, bool has_sales)
{
    const struct figures *sales = &sum->sales;
    struct figures all = *sales;
    int64_t margin = 0;
    bool has_margin;

    all.cost = money_sum(all.cost, sum->other_cost);
    has_margin = has_sales && figures_margin(&all, &margin);
    json_begin_object(json);
    json_write_text_member(json, T("currency"), sum->currency);
    write_known(json, T("gmv"), has_sales, sales->gmv);
    write_known(json, T("units"), has_sales, sales->units);
    write_known(json, T("orders"), has_sales, sales->orders);
    write_known(json, T("shows"), has_sales, sales->shows);
    write_known(json, T("refunds"), has_sales, sales->refunds);
    write_known(json, T("returned_units"), has_sales, sales->returned_units);
    write_known(json, T("goods_cost"), has_sales,
                money_difference(figures_net_cost(sales), sum->show_cost));
    write_known(json, T("show_cost"), has_sales, sum->show_cost);
    json_write_integer_member(json, T("other_cost"), sum->other_cost);
    write_known(json, T("profit"), has_sales, figures_profit(&all));
    write_known(json, T("margin"), has_margin, margin);
    write_known(json, T("units_without_cost"), has_sales, sales->units_without_cost);
    json_write_key(json, T("categories"));
    json_begin_array(json);
    for (size_t i = 0; i < sum->category_count; i++)
        write_category(json, &sum->categories[i]);
    json_end_array(json);
    json_end_object(json);
}

void finance_month_write(struct json_writer *json, const struct finance_month *month)
{
    json_begin_array(json);
    for (size_t i = 0; i < month->count; i++)
        write_sum(json, &month->sums[i], month->has_sales);
    json_end_array(json);
}
