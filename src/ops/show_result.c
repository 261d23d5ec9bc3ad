/* A show's profit and loss. Sales give GMV, refunds and goods to their minute, slot and product;
   what belongs to the show as a whole is spread over the parts by what stayed sold in each, along
   a running total, so that not a minor unit is lost or made. */
#include "ops/show_result.h"

#include "base/money.h"
#include "ops/finance_shares.h"
#include "store/row.h"

int64_t show_profit(const struct show_sums *sums)
{
    int64_t profit = sums->lines[LINE_GMV];

    for (int i = LINE_REFUNDS; i < LINE_COUNT; i++)
        profit = money_difference(profit, sums->lines[i]);
    return profit;
}

/* ---- costs ---- */

static enum status take_cost(struct show_result *result, const struct cursor *cursor)
{
    struct show_sums *sums = show_sums_of(result, cursor_value_kept(cursor, 0).text);
    struct text kind = cursor_value(cursor, 1).text;
    bool is_own = sums == &result->sums[0].sums;
    enum show_line line = LINE_OTHER;

    if (!sums)
        return TOO_LARGE;
    if (text_equal(kind, T("platform")))
        line = LINE_FEE;
    else if (text_equal(kind, T("host")))
        line = LINE_PAY;
    else if (text_equal(kind, T("ads")))
        line = LINE_ADS;
    if (is_own && line == LINE_FEE)
        result->fees.source = SOURCE_BOOKED;
    if (is_own && line == LINE_PAY)
        result->pay.source = SOURCE_BOOKED;
    sums->lines[line] = money_sum(sums->lines[line], finance_number(cursor, 2));
    return OK;
}

static enum status read_costs(struct tx *tx, struct show_result *result)
{
    const struct value values[] = { VALUE_OF_ID(result->show.row.id) };
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx,
                 T("SELECT c.currency, k.kind, CAST(SUM(c.amount) AS BIGINT) FROM cost_item c JOIN "
                   "cost_category k ON k.workspace_id = c.workspace_id AND k.id = "
                   "c.cost_category_id WHERE c.live_session_id = $1 GROUP BY c.currency, k.kind "
                   "ORDER BY c.currency, k.kind"),
                 values, 1, &cursor);

    if (status != OK)
        return status;
    while (status == OK && (status = cursor_next(cursor, &is_found)) == OK && is_found)
        status = take_cost(result, cursor);
    cursor_close(cursor);
    return status;
}

static struct finance_month *month_of(struct tx *tx, struct date day)
{
    struct finance_month *month = ARENA_NEW(tx_arena(tx), struct finance_month);
    struct civil civil = date_to_civil(day);
    struct date next;

    civil.day = 1;
    if (!date_from_civil(civil, &month->first))
        month->first = day;
    civil.year += civil.month == 12;
    civil.month = civil.month % 12 + 1;
    if (!date_from_civil(civil, &next))
        next.days = day.days + 1;
    month->last.days = next.days - 1;
    month->has_sales = true;
    return month;
}

static enum status read_shared(struct tx *tx, enum language language, struct show_result *result)
{
    struct finance_shares shares;
    enum status status;

    if (result->held)
        return show_held_shared(result);
    status = finance_shared_run(tx, month_of(tx, result->show.day), language, &shares);
    result->month = shares.report;
    for (size_t i = 0; status == OK && i < shares.count; i++) {
        struct show_sums *sums;

        if (!id_equal(shares.shows[i].id, result->show.row.id) || shares.shows[i].shared_cost == 0)
            continue;
        sums = show_sums_of(result, shares.shows[i].currency);
        if (!sums)
            return TOO_LARGE;
        sums->lines[LINE_SHARED] = money_sum(sums->lines[LINE_SHARED], shares.shows[i].shared_cost);
    }
    return status;
}

/* ---- spreading ---- */

static int64_t weight_of(const struct show_part *part)
{
    int64_t weight = money_difference(part->sums.lines[LINE_GMV], part->sums.lines[LINE_REFUNDS]);

    return weight > 0 ? weight : 0;
}

/* What is not in the parts yet. Nothing sold: it belongs to none of them. */
static bool spread_line(struct show_parts *parts, enum show_line line, int64_t whole)
{
    int64_t total = 0, given = 0, passed = 0, upto;

    for (size_t i = 0; i < parts->count; i++) {
        whole = money_difference(whole, parts->at[i].sums.lines[line]);
        if (__builtin_add_overflow(total, weight_of(&parts->at[i]), &total))
            return false;
    }
    if (total == 0)
        parts->at[0].sums.lines[line] = money_sum(parts->at[0].sums.lines[line], whole);
    for (size_t i = 0; total > 0 && i < parts->count; i++) {
        passed += weight_of(&parts->at[i]);
        if (!show_share(whole, passed, total, &upto))
            return false;
        parts->at[i].sums.lines[line] = money_sum(parts->at[i].sums.lines[line], upto - given);
        given = upto;
    }
    return true;
}

static bool spread(struct show_result *result, struct show_parts *parts)
{
    const struct show_sums *whole = &result->sums[0].sums;
    bool fits = true;

    for (int line = LINE_FEE; line < LINE_COUNT && fits; line++)
        fits = spread_line(parts, (enum show_line)line, whole->lines[line]);
    /* A GMV that is typed on the show is not itemised as far as it differs. */
    parts->at[0].sums.lines[LINE_GMV] =
        money_sum(parts->at[0].sums.lines[LINE_GMV],
                  money_difference(whole->lines[LINE_GMV], result->itemised_gmv));
    return fits;
}

static void take_typed(struct show_result *result)
{
    const struct live_session *show = &result->show;
    struct show_sums *sums = &result->sums[0].sums;

    result->itemised_gmv = sums->lines[LINE_GMV];
    if (!row_is_null(show, &live_session_entity, "gmv"))
        sums->lines[LINE_GMV] = show->gmv;
    if (!row_is_null(show, &live_session_entity, "items"))
        sums->units = show->items;
    sums->lines[LINE_OWN] = show->cost;
}

static enum status find_lock(struct tx *tx, struct show_result *result)
{
    const struct value values[] = { VALUE_OF_ID(result->show.row.id) };
    struct cursor *cursor;
    enum status status = tx_query(
        tx, T("SELECT 1 FROM record_lock WHERE live_session_id = $1 AND month IS NULL LIMIT 1"),
        values, 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &result->is_closed);
    cursor_close(cursor);
    return status;
}

static enum status convert(struct tx *tx, struct show_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        for (int line = 0; line < LINE_COUNT; line++) {
            int64_t amount = result->sums[i].sums.lines[line], converted = 0;
            bool is_known = true;
            enum status status = OK;

            if (amount != 0)
                status = exchange_amount(tx, &result->exchange, result->sums[i].currency,
                                         result->show.day, amount, &converted, &is_known);
            if (status != OK)
                return status;
            if (is_known)
                result->converted.lines[line] = money_sum(result->converted.lines[line], converted);
        }
    return OK;
}

enum status show_result_run(struct tx *tx, struct id live_session_id, enum language language,
                            struct show_result *result)
{
    struct text currency = result->exchange.to;
    enum status status;

    *result = (struct show_result){ .exchange = { .to = currency } };
    status = row_find(tx, &live_session_entity, tx_identity(tx)->workspace_id, live_session_id,
                      &result->show);
    if (status != OK)
        return status;
    result->exchange.first = result->exchange.last = result->show.day;
    (void)show_sums_of(result, result->show.currency);
    status = show_sales_read(tx, result);
    if (status != OK)
        return status;
    take_typed(result);
    status = read_costs(tx, result);
    if (status == OK)
        status = find_lock(tx, result);
    if (status == OK)
        status = show_held_find(tx, result);
    if (status == OK)
        status = read_shared(tx, language, result);
    if (status == OK)
        status = show_rules_run(tx, result);
    if (status == OK && !(spread(result, &result->minutes) && spread(result, &result->slots) &&
                          spread(result, &result->products)))
        status = TOO_LARGE;
    return status == OK && currency.size > 0 ? convert(tx, result) : status;
}
