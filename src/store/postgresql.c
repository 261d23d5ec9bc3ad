/* PostgreSQL engine: one transaction per call on a pooled connection, under a role that owns
   nothing. Reads see one snapshot; writes are serializable, so that work which was written for
   one writer at a time is right here too, and are run again when they meet another. */
#include "store/postgresql.h"

#include <stdlib.h>
#include <time.h>

enum { TRIES_IN_COMPANY = 2 };

/* ---- savepoints and identity ---- */

static enum status postgresql_identify(struct tx *tx)
{
    ((struct postgresql_connection *)tx->connection)->has_role = false;
    return OK;
}

static enum status still_failed(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    tx->error = connection->error;
    return connection->failure;
}

static enum status undo_savepoint(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;

    postgresql_close_cursors(connection);
    if (connection->is_lost || connection->is_retryable)
        return still_failed(tx); /* the whole transaction is to be run again */
    connection->failure = OK;
    postgresql_queue_kept(connection, KEPT_UNDO, NULL);
    postgresql_queue_kept(connection, KEPT_RELEASE, NULL);
    connection->has_role = connection->has_settings = false;
    return OK;
}

static enum status postgresql_savepoint(struct tx *tx, enum savepoint what)
{
    struct postgresql_connection *connection = tx->connection;

    if (what == SAVEPOINT_UNDO)
        return undo_savepoint(tx);
    if (connection->failure != OK)
        return still_failed(tx);
    if (what == SAVEPOINT_SET)
        postgresql_prepare_ground(tx);
    postgresql_queue_kept(connection, what == SAVEPOINT_SET ? KEPT_SAVEPOINT : KEPT_RELEASE, NULL);
    return connection->is_lost ? postgresql_fail(tx, NULL) : OK;
}

/* ---- transaction ---- */

/* The answer is read by whoever uses the connection next: nobody waits for it. */
static void roll_back(struct postgresql_connection *connection)
{
    postgresql_queue_kept(connection, KEPT_ROLLBACK, NULL);
    if (connection->is_lost || PQpipelineSync(connection->link) != 1 ||
        PQflush(connection->link) != 0) {
        connection->is_lost = true;
        return;
    }
    connection->ended = connection->queued;
    connection->queued = 0;
}

static enum status commit(struct tx *tx)
{
    struct postgresql_connection *connection = tx->connection;
    PGresult *result;
    bool is_done;

    postgresql_queue_kept(connection, KEPT_COMMIT, NULL);
    connection->is_committing = true;
    if (connection->is_lost || PQpipelineSync(connection->link) != 1)
        return postgresql_fail(tx, NULL);
    connection->queued--;
    if (!postgresql_read_ended(tx) || !postgresql_read_queued(tx)) {
        roll_back(connection); /* COMMIT was passed over */
        return connection->failure;
    }
    result = postgresql_read(tx);
    /* A transaction that had failed answers COMMIT with ROLLBACK, and no error. */
    is_done = result && strcmp(PQcmdStatus(result), "COMMIT") == 0;
    if (!connection->is_lost)
        postgresql_read_to_sync(connection);
    PQclear(result);
    if (result && !is_done)
        connection->failure = tx_fail(tx, STORE_BROKEN, "", "the transaction had failed before");
    return connection->failure;
}

static enum status end(struct tx *tx, enum status status)
{
    struct postgresql_connection *connection = tx->connection;

    postgresql_close_cursors(connection);
    /* Work that passed over a failed statement outside of a savepoint has failed with it. */
    if (status == OK && connection->failure != OK)
        status = still_failed(tx);
    if (status == OK && connection->is_lost)
        status = postgresql_fail(tx, NULL);
    if (connection->is_lost || !connection->is_begun)
        return status;
    if (status == OK && tx->is_write)
        return commit(tx);
    if (connection->ended > 0 && !postgresql_read_ended(tx))
        return connection->failure;
    roll_back(connection);
    return status;
}

/* How often one transaction may try again, by what stopped it. */
struct patience {
    int conflicts, connections;
};

/* Takes one try away when another attempt may go through; false: it ends here. */
static bool may_try_again(struct patience *patience, const struct postgresql_connection *connection)
{
    if (!connection->is_retryable)
        return false;
    return connection->is_lost ? patience->connections-- > 0 : patience->conflicts-- > 0;
}

static enum status attempt(struct postgresql *pool, struct tx *tx, struct patience *patience,
                           bool *ret_again)
{
    const char *reason = "";
    struct postgresql_connection *connection = postgresql_pool_take(pool, &reason);
    enum status status;

    *ret_again = false;
    if (!connection)
        return tx_fail(tx, STORE_AWAY, "", reason);
    tx->connection = connection;
    tx->error = (struct store_error){ 0 };
    tx->keys = NULL;
    status = end(tx, tx_work(tx));
    *ret_again = status != OK && may_try_again(patience, connection);
    tx->connection = NULL;
    postgresql_pool_give(pool, connection);
    return status;
}

/* Longer with every attempt, and not the same for two threads. */
static void wait_before(int tries)
{
    uint64_t now_us = (uint64_t)clock_monotonic_us();
    uint64_t ceiling_us = 200ull << (tries < 8 ? tries : 8);
    struct timespec pause = { .tv_nsec = (long)(now_us * 2654435761u % ceiling_us + 100) * 1000 };

    nanosleep(&pause, NULL);
}

static enum status attempt_write(struct postgresql *pool, struct tx *tx, bool is_alone,
                                 struct patience *patience, bool *ret_again)
{
    enum status status;

    if (is_alone)
        pthread_rwlock_wrlock(&pool->writing);
    else
        pthread_rwlock_rdlock(&pool->writing);
    status = attempt(pool, tx, patience, ret_again);
    pthread_rwlock_unlock(&pool->writing);
    return status;
}

static enum status postgresql_run(struct store *store, struct tx *tx)
{
    struct postgresql *pool = store->state;
    struct patience patience = { LIMIT_CONFLICTS, LIMIT_LOST_CONNECTIONS };
    enum status status = OK;
    bool again = true;

    for (int tries = 0; again; tries++) {
        if (tries > 0)
            wait_before(tries);
        status = tx->is_write ? attempt_write(pool, tx, tries > TRIES_IN_COMPANY, &patience, &again)
                              : attempt(pool, tx, &patience, &again);
    }
    return status;
}

/* ---- open and close ---- */

static enum status postgresql_open(struct store *store, const struct store_settings *settings,
                                   struct arena *arena, struct text *ret_reason)
{
    enum status status =
        postgresql_migrate(settings->database_url, store->schema, arena, ret_reason);

    if (status == OK)
        store->state =
            postgresql_pool_open(settings->database_url, settings->readers, settings->is_durable);
    return status;
}

static void postgresql_close(struct store *store)
{
    postgresql_pool_close(store->state);
    store->state = NULL;
}

const struct engine_ops postgresql_engine = {
    .engine = ENGINE_POSTGRESQL,
    .open = postgresql_open,
    .close = postgresql_close,
    .run = postgresql_run,
    .identify = postgresql_identify,
    .savepoint = postgresql_savepoint,
    .query = postgresql_query,
    .estimate = postgresql_estimate,
    .next = postgresql_next,
    .value = postgresql_value,
    .column_name = postgresql_name,
    .close_cursor = postgresql_close_cursor,
    .execute = postgresql_execute,
    .feed_start = postgresql_feed_start,
    .feed_stop = postgresql_feed_stop,
    .feed_changes = postgresql_feed_changes,
    .feed_message = postgresql_feed_message,
    .verify = postgresql_verify,
};
