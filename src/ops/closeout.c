/* Four pairs of figures. Each difference stays open until explanations add up to it; only orders
   that both files name are compared one by one. */
#include "ops/closeout.h"

#include "base/money.h"

static enum status read_numbers(struct tx *tx, struct text sql, const struct value *values,
                                size_t count, int64_t *numbers, size_t number_count)
{
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    for (size_t i = 0; i < number_count; i++)
        numbers[i] = status == OK && is_found ? finance_number(cursor, i) : 0;
    cursor_close(cursor);
    return status;
}

static enum status read_payout(struct tx *tx, struct closeout *closeout)
{
    const struct live_session *show = &closeout->result->show;
    const struct value values[] = { VALUE_OF_ID(show->row.id), VALUE_OF_TEXT(show->currency) };
    int64_t numbers[5] = { 0 };
    enum status status = read_numbers(
        tx,
        T("SELECT CAST(SUM(CASE WHEN currency = $2 THEN amount ELSE 0 END) AS BIGINT), "
          "CAST(SUM(CASE WHEN currency = $2 THEN fee ELSE 0 END) AS BIGINT), "
          "CAST(SUM(CASE WHEN currency = $2 THEN COALESCE(paid, amount - fee) ELSE 0 END) AS "
          "BIGINT), COUNT(*), CAST(SUM(CASE WHEN currency = $2 THEN 0 ELSE 1 END) AS BIGINT) FROM "
          "payout_line WHERE live_session_id = $1"),
        values, 2, numbers, 5);

    closeout->checks[CHECK_SALES].found = numbers[0];
    closeout->checks[CHECK_FEE].found = numbers[1];
    closeout->paid = closeout->checks[CHECK_CASH].expected = numbers[2];
    closeout->payout_lines = numbers[3];
    closeout->foreign_lines = numbers[4];
    if (status != OK)
        return status;
    return read_numbers(tx,
                        T("SELECT CAST(SUM(amount) AS BIGINT) FROM cash_receipt WHERE "
                          "live_session_id = $1 AND currency = $2"),
                        values, 2, &closeout->checks[CHECK_CASH].found, 1);
}

/* Pieces are counted whoever asks: how many left is no secret of the warehouse. CROSS JOIN tells
   SQLite to go from the sales of the show to what followed from them. */
static enum status read_stock(struct tx *tx, void *context)
{
    struct closeout *closeout = context;
    struct closeout_side *side = &closeout->checks[CHECK_STOCK];
    const struct live_session *show = &closeout->result->show;
    const struct value values[] = { VALUE_OF_INTEGER(show->row.workspace_id),
                                    VALUE_OF_ID(show->row.id) };
    int64_t back = 0;
    enum status status = read_numbers(
        tx,
        T("SELECT CAST(-SUM(m.quantity) AS BIGINT) FROM main.sale a CROSS JOIN "
          "main.stock_movement m WHERE m.workspace_id = a.workspace_id AND m.reference_id = "
          "a.id AND m.reference_kind = 'sale' AND a.workspace_id = $1 AND "
          "a.live_session_id = $2"),
        values, 2, &side->found, 1);

    side->expected = closeout->result->gone;
    if (status != OK || closeout->result->returned == 0)
        return status;
    status = read_numbers(
        tx,
        T("SELECT CAST(-SUM(m.quantity) AS BIGINT) FROM main.sale a CROSS JOIN "
          "main.sale_return r CROSS JOIN main.stock_movement m WHERE r.workspace_id = "
          "a.workspace_id AND r.sale_id = a.id AND m.workspace_id = r.workspace_id AND "
          "m.reference_id = r.id AND m.reference_kind = 'return' AND a.workspace_id = $1 AND "
          "a.live_session_id = $2 AND a.returned > 0"),
        values, 2, &back, 1);
    side->found = money_sum(side->found, back);
    return status;
}

static enum status read_explanations(struct tx *tx, struct closeout *closeout)
{
    const struct live_session *show = &closeout->result->show;
    const struct value values[] = { VALUE_OF_ID(show->row.id), VALUE_OF_TEXT(show->currency) };
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx,
                 T("SELECT about, CAST(SUM(CASE WHEN currency = $2 THEN amount ELSE 0 END) AS "
                   "BIGINT), CAST(SUM(pieces) AS BIGINT) FROM show_explanation WHERE "
                   "live_session_id = $1 GROUP BY about"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found)
        for (int i = CHECK_SALES; i <= CHECK_COUNT; i++)
            if (text_equal(cursor_value(cursor, 0).text, text_from(closeout_checks[i - 1].value)))
                closeout->checks[i].explained = finance_number(cursor, i == CHECK_STOCK ? 2 : 1);
    cursor_close(cursor);
    return status;
}

static enum status read_orders(struct tx *tx, struct closeout *closeout)
{
    const struct live_session *show = &closeout->result->show;
    const struct value values[] = { VALUE_OF_ID(show->row.id), VALUE_OF_TEXT(show->currency) };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(
        tx,
        T("SELECT x.external_ref, CAST(SUM(x.sold) AS BIGINT), CAST(SUM(x.paid) AS BIGINT), "
          "CAST(SUM(x.sales) AS BIGINT), CAST(SUM(x.lines) AS BIGINT) FROM (SELECT external_ref, "
          "price * quantity - refunded AS sold, 0 AS paid, 1 AS sales, 0 AS lines FROM sale WHERE "
          "live_session_id = $1 AND currency = $2 AND external_ref IS NOT NULL UNION ALL SELECT "
          "external_ref, 0, amount, 0, 1 FROM payout_line WHERE live_session_id = $1 AND "
          "currency = $2 AND external_ref IS NOT NULL) x GROUP BY x.external_ref HAVING "
          "SUM(x.sold) <> SUM(x.paid) ORDER BY x.external_ref LIMIT 201"),
        values, 2, &cursor);

    if (status != OK)
        return status;
    closeout->orders = ARENA_NEW_ARRAY(tx_arena(tx), struct closeout_order, LIMIT_CLOSEOUT_ORDERS);
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found) {
        closeout->has_more_orders = closeout->order_count == LIMIT_CLOSEOUT_ORDERS;
        if (!closeout->has_more_orders)
            closeout->orders[closeout->order_count++] =
                (struct closeout_order){ cursor_value_kept(cursor, 0).text,
                                         finance_number(cursor, 1), finance_number(cursor, 2),
                                         finance_number(cursor, 3), finance_number(cursor, 4) };
    }
    cursor_close(cursor);
    return status;
}

enum status closeout_run(struct tx *tx, struct id live_session_id, enum language language,
                         struct closeout *closeout)
{
    struct show_result *result = ARENA_NEW(tx_arena(tx), struct show_result);
    const struct show_sums *sums = &result->sums[0].sums;
    enum status status;

    *closeout = (struct closeout){ .result = result };
    status = show_result_run(tx, live_session_id, language, result);
    if (status != OK)
        return status;
    closeout->checks[CHECK_SALES].expected =
        money_difference(sums->lines[LINE_GMV], sums->lines[LINE_REFUNDS]);
    closeout->checks[CHECK_FEE].expected = sums->lines[LINE_FEE];
    status = read_payout(tx, closeout);
    if (status == OK)
        status = tx_as_system(tx, read_stock, closeout);
    if (status == OK)
        status = read_explanations(tx, closeout);
    return status == OK ? read_orders(tx, closeout) : status;
}

int64_t closeout_open(const struct closeout_side *side)
{
    return money_difference(money_difference(side->found, side->expected), side->explained);
}

/* ---- on the wire ---- */

static void write_check(struct json_writer *json, int check, const struct closeout_side *side)
{
    json_begin_object(json);
    json_write_text_member(json, T("about"), text_from(closeout_checks[check - 1].value));
    json_write_integer_member(json, T("expected"), side->expected);
    json_write_integer_member(json, T("found"), side->found);
    json_write_integer_member(json, T("difference"), money_difference(side->found, side->expected));
    json_write_integer_member(json, T("explained"), side->explained);
    json_write_integer_member(json, T("open"), closeout_open(side));
    json_end_object(json);
}

static void write_orders(struct json_writer *json, const struct closeout *closeout)
{
    json_begin_array(json);
    for (size_t i = 0; i < closeout->order_count; i++) {
        const struct closeout_order *order = &closeout->orders[i];

        json_begin_object(json);
        json_write_text_member(json, T("external_ref"), order->external_ref);
        json_write_text_member(json, T("state"),
                               order->lines == 0   ? T("not_paid")
                               : order->sales == 0 ? T("unknown")
                                                   : T("differs"));
        json_write_integer_member(json, T("sold"), order->sold);
        json_write_integer_member(json, T("paid"), order->paid);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_members(struct json_writer *json, const struct closeout *closeout)
{
    const struct live_session *show = &closeout->result->show;

    json_write_text_member(json, T("live_session_id"), text_from(id_to_text(show->row.id).at));
    json_write_text_member(json, T("title"), show->title);
    json_write_text_member(json, T("currency"), show->currency);
    json_write_boolean_member(json, T("is_closed"), closeout->result->is_closed);
    json_write_integer_member(json, T("payout_lines"), closeout->payout_lines);
    json_write_integer_member(json, T("foreign_lines"), closeout->foreign_lines);
    json_write_integer_member(json, T("profit"), show_profit(&closeout->result->sums[0].sums));
    json_write_key(json, T("checks"));
    json_begin_array(json);
    for (int i = CHECK_SALES; i <= CHECK_COUNT; i++)
        write_check(json, i, &closeout->checks[i]);
    json_end_array(json);
    json_write_key(json, T("orders"));
    write_orders(json, closeout);
    json_write_boolean_member(json, T("has_more_orders"), closeout->has_more_orders);
}

void closeout_write(struct json_writer *json, const struct closeout *closeout)
{
    json_begin_object(json);
    write_members(json, closeout);
    json_end_object(json);
}

void closeout_write_kept(struct json_writer *json, const struct closeout *closeout)
{
    json_begin_object(json);
    write_members(json, closeout);
    json_write_key(json, T("held"));
    show_held_write(json, closeout->result);
    json_end_object(json);
}
