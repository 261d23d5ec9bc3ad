/* Databases as earlier versions of the program made them. tests/unit/store/versions has a file for
   each shape that was published and for each engine: all its tables by name, and the statements of
   those that differ from the version before. A change of tables adds a file: what `git show
   COMMIT:gen/sqlite.sql` and gen/postgresql.sql say, without views and policies. */
#ifndef TESTS_STORE_VERSIONS_H
#define TESTS_STORE_VERSIONS_H

#include "store/test_store.h"

#include <sqlite3.h>

static const char *const versions[] = {
    "01-first",       "02-imports",        "03-second-factor", "04-idempotency",
    "05-mail",        "06-service-keys",   "07-files",         "08-uploads",
    "09-session-two", "10-warehouse",      "11-backups",       "12-self-check",
    "13-finance",     "14-stock",          "15-photos",        "16-security-reports",
    "17-sealing",     "18-retired-fields", "19-erasures",      "20-rollup",
};

enum { VERSIONS = sizeof versions / sizeof *versions, LIMIT_VERSION_TABLES = 200 };

/* Rows that every version could hold; @N is an id. */
static const char version_rows[] =
    "INSERT INTO main.server_setting (workspace_id, id, created_at, updated_at, version, name, "
    "number) VALUES (0, @1, 5, 6, 7, 'last_workspace', 1);"
    "INSERT INTO main.account (workspace_id, id, created_at, updated_at, version, display_name, "
    "email) VALUES (0, @2, 5, 6, 7, 'Mei 梅', 'mei@example.com');"
    "INSERT INTO main.workspace (workspace_id, id, created_at, updated_at, created_by, version, "
    "name, time_zone, currency) VALUES (1, @3, 5, 6, @2, 7, 'Shoes', 'Asia/Shanghai', 'CNY');"
    "INSERT INTO main.live_session (workspace_id, id, created_at, updated_at, created_by, version, "
    "title, title_fold, day, platform, currency) VALUES (1, @4, 5, 6, @2, 7, 'Großer ABEND', "
    "'großer abend', '2026-03-01', 'douyin', 'CNY');"
    "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, created_by, version, "
    "live_session_id, sold_at, day, hour, brand, brand_fold, shoe_type, currency, price) VALUES "
    "(1, @5, 5, 6, @2, 7, @4, 1772380800000, '2026-03-02', 0, 'ÄRA', 'ära', 'boot', 'CNY', 12900);"
    "INSERT INTO main.sale (workspace_id, id, created_at, updated_at, created_by, version, "
    "sold_at, day, hour, brand, brand_fold, shoe_type, currency, price) VALUES "
    "(1, @6, 5, 6, @2, 7, 1772380800000, '2026-03-02', 0, '鞋', '鞋', 'boot', 'CNY', 0);";

static inline struct text version_file(struct arena *arena, int version, enum engine engine)
{
    const char *path = arena_print(arena, "tests/unit/store/versions/%s.%s.sql", versions[version],
                                   engine == ENGINE_SQLITE ? "sqlite" : "postgresql")
                           .at;
    char *bytes = arena_alloc(arena, 1 << 20);
    FILE *file = fopen(path, "r");
    size_t size;

    if (!file)
        fail_msg("%s cannot be read", path);
    size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return (struct text){ bytes, size };
}

struct version_table {
    struct text name, statements;
};

/* The statements of the version; each table as the last version up to it has made it. */
static inline struct text version_sql(struct arena *arena, int version, enum engine engine)
{
    struct version_table tables[LIMIT_VERSION_TABLES];
    struct buffer sql = buffer_in(arena, 1 << 20);
    struct text names = { 0 };
    size_t count = 0;

    for (int i = 0; i <= version; i++) {
        struct text rest = version_file(arena, i, engine);

        names = text_from_offset(text_cut(&rest, '\n'), sizeof "-- tables:" - 1);
        while (rest.size > 0) {
            static const struct text begin = T_INIT("CREATE TABLE IF NOT EXISTS main.");
            size_t at = text_find(rest, begin), end;
            struct version_table table;
            size_t place = 0;

            if (at == rest.size)
                break;
            rest = text_from_offset(rest, at);
            end = text_find(text_from_offset(rest, begin.size), begin);
            table.statements = text_slice(rest, 0, begin.size + end);
            table.name = text_from_offset(rest, begin.size);
            table.name = text_slice(table.name, 0, text_find_byte(table.name, ' '));
            rest = text_from_offset(rest, table.statements.size);
            while (place < count && !text_equal(tables[place].name, table.name))
                place++;
            count += place == count;
            assert_true(count < LIMIT_VERSION_TABLES);
            tables[place] = table;
        }
    }
    while (names.size > 0) {
        struct text name = text_trim(text_cut(&names, ' '));

        for (size_t i = 0; i < count; i++)
            if (text_equal(tables[i].name, name))
                buffer_append(&sql, tables[i].statements);
    }
    assert_int_equal(buffer_status(&sql), OK);
    return buffer_text(&sql);
}

/* The rows with ids as the engine writes them. */
static inline struct text version_inserts(struct arena *arena, enum engine engine)
{
    struct buffer sql = buffer_in(arena, 65536);

    for (const char *at = version_rows; *at; at++) {
        if (*at != '@' || at[1] < '0' || at[1] > '9') {
            buffer_append_byte(&sql, *at);
            continue;
        }
        at++;
        buffer_print(&sql,
                     engine == ENGINE_SQLITE ? "X'019A00000000700080000000000000%c%c'"
                                             : "'019a0000-0000-7000-8000-0000000000%c%c'",
                     '0', *at);
    }
    buffer_append_byte(&sql, '\0');
    return buffer_text(&sql);
}

/* What that version of the program said of each column, as this one does. */
static inline void version_print_comments(struct buffer *sql, struct text statements)
{
    struct text table = { 0 }, rest = statements;

    while (rest.size > 0) {
        struct text line = text_trim(text_cut(&rest, '\n')), name = line, links = statements;
        struct buffer link = buffer_in(sql->arena, 4096);

        if (text_starts_with(line, T("CREATE TABLE IF NOT EXISTS main."))) {
            table = text_from_offset(line, sizeof "CREATE TABLE IF NOT EXISTS main." - 1);
            table = text_slice(table, 0, text_find_byte(table, ' '));
            continue;
        }
        if (line.size == 0 || line.at[0] < 'a' || line.at[0] > 'z')
            continue;
        name = text_cut(&name, ' ');
        buffer_print(&link, "CONSTRAINT %.*s_%.*s_link FOREIGN KEY", TEXT_ARG(table),
                     TEXT_ARG(name));
        links = text_from_offset(links, text_find(links, buffer_text(&link)));
        links = text_cut(&links, '\n');
        if (text_ends_with(links, T(",")))
            links.size--;
        if (text_ends_with(line, T(",")))
            line.size--;
        buffer_print(sql, "COMMENT ON COLUMN main.%.*s.%.*s IS $$%.*s%s%.*s$$;\n", TEXT_ARG(table),
                     TEXT_ARG(name), TEXT_ARG(line), links.size > 0 ? " ; " : "", TEXT_ARG(links));
    }
}

static inline void version_make_sqlite(struct test_store *test, struct text sql)
{
    const char *path = arena_print(&test->arena, "%s/steward.db", test->directory).at;
    sqlite3 *db = NULL;
    char *fault = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, arena_c_string(&test->arena, sql), NULL, NULL, &fault) != SQLITE_OK ||
        sqlite3_exec(db, version_inserts(&test->arena, ENGINE_SQLITE).at, NULL, NULL, &fault) !=
            SQLITE_OK)
        fail_msg("%s", fault);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline void version_run(struct test_store *test, PGconn *link, struct text sql)
{
    PGresult *result = PQexec(link, arena_c_string(&test->arena, sql));

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(link));
    PQclear(result);
}

static inline void version_make_postgresql(struct test_store *test, struct text sql)
{
    PGconn *link = PQconnectdb(test_database_url(&test->arena, test->database).at);
    struct buffer comments = buffer_in(&test->arena, 1 << 20);

    version_print_comments(&comments, sql);
    assert_true(comments.size > 1000);
    version_run(test, link, T("CREATE SCHEMA main"));
    version_run(test, link, sql);
    version_run(test, link, buffer_text(&comments));
    version_run(test, link, version_inserts(&test->arena, ENGINE_POSTGRESQL));
    PQfinish(link);
}

/* A place with the database of that version, not open. */
static inline void version_make(struct test_store *test, int version, enum engine engine)
{
    test_store_place(test, engine);
    if (engine == ENGINE_SQLITE)
        version_make_sqlite(test, version_sql(&test->arena, version, engine));
    else
        version_make_postgresql(test, version_sql(&test->arena, version, engine));
}

#endif
