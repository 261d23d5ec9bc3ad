/* For tests of the store: the test schema on either engine, callers, and short forms of the
   calls. A test that needs PostgreSQL starts itself again under tools/test-postgres. */
#ifndef TESTS_STORE_TEST_STORE_H
#define TESTS_STORE_TEST_STORE_H

#include "store/row.h"
#include "store/store.h"
#include "store/test_schema.h"
#include "test_keys.h"
#include "text_check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>

struct test_store {
    struct arena arena;
    struct schema schema;
    struct store *store;
    char *directory; /* SQLite */
    char *database;  /* PostgreSQL */
};

static inline const char *test_cluster_url(void)
{
    return getenv("STEWARD_TEST_POSTGRES");
}

/* First thing in main(): from here on there is a cluster. */
static inline void test_cluster_need(char **argv)
{
    static char tool[] = "tools/test-postgres";
    char *command[] = { tool, argv[0], NULL };

    if (test_cluster_url())
        return;
    execv(tool, command);
    fprintf(stderr, "%s: not found from here\n", tool);
    exit(1);
}

static inline void test_cluster_run(const char *sql)
{
    PGconn *link = PQconnectdb(test_cluster_url());
    PGresult *result = PQexec(link, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
}

/* The cluster's URL with another database in it. */
static inline struct text test_database_url(struct arena *arena, const char *database)
{
    struct text url = text_from(test_cluster_url());
    size_t at = text_find(url, T("/postgres?")) + 1;

    return arena_print(arena, "%.*s%s%.*s", (int)at, url.at, database,
                       TEXT_ARG(text_from_offset(url, at + 8)));
}

static inline void test_store_reopen(struct test_store *test, int connections)
{
    struct text reason = T("");
    struct store_settings settings = { .directory = test->directory,
                                       .readers = connections,
                                       .keys = test_store_keys() };

    if (test->database)
        settings.database_url = test_database_url(&test->arena, test->database).at;
    if (store_open(&settings, &test->schema, &test->arena, &test->store, &reason) != OK)
        fail_msg("open: %.*s", TEXT_ARG(reason));
}

/* An empty place for a store, which test_store_reopen opens. */
static inline void test_store_place(struct test_store *test, enum engine engine)
{
    static int count;

    *test = (struct test_store){ 0 };
    if (engine == ENGINE_SQLITE) {
        char directory[] = "/tmp/steward-store.XXXXXX";

        assert_non_null(mkdtemp(directory));
        test->directory = strdup(directory);
    } else {
        char name[64], sql[128];

        snprintf(name, sizeof name, "test_%d_%d", (int)getpid(), ++count);
        snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
        test_cluster_run(sql);
        test->database = strdup(name);
    }
}

static inline void test_store_open(struct test_store *test, enum engine engine, int connections)
{
    test_store_place(test, engine);
    test_schema_init(&test->schema, &test->arena);
    test_store_reopen(test, connections);
}

static inline int test_remove(const char *path, const struct stat *stat, int type,
                              struct FTW *place)
{
    (void)stat;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void test_store_close(struct test_store *test)
{
    char command[256];

    store_close(test->store);
    if (test->directory)
        assert_int_equal(nftw(test->directory, test_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    if (test->database) {
        snprintf(command, sizeof command, "DROP DATABASE %s WITH (FORCE)", test->database);
        test_cluster_run(command);
    }
    free(test->directory);
    free(test->database);
    arena_release(&test->arena);
}

/* Looks into the database past the store. */
static inline struct text test_ask(struct test_store *test, const char *sql)
{
    PGconn *link = PQconnectdb(test_database_url(&test->arena, test->database).at);
    PGresult *result = PQexec(link, sql);
    struct text answer = T("");

    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
        answer = arena_copy(&test->arena, text_from(PQgetvalue(result, 0, 0)));
    else if (PQresultStatus(result) != PGRES_COMMAND_OK &&
             PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
    return answer;
}

/* ---- callers ---- */

static const struct identity system_identity = { .is_system = true };

/* An id that says which workspace and number it has. */
static inline struct id test_id(int workspace, int number)
{
    return (struct id){ { 0, 0, 0, (unsigned char)workspace, 0, (unsigned char)(number >> 8), 0x70,
                          (unsigned char)number, 0x80, 0, 0, 0, 0, 0, 0, 1 } };
}

static inline struct id_text test_id_text(int workspace, int number)
{
    return id_to_text(test_id(workspace, number));
}

static inline struct identity test_member(int workspace, int account, enum level sales)
{
    struct identity identity = { .workspace_id = workspace, .account_id = test_id(99, account) };

    identity.level[MODULE_SALES] = (unsigned char)sales;
    return identity;
}

/* ---- one statement ---- */

struct test_statement {
    struct text sql;
    const struct value *values;
    size_t count;
    int64_t changed;
    struct buffer answer; /* cells with | between them, rows with newlines */
};

static inline void test_print_value(struct buffer *out, struct value value)
{
    switch (value.type) {
    case VALUE_NULL:
        buffer_append(out, T("null"));
        break;
    case VALUE_INTEGER:
        buffer_append_int(out, value.integer);
        break;
    case VALUE_REAL:
        buffer_print(out, "%.6g", value.real);
        break;
    case VALUE_TEXT:
        buffer_append(out, value.text);
        break;
    case VALUE_ID:
        buffer_append(out, text_from(id_to_text(value.id).at));
        break;
    }
}

static inline enum status test_query_work(struct tx *tx, void *context)
{
    struct test_statement *statement = context;
    struct cursor *cursor;
    enum status status;
    bool found = true;

    buffer_clear(&statement->answer);
    statement->changed = 0;
    status = tx_query(tx, statement->sql, statement->values, statement->count, &cursor);
    if (status != OK)
        return status;
    while ((status = cursor_next(cursor, &found)) == OK && found) {
        for (size_t i = 0; i < cursor_width(cursor); i++) {
            if (i > 0)
                buffer_append_byte(&statement->answer, '|');
            test_print_value(&statement->answer, cursor_value(cursor, i));
        }
        buffer_append_byte(&statement->answer, '\n');
        statement->changed++;
    }
    cursor_close(cursor);
    return status;
}

static inline enum status test_execute_work(struct tx *tx, void *context)
{
    struct test_statement *statement = context;

    return tx_execute(tx, statement->sql, statement->values, statement->count, &statement->changed);
}

/* Runs one query in a transaction of its own; the answer lives in the test's arena. */
static inline enum status test_query(struct test_store *test, const struct identity *identity,
                                     struct text sql, struct text *ret_answer)
{
    struct test_statement statement = { .sql = sql, .answer = buffer_in(&test->arena, 1 << 20) };
    enum status status =
        store_read(test->store, identity, &test->arena, test_query_work, &statement, NULL);

    *ret_answer = buffer_text(&statement.answer);
    return status;
}

static inline enum status test_execute(struct test_store *test, const struct identity *identity,
                                       struct text sql, const struct value *values, size_t count,
                                       int64_t *ret_changed, struct store_error *error)
{
    struct test_statement statement = { .sql = sql, .values = values, .count = count };
    enum status status =
        store_write(test->store, identity, &test->arena, test_execute_work, &statement, error);

    if (ret_changed)
        *ret_changed = statement.changed;
    return status;
}

static inline void test_must(struct test_store *test, const struct identity *identity,
                             struct text sql)
{
    struct store_error error = { 0 };

    if (test_execute(test, identity, sql, NULL, 0, NULL, &error) != OK)
        fail_msg("%.*s: %.*s", TEXT_ARG(sql), TEXT_ARG(error.message));
}

#endif
