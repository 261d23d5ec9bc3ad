/* What was booked for a sale is read from the movements, so that writing the sale again, or undoing
   an import that never booked, changes nothing. What comes back is worth what it left with. */
#include "ops/stock_of_sale.h"

#include "ops/ops.h"
#include "ops/sale.h"
#include "ops/stock_average.h"
#include "ops/stock_book.h"
#include "store/row.h"

enum { LIMIT_SALE_PLACES = 16 };

/* What a sale still holds of one variant from one place. */
struct held {
    struct id variant_id, location_id;
    int64_t pieces, value;
    struct text currency; /* empty: the stock is valued in another one by now */
};

struct following {
    struct call *call;
    const struct sale *before, *after; /* either may be NULL */
    struct id sale_id;
    struct held held[LIMIT_SALE_PLACES];
    size_t held_count;
    int64_t value; /* that left now, and its currency */
    struct text currency;
};

static enum status read_held(struct tx *tx, struct following *following)
{
    const struct value values[] = { VALUE_OF_INTEGER(following->call->identity.workspace_id),
                                    VALUE_OF_ID(following->sale_id) };
    struct cursor *cursor;
    bool found;
    enum status status =
        tx_query(tx,
                 T("SELECT m.product_variant_id, m.location_id, CAST(-SUM(m.quantity) AS BIGINT), "
                   "CAST(-SUM(coalesce(e.value, 0)) AS BIGINT), MAX(e.currency), MAX(c.currency) "
                   "FROM main.stock_movement m LEFT JOIN main.stock_entry e ON "
                   "e.workspace_id = m.workspace_id AND e.stock_movement_id = m.id "
                   "LEFT JOIN main.stock_cost c ON c.workspace_id = m.workspace_id AND "
                   "c.product_variant_id = m.product_variant_id "
                   "WHERE m.workspace_id = $1 AND m.reference_id = $2 AND "
                   "m.reference_kind = 'sale' GROUP BY m.product_variant_id, m.location_id "
                   "HAVING SUM(m.quantity) <> 0 ORDER BY m.product_variant_id, m.location_id"),
                 values, 2, &cursor);

    if (status != OK)
        return status;
    following->held_count = 0;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        struct held *held = &following->held[following->held_count];

        if (following->held_count == LIMIT_SALE_PLACES) {
            status = TOO_LARGE; /* some pieces would not be given back */
            break;
        }
        *held = (struct held){ .variant_id = cursor_value(cursor, 0).id,
                               .location_id = cursor_value(cursor, 1).id,
                               .pieces = cursor_value(cursor, 2).integer,
                               .value = cursor_value(cursor, 3).integer };
        if (cursor_value(cursor, 4).type == VALUE_TEXT &&
            text_equal(cursor_value(cursor, 4).text, cursor_value(cursor, 5).text))
            held->currency = cursor_value_kept(cursor, 4).text;
        following->held_count++;
    }
    cursor_close(cursor);
    return status;
}

static enum status book(struct tx *tx, struct following *following, struct stock_line line)
{
    struct stock_booked booked;
    enum status status;

    line.reference_kind = REFERENCE_SALE;
    line.reference_id = following->sale_id;
    status = stock_book(following->call, tx, &line, &booked);
    if (status == OK && line.kind == STOCK_OUT) {
        following->value -= booked.value;
        following->currency = booked.currency;
    }
    return status;
}

static enum status give_back(struct tx *tx, struct following *following, const struct held *held,
                             int64_t pieces)
{
    struct stock_line line = { .kind = STOCK_RETURN,
                               .variant_id = held->variant_id,
                               .location_id = held->location_id,
                               .quantity = pieces,
                               .reason = REASON_CORRECTION };
    enum status status = stock_share(held->value, pieces, held->pieces, &line.value);

    line.has_value = status == OK && line.value >= 0 && held->currency.size > 0;
    line.currency = held->currency;
    return status == OK ? book(tx, following, line) : status;
}

static enum status take(struct tx *tx, struct following *following, const struct sale *sale,
                        int64_t pieces)
{
    return book(tx, following,
                (struct stock_line){ .kind = STOCK_OUT,
                                     .variant_id = sale->product_variant_id,
                                     .location_id = sale->location_id,
                                     .quantity = pieces,
                                     .reason = REASON_SALE,
                                     .moved_at = sale->sold_at <= following->call->now_ms
                                                     ? sale->sold_at
                                                     : following->call->now_ms });
}

static bool takes_stock(const struct sale *sale)
{
    return sale && !id_is_zero(sale->product_variant_id) && !id_is_zero(sale->location_id);
}

/* A sale that says no cost costs what its pieces were worth, when that is in its currency. */
static enum status keep_cost(struct tx *tx, const struct following *following)
{
    const struct sale *sale = following->after;
    struct sale known;
    enum status status;

    if (!sale || following->value <= 0 || !row_is_null(sale, &sale_entity, "cost") ||
        !text_equal(following->currency, sale->currency))
        return OK;
    status = row_find(tx, &sale_entity, sale->row.workspace_id, sale->row.id, &known);
    if (status == OK)
        status = stock_share(following->value, 1, sale->quantity, &known.cost);
    return status == OK && known.cost <= MONEY_MAX ? row_update(tx, &sale_entity, &known) : status;
}

static enum status settle(struct tx *tx, void *context)
{
    struct following *following = context;
    const struct sale *sale = following->after;
    int64_t wanted = takes_stock(sale) ? sale->quantity : 0;
    enum status status = read_held(tx, following);

    for (size_t i = 0; status == OK && i < following->held_count; i++) {
        const struct held *held = &following->held[i];
        bool is_it = wanted > 0 && id_equal(held->variant_id, sale->product_variant_id) &&
                     id_equal(held->location_id, sale->location_id);
        int64_t keeps = !is_it ? 0 : wanted < held->pieces ? wanted : held->pieces;

        if (is_it)
            wanted -= keeps;
        if (held->pieces > keeps)
            status = give_back(tx, following, held, held->pieces - keeps);
    }
    if (status == OK && wanted > 0)
        status = take(tx, following, sale, wanted);
    if (status == OK && !takes_stock(following->before))
        status = keep_cost(tx, following);
    return status;
}

/* Pieces that are back in stock are of the size they were sold as. */
static bool is_other_goods(const struct sale *before, const struct sale *after)
{
    return after->restocked > 0 && takes_stock(before) &&
           !(id_equal(before->product_variant_id, after->product_variant_id) &&
             id_equal(before->location_id, after->location_id));
}

static enum status refuse_other_goods(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "55000", .entity = &sale_entity,
                  .field = entity_field(&sale_entity, T("product_variant_id")),
                  .say = L("Pieces of this sale are back in stock: delete the return first.",
                           "该笔销售已有退货入库，请先删除退货记录。"));
}

enum status stock_follow_sale(struct call *call, struct tx *tx, const void *before,
                              const void *after)
{
    struct following following = { .call = call, .before = before, .after = after };

    if (before && after && is_other_goods(before, after))
        return refuse_other_goods(call);
    following.sale_id = ((const struct row *)(after ? after : before))->id;
    if (!takes_stock(before) && !takes_stock(after))
        return OK;
    return tx_as_system(tx, settle, &following);
}
