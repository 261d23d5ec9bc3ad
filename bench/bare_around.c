/* What lies around the sales of workspace 1, so that every dashboard has something to add up: a
   warehouse with a year of movements, three days of shows that are sold from it (the last one is on
   air), hosts, rules, costs, budgets and returns. The same rows each time but for ids and now. */
#include "bare.h"

#include "base/time.h"
#include "crypto/random.h"
#include "ops/bench_shop.h"
#include "ops/closeout_rows.h"
#include "ops/cost.h"
#include "ops/fee_rule.h"
#include "ops/host.h"
#include "ops/host_pay_rule.h"
#include "ops/live_session.h"
#include "ops/location.h"
#include "ops/product.h"
#include "ops/product_variant.h"
#include "ops/sale_return.h"
#include "ops/show_item.h"
#include "ops/show_slot.h"
#include "ops/size.h"
#include "ops/stock_cost.h"
#include "ops/stock_movement.h"
#include "store/row.h"

#include <stdio.h>

enum {
    BATCH_ROWS = 4000,
    COLOURS = 4,
    ITEMS_MAX = 2000,
    MOVEMENTS = 194000, /* those of the last shows come on top */
    MOVING_DAYS = 362,
    LAST_SHOWS = 3,
    SHOW_MINUTES = 240,
    SHOW_SALES = 2400, /* as many as the shows of the year have: 1,000,000 of 420 */
    LIVE_MINUTES = 150,
    LIVE_SALES = 1500,
    SHEET_ITEMS = 30,
    RETURN_DAYS = 91,
    RETURN_EACH = 20, /* one sale of so many comes back */
    PLACES = 2,
    KINDS_OF_COST = 7
};

/* One size of one colour of a shoe, and its stock on the shelf and beside the camera. */
struct item {
    struct id product_id, variant_id;
    const struct shop_product *shoe;
    struct text size;
    int64_t size_order, cost, price;
    struct id places[PLACES];
    int64_t on_hand[PLACES];
    bool was_at[PLACES];
    int64_t sequence, quantity, value;
    int64_t first_ms, last_ms;
};

struct pending {
    const struct entity *entity;
    const void *row;
};

struct around {
    struct store *store;
    struct arena kept, rows; /* rows: until the batch is written */
    struct pending batch[BATCH_ROWS];
    size_t count;
    enum status status; /* the first that failed; then nothing more is written */
    int64_t now_ms;
    uint64_t chance;
    struct text currency;
    struct item items[ITEMS_MAX];
    size_t item_count;
    struct id hosts[SHOP_HOSTS], categories[KINDS_OF_COST];
    struct id live_id, ended_id;
};

static const struct identity the_system = { .is_system = true };

static int below(struct around *around, int end)
{
    around->chance = around->chance * 6364136223846793005u + 1442695040888963407u;
    return (int)((around->chance >> 33) % (uint64_t)end);
}

static struct date day_of(int64_t at_ms)
{
    return instant_to_date(at_ms, &(int64_t){ 0 });
}

static struct row row_at(int64_t at_ms)
{
    return (struct row){ .workspace_id = 1,
                         .id = random_id(at_ms),
                         .created_at = at_ms,
                         .updated_at = at_ms,
                         .version = 1 };
}

/* ---- batches ---- */

static enum status write_batch(struct tx *tx, void *context)
{
    const struct around *around = context;
    enum status status = OK;

    for (size_t i = 0; i < around->count && status == OK; i++)
        status = row_insert(tx, around->batch[i].entity, around->batch[i].row);
    return status;
}

static void flush(struct around *around)
{
    struct arena arena = { 0 };

    if (around->status == OK && around->count > 0)
        around->status = store_write(around->store, &the_system, &arena, write_batch, around, NULL);
    arena_release(&arena);
    arena_clear(&around->rows);
    around->count = 0;
}

/* Takes a copy of the row; what its texts point to stays. */
static void add(struct around *around, const struct entity *entity, const void *row)
{
    void *copy = arena_alloc(&around->rows, entity->size);

    memcpy(copy, row, entity->size);
    around->batch[around->count++] = (struct pending){ entity, copy };
    if (around->count == BATCH_ROWS)
        flush(around);
}

/* ---- the warehouse ---- */

static struct id add_place(struct around *around, struct text name, int kind)
{
    struct location place = {
        .row = row_at(around->now_ms), .name = name, .kind = kind, .is_active = true
    };

    add(around, &location_entity, &place);
    return place.row.id;
}

static void add_variant(struct around *around, const struct item *item, int64_t number)
{
    struct product_variant variant = {
        .row = row_at(around->now_ms),
        .product_id = item->product_id,
        .size = item->size,
        .size_system = item->shoe->sizes->system,
        .size_order = item->size_order,
        .size_key = size_to_label(item->size, &around->kept),
        .currency = around->currency,
        .price = item->price,
        .cost = item->cost,
        .reorder_at = 4,
        .is_active = true,
    };

    variant.row.id = item->variant_id;
    if (number % 3 != 0)
        row_set_null(&variant, &product_variant_entity, "reorder_at");
    add(around, &product_variant_entity, &variant);
}

static void add_shoe(struct around *around, const struct shop_product *shoe, const char *colour,
                     const struct id places[PLACES])
{
    struct product product = {
        .row = row_at(around->now_ms),
        .name = arena_print(&around->kept, "%s %s %s", shoe->brand, shoe->shoe_type, colour),
        .brand = text_from(shoe->brand),
        .shoe_type = text_from(shoe->shoe_type),
        .colour = text_from(colour),
        .currency = around->currency,
        .price = shoe->price * (int64_t)100,
        .cost = shoe->cost * (int64_t)100,
        .is_active = true,
    };

    add(around, &product_entity, &product);
    for (size_t i = 0; i < shoe->sizes->count && around->item_count < ITEMS_MAX; i++) {
        struct item *item = &around->items[around->item_count++];

        *item = (struct item){ .product_id = product.row.id,
                               .variant_id = random_id(around->now_ms),
                               .shoe = shoe,
                               .size = text_from(shoe->sizes->at[i].text),
                               .cost = product.cost,
                               .price = product.price };
        memcpy(item->places, places, sizeof item->places);
        if (!size_to_order(item->size, &item->size_order))
            item->size_order = 0;
        add_variant(around, item, (int64_t)around->item_count);
    }
}

static void add_warehouse(struct around *around)
{
    static const char *const colours[COLOURS] = { "black", "white", "grey", "red" };
    struct id places[PLACES] = { [1] = add_place(around, T("Live table"), LOCATION_SHOW) };

    for (size_t i = 0; i < shop_en.product_count; i++) {
        places[0] =
            add_place(around, arena_print(&around->kept, "Shelf %zu", i + 1), LOCATION_SHELF);
        for (size_t j = 0; j < COLOURS; j++)
            add_shoe(around, &shop_en.products[i], colours[j], places);
    }
}

/* ---- movements ---- */

static void add_entry(struct around *around, const struct item *item,
                      const struct stock_movement *movement)
{
    struct stock_entry entry = { .row = row_at(movement->moved_at),
                                 .stock_movement_id = movement->row.id,
                                 .product_variant_id = item->variant_id,
                                 .sequence = movement->sequence,
                                 .moved_at = movement->moved_at,
                                 .day = movement->day,
                                 .currency = around->currency,
                                 .quantity = movement->quantity,
                                 .unit_cost = item->cost,
                                 .value = movement->quantity * item->cost,
                                 .value_total = item->value };

    add(around, &stock_entry_entity, &entry);
}

struct move {
    int kind, reason;
    int64_t quantity, at_ms;
    size_t place;
    struct id sale_id;
};

static void add_move(struct around *around, struct item *item, const struct move *move)
{
    struct stock_movement movement = {
        .row = row_at(move->at_ms),
        .product_variant_id = item->variant_id,
        .location_id = item->places[move->place],
        .sequence = ++item->sequence,
        .kind = move->kind,
        .quantity = move->quantity,
        .booked_at = move->at_ms,
        .moved_at = move->at_ms,
        .day = day_of(move->at_ms),
        .reason = move->reason,
        .reference_kind = id_is_zero(move->sale_id) ? 0 : REFERENCE_SALE,
        .reference_id = move->sale_id,
    };

    item->on_hand[move->place] += move->quantity;
    item->was_at[move->place] = true;
    item->last_ms = move->at_ms;
    if (item->first_ms == 0)
        item->first_ms = move->at_ms;
    movement.on_hand = item->on_hand[move->place];
    movement.on_hand_total = item->on_hand[0] + item->on_hand[1];
    row_set_null(&movement, &stock_movement_entity, "counted");
    add(around, &stock_movement_entity, &movement);
    if (move->kind == STOCK_TRANSFER)
        return;
    item->quantity += move->quantity;
    item->value += move->quantity * item->cost;
    add_entry(around, item, &movement);
}

/* Mostly sales of one piece, and boxes of 8 to 23 when a shelf runs empty. */
static struct move some_move(struct around *around, const struct item *item, int64_t at_ms)
{
    int chance = below(around, 100);

    if (item->on_hand[0] < 3)
        return (struct move){ STOCK_IN, REASON_PURCHASE, 8 + below(around, 16), .at_ms = at_ms };
    if (chance < 3)
        return (struct move){ STOCK_RETURN, REASON_CUSTOMER_RETURN, 1, .at_ms = at_ms };
    if (chance < 4)
        return (struct move){ STOCK_ADJUST, REASON_DAMAGED, -1, .at_ms = at_ms };
    if (chance < 5)
        return (struct move){ STOCK_TRANSFER, 0, -1, .at_ms = at_ms };
    return (struct move){ STOCK_OUT, REASON_SALE, -1, .at_ms = at_ms };
}

static void add_year(struct around *around)
{
    int64_t from = around->now_ms - (MOVING_DAYS + LAST_SHOWS) * (int64_t)MS_PER_DAY;

    for (int64_t i = 0; i < MOVEMENTS && around->status == OK; i++) {
        int64_t at_ms = from + i * MOVING_DAYS * MS_PER_DAY / MOVEMENTS;
        int one = below(around, (int)around->item_count);
        int other = below(around, (int)around->item_count);
        struct item *item = &around->items[one < other ? one : other]; /* some sell better */
        struct move move;

        /* One of twenty sold in the first months and lies since. */
        if ((item - around->items) % 20 == 19 && i > MOVEMENTS * 2 / 5)
            item--;
        move = some_move(around, item, at_ms);
        add_move(around, item, &move);
        if (move.kind == STOCK_TRANSFER) {
            move.quantity = -move.quantity;
            move.place = 1;
            add_move(around, item, &move);
        }
    }
}

static void add_stock(struct around *around)
{
    for (size_t i = 0; i < around->item_count; i++) {
        const struct item *item = &around->items[i];
        struct stock_cost cost = { .row = row_at(item->first_ms),
                                   .product_variant_id = item->variant_id,
                                   .sequence = item->sequence,
                                   .quantity = item->quantity,
                                   .currency = around->currency,
                                   .value = item->value,
                                   .unit_cost = item->cost };

        add(around, &stock_cost_entity, &cost);
        for (size_t j = 0; j < PLACES; j++) {
            struct stock_level level = { .row = row_at(item->last_ms),
                                         .product_variant_id = item->variant_id,
                                         .location_id = item->places[j],
                                         .on_hand = item->on_hand[j],
                                         .reorder_at = 2 };

            if (j == 0)
                row_set_null(&level, &stock_level_entity, "reorder_at");
            if (item->was_at[j])
                add(around, &stock_level_entity, &level);
        }
    }
}

/* ---- the last shows ---- */

static void add_sale(struct around *around, const struct live_session *show, int64_t sold_at,
                     bool is_paid)
{
    struct item *item = &around->items[below(around, (int)around->item_count)];
    int64_t rest_ms;
    struct sale sale = {
        .row = row_at(sold_at),
        .live_session_id = show->row.id,
        .product_id = item->product_id,
        .product_variant_id = item->variant_id,
        .location_id = item->places[0],
        .sold_at = sold_at,
        .day = instant_to_date(sold_at, &rest_ms),
        .hour = rest_ms / MS_PER_HOUR,
        .brand = text_from(item->shoe->brand),
        .shoe_type = text_from(item->shoe->shoe_type),
        .size = item->size,
        .size_system = item->shoe->sizes->system,
        .size_order = item->size_order,
        .quantity = 1,
        .currency = around->currency,
        .price = item->price,
        .cost = item->cost,
        .source = T("around"),
    };
    struct payout_line line = { .row = row_at(around->now_ms),
                                .live_session_id = show->row.id,
                                .currency = around->currency,
                                .amount = item->price,
                                .fee = item->price * 6 / 100,
                                .paid_on = day_of(around->now_ms) };

    sale.external_ref = arena_copy(&around->kept, text_from(id_to_text(sale.row.id).at));
    add(around, &sale_entity, &sale);
    if (item->on_hand[0] < 1)
        add_move(around, item, &(struct move){ STOCK_IN, REASON_PURCHASE, 12, .at_ms = sold_at });
    add_move(
        around, item,
        &(struct move){ STOCK_OUT, REASON_SALE, -1, .at_ms = sold_at, .sale_id = sale.row.id });
    line.external_ref = sale.external_ref;
    row_set_null(&line, &payout_line_entity, "paid");
    if (is_paid && below(around, 20) != 0) /* the others are what closing out finds */
        add(around, &payout_line_entity, &line);
}

static void add_slots(struct around *around, const struct live_session *show)
{
    for (int64_t i = 0; i < SHOP_HOSTS; i++) {
        int64_t length = SHOW_MINUTES * MS_PER_MINUTE / SHOP_HOSTS;
        struct show_slot slot = { .row = row_at(show->starts_at),
                                  .live_session_id = show->row.id,
                                  .host_id = around->hosts[i],
                                  .starts_at = show->starts_at + i * length,
                                  .ends_at = show->starts_at + (i + 1) * length };

        add(around, &show_slot_entity, &slot);
    }
}

static void add_sheet(struct around *around, const struct live_session *show)
{
    for (int64_t i = 0; i < SHEET_ITEMS; i++) {
        const struct item *item = &around->items[(size_t)i * around->item_count / SHEET_ITEMS];
        struct show_item sheet = { .row = row_at(show->starts_at),
                                   .live_session_id = show->row.id,
                                   .position = i + 1,
                                   .brand = text_from(item->shoe->brand),
                                   .shoe_type = text_from(item->shoe->shoe_type),
                                   .product_id = item->product_id,
                                   .currency = around->currency,
                                   .target_price = item->price,
                                   .target_quantity = SHOW_SALES / SHEET_ITEMS };

        if (i == SHEET_ITEMS / 2)
            sheet.on_camera_since = around->now_ms - 5 * MS_PER_MINUTE;
        add(around, &show_item_entity, &sheet);
    }
}

static void add_cost(struct around *around, struct date day, struct id show_id, int64_t number)
{
    struct cost_item cost = {
        .row = row_at(around->now_ms),
        .day = day,
        .cost_category_id = around->categories[number % KINDS_OF_COST],
        .name = T("A bill"),
        .currency = around->currency,
        .amount = 10000 + below(around, 90000),
        .live_session_id = show_id,
        .share_by = id_is_zero(show_id) ? SHARE_NONE + (int)(number % SHARE_HOURS) : SHARE_NONE,
    };

    row_set_null(&cost, &cost_item_entity, "recurring_month");
    add(around, &cost_item_entity, &cost);
}

static void add_show(struct around *around, int days_ago)
{
    bool is_live = days_ago == 0;
    int64_t minutes = is_live ? LIVE_MINUTES : SHOW_MINUTES;
    int64_t sales = is_live ? LIVE_SALES : SHOW_SALES;
    struct live_session show = {
        .title = T("Friday Night Heat"),
        .platform = PLATFORM_TIKTOK,
        .host = text_from(shop_en.hosts[0].name),
        .status = is_live ? LIVE_RUNNING : LIVE_ENDED,
        .starts_at = around->now_ms - days_ago * MS_PER_DAY - LIVE_MINUTES * MS_PER_MINUTE,
        .currency = around->currency,
        .target_gmv = SHOW_SALES * 12000,
        .target_units = SHOW_SALES,
    };

    show.row = row_at(show.starts_at);
    show.day = day_of(show.starts_at);
    show.ends_at = show.starts_at + SHOW_MINUTES * MS_PER_MINUTE;
    row_set_null(&show, &live_session_entity, "gmv");
    row_set_null(&show, &live_session_entity, "cost");
    row_set_null(&show, &live_session_entity, "buyers");
    row_set_null(&show, &live_session_entity, "items");
    add(around, &live_session_entity, &show);
    add_slots(around, &show);
    add_sheet(around, &show);
    for (int64_t i = 0; i < sales; i++)
        add_sale(around, &show, show.starts_at + i * minutes * MS_PER_MINUTE / sales, !is_live);
    add_cost(around, show.day, show.row.id, COST_ADS - 1);
    add_cost(around, show.day, show.row.id, COST_SHIPPING - 1);
    *(is_live ? &around->live_id : &around->ended_id) = show.row.id;
}

/* ---- the team and the money ---- */

static void add_hosts(struct around *around)
{
    for (size_t i = 0; i < SHOP_HOSTS; i++) {
        struct host host = { .row = row_at(around->now_ms),
                             .name = text_from(shop_en.hosts[i].name),
                             .is_active = true };
        struct host_pay_rule rule = { .row = row_at(around->now_ms),
                                      .host_id = host.row.id,
                                      .currency = around->currency,
                                      .per_hour = shop_en.hosts[i].pay * (int64_t)100,
                                      .percent = T("1.5") };

        row_set_null(&rule, &host_pay_rule_entity, "valid_until");
        around->hosts[i] = host.row.id;
        add(around, &host_entity, &host);
        add(around, &host_pay_rule_entity, &rule);
    }
    for (size_t i = 0; i < SHOP_PLATFORMS; i++) {
        struct fee_rule rule = { .row = row_at(around->now_ms),
                                 .name = T("Commission"),
                                 .platform = (int)shop_en.platforms[i].platform,
                                 .currency = around->currency,
                                 .percent = T("6"),
                                 .of = FEE_OF_NET,
                                 .per_sale = 30 };

        row_set_null(&rule, &fee_rule_entity, "valid_until");
        add(around, &fee_rule_entity, &rule);
    }
}

static void add_categories(struct around *around)
{
    static const char *const names[KINDS_OF_COST] = { "Goods",    "Fees",     "Pay",  "Ads",
                                                      "Shipping", "Premises", "Other" };

    for (int i = 0; i < KINDS_OF_COST; i++) {
        struct cost_category category = { .row = row_at(around->now_ms),
                                          .name = text_from(names[i]),
                                          .kind = i + 1,
                                          .is_active = true };

        around->categories[i] = category.row.id;
        add(around, &cost_category_entity, &category);
    }
}

/* Two bills a day over the year of the sales, one a day in the last month; a budget each month. */
static void add_costs(struct around *around, struct date first_day)
{
    for (int32_t i = 0; i < BENCH_DAYS; i++) {
        struct date day = { first_day.days + i };
        struct cost_budget budget = { .row = row_at(around->now_ms),
                                      .month = day,
                                      .cost_category_id = around->categories[COST_ADS - 1],
                                      .currency = around->currency,
                                      .amount = 500000 };

        add_cost(around, day, (struct id){ { 0 } }, i);
        add_cost(around, day, (struct id){ { 0 } }, i + 3);
        if (date_to_civil(day).day == 1)
            add(around, &cost_budget_entity, &budget);
    }
    for (int32_t i = 0; i < 30; i++)
        add_cost(around, (struct date){ day_of(around->now_ms).days - i }, (struct id){ { 0 } }, i);
}

/* ---- returns ---- */

struct returning {
    struct around *around;
    struct date day;
};

static enum status return_one(struct tx *tx, const struct returning *returning, struct id sale_id,
                              int64_t price)
{
    const struct value values[] = { VALUE_OF_ID(sale_id), VALUE_OF_INTEGER(price) };
    struct date day = { returning->day.days + 2 };
    struct sale_return back = { .row = row_at(day.days * (int64_t)MS_PER_DAY),
                                .sale_id = sale_id,
                                .quantity = 1,
                                .currency = returning->around->currency,
                                .refund = price,
                                .returned_at = day.days * (int64_t)MS_PER_DAY,
                                .day = day };
    enum status status = row_insert(tx, &sale_return_entity, &back);

    return status != OK ? status
                        : tx_execute(tx,
                                     T("UPDATE main.sale SET returned = 1, refunded = $2 WHERE "
                                       "workspace_id = 1 AND id = $1"),
                                     values, 2, NULL);
}

enum { RETURNS_MAX = 2000 };

static enum status return_of_day(struct tx *tx, void *context)
{
    const struct returning *returning = context;
    struct value day =
        VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(date_to_text(returning->day).at)));
    struct id *ids = ARENA_NEW_ARRAY(tx_arena(tx), struct id, RETURNS_MAX);
    int64_t *prices = ARENA_NEW_ARRAY(tx_arena(tx), int64_t, RETURNS_MAX);
    size_t count = 0, seen = 0;
    struct cursor *cursor;
    bool found;
    enum status status = tx_query(
        tx, T("SELECT id, price FROM main.sale WHERE workspace_id = 1 AND day = $1 ORDER BY id"),
        &day, 1, &cursor);

    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found && count < RETURNS_MAX)
        if (seen++ % RETURN_EACH == 0) {
            ids[count] = cursor_value(cursor, 0).id;
            prices[count++] = cursor_value(cursor, 1).integer;
        }
    cursor_close(cursor);
    for (size_t i = 0; i < count && status == OK; i++)
        status = return_one(tx, returning, ids[i], prices[i]);
    return status;
}

static void add_returns(struct around *around, struct date first_day)
{
    for (int32_t i = 0; i < RETURN_DAYS && around->status == OK; i++) {
        struct returning returning = { around, { first_day.days + BENCH_DAYS - RETURN_DAYS + i } };
        struct arena arena = { 0 };

        around->status =
            store_write(around->store, &the_system, &arena, return_of_day, &returning, NULL);
        arena_release(&arena);
    }
}

/* ---- all of it ---- */

enum status bare_add_around(const struct bare *bare)
{
    static struct around around;
    struct date first_day = bench_settings_of_examples(LANGUAGE_EN).first_day;

    around.store = bare->instance.store;
    around.now_ms = clock_now_ms();
    around.chance = 20261122;
    around.currency = text_from(bench_currency(LANGUAGE_EN));
    add_hosts(&around);
    add_categories(&around);
    add_warehouse(&around);
    add_year(&around);
    for (int days_ago = LAST_SHOWS - 1; days_ago >= 0; days_ago--)
        add_show(&around, days_ago);
    add_stock(&around);
    add_costs(&around, first_day);
    flush(&around);
    add_returns(&around, first_day);
    if (around.status == OK)
        printf("{\"live\":\"%s\",\"ended\":\"%s\",\"product\":\"%s\"}\n",
               id_to_text(around.live_id).at, id_to_text(around.ended_id).at,
               id_to_text(around.items[0].product_id).at);
    arena_release(&around.kept);
    arena_release(&around.rows);
    return around.status == OK && fflush(stdout) == 0 ? OK : FAILED;
}
