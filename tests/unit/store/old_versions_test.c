/* A database of every version that was published, opened by this one on both engines: it becomes
   what a fresh one is, in every table, column, rule, link, index, policy and right, and its rows
   are there, with what has come to follow from them. */
#include "auth/auth.h"
#include "call/idempotency.h"
#include "egress/egress.h"
#include "files/files.h"
#include "jobs/backup.h"
#include "ops/ops.h"
#include "privacy/privacy.h"
#include "rest/import.h"
#include "store/store_file.h"
#include "store/versions.h"

/* As src/server/products.c has them. */
static const struct entity *const *const lists[] = { idempotency_entities, auth_entities,
                                                     jobs_entities,        egress_entities,
                                                     import_entities,      files_entities,
                                                     privacy_entities,     ops_entities };

static void use_products(struct test_store *test)
{
    schema_init(&test->schema, &test->arena, lists, sizeof lists / sizeof *lists);
}

/* One line for each thing that the catalog says, sorted; names of constraints say what they are. */
static const char *const catalog_of_postgresql[] = {
    "SELECT 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), "
    "a.attnotnull::text, coalesce(pg_get_expr(d.adbin, d.adrelid), ''), "
    "coalesce(o.collname::text, ''), coalesce(col_description(c.oid, a.attnum), '') "
    "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
    "LEFT JOIN pg_collation o ON o.oid = a.attcollation "
    "WHERE c.relnamespace = 'main'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 "
    "AND NOT a.attisdropped ORDER BY 2",
    "SELECT 'rule', conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), "
    "convalidated::text FROM pg_constraint WHERE connamespace = 'main'::regnamespace ORDER BY 2, 3",
    "SELECT 'index', indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'main' "
    "ORDER BY 2",
    "SELECT 'policy', tablename::text, policyname::text, roles::text, cmd, coalesce(qual, ''), "
    "coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'main' ORDER BY 2, 3",
    "SELECT 'rights', c.relname::text, c.relrowsecurity::text, c.relforcerowsecurity::text, "
    "coalesce(r.rolname::text, 'everybody'), g.privilege_type FROM pg_class c "
    "CROSS JOIN LATERAL aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee "
    "WHERE c.relnamespace = 'main'::regnamespace AND c.relkind = 'r' AND g.grantee <> c.relowner "
    "ORDER BY 2, 5, 6",
    NULL,
};
static const char *const catalog_of_sqlite[] = {
    "SELECT 'column', m.name || '.' || c.name, c.type, cast(c.\"notnull\" AS TEXT), "
    "coalesce(c.dflt_value, ''), cast(c.pk AS TEXT) FROM main.sqlite_master m, "
    "pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 2",
    "SELECT 'link', m.name, f.\"table\", f.\"from\", f.\"to\", f.on_delete FROM main.sqlite_master "
    "m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 2, 3, 4",
    "SELECT 'index', m.name, m.sql FROM main.sqlite_master m WHERE m.type = 'index' "
    "AND m.sql IS NOT NULL ORDER BY 2",
    NULL,
};

/* SQLite keeps the rules in the text of the table only: each CHECK with its name, sorted by the
   order of the columns above. */
static void print_rules(struct buffer *out, struct text tables)
{
    const char *lines[4096];
    size_t count = 0;
    struct text rest = tables;

    while (rest.size > 0) {
        size_t at = text_find(rest, T("CONSTRAINT ")), end = 0;
        int depth = 0;

        if (at == rest.size)
            break;
        rest = text_from_offset(rest, at);
        for (end = 0; end < rest.size; end++) {
            depth += rest.at[end] == '(';
            depth -= rest.at[end] == ')';
            if (depth == 0 && rest.at[end] == ')')
                break;
        }
        assert_true(count < sizeof lines / sizeof *lines);
        lines[count++] = arena_c_string(out->arena, text_slice(rest, 0, end + 1));
        rest = text_from_offset(rest, end);
    }
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && strcmp(lines[j - 1], lines[j]) > 0; j--) {
            const char *other = lines[j];

            lines[j] = lines[j - 1];
            lines[j - 1] = other;
        }
    for (size_t i = 0; i < count; i++)
        buffer_print(out, "rule|%s\n", lines[i]);
}

/* Behind the store's back: its own roles may not look at everything. */
static struct text ask_postgresql(struct test_store *test, const char *sql)
{
    struct buffer out = buffer_in(&test->arena, 4 << 20);
    PGconn *link = PQconnectdb(test_database_url(&test->arena, test->database).at);
    PGresult *result = PQexec(link, sql);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(link));
    for (int row = 0; row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            buffer_print(&out, "%s%c", PQgetvalue(result, row, column),
                         column + 1 < PQnfields(result) ? '|' : '\n');
    PQclear(result);
    PQfinish(link);
    return buffer_text(&out);
}

/* The store is closed and its file plain. */
static struct text ask_sqlite(struct test_store *test, const char *sql)
{
    struct buffer out = buffer_in(&test->arena, 4 << 20);
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;

    assert_int_equal(
        sqlite3_open(arena_print(&test->arena, "%s/steward.db", test->directory).at, &db),
        SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count(statement); column++)
            buffer_print(&out, "%s%c", (const char *)sqlite3_column_text(statement, column),
                         column + 1 < sqlite3_column_count(statement) ? '|' : '\n');
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return buffer_text(&out);
}

static void run_sqlite(struct test_store *test, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(
        sqlite3_open(arena_print(&test->arena, "%s/steward.db", test->directory).at, &db),
        SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void make_plain(struct test_store *test)
{
    struct text reason = T("");

    store_close(test->store);
    test->store = NULL;
    if (store_file_decrypt(test->directory, test_store_keys(), &test->arena, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
}

/* Of a store that is closed and plain, if it is SQLite's. */
static struct text print_catalog(struct test_store *test)
{
    const char *const *queries = test->database ? catalog_of_postgresql : catalog_of_sqlite;
    struct buffer out = buffer_in(&test->arena, 4 << 20);
    struct text answer;

    for (size_t i = 0; queries[i]; i++) {
        answer = test->database ? ask_postgresql(test, queries[i]) : ask_sqlite(test, queries[i]);
        assert_true(answer.size > 100);
        buffer_append(&out, answer);
    }
    if (!test->database) {
        print_rules(&out, ask_sqlite(test, "SELECT sql FROM sqlite_master WHERE type = 'table' "
                                           "ORDER BY name"));
        answer = ask_sqlite(test, "SELECT name FROM sqlite_master WHERE type = 'table' "
                                  "AND sql NOT LIKE '%) STRICT, WITHOUT ROWID' ORDER BY name");
        buffer_print(&out, "loose tables: %.*s\n", TEXT_ARG(answer));
    }
    assert_int_equal(buffer_status(&out), OK);
    return buffer_text(&out);
}

static struct text catalog_of(struct test_store *test)
{
    struct text catalog;

    if (!test->database)
        make_plain(test);
    catalog = print_catalog(test);
    if (!test->database)
        test_store_reopen(test, 1);
    return catalog;
}

/* The first line that is only in one of the two. */
static void must_be_equal(int version, struct text is, struct text wanted)
{
    if (text_equal(is, wanted))
        return;
    while (is.size > 0 || wanted.size > 0) {
        struct text a = text_cut(&is, '\n'), b = text_cut(&wanted, '\n');

        if (!text_equal(a, b))
            fail_msg("%s: \"%.*s\" and not \"%.*s\"", versions[version], TEXT_ARG(a), TEXT_ARG(b));
    }
}

static struct text rows_of(struct test_store *test)
{
    static const char *const queries[] = {
        "SELECT workspace_id, id, name, number, version FROM main.server_setting ORDER BY id",
        "SELECT workspace_id, id, created_at, updated_at, version, display_name, email FROM "
        "main.account ORDER BY id",
        "SELECT id, created_by, name, time_zone, currency, week_start FROM main.workspace",
        "SELECT id, title, day, platform, status, gmv FROM main.live_session",
        "SELECT id, live_session_id, sold_at, day, hour, brand, shoe_type, price, version FROM "
        "main.sale ORDER BY id",
        NULL,
    };
    struct buffer out = buffer_in(&test->arena, 65536);
    struct text answer;

    for (size_t i = 0; queries[i]; i++) {
        assert_int_equal(test_query(test, &system_identity, text_from(queries[i]), &answer), OK);
        buffer_append(&out, answer);
    }
    return buffer_text(&out);
}

static const char wanted_rows[] =
    "0|019a0000-0000-7000-8000-000000000001|last_workspace|1|7\n"
    "0|019a0000-0000-7000-8000-000000000002|5|6|7|Mei 梅|mei@example.com\n"
    "019a0000-0000-7000-8000-000000000003|019a0000-0000-7000-8000-000000000002|Shoes|"
    "Asia/Shanghai|CNY|1\n"
    "019a0000-0000-7000-8000-000000000004|Großer ABEND|2026-03-01|douyin|planned|null\n"
    "019a0000-0000-7000-8000-000000000005|019a0000-0000-7000-8000-000000000004|1772380800000|"
    "2026-03-02|0|ÄRA|boot|12900|7\n"
    "019a0000-0000-7000-8000-000000000006|null|1772380800000|2026-03-02|0|鞋|boot|0|7\n";

/* What follows from other columns is what a fresh row would have. */
static void must_be_filled(struct test_store *test)
{
    struct text answer;

    assert_int_equal(test_query(test, &system_identity,
                                T("SELECT title_fold FROM main.live_session UNION ALL SELECT "
                                  "brand_fold FROM main.sale ORDER BY 1"),
                                &answer),
                     OK);
    assert_text(answer, T("großer abend\nära\n鞋\n"));
}

static void each_becomes_what_a_fresh_one_is(enum engine engine)
{
    struct test_store fresh;
    struct text wanted;

    test_store_place(&fresh, engine);
    use_products(&fresh);
    test_store_reopen(&fresh, 1);
    wanted = catalog_of(&fresh);
    for (int version = 0; version < VERSIONS; version++) {
        struct test_store old;
        struct text report;

        version_make(&old, version, engine);
        use_products(&old);
        for (int twice = 0; twice < 2; twice++) {
            test_store_reopen(&old, 1);
            must_be_equal(version, catalog_of(&old), wanted);
            assert_text(rows_of(&old), text_from(wanted_rows));
            must_be_filled(&old);
            if (engine == ENGINE_SQLITE) /* on PostgreSQL it depends on the cluster, too */
                assert_int_equal(store_verify(old.store, &old.arena, &report), OK);
            store_close(old.store);
            old.store = NULL;
        }
        test_store_close(&old);
    }
    test_store_close(&fresh);
}

/* The comparison sees each kind of thing that a migration could leave out. */
static void what_is_left_out_is_seen(enum engine engine)
{
    static const char *const left_out[] = {
        "DROP INDEX main.sale_day_index",
        "ALTER TABLE main.sale DROP COLUMN brand_fold",
        "DROP TABLE main.kept_answer",
        "ALTER TABLE main.sale DISABLE ROW LEVEL SECURITY",
        "DROP POLICY sale_read ON main.sale",
        "REVOKE INSERT ON main.sale FROM steward_app",
        "ALTER TABLE main.sale DROP CONSTRAINT sale_brand_length",
        "ALTER TABLE main.sale ALTER COLUMN price DROP NOT NULL",
        "COMMENT ON COLUMN main.sale.price IS 'x'",
    };
    size_t count = engine == ENGINE_SQLITE ? 3 : sizeof left_out / sizeof *left_out;

    for (size_t i = 0; i < count; i++) {
        struct test_store store;
        struct text wanted;

        test_store_place(&store, engine);
        use_products(&store);
        test_store_reopen(&store, 1);
        wanted = catalog_of(&store);
        if (engine == ENGINE_POSTGRESQL) {
            PGconn *link = PQconnectdb(test_database_url(&store.arena, store.database).at);

            version_run(&store, link, text_from(left_out[i]));
            PQfinish(link);
        } else {
            make_plain(&store);
            run_sqlite(&store, left_out[i]);
        }
        if (text_equal(print_catalog(&store), wanted))
            fail_msg("not seen: %s", left_out[i]);
        test_store_close(&store);
    }
}

static void a_newer_one_is_refused_by_name(enum engine engine)
{
    static const char *const newer[][2] = {
        { "CREATE TABLE main.hologram (workspace_id BIGINT NOT NULL, id BIGINT NOT NULL)",
          "records of the kind hologram" },
        { "ALTER TABLE main.sale ADD COLUMN scent TEXT", "The database holds sale.scent" },
    };

    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) {
        struct test_store store;
        struct store_settings settings = { .readers = 1, .keys = test_store_keys() };
        struct text reason = T("");

        version_make(&store, VERSIONS - 1, engine);
        if (engine == ENGINE_POSTGRESQL) {
            PGconn *link = PQconnectdb(test_database_url(&store.arena, store.database).at);

            version_run(&store, link, text_from(newer[i][0]));
            PQfinish(link);
            settings.database_url = test_database_url(&store.arena, store.database).at;
        } else {
            run_sqlite(&store, newer[i][0]);
        }
        settings.directory = store.directory;
        use_products(&store);
        assert_int_equal(store_open(&settings, &store.schema, &store.arena, &store.store, &reason),
                         CONFLICT);
        if (text_find(reason, text_from(newer[i][1])) == reason.size ||
            text_find(reason, T("newer than this program")) == reason.size)
            fail_msg("%.*s", TEXT_ARG(reason));
        store.store = NULL;
        test_store_close(&store);
    }
}

#define ON_BOTH(name)                                                                              \
    static void name##_on_sqlite(void **state)                                                     \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_SQLITE);                                                                       \
    }                                                                                              \
    static void name##_on_postgresql(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_POSTGRESQL);                                                                   \
    }
#define TESTS_OF(name) cmocka_unit_test(name##_on_sqlite), cmocka_unit_test(name##_on_postgresql)

ON_BOTH(each_becomes_what_a_fresh_one_is)
ON_BOTH(what_is_left_out_is_seen)
ON_BOTH(a_newer_one_is_refused_by_name)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TESTS_OF(each_becomes_what_a_fresh_one_is),
        TESTS_OF(what_is_left_out_is_seen),
        TESTS_OF(a_newer_one_is_refused_by_name),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
