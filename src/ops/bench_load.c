/* Rows are gathered and written in batches; each batch is one transaction. */
#include "ops/bench_load.h"

#include "base/zone.h"
#include "crypto/random.h"
#include "ops/size.h"
#include "store/row.h"

enum { BATCH_ROWS = 5000 };

struct loading {
    const struct bench_target *target;
    const struct zone *zone;
    struct text currency;
    struct id show_id;
    struct live_session show;
    bool has_show;
    struct sale *sales;
    size_t count;
};

static struct row new_row(const struct loading *loading, int64_t at_ms)
{
    unsigned char random[10];

    random_fill(random, sizeof random);
    return (struct row){ .workspace_id = loading->target->workspace_id,
                         .id = id_make(at_ms, random),
                         .created_at = at_ms,
                         .updated_at = at_ms,
                         .created_by = loading->target->account_id,
                         .version = 1 };
}

static int64_t instant_of(const struct loading *loading, int64_t minute)
{
    struct date date = { (int32_t)(minute / 1440) };

    return zone_instant(loading->zone, date, minute % 1440 * MS_PER_MINUTE);
}

/* ---- batches ---- */

static enum status write_batch(struct tx *tx, void *context)
{
    struct loading *loading = context;
    enum status status = loading->has_show ? row_insert(tx, &live_session_entity, &loading->show)
                                           : OK;

    for (size_t i = 0; i < loading->count && status == OK; i++)
        status = row_insert(tx, &sale_entity, &loading->sales[i]);
    return status;
}

static enum status flush(struct loading *loading)
{
    static const struct identity system = { .is_system = true };
    struct arena arena = { 0 };
    enum status status =
        store_write(loading->target->store, &system, &arena, write_batch, loading, NULL);

    arena_release(&arena);
    loading->count = 0;
    loading->has_show = false;
    return status;
}

/* ---- rows ---- */

static enum status load_show(const struct bench_show *from, void *context)
{
    struct loading *loading = context;
    int64_t starts_at = instant_of(loading, from->starts_minute);
    enum status status = loading->has_show || loading->count > 0 ? flush(loading) : OK;

    loading->show = (struct live_session){
        .row = new_row(loading, starts_at),
        .title = text_from(from->title),
        .platform = (int)from->platform,
        .host = text_from(from->host),
        .status = LIVE_ENDED,
        .day = from->day,
        .starts_at = starts_at,
        .ends_at = instant_of(loading, from->ends_minute),
        .currency = loading->currency,
        .gmv = from->gmv,
        .cost = from->cost,
        .buyers = from->buyers,
        .items = from->items,
        .review = text_from(from->notes),
    };
    loading->has_show = true;
    loading->show_id = loading->show.row.id;
    return status;
}

static enum status load_sale(const struct bench_show *show, const struct bench_sale *from,
                             void *context)
{
    struct loading *loading = context;
    struct sale *sale = &loading->sales[loading->count++];
    int64_t sold_at = instant_of(loading, from->sold_minute), order = 0;

    (void)show;
    *sale = (struct sale){
        .row = new_row(loading, sold_at),
        .live_session_id = loading->show_id,
        .sold_at = sold_at,
        .day = zone_day(loading->zone, sold_at),
        .hour = zone_hour(loading->zone, sold_at),
        .brand = text_from(from->brand),
        .shoe_type = text_from(from->shoe_type),
        .size = text_from(from->size),
        .size_system = (int)from->size_system,
        .quantity = from->quantity,
        .currency = loading->currency,
        .price = from->price,
        .cost = from->cost,
        .source = T("bench"),
    };
    if (size_to_order(sale->size, &order))
        sale->size_order = order;
    return loading->count == BATCH_ROWS ? flush(loading) : OK;
}

enum status bench_load(const struct bench_target *target, const struct bench_settings *settings)
{
    struct loading loading = {
        .target = target,
        .zone = zone_find(text_from(bench_time_zone(settings->language))),
        .currency = text_from(bench_currency(settings->language)),
    };
    struct bench_sink sink = { load_show, load_sale, &loading };
    struct arena arena = { 0 };
    enum status status;

    if (!loading.zone)
        loading.zone = zone_find(T("UTC"));
    loading.sales = ARENA_NEW_ARRAY(&arena, struct sale, BATCH_ROWS);
    status = bench_data_each(settings, &sink);
    if (status == OK)
        status = flush(&loading);
    arena_release(&arena);
    return status;
}
