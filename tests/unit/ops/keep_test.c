/* N-048: business records stay for ever unless somebody deletes them. The same sweep deletes what
   is not kept, so it does work. */
#include "auth/activity.h"
#include "base/zone.h"
#include "jobs/retention.h"
#include "ops/live_session.h"
#include "ops/ops.h"
#include "ops/ops_store.h"
#include "ops/product.h"
#include "ops/sale.h"
#include "rest/import.h"
#include "rest/import_run.h"
#include "store/row.h"

#define NOW       INT64_C(1782000000000)
#define TEN_YEARS (INT64_C(3653) * MS_PER_DAY)

static struct ops_store world;

static struct row new_row(int number)
{
    return (struct row){ .workspace_id = 1,
                         .id = { { 1, [15] = (unsigned char)number } },
                         .created_at = NOW,
                         .updated_at = NOW,
                         .version = 1 };
}

static enum status fill(struct tx *tx, void *context)
{
    struct live_session show = { .row = new_row(1),
                                 .title = T("Show"),
                                 .platform = PLATFORM_TIKTOK,
                                 .status = LIVE_ENDED,
                                 .currency = T("USD") };
    struct sale sale = { .row = new_row(2),
                         .sold_at = NOW,
                         .brand = T("Nike"),
                         .shoe_type = T("Dunk"),
                         .quantity = 1,
                         .currency = T("USD"),
                         .price = 100 };
    struct product product = {
        .row = new_row(3), .name = T("Dunk"), .brand = T("Nike"), .currency = T("USD")
    };
    struct import_run run = { .row = new_row(4),
                              .entity = T("sale"),
                              .file_name = T("sales.csv"),
                              .status = IMPORT_DONE,
                              .header_key = T("h"),
                              .content_key = T("c") };
    struct import_file file = { .row = new_row(5),
                                .run_id = new_row(4).id,
                                .data = T("QQ=="),
                                .expires_at = NOW + MS_PER_DAY };
    enum status status = row_insert(tx, &live_session_entity, &show);

    (void)context;
    if (status == OK)
        status = row_insert(tx, &sale_entity, &sale);
    if (status == OK)
        status = row_insert(tx, &product_entity, &product);
    if (status == OK)
        status = row_insert(tx, &import_run_entity, &run);
    return status == OK ? row_insert(tx, &import_file_entity, &file) : status;
}

struct asking {
    const char *table;
    int64_t count;
};

static enum status ask(struct tx *tx, void *context)
{
    struct asking *asking = context;
    struct cursor *cursor;
    bool is_found;
    enum status status =
        tx_query(tx, arena_print(tx_arena(tx), "SELECT COUNT(*) FROM main.%s", asking->table), NULL,
                 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status == OK)
        asking->count = cursor_value(cursor, 0).integer;
    return status;
}

static const struct identity server_identity = { .is_system = true };

static int64_t count_of(const char *table)
{
    struct asking asking = { .table = table };

    assert_int_equal(store_read(world.store, &server_identity, &world.arena, ask, &asking, NULL),
                     OK);
    return asking.count;
}

static void business_records_outlive_ten_years(enum engine engine)
{
    static const struct entity *const activities[] = { &activity_entity, NULL };
    const struct entity *const *lists[] = { activities, ops_entities, import_entities };
    int64_t deleted = 0;

    ops_store_open(&world, engine, lists, 3);
    assert_int_equal(store_write(world.store, &server_identity, &world.arena, fill, NULL, NULL),
                     OK);
    assert_int_equal(retention_sweep(world.store, NOW + MS_PER_HOUR, &deleted), OK);
    assert_int_equal(deleted, 0);
    assert_int_equal(retention_sweep(world.store, NOW + TEN_YEARS, &deleted), OK);
    assert_int_equal(deleted, 2);
    assert_int_equal(count_of("live_session"), 1);
    assert_int_equal(count_of("sale"), 1);
    assert_int_equal(count_of("product"), 1);
    assert_int_equal(count_of("import_run"), 0);
    assert_int_equal(count_of("import_file"), 0);
    ops_store_close(&world);
}

static void business_records_outlive_ten_years_on_sqlite(void **state)
{
    (void)state;
    business_records_outlive_ten_years(ENGINE_SQLITE);
}

static void business_records_outlive_ten_years_on_postgresql(void **state)
{
    (void)state;
    business_records_outlive_ten_years(ENGINE_POSTGRESQL);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(business_records_outlive_ten_years_on_sqlite),
        cmocka_unit_test(business_records_outlive_ten_years_on_postgresql),
    };

    (void)count;
    ops_store_need_cluster(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
