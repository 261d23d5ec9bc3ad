/* A day's sales are read and its row is written in one write transaction: who writes one of those
   sales meanwhile makes one of the two run again (PostgreSQL) or waits its turn (SQLite). */
#include "ops/rollup_build.h"

#include "ops/rollup_pack.h"
#include "ops/sale.h"
#include "ops/sale_rollup.h"
#include "store/daily.h"
#include "store/row.h"

struct building {
    struct rollup_building *asked;
    int64_t workspace_id;
    int32_t next, until; /* the days that are looked at */
    struct id following; /* the row behind the gap; zero: there is none */
    bool is_done, is_summed;
};

static struct value text_of(struct tx *tx, int32_t days)
{
    struct date_text text = date_to_text((struct date){ days });

    return VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(text.at)));
}

/* ---- where ---- */

/* Moves `next` behind the days that are covered, and `until` to the end of the gap. */
static enum status find_gap(struct tx *tx, struct building *building)
{
    struct value values[] = { VALUE_OF_INTEGER(building->workspace_id),
                              VALUE_OF_ID(daily_key((struct date){ building->next })) };
    struct cursor *cursor;
    enum status status = tx_query(tx,
                                  T("SELECT id, day, first_day FROM main.sale_rollup WHERE "
                                    "workspace_id = $1 AND id >= $2 ORDER BY id"),
                                  values, 2, &cursor);

    if (status != OK)
        return status;
    while (building->next <= building->until) {
        struct date day, first_day;
        bool is_found;

        status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            break;
        if (!date_from_text(cursor_value(cursor, 1).text, &day) ||
            !date_from_text(cursor_value(cursor, 2).text, &first_day)) {
            status = FAILED;
            break;
        }
        if (first_day.days > building->next) {
            building->following = cursor_value(cursor, 0).id;
            if (first_day.days <= building->until)
                building->until = first_day.days - 1;
            break;
        }
        building->next = day.days + 1;
    }
    cursor_close(cursor);
    return status;
}

/* The first day from `next` to `until` that has sales; *ret_found false: there is none. */
static enum status find_day(struct tx *tx, const struct building *building, struct date *ret_day,
                            bool *ret_found)
{
    struct value values[] = { VALUE_OF_INTEGER(building->workspace_id), text_of(tx, building->next),
                              text_of(tx, building->until) };
    struct cursor *cursor;
    enum status status = tx_query(tx,
                                  T("SELECT day FROM main.sale WHERE workspace_id = $1 AND "
                                    "day >= $2 AND day <= $3 ORDER BY day LIMIT 1"),
                                  values, 3, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, ret_found);
    if (status == OK && *ret_found && !date_from_text(cursor_value(cursor, 0).text, ret_day))
        status = FAILED;
    cursor_close(cursor);
    return status;
}

/* ---- the sums ---- */

enum {
    SALE_SHOW,
    SALE_CURRENCY,
    SALE_BRAND,
    SALE_TYPE,
    SALE_SYSTEM,
    SALE_SIZE,
    SALE_ORDER,
    SALE_HOUR,
    SALE_QUANTITY,
    SALE_PRICE,
    SALE_COST,
    SALE_RETURNED,
    SALE_REFUNDED,
    SALE_RESTOCKED
};

static int64_t product_of(int64_t a, int64_t b)
{
    int64_t product;

    return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

static struct text text_in(const struct cursor *cursor, size_t column)
{
    struct value value = cursor_value(cursor, column);

    return value.type == VALUE_TEXT ? value.text : T("");
}

/* Texts are those of the cursor's row: a packing copies what it keeps. */
static struct pack_sale read_sale(const struct cursor *cursor)
{
    struct value show = cursor_value(cursor, SALE_SHOW), order = cursor_value(cursor, SALE_ORDER);
    struct value cost = cursor_value(cursor, SALE_COST);
    int64_t quantity = cursor_value(cursor, SALE_QUANTITY).integer;
    struct pack_sale sale = {
        .currency = text_in(cursor, SALE_CURRENCY),
        .brand = text_in(cursor, SALE_BRAND),
        .shoe_type = text_in(cursor, SALE_TYPE),
        .size = { .system = text_in(cursor, SALE_SYSTEM),
                  .size = text_in(cursor, SALE_SIZE),
                  .order = order.type == VALUE_INTEGER ? order.integer : INT64_MAX },
        .hour = cursor_value(cursor, SALE_HOUR).integer,
        .figures = { .gmv = product_of(cursor_value(cursor, SALE_PRICE).integer, quantity),
                     .units = quantity,
                     .orders = 1,
                     .returned_units = cursor_value(cursor, SALE_RETURNED).integer,
                     .refunds = cursor_value(cursor, SALE_REFUNDED).integer },
    };

    if (show.type == VALUE_ID)
        sale.live_session_id = show.id;
    if (cost.type != VALUE_INTEGER) {
        sale.figures.units_without_cost = quantity;
        return sale;
    }
    sale.figures.cost = product_of(cost.integer, quantity);
    sale.figures.cost_back = product_of(cost.integer, cursor_value(cursor, SALE_RESTOCKED).integer);
    return sale;
}

static enum status pack_day(struct tx *tx, const struct building *building, struct date day,
                            struct packing *packing)
{
    struct value values[] = { VALUE_OF_INTEGER(building->workspace_id), text_of(tx, day.days) };
    struct cursor *cursor;
    enum status status = tx_query(
        tx,
        T("SELECT live_session_id, currency, brand, shoe_type, size_system, size, size_order, "
          "hour, quantity, price, cost, returned, refunded, restocked FROM main.sale WHERE workspace_id = $1 AND day = $2"),
        values, 2, &cursor);

    if (status != OK)
        return status;
    for (;;) {
        struct pack_sale sale;
        bool is_found;

        status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            break;
        sale = read_sale(cursor);
        packing_add(packing, &sale);
    }
    cursor_close(cursor);
    return status;
}

/* ---- the row ---- */

static enum status write_row(struct tx *tx, struct building *building, struct date day,
                             const struct packing *packing)
{
    struct sale_rollup row = { .row = { .workspace_id = building->workspace_id,
                                        .id = daily_key(day),
                                        .created_at = clock_now_ms(),
                                        .version = 1 },
                               .day = day,
                               .first_day = { building->next } };
    struct text *const cuts[CUT_COUNT] = { &row.types, &row.sizes, &row.hours };

    row.row.updated_at = row.row.created_at;
    for (int cut = 0; cut < CUT_COUNT; cut++) {
        struct buffer out = buffer_in(tx_arena(tx), LIMIT_PACK);

        if (packing_write(packing, (enum pack_cut)cut, &out) != OK)
            return OK; /* more than a row holds: the day stays a gap */
        *cuts[cut] = buffer_text(&out);
    }
    building->is_summed = true;
    tx_sums_day(tx, &sale_entity, building->workspace_id, day);
    return row_insert(tx, &sale_rollup_entity, &row);
}

/* Days without sales are covered by the row that follows them. */
static enum status stretch_following(struct tx *tx, const struct building *building)
{
    struct value values[] = { VALUE_OF_INTEGER(building->workspace_id),
                              VALUE_OF_ID(building->following), text_of(tx, building->next) };

    if (id_is_zero(building->following))
        return OK;
    return tx_execute(tx,
                      T("UPDATE main.sale_rollup SET first_day = $3 WHERE workspace_id = $1 AND "
                        "id = $2"),
                      values, 3, NULL);
}

static enum status build(struct tx *tx, void *context)
{
    struct building *building = context;
    struct packing *packing = packing_begin(tx_arena(tx));
    struct date day = { 0 };
    bool is_found = false;
    enum status status;

    building->next = building->asked->next.days;
    building->until = building->asked->until.days;
    building->following = (struct id){ { 0 } };
    building->is_summed = false;
    status = find_gap(tx, building);
    if (status != OK)
        return status;
    building->is_done = building->next > building->until;
    if (building->is_done)
        return OK;
    status = find_day(tx, building, &day, &is_found);
    if (status != OK)
        return status;
    if (!is_found) {
        building->is_done = id_is_zero(building->following);
        status = stretch_following(tx, building);
        building->next = building->until + 1;
        return status;
    }
    status = pack_day(tx, building, day, packing);
    if (status == OK)
        status = write_row(tx, building, day, packing);
    building->next = day.days + 1;
    return status;
}

enum status rollup_build_next(struct store *store, struct rollup_building *building)
{
    static const struct identity system = { .is_system = true };
    struct building work = { .asked = building, .workspace_id = building->workspace_id };
    struct arena arena = { 0 };
    enum status status = store_write(store, &system, &arena, build, &work, NULL);

    arena_release(&arena);
    if (status != OK)
        return status;
    building->next.days = work.next;
    building->is_done = work.is_done;
    building->days += work.is_summed;
    return OK;
}
