/* The figures are those of finance_month.c, day by day. */
#include "ops/finance_converted.h"

struct converting {
    struct tx *tx;
    const struct finance_month *month;
    struct finance_converted *converted;
};

static enum status add(struct converting *converting, struct text currency, struct date day,
                       int64_t amount, int64_t *sum)
{
    int64_t converted = 0;
    bool is_known = true;
    enum status status = OK;

    if (amount != 0)
        status = exchange_amount(converting->tx, &converting->converted->exchange, currency, day,
                                 amount, &converted, &is_known);
    if (status != OK || !is_known)
        return status;
    return __builtin_add_overflow(*sum, converted, sum) ? TOO_LARGE : OK;
}

static enum status add_sales(struct converting *converting, enum language language)
{
    struct finance_converted *to = converting->converted;
    struct report_query query = { .group = GROUP_DAY,
                                  .from = converting->month->first,
                                  .to = converting->month->last };
    struct report report;
    enum status status = report_run(converting->tx, &query, language, &report);

    if (status != OK)
        return status;
    report_sort(&report, ORDER_KEY, false);
    for (size_t i = 0; status == OK && i < report.count; i++) {
        const struct report_row *row = &report.rows[i];
        struct date day;

        if (!date_from_text(row->day, &day))
            return FAILED;
        to->units += row->now.units;
        status = add(converting, row->currency, day, row->now.gmv, &to->gmv);
        if (status == OK)
            status = add(converting, row->currency, day, row->now.cost, &to->cost);
    }
    return status;
}

/* Rows of currency, day and up to two sums; all are read before a rate is looked up. */
struct daily_sum {
    struct text currency;
    struct date day;
    int64_t amounts[2];
};

static enum status add_query(struct converting *converting, struct text sql, int64_t *const sums[2])
{
    struct value days[] = { finance_day(converting->tx, converting->month->first),
                            finance_day(converting->tx, converting->month->last) };
    struct daily_sum *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor;
    bool is_found = true;
    enum status status = tx_query(converting->tx, sql, days, 2, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found) {
        if (count == room) {
            struct daily_sum *more = ARENA_NEW_ARRAY(tx_arena(converting->tx), struct daily_sum,
                                                     room = room == 0 ? 64 : 2 * room);

            if (count > 0)
                memcpy(more, rows, count * sizeof *more);
            rows = more;
        }
        rows[count] = (struct daily_sum){ .currency = cursor_value_kept(cursor, 0).text };
        if (!date_from_text(cursor_value(cursor, 1).text, &rows[count].day)) {
            status = FAILED;
            break;
        }
        rows[count].amounts[0] = finance_number(cursor, 2);
        rows[count++].amounts[1] = finance_number(cursor, 3);
    }
    cursor_close(cursor);
    for (size_t i = 0; i < count; i++)
        for (int j = 0; j < 2 && sums[j] && status == OK; j++)
            status = add(converting, rows[i].currency, rows[i].day, rows[i].amounts[j], sums[j]);
    return status;
}

enum status finance_converted_run(struct tx *tx, const struct finance_month *month,
                                  enum language language, struct finance_converted *converted)
{
    struct converting converting = { tx, month, converted };
    struct text currency = converted->exchange.to;
    enum status status = OK;

    *converted = (struct finance_converted){ .exchange = { .to = currency } };
    if (month->has_sales)
        status = add_sales(&converting, language);
    if (status == OK && month->has_sales)
        status = add_query(
            &converting,
            T("SELECT s.currency, s.day, CAST(SUM(COALESCE(s.cost, 0)) AS BIGINT), 0 "
              "FROM live_session s WHERE s.day >= $1 AND s.day <= $2 AND (s.status <> 'planned' "
              "OR s.gmv IS NOT NULL OR EXISTS (SELECT 1 FROM sale a WHERE a.workspace_id = "
              "s.workspace_id AND a.live_session_id = s.id AND a.currency = s.currency)) "
              "GROUP BY s.currency, s.day ORDER BY s.currency, s.day"),
            (int64_t *const[]){ &converted->show_cost, NULL });
    if (status == OK && month->has_sales)
        status = add_query(
            &converting,
            T("SELECT a.currency, r.day, CAST(SUM(r.refund) AS BIGINT), CAST(SUM(CASE WHEN "
              "r.location_id IS NULL THEN 0 ELSE COALESCE(a.cost, 0) * r.quantity END) AS BIGINT) "
              "FROM sale_return r JOIN sale a ON a.workspace_id = r.workspace_id AND "
              "a.id = r.sale_id WHERE r.day >= $1 AND r.day <= $2 GROUP BY a.currency, r.day "
              "ORDER BY a.currency, r.day"),
            (int64_t *const[]){ &converted->refunds, &converted->cost_back });
    if (status == OK)
        status =
            add_query(&converting,
                      T("SELECT currency, day, CAST(SUM(amount) AS BIGINT), 0 FROM cost_item WHERE "
                        "day >= $1 AND day <= $2 GROUP BY currency, day ORDER BY currency, day"),
                      (int64_t *const[]){ &converted->other_cost, NULL });
    return status;
}

static void write_known(struct json_writer *json, struct text name, bool is_known, int64_t value)
{
    json_write_key(json, name);
    if (is_known)
        json_write_integer(json, value);
    else
        json_write_null(json);
}

void finance_converted_write(struct json_writer *json, const struct finance_converted *converted,
                             bool has_sales)
{
    int64_t cost = converted->cost - converted->cost_back;

    json_begin_object(json);
    json_write_text_member(json, T("currency"), converted->exchange.to);
    write_known(json, T("gmv"), has_sales, converted->gmv);
    write_known(json, T("units"), has_sales, converted->units);
    write_known(json, T("refunds"), has_sales, converted->refunds);
    write_known(json, T("goods_cost"), has_sales, cost - converted->show_cost);
    write_known(json, T("show_cost"), has_sales, converted->show_cost);
    json_write_integer_member(json, T("other_cost"), converted->other_cost);
    write_known(json, T("profit"), has_sales,
                converted->gmv - converted->refunds - cost - converted->other_cost);
    json_write_key(json, T("missing"));
    exchange_write_missing(json, &converted->exchange);
    json_end_object(json);
}
