/* store/store_export.h: an archive of an earlier program does not have the columns that came later.
   What follows from a column that it has is what a row made today would have; on both engines. */
#include "store/store_export.h"

#include "auth/auth.h"
#include "call/idempotency.h"
#include "egress/egress.h"
#include "files/files.h"
#include "jobs/backup.h"
#include "ops/ops.h"
#include "privacy/privacy.h"
#include "rest/import.h"
#include "store/versions.h"

static const struct entity *const *const lists[] = { idempotency_entities, auth_entities,
                                                     jobs_entities,        egress_entities,
                                                     import_entities,      files_entities,
                                                     privacy_entities,     ops_entities };

static const struct identity system_caller = { .is_system = true };

#define ROW_ID(n) "\"019a0000-0000-7000-8000-0000000000" n "\""

/* In the order in which they link. */
static const struct {
    const char *entity, *lines;
} parts[] = {
    { "account", "[\"workspace_id\",\"id\",\"created_at\",\"updated_at\",\"created_by\","
                 "\"version\",\"display_name\"]\n[0," ROW_ID("02") ",5,6,null,7,\"Mei\"]\n" },
    { "workspace",
      "[\"workspace_id\",\"id\",\"created_at\",\"updated_at\",\"created_by\",\"version\",\"name\","
      "\"time_zone\",\"currency\"]\n"
      "[1," ROW_ID("03") ",5,6," ROW_ID(
          "02") ",7,\"Shoes\",\"Asia/Shanghai\",\"CNY\"]\n"
                "[2," ROW_ID("04") ",5,6," ROW_ID(
                    "02") ",7,\"Paper\",\"America/New_York\",\"USD\"]\n" },
    { "sale", "[\"workspace_id\",\"id\",\"created_at\",\"updated_at\",\"created_by\",\"version\","
              "\"sold_at\",\"brand\",\"shoe_type\",\"size\",\"currency\",\"price\"]\n"
              /* 2026-03-01 16:00 UTC: midnight in Shanghai, before noon in New York */
              "[1," ROW_ID("05") ",5,6," ROW_ID(
                  "02") ",7,1772380800000,\"ÄRA\",\"boot\",\"42.5\",\"CNY\",1]\n"
                        "[2," ROW_ID("06") ",5,6," ROW_ID(
                            "02") ",7,1772380800000,\"鞋\",\"boot\",null,\"USD\",2]\n" },
};

static enum status import_parts(struct tx *tx, void *context)
{
    enum status status = OK;

    (void)context;
    for (size_t i = 0; status == OK && i < sizeof parts / sizeof *parts; i++)
        status = store_import_part(tx, schema_find(tx_schema(tx), text_from(parts[i].entity)),
                                   text_from(parts[i].lines), IMPORT_ROWS);
    return status;
}

static enum status ask_rows(struct tx *tx, void *context)
{
    struct buffer *out = context;
    struct cursor *cursor;
    bool is_found = true;
    enum status status = tx_query(tx,
                                  T("SELECT day, cast(hour AS TEXT), brand_fold, "
                                    "coalesce(cast(size_order AS TEXT), '-') FROM main.sale "
                                    "ORDER BY workspace_id"),
                                  NULL, 0, &cursor);

    while (status == OK && (status = cursor_next(cursor, &is_found)) == OK && is_found) {
        for (size_t i = 0; i < 4; i++) {
            buffer_append(out, cursor_value(cursor, i).text);
            buffer_append_byte(out, i < 3 ? '|' : '\n');
        }
    }
    if (status == OK)
        cursor_close(cursor);
    return status;
}

static void what_follows_is_made(enum engine engine)
{
    struct test_store test;
    struct buffer out;
    struct text order;

    test_store_place(&test, engine);
    schema_init(&test.schema, &test.arena, lists, sizeof lists / sizeof *lists);
    test_store_reopen(&test, 1);
    assert_int_equal(store_write(test.store, &system_caller, &test.arena, import_parts, NULL, NULL),
                     OK);
    out = buffer_in(&test.arena, 4096);
    assert_int_equal(store_read(test.store, &system_caller, &test.arena, ask_rows, &out, NULL), OK);
    order = buffer_text(&out);
    assert_true(text_starts_with(order, T("2026-03-02|0|ära|")));
    assert_false(text_starts_with(order, T("2026-03-02|0|ära|-")));
    assert_true(text_ends_with(order, T("\n2026-03-01|11|鞋|-\n")));
    test_store_close(&test);
}

static void on_sqlite(void **state)
{
    (void)state;
    what_follows_is_made(ENGINE_SQLITE);
}

static void on_postgresql(void **state)
{
    (void)state;
    what_follows_is_made(ENGINE_POSTGRESQL);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_sqlite),
        cmocka_unit_test(on_postgresql),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
