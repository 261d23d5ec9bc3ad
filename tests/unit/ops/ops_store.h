/* For tests of Ops: a fresh store on either engine with any product's entities. */
#ifndef TESTS_OPS_OPS_STORE_H
#define TESTS_OPS_OPS_STORE_H

#include "store/data_key.h"
#include "store/sealed.h"
#include "store/store.h"
#include "test_keys.h"
#include "text_check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>

struct ops_store {
    struct arena arena;
    struct schema schema;
    struct store *store;
    char place[128]; /* directory or database */
    enum engine engine;
};

/* First thing in main(): starts the test again where there is a PostgreSQL cluster. */
static inline void ops_store_need_cluster(char **argv)
{
    static char tool[] = "tools/test-postgres";
    char *command[] = { tool, argv[0], NULL };

    if (getenv("STEWARD_TEST_POSTGRES"))
        return;
    execv(tool, command);
    fprintf(stderr, "%s: not found from here\n", tool);
    exit(1);
}

static inline void ops_store_run(const char *sql)
{
    PGconn *link = PQconnectdb(getenv("STEWARD_TEST_POSTGRES"));
    PGresult *result = PQexec(link, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
}

static inline struct text ops_store_url(struct ops_store *test)
{
    struct text url = text_from(getenv("STEWARD_TEST_POSTGRES"));
    size_t at = text_find(url, T("/postgres?")) + 1;

    return arena_print(&test->arena, "%.*s%s%.*s", (int)at, url.at, test->place,
                       TEXT_ARG(text_from_offset(url, at + 8)));
}

static inline void ops_store_open(struct ops_store *test, enum engine engine,
                                  const struct entity *const *const *lists, size_t list_count)
{
    static int count;
    struct store_settings settings = { .readers = 2, .keys = test_store_keys() };
    const struct entity *const *every[8];
    struct text reason = { 0 };
    char sql[160];

    *test = (struct ops_store){ .engine = engine };
    for (size_t i = 0; i < list_count; i++)
        every[i] = lists[i];
    every[list_count] = data_key_entities;
    schema_init(&test->schema, &test->arena, every, list_count + 1);
    if (engine == ENGINE_SQLITE) {
        snprintf(test->place, sizeof test->place, "/tmp/steward-ops.XXXXXX");
        assert_non_null(mkdtemp(test->place));
        settings.directory = test->place;
    } else {
        snprintf(test->place, sizeof test->place, "ops_%d_%d", (int)getpid(), ++count);
        snprintf(sql, sizeof sql, "CREATE DATABASE %s", test->place);
        ops_store_run(sql);
        settings.database_url = ops_store_url(test).at;
    }
    if (store_open(&settings, &test->schema, &test->arena, &test->store, &reason) != OK)
        fail_msg("open: %.*s", TEXT_ARG(reason));
    if (store_use_keys(test->store, test_seals(), &test->arena, &reason) != OK)
        fail_msg("keys: %.*s", TEXT_ARG(reason));
}

static inline int ops_store_remove(const char *path, const struct stat *info, int type,
                                   struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void ops_store_close(struct ops_store *test)
{
    char command[200];

    store_close(test->store);
    if (test->engine == ENGINE_SQLITE) {
        assert_int_equal(nftw(test->place, ops_store_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    } else {
        snprintf(command, sizeof command, "DROP DATABASE %s WITH (FORCE)", test->place);
        ops_store_run(command);
    }
    arena_release(&test->arena);
}

#endif
