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
