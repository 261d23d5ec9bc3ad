/* Undoing: what left comes back with what it took along. */
#include "ops/stock_undo.h"

#include "ops/stock_cost.h"
#include "store/row.h"

enum status stock_undo_find(struct call *call, struct tx *tx, struct id movement_id,
                            struct id *ret_id)
{
    const struct value values[] = { VALUE_OF_INTEGER(call->identity.workspace_id),
                                    VALUE_OF_ID(movement_id) };
    struct stock_movement other = { 0 };
    enum status status = row_find_where(
        tx, &stock_movement_entity, T("workspace_id = $1 AND corrects_id = $2"), values, 2, &other);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_id = status == OK ? other.row.id : (struct id){ 0 };
    return OK;
}

/* While the stock is still valued in its currency. */
static enum status find_worth(struct call *call, struct tx *tx,
                              const struct stock_movement *movement, struct stock_line *line)
{
    int64_t workspace_id = call->identity.workspace_id;
    const struct value of_movement[] = { VALUE_OF_INTEGER(workspace_id),
                                         VALUE_OF_ID(movement->row.id) };
    const struct value of_variant[] = { VALUE_OF_INTEGER(workspace_id),
                                        VALUE_OF_ID(line->variant_id) };
    struct stock_entry entry;
    struct stock_cost cost;
    enum status status = row_find_where(tx, &stock_entry_entity,
                                        T("workspace_id = $1 AND stock_movement_id = $2"),
                                        of_movement, 2, &entry);

    if (status == OK)
        status = row_find_where(tx, &stock_cost_entity,
                                T("workspace_id = $1 AND product_variant_id = $2"), of_variant, 2,
                                &cost);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    line->has_value = entry.value <= 0 && text_equal(entry.currency, cost.currency);
    line->value = -entry.value;
    line->currency = entry.currency;
    return OK;
}

static struct stock_line reverse_of(const struct stock_movement *movement, struct id new_id,
                                    struct text note)
{
    return (struct stock_line){ .id = new_id,
                                .kind = STOCK_ADJUST,
                                .variant_id = movement->product_variant_id,
                                .location_id = movement->location_id,
                                .quantity = -movement->quantity,
                                .reason = REASON_CORRECTION,
                                .reference_kind = movement->reference_kind,
                                .reference_id = movement->reference_id,
                                .corrects_id = movement->row.id,
                                .note = note };
}

enum status stock_undo(struct call *call, struct tx *tx, const struct stock_movement *movement,
                       struct id new_id, struct text note, struct stock_booked *ret_booked)
{
    struct stock_line line = reverse_of(movement, new_id, note);
    struct stock_movement arrival;
    enum status status = OK;

    if (movement->kind == STOCK_TRANSFER) {
        status = row_find(tx, &stock_movement_entity, movement->row.workspace_id,
                          movement->transfer_id, &arrival);
        line.kind = STOCK_TRANSFER;
        line.to_location_id = line.location_id;
        line.location_id = status == OK ? arrival.location_id : line.location_id;
    } else if (line.quantity > 0) {
        status = find_worth(call, tx, movement, &line);
    }
    return status == OK ? stock_book(call, tx, &line, ret_booked) : status;
}
