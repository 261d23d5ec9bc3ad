/* Booking. The row of stock_cost is written by every movement of its variant: on PostgreSQL two
   bookings of one variant never both succeed without one having seen the other, and the store runs
   the second again. */
#include "ops/stock_book.h"

#include "base/zone.h"
#include "ops/location.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "ops/record_lock.h"
#include "ops/stock_average.h"
#include "ops/stock_cost.h"
#include "store/row.h"

/* How long a clock of a phone may be ahead. */
enum { AHEAD_MS = 5 * 60 * 1000 };

struct booking {
    struct call *call;
    struct tx *tx;
    const struct stock_line *line;
    struct product_variant variant;
    struct stock_cost cost;
    struct stock_level level;
    struct stock_worth worth;
    int64_t moved_at, booked_at;
    int64_t unit_cost; /* of one piece that came in or went */
    int64_t value;     /* change of the carried value */
};

static enum status refuse(const struct booking *booking, const char *field, struct refusal refusal)
{
    refusal.field = stock_line_field(field);
    refusal.entity = &stock_movement_entity;
    refusal.row = booking->line->number;
    return call_refuse(booking->call, refusal);
}

static enum status refuse_missing(const struct booking *booking, const char *field)
{
    return refuse(booking, field,
                  (struct refusal){ .status = NOT_FOUND,
                                    .code = "P0002",
                                    .say = L("There is no such {field}.", "没有这个{field}。") });
}

/* ---- a line that was booked before ---- */

static bool is_same(const struct stock_line *line, const struct stock_movement *movement)
{
    int64_t pieces = movement->quantity < 0 && line->kind != STOCK_ADJUST ? -movement->quantity
                                                                          : movement->quantity;

    return movement->kind == line->kind &&
           id_equal(movement->product_variant_id, line->variant_id) &&
           id_equal(movement->location_id, line->location_id) &&
           (line->kind == STOCK_COUNT ? movement->counted : pieces) == line->quantity;
}

static enum status find_repeated(const struct booking *booking, struct stock_booked *ret_booked)
{
    int64_t workspace_id = booking->call->identity.workspace_id;
    struct stock_booked booked = { .is_repeated = true };
    enum status status = row_find(booking->tx, &stock_movement_entity, workspace_id,
                                  booking->line->id, &booked.movement);

    if (status != OK)
        return status;
    if (!is_same(booking->line, &booked.movement))
        return refuse(booking, "id",
                      (struct refusal){ .status = CONFLICT,
                                        .code = "23505",
                                        .say = L("This id belongs to another movement.",
                                                 "该编号已用于另一条流水。") });
    if (booked.movement.kind == STOCK_TRANSFER)
        status = row_find(booking->tx, &stock_movement_entity, workspace_id,
                          booked.movement.transfer_id, &booked.arrival);
    if (status == OK)
        *ret_booked = booked;
    return status;
}

/* ---- what is there ---- */

static enum status find_place(const struct booking *booking, const char *field, struct id id)
{
    struct location place;
    enum status status =
        row_find(booking->tx, &location_entity, booking->call->identity.workspace_id, id, &place);

    return status == NOT_FOUND ? refuse_missing(booking, field) : status;
}

/* Makes the row when there is none. Another transaction that makes it too ends one of the two. */
static enum status find_cost(struct booking *booking)
{
    struct stock_cost *cost = &booking->cost;
    const struct value values[] = { VALUE_OF_INTEGER(booking->call->identity.workspace_id),
                                    VALUE_OF_ID(booking->variant.row.id) };
    enum status status = row_find_where(booking->tx, &stock_cost_entity,
                                        T("workspace_id = $1 AND product_variant_id = $2"), values,
                                        2, cost);

    if (status == NOT_FOUND) {
        *cost = (struct stock_cost){ .row = call_new_row(booking->call),
                                     .product_variant_id = booking->variant.row.id,
                                     .currency = booking->variant.currency };
        status = row_insert(booking->tx, &stock_cost_entity, cost);
    }
    booking->worth = (struct stock_worth){ cost->quantity, cost->value, cost->unit_cost };
    return status;
}

static enum status find_level(struct booking *booking, struct id location_id)
{
    struct stock_level *level = &booking->level;
    const struct value values[] = { VALUE_OF_INTEGER(booking->call->identity.workspace_id),
                                    VALUE_OF_ID(booking->variant.row.id),
                                    VALUE_OF_ID(location_id) };
    enum status status = row_find_where(
        booking->tx, &stock_level_entity,
        T("workspace_id = $1 AND product_variant_id = $2 AND location_id = $3"), values, 3, level);

    if (status != NOT_FOUND)
        return status;
    *level = (struct stock_level){ .row = call_new_row(booking->call),
                                   .product_variant_id = booking->variant.row.id,
                                   .location_id = location_id };
    row_set_null(level, &stock_level_entity, "reorder_at");
    return row_insert(booking->tx, &stock_level_entity, level);
}

static enum status find_all(struct booking *booking)
{
    const struct stock_line *line = booking->line;
    enum status status = row_find(booking->tx, &product_variant_entity,
                                  booking->call->identity.workspace_id, line->variant_id,
                                  &booking->variant);

    if (status == NOT_FOUND)
        return refuse_missing(booking, "product_variant_id");
    if (status == OK)
        status = find_place(booking, "location_id", line->location_id);
    if (status == OK && line->kind == STOCK_TRANSFER)
        status = find_place(booking, "to_location_id", line->to_location_id);
    if (status == OK)
        status = find_cost(booking);
    return status;
}

/* ---- what may be ---- */

static enum status check_quantity(const struct booking *booking)
{
    static const int64_t least[STOCK_KINDS + 1] = {
        [STOCK_IN] = 1,       [STOCK_OUT] = 1,
        [STOCK_TRANSFER] = 1, [STOCK_ADJUST] = -STOCK_QUANTITY_MAX,
        [STOCK_RETURN] = 1,   [STOCK_COUNT] = 0
    };
    const struct stock_line *line = booking->line;

    if (line->is_change)
        return OK;
    if (line->quantity < least[line->kind] || (line->kind == STOCK_ADJUST && line->quantity == 0))
        return refuse(booking, "quantity",
                      (struct refusal){ .status = INVALID,
                                        .code = "23514",
                                        .say = L("{field} does not fit this kind of movement.",
                                                 "{field}与流水类型不符。") });
    return OK;
}

static enum status check_line(const struct booking *booking)
{
    const struct stock_line *line = booking->line;
    enum status status = check_quantity(booking);

    if (status != OK)
        return status;
    if (line->kind == STOCK_TRANSFER && id_equal(line->location_id, line->to_location_id))
        return refuse(booking, "to_location_id",
                      (struct refusal){ .status = INVALID,
                                        .code = "23514",
                                        .say = L("Both places are the same.", "两个位置相同。") });
    if (line->moved_at <= booking->call->now_ms + AHEAD_MS)
        return OK;
    return refuse(
        booking, "moved_at",
        (struct refusal){ .status = INVALID,
                          .code = "23514",
                          .say = L("\"{field}\" lies in the future.", "“{field}”在将来。") });
}

static enum status is_short_refused(const struct booking *booking, bool *ret_refused)
{
    const struct value values[] = { VALUE_OF_INTEGER(booking->call->identity.workspace_id) };
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        booking->tx, T("SELECT negative_stock FROM main.workspace WHERE workspace_id = $1"), values,
        1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &found);
    *ret_refused = found && text_equal(cursor_value(cursor, 0).text, T("refuse"));
    cursor_close(cursor);
    return status;
}

static enum status check_short(const struct booking *booking, int64_t change, bool *ret_short)
{
    int64_t there = booking->level.on_hand;
    bool refused = false;
    enum status status;

    *ret_short = change < 0 && there + change < 0;
    if (!*ret_short)
        return OK;
    status = is_short_refused(booking, &refused);
    if (status != OK || !refused)
        return status;
    return refuse(booking, "quantity",
                  (struct refusal){ .status = CONFLICT,
                                    .code = "55000",
                                    .limit = there,
                                    .say = L("Not so many are there: {limit} on hand.",
                                             "库存不足：现有 {limit} 件。"),
                                    .hint = L("Count the place, or allow stock below zero in the "
                                              "workspace's settings.",
                                              "请先盘点，或在工作区设置中允许负库存。") });
}

/* ---- what it is worth ---- */

static enum status refuse_currency(const struct booking *booking)
{
    return refuse(
        booking, "currency",
        (struct refusal){ .status = CONFLICT,
                          .code = "23514",
                          .value = booking->cost.currency,
                          .say = L("This stock is valued in {value}: give the cost in it.",
                                   "该库存以 {value} 计价，请按此币种填写成本。") });
}

static enum status refuse_size(const struct booking *booking, enum status status)
{
    if (status != TOO_LARGE)
        return status;
    return refuse(booking, "quantity",
                  (struct refusal){ .status = INVALID,
                                    .code = "22003",
                                    .say = L("A number is too large.", "数值太大。") });
}

/* Stock that is worth nothing yet takes the currency of what comes in. */
static enum status settle_currency(struct booking *booking, struct text currency)
{
    bool is_open = booking->worth.quantity == 0 && booking->worth.value == 0;

    if (text_is_empty(currency) || text_equal(currency, booking->cost.currency))
        return OK;
    if (!is_open)
        return refuse_currency(booking);
    if (booking->worth.unit_cost != 0)
        booking->worth.unit_cost = 0; /* it was in another currency */
    booking->cost.currency = currency;
    return OK;
}

/* The cost that the catalogue names, in its currency; false when it names none that fits. */
static enum status find_list_cost(struct booking *booking, bool *ret_known, int64_t *ret_cost)
{
    const struct product_variant *variant = &booking->variant;
    struct product product;
    struct text currency = variant->currency;
    bool is_open = booking->worth.quantity == 0 && booking->worth.value == 0;
    enum status status = OK;

    *ret_known = !row_is_null(variant, &product_variant_entity, "cost");
    *ret_cost = variant->cost;
    if (!*ret_known) {
        status = row_find(booking->tx, &product_entity, variant->row.workspace_id,
                          variant->product_id, &product);
        if (status != OK)
            return status;
        *ret_known = !row_is_null(&product, &product_entity, "cost");
        *ret_cost = product.cost;
        currency = product.currency;
    }
    if (*ret_known && !is_open && !text_equal(currency, booking->cost.currency))
        *ret_known = false;
    return *ret_known ? settle_currency(booking, currency) : OK;
}

/* The value in all of pieces that come in. */
static enum status find_value(struct booking *booking, int64_t pieces, int64_t *ret_value)
{
    const struct stock_line *line = booking->line;
    bool has_average = booking->worth.quantity > 0 || booking->worth.unit_cost > 0;
    int64_t cost = line->unit_cost;
    bool known = line->has_unit_cost;
    enum status status = OK;

    if (line->has_value || line->has_unit_cost)
        status = settle_currency(booking, line->currency);
    if (status == OK && line->has_value) {
        *ret_value = line->value;
        return OK;
    }
    if (status == OK && !known && (line->kind == STOCK_IN || !has_average))
        status = find_list_cost(booking, &known, &cost);
    if (status != OK)
        return status;
    return known ? stock_share(cost, pieces, 1, ret_value)
                 : stock_worth_of(&booking->worth, pieces, ret_value);
}

static enum status change_worth(struct booking *booking, int64_t change)
{
    int64_t value = 0, pieces = change < 0 ? -change : change;
    enum status status = OK;

    booking->value = 0;
    booking->unit_cost = booking->worth.unit_cost;
    if (change < 0)
        status = stock_worth_take(&booking->worth, pieces, &booking->value);
    if (change > 0)
        status = find_value(booking, pieces, &value);
    if (status == OK && change > 0)
        status = stock_worth_add(&booking->worth, pieces, value, &booking->value);
    if (status == OK && change > 0)
        status = stock_share(value, 1, pieces, &booking->unit_cost);
    return refuse_size(booking, status);
}

/* ---- writing ---- */

static struct stock_movement movement_of(struct booking *booking, struct id location_id,
                                         int64_t change)
{
    const struct stock_line *line = booking->line;
    struct stock_movement movement = {
        .row = call_new_row(booking->call),
        .product_variant_id = booking->variant.row.id,
        .location_id = location_id,
        .sequence = ++booking->cost.sequence,
        .kind = line->kind,
        .quantity = change,
        .on_hand = booking->level.on_hand + change,
        .booked_at = booking->booked_at,
        .moved_at = booking->moved_at,
        .day = zone_day(booking->call->zone, booking->moved_at),
        .reason = line->reason,
        .reference_kind = line->reference_kind,
        .reference_id = line->reference_id,
        .corrects_id = line->corrects_id,
        .counted = line->is_change             ? line->counted
                   : line->kind == STOCK_COUNT ? line->quantity
                                               : 0,
        .note = line->note,
    };

    if (line->kind != STOCK_COUNT)
        row_set_null(&movement, &stock_movement_entity, "counted");
    return movement;
}

static enum status save_level(struct booking *booking, int64_t change)
{
    struct stock_level *level = &booking->level;

    level->on_hand += change;
    level->row.updated_at = booking->booked_at;
    if (booking->line->kind == STOCK_COUNT && booking->moved_at > level->counted_at)
        level->counted_at = booking->moved_at;
    return row_update(booking->tx, &stock_level_entity, level);
}

static enum status save_cost(struct booking *booking)
{
    struct stock_cost *cost = &booking->cost;

    cost->quantity = booking->worth.quantity;
    cost->value = booking->worth.value;
    cost->unit_cost = booking->worth.unit_cost;
    cost->row.updated_at = booking->booked_at;
    return row_update(booking->tx, &stock_cost_entity, cost);
}

static enum status save_entry(const struct booking *booking, const struct stock_movement *movement)
{
    struct stock_entry entry = { .row = call_new_row(booking->call),
                                 .stock_movement_id = movement->row.id,
                                 .product_variant_id = movement->product_variant_id,
                                 .sequence = movement->sequence,
                                 .moved_at = movement->moved_at,
                                 .day = movement->day,
                                 .quantity = movement->quantity,
                                 .currency = booking->cost.currency,
                                 .unit_cost = booking->unit_cost,
                                 .value = booking->value,
                                 .value_total = booking->worth.value };

    return movement->quantity == 0 ? OK : row_insert(booking->tx, &stock_entry_entity, &entry);
}

/* One place, one change. */
static enum status book_change(struct booking *booking, struct stock_booked *ret_booked)
{
    const struct stock_line *line = booking->line;
    bool is_out = line->kind == STOCK_OUT, is_short = false;
    struct stock_movement movement;
    int64_t change;
    enum status status = find_level(booking, line->location_id);

    if (status != OK)
        return status;
    change = is_out ? -line->quantity
             : line->kind == STOCK_COUNT && !line->is_change
                 ? line->quantity - booking->level.on_hand
                 : line->quantity;
    status = check_short(booking, change, &is_short);
    if (status == OK)
        status = change_worth(booking, change);
    if (status != OK)
        return status;
    movement = movement_of(booking, line->location_id, change);
    movement.on_hand_total = booking->worth.quantity;
    movement.is_short = is_short;
    if (!id_is_zero(line->id))
        movement.row.id = line->id;
    status = save_cost(booking);
    if (status == OK)
        status = save_level(booking, change);
    if (status == OK)
        status = row_insert(booking->tx, &stock_movement_entity, &movement);
    if (status == OK)
        status = save_entry(booking, &movement);
    *ret_booked = (struct stock_booked){ .movement = movement,
                                         .value = booking->value,
                                         .currency = booking->cost.currency };
    return status;
}

/* The two halves of a transfer count on one after the other; what is there in all has left at the
   first and is back at the second. */
static enum status book_transfer(struct booking *booking, struct stock_booked *ret_booked)
{
    const struct stock_line *line = booking->line;
    struct stock_movement leaves, arrives;
    bool is_short = false;
    enum status status = find_level(booking, line->location_id);

    if (status == OK)
        status = check_short(booking, -line->quantity, &is_short);
    if (status != OK)
        return status;
    leaves = movement_of(booking, line->location_id, -line->quantity);
    leaves.on_hand_total = booking->worth.quantity - line->quantity;
    leaves.is_short = is_short;
    if (!id_is_zero(line->id))
        leaves.row.id = line->id;
    status = save_level(booking, -line->quantity);
    if (status == OK)
        status = find_level(booking, line->to_location_id);
    if (status != OK)
        return status;
    arrives = movement_of(booking, line->to_location_id, line->quantity);
    arrives.on_hand_total = booking->worth.quantity;
    arrives.corrects_id = (struct id){ 0 };
    leaves.transfer_id = arrives.row.id;
    arrives.transfer_id = leaves.row.id;
    status = save_level(booking, line->quantity);
    if (status == OK)
        status = save_cost(booking);
    if (status == OK)
        status = row_insert(booking->tx, &stock_movement_entity, &leaves);
    if (status == OK)
        status = row_insert(booking->tx, &stock_movement_entity, &arrives);
    *ret_booked = (struct stock_booked){ .movement = leaves,
                                         .arrival = arrives,
                                         .currency = booking->cost.currency };
    return status;
}

/* What came, went and was worth in a month that is closed stays. */
static enum status check_month(const struct booking *booking)
{
    struct civil civil = date_to_civil(zone_day(booking->call->zone, booking->moved_at));
    struct date first = { 0 };
    struct record_lock lock;
    enum status status;

    civil.day = 1;
    if (!date_from_civil(civil, &first))
        return OK;
    const struct value values[] = {
        VALUE_OF_INTEGER(booking->call->identity.workspace_id),
        VALUE_OF_TEXT(arena_copy(tx_arena(booking->tx), text_from(date_to_text(first).at))),
    };
    status = row_find_where(booking->tx, &record_lock_entity,
                            T("workspace_id = $1 AND month = $2 AND live_session_id IS NULL"),
                            values, 2, &lock);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    return refuse(booking, "moved_at",
                  (struct refusal){
                      .status = CONFLICT,
                      .code = "55006",
                      .say = L("The month of this movement is closed.", "该流水所属月份已结账。"),
                      .hint = L("Book it with a day that is not closed, or re-open "
                                "the month.",
                                "请改用未结账的日期，或重新打开该月份。") });
}

enum status stock_book(struct call *call, struct tx *tx, const struct stock_line *line,
                       struct stock_booked *ret_booked)
{
    struct booking booking = { .call = call, .tx = tx, .line = line };
    enum status status = NOT_FOUND;

    if (!id_is_zero(line->id))
        status = find_repeated(&booking, ret_booked);
    if (status != NOT_FOUND)
        return status;
    status = check_line(&booking);
    if (status == OK)
        status = find_all(&booking);
    if (status != OK)
        return status;
    booking.moved_at = line->moved_at != 0 ? line->moved_at : call->now_ms;
    booking.booked_at = call->now_ms;
    if (booking.booked_at < booking.cost.row.updated_at)
        booking.booked_at = booking.cost.row.updated_at;
    status = check_month(&booking);
    if (status != OK)
        return status;
    return line->kind == STOCK_TRANSFER ? book_transfer(&booking, ret_booked)
                                        : book_change(&booking, ret_booked);
}

enum status stock_book_counted(struct call *call, struct tx *tx, struct id variant_id,
                               struct id location_id, int64_t counted_at)
{
    struct booking booking = { .call = call, .tx = tx, .variant.row.id = variant_id };
    enum status status = find_level(&booking, location_id);

    if (status != OK || counted_at <= booking.level.counted_at)
        return status;
    booking.level.counted_at = counted_at;
    booking.level.row.updated_at = call->now_ms;
    return row_update(tx, &stock_level_entity, &booking.level);
}

enum status stock_book_reorder(struct call *call, struct tx *tx, struct id variant_id,
                               struct id location_id, const int64_t *reorder_at)
{
    struct booking booking = { .call = call, .tx = tx, .variant.row.id = variant_id };
    struct stock_level *level = &booking.level;
    enum status status = find_level(&booking, location_id);

    if (status != OK)
        return status;
    row_set_null(level, &stock_level_entity, "reorder_at");
    if (reorder_at) {
        level->row.nulls = 0;
        level->reorder_at = *reorder_at;
    }
    level->row.updated_at = call->now_ms;
    return row_update(tx, &stock_level_entity, level);
}
