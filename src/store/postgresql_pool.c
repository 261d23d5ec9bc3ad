/* Pool: connections are made when they are needed, looked at before they are given out, and
   renewed when the server went away in between. */
#include "store/postgresql.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

enum { POOL_WAIT_SECONDS = 10, POOL_DEFAULT = 24 };

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

PGconn *postgresql_connect(const char *url)
{
    /* What stands before dbname the URL may override. */
    static const char *const keywords[] = {
        "application_name",
        "connect_timeout",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "tcp_user_timeout",
        "dbname",
        "client_encoding",
        NULL,
    };
    const char *const values[] = { "steward", "5", "30", "10", "3", "30000", url, "UTF8", NULL };
    PGconn *link = PQconnectdbParams(keywords, values, 1);

    if (link)
        PQsetNoticeReceiver(link, ignore_notice, NULL);
    return link;
}

/* Temporary objects are looked for last: they cannot stand in front of a table. Starting a parallel
   worker takes as long as most queries of the server do: only those that read a whole large table
   get some (docs/decisions/2026-11-22-parallel-queries.md). */
static bool configure(PGconn *link, bool is_durable, bool *ret_may_identify)
{
    static const char sql[] = "SET search_path = main, pg_catalog, pg_temp;"
                              "SET standard_conforming_strings = on;"
                              "SET row_security = on;"
                              "SET TimeZone = 'UTC';"
                              "SET DateStyle = 'ISO';"
                              "SET client_min_messages = error;"
                              "SET parallel_setup_cost = 20000;"
                              "SET statement_timeout = '10min';"
                              "SET lock_timeout = '10s';"
                              "SET idle_in_transaction_session_timeout = '60s'";
    PGresult *result = PQexec(link, sql);
    bool is_set = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    if (is_set && !is_durable)
        PQclear(PQexec(link, "SET synchronous_commit = off"));
    return is_set && postgresql_prepare_kept(link, ret_may_identify) &&
           PQenterPipelineMode(link) == 1;
}

void postgresql_disconnect(struct postgresql_connection *connection)
{
    PQfinish(connection->link);
    connection->link = NULL;
    connection->ended = 0;
    postgresql_prepared_clear(connection);
}

static bool connect_again(struct postgresql *pool, struct postgresql_connection *connection)
{
    postgresql_disconnect(connection);
    connection->link = postgresql_connect(pool->url);
    if (connection->link && PQstatus(connection->link) == CONNECTION_OK &&
        configure(connection->link, pool->is_durable, &connection->may_identify))
        return true;
    postgresql_disconnect(connection);
    return false;
}

/* A server that ended the session has said so: then there is something to read, and the end. */
static bool is_alive(struct postgresql_connection *connection)
{
    struct pollfd socket = { .events = POLLIN };

    if (!connection->link || PQstatus(connection->link) != CONNECTION_OK)
        return false;
    for (int i = 0; i < 2; i++) {
        socket.fd = PQsocket(connection->link);
        if (poll(&socket, 1, 0) <= 0)
            return true;
        if (PQconsumeInput(connection->link) != 1)
            return false;
    }
    return true;
}

struct postgresql *postgresql_pool_open(const char *url, int count, bool is_durable)
{
    struct postgresql *pool = memory_alloc(sizeof *pool);
    pthread_rwlockattr_t writing;

    pool->url = memory_alloc(strlen(url) + 1);
    memcpy(pool->url, url, strlen(url) + 1);
    pool->is_durable = is_durable;
    pool->count = count <= 0 ? POOL_DEFAULT : count > LIMIT_POOL ? LIMIT_POOL : count;
    pool->connections = memory_alloc((size_t)pool->count * sizeof *pool->connections);
    pthread_mutex_init(&pool->lock, NULL);
    /* Whoever wants it alone goes before those who come later. */
    pthread_rwlockattr_init(&writing);
    pthread_rwlockattr_setkind_np(&writing, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&pool->writing, &writing);
    pthread_rwlockattr_destroy(&writing);
    pthread_cond_init(&pool->has_idle, NULL);
    for (int i = pool->count - 1; i >= 0; i--) {
        pool->connections[i].next_idle = pool->idle;
        pool->idle = &pool->connections[i];
    }
    return pool;
}

void postgresql_pool_close(struct postgresql *pool)
{
    for (int i = 0; i < pool->count; i++) {
        postgresql_disconnect(&pool->connections[i]);
        arena_release(&pool->connections[i].scratch);
    }
    pthread_cond_destroy(&pool->has_idle);
    pthread_rwlock_destroy(&pool->writing);
    pthread_mutex_destroy(&pool->lock);
    free(pool->connections);
    free(pool->url);
    free(pool);
}

/* The one used last is given first: the others grow cold and cost nothing. */
static struct postgresql_connection *take_idle(struct postgresql *pool)
{
    struct postgresql_connection *connection;
    struct timespec until;
    int code = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += POOL_WAIT_SECONDS;
    pthread_mutex_lock(&pool->lock);
    while (!pool->idle && code != ETIMEDOUT)
        code = pthread_cond_timedwait(&pool->has_idle, &pool->lock, &until);
    connection = pool->idle;
    if (connection)
        pool->idle = connection->next_idle;
    pthread_mutex_unlock(&pool->lock);
    return connection;
}

static void give_back(struct postgresql *pool, struct postgresql_connection *connection)
{
    pthread_mutex_lock(&pool->lock);
    connection->next_idle = pool->idle;
    pool->idle = connection;
    pthread_cond_signal(&pool->has_idle);
    pthread_mutex_unlock(&pool->lock);
}

struct postgresql_connection *postgresql_pool_take(struct postgresql *pool, const char **ret_reason)
{
    struct postgresql_connection *connection = take_idle(pool);

    if (!connection) {
        *ret_reason = "all connections to PostgreSQL are busy";
        return NULL;
    }
    if (!is_alive(connection) && !connect_again(pool, connection)) {
        give_back(pool, connection);
        *ret_reason = "PostgreSQL cannot be reached";
        return NULL;
    }
    connection->queued = 0;
    connection->is_begun = connection->has_role = connection->has_settings = false;
    connection->has_left_login = false;
    connection->is_committing = connection->is_lost = connection->is_retryable = false;
    connection->failure = OK;
    connection->error = (struct store_error){ 0 };
    connection->kept_bytes = 0;
    return connection;
}

void postgresql_pool_give(struct postgresql *pool, struct postgresql_connection *connection)
{
    if (connection->is_lost)
        postgresql_disconnect(connection);
    connection->error = (struct store_error){ 0 };
    give_back(pool, connection);
}
