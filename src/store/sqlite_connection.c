/* Connections of the SQLite engine: how one is opened, whom it serves, and what its errors
   mean. */
#include "store/sqlite_vfs.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROGRESS_STEPS = 20000, LIMIT_SECURE_SQL = 1 << 20 };

int sqlite_connection_run(struct sqlite_connection *connection, const char *sql)
{
    bool was_caller = connection->is_caller;
    int code;

    connection->is_caller = false;
    code = sqlite3_exec(connection->db, sql, NULL, NULL, NULL);
    connection->is_caller = was_caller;
    return code;
}

/* A caller's work that runs past its deadline is interrupted. */
static int on_progress(void *context)
{
    const struct sqlite_connection *connection = context;

    return connection->deadline_us != 0 && clock_monotonic_us() > connection->deadline_us;
}

static void configure(sqlite3 *db)
{
    static const struct {
        int option, value;
    } options[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },     { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        sqlite3_db_config(db, options[i].option, options[i].value, NULL);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, 10000);
}

enum status sqlite_connection_open(struct sqlite_connection *connection, const char *path,
                                   const struct schema *schema, bool is_durable,
                                   const char **ret_reason)
{
    static const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

    connection->schema = schema;
    if (sqlite3_open_v2(path, &connection->db, flags, sqlite_vfs_name(connection->vfs)) !=
        SQLITE_OK) {
        *ret_reason = "the database file cannot be opened";
        return FAILED;
    }
    configure(connection->db);
    sqlite3_limit(connection->db, SQLITE_LIMIT_LENGTH, LIMIT_CALL_MEMORY);
    sqlite_functions_install(connection);
    sqlite_security_install(connection);
    sqlite3_progress_handler(connection->db, PROGRESS_STEPS, on_progress, connection);
    if (sqlite_connection_run(connection, "PRAGMA journal_mode = WAL;"
                                          "PRAGMA temp_store = MEMORY;"
                                          "PRAGMA cache_size = -16000;"
                                          "PRAGMA mmap_size = 268435456;"
                                          "PRAGMA recursive_triggers = ON;"
                                          "PRAGMA case_sensitive_like = ON") != SQLITE_OK ||
        sqlite_connection_run(connection, is_durable ? "PRAGMA synchronous = FULL"
                                                     : "PRAGMA synchronous = OFF") != SQLITE_OK) {
        *ret_reason = "this is not a database of Steward, or the disk does not let it be read";
        return FAILED;
    }
    return OK;
}

enum status sqlite_connection_secure(struct sqlite_connection *connection, const char **ret_reason)
{
    struct buffer sql = buffer_on_heap(LIMIT_SECURE_SQL);
    int code;

    for (size_t i = 0; i < connection->schema->count; i++)
        schema_print_view(&sql, connection->schema, connection->schema->entities[i]);
    buffer_append_byte(&sql, '\0');
    code = sqlite_connection_run(connection, sql.at);
    buffer_release(&sql);
    if (code == SQLITE_OK)
        return OK;
    *ret_reason = "the views of row security cannot be made";
    return FAILED;
}

void sqlite_connection_close(struct sqlite_connection *connection)
{
    for (size_t i = 0; i < STATEMENT_BUCKETS; i++) {
        while (connection->buckets[i]) {
            struct statement *statement = connection->buckets[i];

            connection->buckets[i] = statement->next;
            statement_free(statement);
        }
    }
    sqlite3_finalize(connection->begin);
    sqlite3_finalize(connection->commit);
    sqlite3_finalize(connection->savepoint);
    sqlite3_finalize(connection->release);
    sqlite3_close(connection->db);
    connection->db = NULL;
}

void sqlite_connection_identify(struct sqlite_connection *connection,
                                const struct identity *identity)
{
    connection->identity = identity;
    connection->is_caller = identity && !identity->is_system;
    connection->target = NULL;
}

/* "UNIQUE constraint failed: sale.workspace_id, sale.sku" -> what stands behind the colon. */
static const char *constraint_of(const char *message)
{
    const char *colon = strrchr(message, ':');

    return colon && colon[1] == ' ' ? colon + 2 : "";
}

enum status sqlite_fail(struct tx *tx, int code)
{
    static const struct {
        int code;
        enum store_fault fault;
    } faults[] = {
        { SQLITE_CONSTRAINT_UNIQUE, STORE_UNIQUE },
        { SQLITE_CONSTRAINT_PRIMARYKEY, STORE_UNIQUE },
        { SQLITE_CONSTRAINT_ROWID, STORE_UNIQUE },
        { SQLITE_CONSTRAINT_FOREIGNKEY, STORE_LINK },
        { SQLITE_CONSTRAINT_NOTNULL, STORE_NOT_NULL },
        { SQLITE_CONSTRAINT_CHECK, STORE_CHECK },
        { SQLITE_CONSTRAINT_DATATYPE, STORE_CHECK },
        { SQLITE_TOOBIG, STORE_TOO_BIG },
        { SQLITE_RANGE, STORE_STATEMENT },
        { SQLITE_ERROR, STORE_STATEMENT },
        { SQLITE_AUTH, STORE_STATEMENT },
        { SQLITE_AUTH_USER, STORE_STATEMENT },
        { SQLITE_MISUSE, STORE_STATEMENT },
        { SQLITE_READONLY, STORE_STATEMENT },
        { SQLITE_INTERRUPT, STORE_TIMEOUT },
        { SQLITE_BUSY, STORE_TIMEOUT },
        { SQLITE_FULL, STORE_FULL },
        { SQLITE_IOERR_WRITE, STORE_FULL },
        { SQLITE_IOERR_FSYNC, STORE_FULL },
        { SQLITE_IOERR_TRUNCATE, STORE_FULL },
    };
    struct sqlite_connection *connection = tx->connection;
    int extended = sqlite3_extended_errcode(connection->db);
    const char *message = sqlite3_errmsg(connection->db);

    if (connection->is_poisoned)
        return tx_fail(tx, STORE_ROW_SECURITY, "", "a row that this caller may not write");
    if (extended == SQLITE_IOERR_DATA)
        message = sqlite_vfs_damage(connection->vfs, tx->arena).at;
    if (code == SQLITE_ERROR && strstr(message, "integer overflow"))
        return tx_fail(tx, STORE_TOO_BIG, "", message);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].code == extended || faults[i].code == (code & 0xff))
            return tx_fail(tx, faults[i].fault, constraint_of(message), message);
    return tx_fail(tx, STORE_BROKEN, "", message);
}
