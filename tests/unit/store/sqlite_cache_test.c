/* The page cache in front of SQLite's own: pages that are swapped while a tree is balanced cost no
   look through the whole cache, and pages past the end of the file are dropped nevertheless. */
#include "store/sqlite.h"

#include "store/test_store.h"

enum { ROWS = 4000 };

static sqlite3_pcache_methods2 sqlites, counting;
static int looks, renumberings;

static void count_truncation(sqlite3_pcache *cache, unsigned first)
{
    looks++;
    sqlites.xTruncate(cache, first);
}

static void count_renumbering(sqlite3_pcache *cache, sqlite3_pcache_page *page, unsigned was,
                              unsigned is)
{
    renumberings++;
    sqlites.xRekey(cache, page, was, is);
}

/* Between ours and SQLite's own. */
static int install(void **state)
{
    (void)state;
    sqlite3_shutdown();
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &sqlites), SQLITE_OK);
    counting = sqlites;
    counting.xTruncate = count_truncation;
    counting.xRekey = count_renumbering;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_PCACHE2, &counting), SQLITE_OK);
    sqlite_cache_install();
    return 0;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static struct text ask(sqlite3 *db, const char *sql, char answer[64])
{
    sqlite3_stmt *statement = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(answer, 64, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text_from(answer);
}

static sqlite3 *open_file(struct test_store *test)
{
    sqlite3 *db = NULL;

    assert_int_equal(
        sqlite3_open(arena_print(&test->arena, "%s/pages.db", test->directory).at, &db), SQLITE_OK);
    run(db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA auto_vacuum = FULL; PRAGMA page_size = 512;"
        "PRAGMA cache_size = -4000; VACUUM");
    run(db, "CREATE TABLE item (name BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID");
    return db;
}

/* Names without any order, the same in every run. */
static void insert(sqlite3 *db, int from, int count)
{
    sqlite3_stmt *statement = NULL;

    assert_int_equal(
        sqlite3_prepare_v2(db, "INSERT INTO item VALUES (?1, zeroblob(90))", -1, &statement, NULL),
        SQLITE_OK);
    for (int i = from; i < from + count; i++) {
        uint64_t name = (uint64_t)(i + 1) * 0x9e3779b97f4a7c15u;

        sqlite3_bind_blob(statement, 1, &name, sizeof name, SQLITE_TRANSIENT);
        assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
}

static void swapped_pages_cost_no_look(void **state)
{
    struct test_store test = { 0 };
    char answer[64];
    sqlite3 *db;

    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    db = open_file(&test);
    looks = renumberings = 0;
    for (int i = 0; i < ROWS; i += 40) {
        run(db, "BEGIN");
        insert(db, i, 40);
        run(db, "COMMIT");
    }
    assert_in_range(renumberings, 100, ROWS * 10);
    assert_int_equal(looks, 0);
    assert_text(ask(db, "PRAGMA integrity_check", answer), T("ok"));
    sqlite3_close(db);
    test_store_close(&test);
}

static void pages_past_the_end_are_dropped(void **state)
{
    struct test_store test = { 0 };
    char answer[64];
    sqlite3 *db;

    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    db = open_file(&test);
    for (int round = 0; round < 6; round++) {
        insert(db, round, ROWS); /* other pages than before, at the same places */
        looks = 0;
        run(db, "BEGIN; DELETE FROM item WHERE name > x'10'; COMMIT");
        assert_true(looks > 0);
        assert_text(ask(db, "PRAGMA integrity_check", answer), T("ok"));
        run(db, "BEGIN");
        insert(db, ROWS + round, ROWS);
        run(db, "ROLLBACK; DELETE FROM item");
    }
    assert_text(ask(db, "PRAGMA integrity_check", answer), T("ok"));
    sqlite3_close(db);
    test_store_close(&test);
}

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swapped_pages_cost_no_look),
        cmocka_unit_test(pages_past_the_end_are_dropped),
    };

    (void)count;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, install, NULL);
}
