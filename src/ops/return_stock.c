/* What was booked is read from the movements, so that writing a return again books nothing again
   (as in stock_of_sale.c). */
#include "ops/return_stock.h"

#include "ops/sale.h"
#include "ops/sale_return.h"
#include "ops/stock_book.h"
#include "store/row.h"

enum { LIMIT_RETURN_PLACES = 16 };

struct booked_at {
    struct id variant_id, location_id;
    int64_t pieces;
};

struct settling {
    struct call *call;
    struct id return_id;
    struct booked_at at[LIMIT_RETURN_PLACES];
    size_t count;
};

static enum status read_booked(struct tx *tx, struct settling *settling)
{
    const struct value values[] = { VALUE_OF_INTEGER(settling->call->identity.workspace_id),
                                    VALUE_OF_ID(settling->return_id) };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT m.product_variant_id, m.location_id, CAST(SUM(m.quantity) AS BIGINT) "
                   "FROM main.stock_movement m WHERE m.workspace_id = $1 AND m.reference_id = $2 "
                   "AND m.reference_kind = 'return' GROUP BY m.product_variant_id, m.location_id "
                   "HAVING SUM(m.quantity) <> 0 ORDER BY m.product_variant_id, m.location_id"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found &&
           settling->count < LIMIT_RETURN_PLACES)
        settling->at[settling->count++] =
            (struct booked_at){ .variant_id = cursor_value(cursor, 0).id,
                                .location_id = cursor_value(cursor, 1).id,
                                .pieces = cursor_value(cursor, 2).integer };
    cursor_close(cursor);
    return status == OK && found ? TOO_LARGE : status;
}

static enum status book(struct tx *tx, const struct settling *settling, struct stock_line line)
{
    struct stock_booked booked;

    line.reference_kind = REFERENCE_RETURN;
    line.reference_id = settling->return_id;
    return stock_book(settling->call, tx, &line, &booked);
}

static enum status take_back(struct tx *tx, const struct settling *settling,
                             const struct booked_at *at, int64_t pieces)
{
    return book(tx, settling,
                (struct stock_line){ .kind = STOCK_OUT,
                                     .variant_id = at->variant_id,
                                     .location_id = at->location_id,
                                     .quantity = pieces,
                                     .reason = REASON_CORRECTION });
}

static enum status find_currency(struct tx *tx, const struct sale *sale, struct text *ret_currency)
{
    const struct value values[] = { VALUE_OF_INTEGER(sale->row.workspace_id),
                                    VALUE_OF_ID(sale->product_variant_id) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(tx,
                                  T("SELECT currency FROM main.stock_cost WHERE workspace_id = $1 "
                                    "AND product_variant_id = $2"),
                                  values, 2, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    *ret_currency = found ? cursor_value_kept(cursor, 0).text : sale->currency;
    cursor_close(cursor);
    return status;
}

static enum status put_back(struct tx *tx, const struct settling *settling, const struct sale *sale,
                            const struct sale_return *back, int64_t pieces)
{
    struct call *call = settling->call;
    struct stock_line line = { .kind = STOCK_RETURN,
                               .variant_id = sale->product_variant_id,
                               .location_id = back->location_id,
                               .quantity = pieces,
                               .reason = REASON_CUSTOMER_RETURN,
                               .moved_at = back->returned_at <= call->now_ms ? back->returned_at
                                                                             : call->now_ms };
    struct text currency = { 0 };
    enum status status = find_currency(tx, sale, &currency);

    if (!row_is_null(sale, &sale_entity, "cost") && text_equal(currency, sale->currency)) {
        line.has_unit_cost = true;
        line.unit_cost = sale->cost;
        line.currency = sale->currency;
    }
    return status == OK ? book(tx, settling, line) : status;
}

enum status return_stock_settle(struct call *call, struct tx *tx, struct id return_id,
                                const struct sale *sale, const struct sale_return *back)
{
    struct settling settling = { .call = call, .return_id = return_id };
    int64_t wanted = back && !id_is_zero(back->location_id) ? back->quantity : 0;
    enum status status = read_booked(tx, &settling);

    for (size_t i = 0; status == OK && i < settling.count; i++) {
        const struct booked_at *at = &settling.at[i];
        bool is_it = wanted > 0 && id_equal(at->location_id, back->location_id) &&
                     id_equal(at->variant_id, sale->product_variant_id);
        int64_t keeps = !is_it ? 0 : wanted < at->pieces ? wanted : at->pieces;

        if (is_it)
            wanted -= keeps;
        if (at->pieces > keeps)
            status = take_back(tx, &settling, at, at->pieces - keeps);
    }
    return status == OK && wanted > 0 ? put_back(tx, &settling, sale, back, wanted) : status;
}
