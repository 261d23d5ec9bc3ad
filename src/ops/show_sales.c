/* Each sale of the show, once: into the sums of its currency and, in the show's own, into one
   minute, one slot and one product. */
#include "ops/show_result.h"

#include <stdlib.h>

enum { LATE_MS = 30 * MS_PER_MINUTE }; /* orders are paid for after the end */

struct sale_line {
    int64_t sold_at, restocked;
    struct id product_id;
    struct text brand, shoe_type;
    struct show_sums sums;
};

/* ---- parts ---- */

static struct show_part *add_part(struct arena *arena, struct show_parts *parts, struct text key)
{
    parts->at = arena_room(arena, parts->at, parts->count, &parts->room, sizeof *parts->at);
    parts->at[parts->count] = (struct show_part){ 0 };
    map_set(&parts->by_key, key, (void *)(uintptr_t)(parts->count + 1));
    return &parts->at[parts->count++];
}

static void begin_parts(struct arena *arena, struct show_parts *parts)
{
    *parts = (struct show_parts){ .by_key = { .arena = arena } };
    add_part(arena, parts, T("none"));
}

static struct show_part *find_part(const struct show_parts *parts, struct text key)
{
    uintptr_t number = (uintptr_t)map_get(&parts->by_key, key);

    return number == 0 ? NULL : &parts->at[number - 1];
}

/* False when it is more than can be added up; of what a whole holds the parts hold no more. */
static bool add_sums(struct show_sums *to, const struct show_sums *more)
{
    for (int i = 0; i < LINE_COUNT; i++)
        if (__builtin_add_overflow(to->lines[i], more->lines[i], &to->lines[i]))
            return false;
    to->units += more->units;
    to->returned += more->returned;
    to->orders += more->orders;
    to->uncosted += more->uncosted;
    return true;
}

static struct show_part *minute_of(struct arena *arena, struct show_result *result, int64_t sold_at)
{
    const struct live_session *show = &result->show;
    struct show_part *part;
    struct text key;
    int64_t minute;

    if (show->starts_at == 0 || sold_at < show->starts_at ||
        (show->ends_at != 0 && sold_at > show->ends_at + LATE_MS) ||
        sold_at - show->starts_at > 2 * MS_PER_DAY)
        return &result->minutes.at[0];
    minute = (sold_at - show->starts_at) / MS_PER_MINUTE;
    key = arena_print(arena, "%lld", (long long)minute);
    part = find_part(&result->minutes, key);
    if (!part) {
        part = add_part(arena, &result->minutes, key);
        part->minute = minute;
    }
    return part;
}

/* Of slots that overlap, the one that began last; slots stand in that order. */
static struct show_part *slot_of(struct show_result *result, int64_t sold_at)
{
    for (size_t i = result->slots.count - 1; i > 0; i--)
        if (sold_at >= result->slots.at[i].starts_at && sold_at < result->slots.at[i].ends_at)
            return &result->slots.at[i];
    return &result->slots.at[0];
}

static struct show_part *product_of(struct arena *arena, struct show_result *result,
                                    const struct sale_line *sale)
{
    struct text key = arena_print(arena, "%s\n%.*s\n%.*s", id_to_text(sale->product_id).at,
                                  TEXT_ARG(sale->brand), TEXT_ARG(sale->shoe_type));
    struct show_part *part = find_part(&result->products, key);

    if (part)
        return part;
    part = add_part(arena, &result->products, key);
    part->id = sale->product_id;
    part->name = sale->brand;
    part->detail = sale->shoe_type;
    return part;
}

/* ---- reading ---- */

struct show_sums *show_sums_of(struct show_result *result, struct text currency)
{
    for (size_t i = 0; i < result->count; i++)
        if (text_equal(result->sums[i].currency, currency))
            return &result->sums[i].sums;
    if (result->count == LIMIT_FINANCE_CURRENCIES)
        return NULL;
    result->sums[result->count].currency = currency;
    result->sums[result->count].sums = (struct show_sums){ 0 };
    return &result->sums[result->count++].sums;
}

enum { SOLD_AT, PRODUCT, BRAND, TYPE, CURRENCY_, QUANTITY, PRICE, COST, RETURNED, REFUNDED, BACK };

static struct sale_line read_sale(const struct cursor *cursor)
{
    int64_t quantity = cursor_value(cursor, QUANTITY).integer;
    struct value product = cursor_value(cursor, PRODUCT), cost = cursor_value(cursor, COST);
    struct sale_line sale = { .sold_at = cursor_value(cursor, SOLD_AT).integer,
                              .restocked = cursor_value(cursor, BACK).integer,
                              .brand = cursor_value_kept(cursor, BRAND).text,
                              .shoe_type = cursor_value_kept(cursor, TYPE).text,
                              .sums = { .units = quantity,
                                        .returned = cursor_value(cursor, RETURNED).integer,
                                        .orders = 1 } };

    if (product.type == VALUE_ID)
        sale.product_id = product.id;
    sale.sums.lines[LINE_GMV] = cursor_value(cursor, PRICE).integer * quantity;
    sale.sums.lines[LINE_REFUNDS] = cursor_value(cursor, REFUNDED).integer;
    if (cost.type == VALUE_INTEGER)
        sale.sums.lines[LINE_GOODS] = cost.integer * (quantity - sale.restocked);
    else
        sale.sums.uncosted = quantity;
    return sale;
}

static enum status take_sale(struct tx *tx, struct show_result *result, const struct cursor *cursor)
{
    struct arena *arena = tx_arena(tx);
    struct sale_line sale = read_sale(cursor);
    struct text currency = cursor_value_kept(cursor, CURRENCY_).text;
    struct show_sums *sums = show_sums_of(result, currency);

    if (!sums || ++result->sale_count > LIMIT_SHOW_SALES || !add_sums(sums, &sale.sums))
        return TOO_LARGE;
    result->returned += sale.sums.returned;
    result->gone += sale.sums.units - sale.restocked;
    if (!text_equal(currency, result->show.currency))
        return OK;
    return add_sums(&minute_of(arena, result, sale.sold_at)->sums, &sale.sums) &&
                   add_sums(&slot_of(result, sale.sold_at)->sums, &sale.sums) &&
                   add_sums(&product_of(arena, result, &sale)->sums, &sale.sums)
               ? OK
               : TOO_LARGE;
}

static enum status read_slots(struct tx *tx, struct show_result *result)
{
    const struct value values[] = { VALUE_OF_ID(result->show.row.id) };
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx,
                 T("SELECT s.id, s.host_id, h.name, s.starts_at, s.ends_at FROM show_slot s JOIN "
                   "host h ON h.workspace_id = s.workspace_id AND h.id = s.host_id WHERE "
                   "s.live_session_id = $1 ORDER BY s.starts_at, s.id"),
                 values, 1, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found) {
        struct id id = cursor_value(cursor, 0).id;
        struct show_part *slot = add_part(tx_arena(tx), &result->slots,
                                          arena_copy(tx_arena(tx), text_from(id_to_text(id).at)));

        if (result->slots.count > LIMIT_SHOW_SLOTS + 1) { /* the first is that of no slot */
            status = TOO_LARGE;
            break;
        }
        slot->id = id;
        slot->host_id = cursor_value(cursor, 1).id;
        slot->name = cursor_value_kept(cursor, 2).text;
        slot->starts_at = cursor_value(cursor, 3).integer;
        slot->ends_at = cursor_value(cursor, 4).integer;
    }
    cursor_close(cursor);
    return status;
}

/* ---- order ---- */

static int by_minute(const void *first, const void *second)
{
    const struct show_part *a = first, *b = second;

    return (a->minute > b->minute) - (a->minute < b->minute);
}

static int by_gmv(const void *first, const void *second)
{
    const struct show_part *a = first, *b = second;
    int64_t left = a->sums.lines[LINE_GMV], right = b->sums.lines[LINE_GMV];
    int by = (left < right) - (left > right);

    if (by == 0)
        by = text_compare(a->name, b->name);
    return by != 0 ? by : text_compare(a->detail, b->detail);
}

static void sort(struct show_parts *parts, int (*compare)(const void *, const void *))
{
    if (parts->count > 2)
        qsort(parts->at + 1, parts->count - 1, sizeof *parts->at, compare);
}

enum status show_sales_read(struct tx *tx, struct show_result *result)
{
    const struct value values[] = { VALUE_OF_ID(result->show.row.id) };
    struct cursor *cursor;
    bool is_found;
    enum status status;

    begin_parts(tx_arena(tx), &result->minutes);
    begin_parts(tx_arena(tx), &result->slots);
    begin_parts(tx_arena(tx), &result->products);
    status = read_slots(tx, result);
    if (status == OK)
        status = tx_query(tx,
                          T("SELECT sold_at, product_id, brand, shoe_type, currency, quantity, "
                            "price, cost, returned, refunded, restocked FROM sale WHERE "
                            "live_session_id = $1 ORDER BY sold_at, id"),
                          values, 1, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &is_found)) == OK && is_found) {
        status = take_sale(tx, result, cursor);
        if (status != OK)
            break;
    }
    cursor_close(cursor);
    sort(&result->minutes, by_minute);
    sort(&result->products, by_gmv);
    return status;
}
