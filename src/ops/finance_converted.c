/* The days are those that finance_month.c added up; only the costs are read again, by day. */
#include "ops/finance_converted.h"

#include "base/money.h"

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

static enum status add_sold(struct converting *converting)
{
    struct finance_converted *to = converting->converted;
    const struct report *sold = &converting->month->sold;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < sold->count; i++) {
        const struct report_row *row = &sold->rows[i];
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

/* Each amount of a day goes to the sum at its place; NULL: it is no money. */
static enum status add_days(struct converting *converting, const struct finance_days *days,
                            int64_t *const sums[FINANCE_DAY_SUMS])
{
    enum status status = OK;

    for (size_t i = 0; i < days->count; i++) {
        const struct finance_daily *row = &days->at[i];

        for (int j = 0; j < FINANCE_DAY_SUMS && status == OK; j++)
            if (sums[j])
                status = add(converting, row->currency, row->day, row->amounts[j], sums[j]);
    }
    return status;
}

static enum status add_sales(struct converting *converting)
{
    struct finance_converted *to = converting->converted;
    const struct finance_month *month = converting->month;
    enum status status = add_sold(converting);

    if (status == OK)
        status = add_days(converting, &month->show_costs,
                          (int64_t *const[FINANCE_DAY_SUMS]){ &to->show_cost });
    if (status == OK)
        status = add_days(converting, &month->returned,
                          (int64_t *const[FINANCE_DAY_SUMS]){ NULL, &to->refunds, &to->cost_back });
    return status;
}

static enum status add_costs(struct converting *converting)
{
    struct finance_days costs;
    enum status status = finance_days_read(
        converting->tx, converting->month,
        T("SELECT currency, day, CAST(SUM(amount) AS BIGINT) FROM cost_item WHERE "
          "day >= $1 AND day <= $2 GROUP BY currency, day ORDER BY currency, day"),
        &costs);

    return status == OK
               ? add_days(converting, &costs,
                          (int64_t *const[FINANCE_DAY_SUMS]){ &converting->converted->other_cost })
               : status;
}

enum status finance_converted_run(struct tx *tx, const struct finance_month *month,
                                  struct finance_converted *converted)
{
    struct converting converting = { tx, month, converted };
    struct text currency = converted->exchange.to;
    enum status status = OK;

    *converted = (struct finance_converted){
        .exchange = { .to = currency, .first = month->first, .last = month->last }
    };
    if (month->has_sales)
        status = add_sales(&converting);
    return status == OK ? add_costs(&converting) : status;
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
    int64_t cost = money_difference(converted->cost, converted->cost_back);
    int64_t costs = money_sum(cost, converted->other_cost);

    json_begin_object(json);
    json_write_text_member(json, T("currency"), converted->exchange.to);
    write_known(json, T("gmv"), has_sales, converted->gmv);
    write_known(json, T("units"), has_sales, converted->units);
    write_known(json, T("refunds"), has_sales, converted->refunds);
    write_known(json, T("goods_cost"), has_sales, money_difference(cost, converted->show_cost));
    write_known(json, T("show_cost"), has_sales, converted->show_cost);
    json_write_integer_member(json, T("other_cost"), converted->other_cost);
    write_known(json, T("profit"), has_sales,
                money_difference(money_difference(converted->gmv, converted->refunds), costs));
    json_write_key(json, T("missing"));
    exchange_write_missing(json, &converted->exchange);
    json_end_object(json);
}
