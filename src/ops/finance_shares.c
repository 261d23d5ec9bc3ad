/* The costs without a show, the shows from the report of the month with their minutes, among which
   those of their currency are shared, and the costs of the shows themselves. */
#include "ops/finance_shares.h"

#include "base/money.h"

struct sharing {
    struct tx *tx;
    struct finance_shares *shares;
    struct shared_cost *costs;
    size_t cost_count, cost_room;
    int64_t *weights, *parts;
};

static struct finance_show *find_show(const struct finance_shares *shares, struct id id,
                                      struct text currency)
{
    for (size_t i = 0; i < shares->count; i++)
        if (id_equal(shares->shows[i].id, id) && text_equal(shares->shows[i].currency, currency))
            return &shares->shows[i];
    return NULL;
}

/* ---- the shows */

static enum status list_shows(struct tx *tx, const struct finance_month *month,
                              enum language language, struct finance_shares *shares)
{
    struct report_query query = { .group = GROUP_SHOW, .from = month->first, .to = month->last };
    struct report *report = &shares->report;
    enum status status = report_run(tx, &query, language, report);

    if (status != OK)
        return status;
    report_sort(report, ORDER_KEY, false);
    shares->shows = ARENA_NEW_ARRAY(tx_arena(tx), struct finance_show, report->count + 1);
    shares->count = report->count;
    for (size_t i = 0; i < report->count; i++)
        shares->shows[i] = (struct finance_show){ .id = report->rows[i].live_session_id,
                                                  .title = report->rows[i].label,
                                                  .currency = report->rows[i].currency,
                                                  .day = report->rows[i].day,
                                                  .sales = report->rows[i].now };
    return OK;
}

static enum status each_row(struct sharing *sharing, const struct finance_month *month,
                            struct text sql,
                            enum status (*take)(struct sharing *sharing,
                                                const struct cursor *cursor))
{
    struct value days[] = { finance_day(sharing->tx, month->first),
                            finance_day(sharing->tx, month->last) };
    struct cursor *cursor;
    bool is_found = true;
    enum status status = tx_query(sharing->tx, sql, days, 2, &cursor);

    if (status != OK)
        return status;
    while (status == OK && is_found) {
        status = cursor_next(cursor, &is_found);
        if (status == OK && is_found)
            status = take(sharing, cursor);
    }
    cursor_close(cursor);
    return status;
}

static enum status take_minutes(struct sharing *sharing, const struct cursor *cursor)
{
    struct id id = cursor_value(cursor, 0).id;

    for (size_t i = 0; i < sharing->shares->count; i++)
        if (id_equal(sharing->shares->shows[i].id, id))
            sharing->shares->shows[i].minutes = finance_number(cursor, 1) / MS_PER_MINUTE;
    return OK;
}

/* A cost of one show, whichever its day; a show that has no other figure in the cost's currency is
   not in the report and gets no row here either: finance_month has it. */
static enum status take_direct(struct sharing *sharing, const struct cursor *cursor)
{
    struct finance_show *show =
        find_show(sharing->shares, cursor_value(cursor, 0).id, cursor_value(cursor, 1).text);

    if (show)
        show->direct_cost = money_sum(show->direct_cost, finance_number(cursor, 2));
    return OK;
}

/* ---- sharing */

static int64_t weight_of(const struct finance_show *show, struct text rule)
{
    int64_t weight = 0;

    if (id_is_zero(show->id))
        return 0;
    if (text_equal(rule, T("gmv")))
        weight = show->sales.gmv;
    else if (text_equal(rule, T("units")))
        weight = show->sales.units;
    else
        weight = show->minutes;
    return weight > 0 ? weight : 0;
}

/* Costs of one currency and one rule that belong to no show. */
struct shared_cost {
    struct text currency, rule;
    int64_t amount;
};

static enum status take_shared(struct sharing *sharing, const struct cursor *cursor)
{
    if (sharing->cost_count == sharing->cost_room) {
        size_t room = sharing->cost_room > 0 ? 2 * sharing->cost_room : 8;
        struct shared_cost *more = ARENA_NEW_ARRAY(tx_arena(sharing->tx), struct shared_cost, room);

        if (sharing->cost_count > 0)
            memcpy(more, sharing->costs, sharing->cost_count * sizeof *more);
        sharing->costs = more;
        sharing->cost_room = room;
    }
    sharing->costs[sharing->cost_count++] =
        (struct shared_cost){ .currency = cursor_value_kept(cursor, 0).text,
                              .rule = cursor_value_kept(cursor, 1).text,
                              .amount = finance_number(cursor, 2) };
    return OK;
}

static enum status read_shared(struct sharing *sharing, const struct finance_month *month)
{
    return each_row(sharing, month,
                    T("SELECT currency, share_by, CAST(SUM(amount) AS BIGINT) FROM "
                      "cost_item WHERE live_session_id IS NULL AND share_by <> 'none' AND "
                      "day >= $1 AND day <= $2 GROUP BY currency, share_by "
                      "ORDER BY currency, share_by"),
                    take_shared);
}

static void share(struct sharing *sharing, const struct shared_cost *cost)
{
    struct finance_shares *shares = sharing->shares;

    for (size_t i = 0; i < shares->count; i++)
        sharing->weights[i] = text_equal(shares->shows[i].currency, cost->currency)
                                  ? weight_of(&shares->shows[i], cost->rule)
                                  : 0;
    if (!share_amount(cost->amount, sharing->weights, shares->count, sharing->parts))
        return;
    for (size_t i = 0; i < shares->count; i++)
        shares->shows[i].shared_cost = money_sum(shares->shows[i].shared_cost, sharing->parts[i]);
}

static enum status list_and_share(struct sharing *sharing, const struct finance_month *month,
                                  enum language language)
{
    struct arena *arena = tx_arena(sharing->tx);
    enum status status = list_shows(sharing->tx, month, language, sharing->shares);

    if (status == OK)
        status = each_row(sharing, month,
                          T("SELECT id, ends_at - starts_at FROM live_session WHERE day >= $1 AND "
                            "day <= $2 AND starts_at IS NOT NULL AND ends_at > starts_at"),
                          take_minutes);
    if (status != OK)
        return status;
    sharing->weights = ARENA_NEW_ARRAY(arena, int64_t, sharing->shares->count + 1);
    sharing->parts = ARENA_NEW_ARRAY(arena, int64_t, sharing->shares->count + 1);
    for (size_t i = 0; i < sharing->cost_count; i++)
        share(sharing, &sharing->costs[i]);
    return OK;
}

enum status finance_shares_run(struct tx *tx, const struct finance_month *month,
                               enum language language, struct finance_shares *ret)
{
    struct sharing sharing = { .tx = tx, .shares = ret };
    enum status status = read_shared(&sharing, month);

    if (status == OK)
        status = list_and_share(&sharing, month, language);
    if (status != OK)
        return status;
    return each_row(&sharing, month,
                    T("SELECT c.live_session_id, c.currency, CAST(SUM(c.amount) AS BIGINT) "
                      "FROM cost_item c JOIN live_session s ON s.workspace_id = "
                      "c.workspace_id AND s.id = c.live_session_id WHERE s.day >= $1 AND "
                      "s.day <= $2 GROUP BY c.live_session_id, c.currency"),
                    take_direct);
}

enum status finance_shared_run(struct tx *tx, const struct finance_month *month,
                               enum language language, struct finance_shares *ret)
{
    struct sharing sharing = { .tx = tx, .shares = ret };
    enum status status = read_shared(&sharing, month);

    *ret = (struct finance_shares){ 0 };
    if (status != OK || sharing.cost_count == 0)
        return status;
    return list_and_share(&sharing, month, language);
}

/* ---- on the wire */

static void write_show(struct json_writer *json, const struct finance_show *show)
{
    struct figures all = show->sales;
    int64_t margin;

    all.cost = money_sum(all.cost, money_sum(show->direct_cost, show->shared_cost));
    json_begin_object(json);
    json_write_key(json, T("live_session_id"));
    if (id_is_zero(show->id))
        json_write_null(json);
    else
        json_write_text(json, text_from(id_to_text(show->id).at));
    json_write_text_member(json, T("title"), show->title);
    json_write_key(json, T("day"));
    if (show->day.size > 0)
        json_write_text(json, show->day);
    else
        json_write_null(json);
    json_write_text_member(json, T("currency"), show->currency);
    json_write_integer_member(json, T("gmv"), show->sales.gmv);
    json_write_integer_member(json, T("units"), show->sales.units);
    json_write_integer_member(json, T("minutes"), show->minutes);
    json_write_integer_member(json, T("refunds"), show->sales.refunds);
    json_write_integer_member(json, T("returned_units"), show->sales.returned_units);
    json_write_integer_member(json, T("cost"), figures_net_cost(&show->sales));
    json_write_integer_member(json, T("direct_cost"), show->direct_cost);
    json_write_integer_member(json, T("shared_cost"), show->shared_cost);
    json_write_integer_member(json, T("profit"), figures_profit(&all));
    json_write_key(json, T("margin"));
    if (figures_margin(&all, &margin))
        json_write_integer(json, margin);
    else
        json_write_null(json);
    json_end_object(json);
}

void finance_shares_write(struct json_writer *json, const struct finance_shares *shares)
{
    json_begin_array(json);
    for (size_t i = 0; i < shares->count; i++)
        write_show(json, &shares->shows[i]);
    json_end_array(json);
}
