/* Wire: messages of the extended protocol, pipelined. What has no result of interest (BEGIN, SET
   LOCAL, SAVEPOINT) is only queued and travels with the next statement; an error makes the
   server skip everything up to the next synchronisation. */
#include "store/postgresql.h"

void postgresql_queue(struct postgresql_connection *connection, const char *sql)
{
    if (PQsendQueryParams(connection->link, sql, 0, NULL, NULL, NULL, NULL, 0) == 1)
        connection->queued++;
    else
        connection->is_lost = true;
}

static const struct {
    const char *name, *sql;
    int values;
} all_kept[KEPT_COUNT] = {
    [KEPT_BEGIN_READ] = { "begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 0 },
    [KEPT_BEGIN_WRITE] = { "begin_write", "BEGIN ISOLATION LEVEL SERIALIZABLE", 0 },
    /* Left to right, the role last: SET LOCAL for all of them in one statement. */
    [KEPT_IDENTIFY] = { "identify",
                        "SELECT pg_catalog.set_config('app.workspace', $1, true), "
                        "pg_catalog.set_config('app.account', $2, true), "
                        "pg_catalog.set_config('app.read', $3, true), "
                        "pg_catalog.set_config('app.write', $4, true), "
                        "pg_catalog.set_config('app.manage', $5, true), "
                        "pg_catalog.set_config('statement_timeout', $6, true), "
                        "pg_catalog.set_config('role', 'steward_app', true)",
                        IDENTIFY_VALUES },
    [KEPT_ROLE_LOGIN] = { "role_login", "SET LOCAL ROLE NONE", 0 },
    [KEPT_ROLE_CALLER] = { "role_caller", "SET LOCAL ROLE steward_app", 0 },
    [KEPT_ROLE_SYSTEM] = { "role_system", "SET LOCAL ROLE steward_system", 0 },
    [KEPT_SAVEPOINT] = { "savepoint", "SAVEPOINT work", 0 },
    [KEPT_RELEASE] = { "release", "RELEASE work", 0 },
    [KEPT_UNDO] = { "undo", "ROLLBACK TO work", 0 },
    [KEPT_COMMIT] = { "commit", "COMMIT", 0 },
    [KEPT_ROLLBACK] = { "rollback", "ROLLBACK", 0 },
};

/* On a managed server set_config may be somebody else's to grant. */
static bool may_identify(PGconn *link)
{
    PGresult *result = PQexec(link, "SELECT has_function_privilege("
                                    "'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')");
    bool may = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;

    PQclear(result);
    return may;
}

bool postgresql_prepare_kept(PGconn *link, bool *ret_may_identify)
{
    bool is_fine = true;

    for (size_t i = 0; i < KEPT_COUNT && is_fine; i++) {
        PGresult *result = PQprepare(link, all_kept[i].name, all_kept[i].sql, 0, NULL);

        is_fine = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    *ret_may_identify = is_fine && may_identify(link);
    return is_fine;
}

void postgresql_queue_kept(struct postgresql_connection *connection, enum kept kept,
                           const char *const *values)
{
    if (PQsendQueryPrepared(connection->link, all_kept[kept].name, all_kept[kept].values, values,
                            NULL, NULL, 0) == 1)
        connection->queued++;
    else
        connection->is_lost = true;
}

PGresult *postgresql_read(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;
    PGresult *result = PQgetResult(connection->link);
    ExecStatusType status = result ? PQresultStatus(result) : PGRES_FATAL_ERROR;

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        PQclear(PQgetResult(connection->link)); /* the NULL that ends it */
        return result;
    }
    postgresql_fail(tx, result);
    PQclear(result);
    return NULL;
}

void postgresql_read_to_sync(struct postgresql_connection *connection)
{
    bool was_null = false;

    for (;;) {
        PGresult *result = PQgetResult(connection->link);
        bool is_sync = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;

        PQclear(result);
        if (is_sync)
            return;
        if (!result && (was_null || PQstatus(connection->link) != CONNECTION_OK)) {
            connection->is_lost = true; /* idle without a synchronisation: out of step */
            return;
        }
        was_null = !result;
    }
}

bool postgresql_read_ended(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    if (connection->ended == 0)
        return true;
    for (; connection->ended > 0; connection->ended--) {
        PGresult *result = postgresql_read(tx);

        PQclear(result);
        if (result)
            continue;
        connection->is_lost = connection->is_retryable = true;
        return false;
    }
    postgresql_read_to_sync(connection);
    if (connection->is_lost)
        postgresql_fail(tx, NULL);
    return !connection->is_lost;
}

bool postgresql_read_queued(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    for (; connection->queued > 0; connection->queued--) {
        PGresult *result = postgresql_read(tx);

        PQclear(result);
        if (result)
            continue;
        connection->queued = 0;
        if (connection->is_retryable) {
            postgresql_read_to_sync(connection);
            return false;
        }
        /* BEGIN, SET LOCAL ROLE and the like do not fail in a database that was migrated. */
        connection->is_lost = true;
        tx_fail(tx, STORE_BROKEN, "", connection->error.message.at);
        connection->error = tx->error;
        connection->failure = FAILED;
        return false;
    }
    return true;
}
