/* store/store_export.h: an archive of an earlier program does not have the columns that came later.
   What follows from a column that it has is what a row made today would have; on both engines. */
#include "store/store_export.h"

#include "auth/account.h"
#include "auth/auth.h"
#include "call/idempotency.h"
#include "egress/egress.h"
#include "files/files.h"
#include "jobs/backup.h"
#include "ops/ops.h"
#include "privacy/privacy.h"
#include "rest/import.h"
#include "store/versions.h"
#include "team/team.h"

static const struct entity *const *const lists[] = {
    idempotency_entities, auth_entities,    jobs_entities, egress_entities, import_entities,
    files_entities,       privacy_entities, ops_entities,  team_entities
};

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

/* Bytes of the value of a field at its longest: a character may be six in JSON, or three when it is
   folded; what is sealed is so long as the database takes it. Of a MiB and more are only texts that
   the program makes, which count bytes and have no control characters. */
static size_t longest_value(const struct field *field)
{
    size_t own = field->type == FIELD_TEXT || field->type == FIELD_JSON ? (size_t)field->max : 16;

    assert_true(own > 0); /* a text without an end */
    if (own >= 1 << 20)
        return 2 * own + 192;
    return 6 * own + (field->search ? 18 * own : 0) + 192;
}

static size_t longest_row(const struct entity *entity)
{
    size_t size = 1024;

    for (size_t i = 0; i < entity->fields.count; i++)
        size += longest_value(&entity->fields.at[i]);
    return size;
}

/* LIMIT_FOLLOWED_ROW, of rest/follow.c: a longer row would be told to nobody. */
static void every_row_finds_room(void **state)
{
    enum { FOLLOWED_ROW = 4 << 20 };

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (const struct entity *const *at = lists[i]; *at; at++) {
            size_t longest = longest_row(*at);

            if (longest >= ((*at)->rows == ROWS_OF_SERVER ? LIMIT_EXPORT_LINE : FOLLOWED_ROW))
                fail_msg("a row of %s may have %zu bytes", (*at)->name, longest);
        }
    }
    assert_true(LIMIT_EXPORT_LINE + (1 << 20) < LIMIT_EXPORT_PART);
}

/* A row whose only text has exactly so many bytes in JSON, the brackets included. */
static enum status check_line(size_t size, const char **ret_why)
{
    static const char head[] = "[\"workspace_id\",\"id\",\"created_at\",\"updated_at\","
                               "\"created_by\",\"version\",\"display_name\"]\n";
    static const char row[] = "[0," ROW_ID("02") ",5,6,null,7,\"", end[] = "\"]";
    struct arena arena = { 0 };
    struct buffer part = buffer_in(&arena, LIMIT_EXPORT_PART);
    struct row_sum sum = { .digest = digest_stream_new() };
    size_t filling = size - (sizeof row - 1) - (sizeof end - 1);
    enum status status;

    buffer_append(&part, text_from(head));
    buffer_append(&part, text_from(row));
    for (size_t i = 0; i < filling; i++)
        buffer_append_byte(&part, 'x');
    buffer_append(&part, text_from(end));
    buffer_append_byte(&part, '\n');
    status = store_import_check(&account_entity, buffer_text(&part), &sum, ret_why);
    assert_int_equal(sum.count, status == OK);
    digest_stream_free(sum.digest);
    arena_release(&arena);
    return status;
}

static void a_line_has_a_ceiling(void **state)
{
    const char *why = "";

    (void)state;
    assert_int_equal(check_line(LIMIT_EXPORT_LINE, &why), OK);
    assert_int_equal(check_line(LIMIT_EXPORT_LINE + 1, &why), INVALID);
    assert_string_equal(why, "a line is no list in JSON");
}

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
        cmocka_unit_test(every_row_finds_room),
        cmocka_unit_test(a_line_has_a_ceiling),
        cmocka_unit_test(on_sqlite),
        cmocka_unit_test(on_postgresql),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
