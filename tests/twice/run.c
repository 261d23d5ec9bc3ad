/* Every write twice: linked with the server, this file takes the place of the store's tx_work. On
   SQLite a write runs, is rolled back to where it began, and runs again, as it would after a
   conflict on PostgreSQL. What it took along from its first run shows: it changes another number of
   rows, ends otherwise, or the sanitizer or the test that asked for it finds the rest. */
#include "store/sqlite.h"

#include <sanitizer/common_interface_defs.h>
#include <stdio.h>
#include <stdlib.h>

enum status __real_tx_work(struct tx *tx);
enum status __wrap_tx_work(struct tx *tx);

/* What one run came to. */
struct outcome {
    enum status status;
    bool is_poisoned; /* a row was written that the caller may not */
    int64_t changes;
};

/* The symbolizer wants an address behind a call: the one before it is what it names. */
static void name_of(store_work work, char name[256])
{
    char *at;

    memcpy(&at, &work, sizeof at);
    __sanitizer_symbolize_pc(at + 1, "%f %s", name, 256);
}

static struct outcome run(struct tx *tx)
{
    struct sqlite_connection *connection = tx->connection;
    int64_t before = sqlite3_total_changes64(connection->db);
    struct outcome outcome = { .status = __real_tx_work(tx) };

    sqlite_connection_settle(connection);
    outcome.is_poisoned = connection->is_poisoned;
    outcome.changes = sqlite3_total_changes64(connection->db) - before;
    return outcome;
}

static void run_as_server(struct sqlite_connection *connection, const char *sql)
{
    bool was_caller = connection->is_caller;

    connection->is_caller = false;
    if (sqlite_connection_run(connection, sql) != SQLITE_OK) {
        fprintf(stderr, "steward: %s: %s\n", sql, sqlite3_errmsg(connection->db));
        abort();
    }
    connection->is_caller = was_caller;
}

static void compare(const struct tx *tx, struct outcome first, struct outcome second)
{
    char name[256] = "";

    if (first.status == second.status && first.is_poisoned == second.is_poisoned &&
        first.changes == second.changes)
        return;
    name_of(tx->work, name);
    fprintf(stderr,
            "steward: a write is not the same when it is run again: %s: status %d with %lld "
            "changes, then %d with %lld\n",
            name, first.status, (long long)first.changes, second.status, (long long)second.changes);
    abort();
}

enum status __wrap_tx_work(struct tx *tx)
{
    struct sqlite_connection *connection = tx->connection;
    struct outcome first, second;

    if (tx->store->ops->engine != ENGINE_SQLITE || !tx->is_write)
        return __real_tx_work(tx);
    run_as_server(connection, "SAVEPOINT twice");
    first = run(tx);
    if (sqlite3_get_autocommit(connection->db))
        return first.status; /* SQLite itself rolled everything back */
    run_as_server(connection, "ROLLBACK TO twice");
    connection->is_poisoned = false;
    connection->deadline_us = 0;
    sqlite_connection_identify(connection, tx->identity);
    tx->keys = NULL;
    tx->error = (struct store_error){ 0 };
    second = run(tx);
    compare(tx, first, second);
    if (!sqlite3_get_autocommit(connection->db))
        run_as_server(connection, "RELEASE twice");
    return second.status;
}
