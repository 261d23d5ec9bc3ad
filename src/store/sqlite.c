/* SQLite engine: one directory, many readers, one writer. */
#include "store/sqlite_backup.h"

#include "base/mutex.h"

#include <stdlib.h>

enum { LIMIT_MIGRATION_SQL = 1 << 20, LIMIT_READERS = 64, READERS_DEFAULT = 8 };

struct sqlite_store {
    struct sqlite_place place;
    bool is_durable;
    struct sqlite_connection writing;
    struct sqlite_writer *writer;
    struct sqlite_connection *readers;
    int reader_count;
    pthread_mutex_t lock; /* guards idle */
    pthread_cond_t has_idle;
    struct sqlite_connection *idle;
};

/* --- readers */

static struct sqlite_connection *reader_take(struct sqlite_store *state)
{
    struct sqlite_connection *connection;

    pthread_mutex_lock(&state->lock);
    while (!state->idle)
        pthread_cond_wait(&state->has_idle, &state->lock);
    connection = state->idle;
    state->idle = connection->next_idle;
    pthread_mutex_unlock(&state->lock);
    return connection;
}

static void reader_give(struct sqlite_store *state, struct sqlite_connection *connection)
{
    pthread_mutex_lock(&state->lock);
    connection->next_idle = state->idle;
    state->idle = connection;
    pthread_cond_signal(&state->has_idle);
    pthread_mutex_unlock(&state->lock);
}

static enum status run_read(struct sqlite_store *state, struct tx *tx)
{
    static const struct identity system = { .is_system = true };
    struct sqlite_connection *connection = reader_take(state);
    enum status status;

    tx->connection = connection;
    sqlite_connection_identify(connection, &system);
    connection->is_poisoned = false;
    status = sqlite_execute(tx, T("BEGIN"), NULL, 0, NULL);
    if (status == OK) {
        connection->deadline_us =
            tx->identity->is_system ? 0 : clock_monotonic_us() + CALLER_STATEMENT_MS * 1000;
        sqlite_connection_identify(connection, tx->identity);
        status = tx->work(tx, tx->context);
        connection->deadline_us = 0;
        sqlite_connection_settle(connection);
        sqlite_connection_identify(connection, &system);
        /* After an error of the disk SQLite has rolled back by itself. */
        if (!sqlite3_get_autocommit(connection->db) &&
            sqlite_execute(tx, T("ROLLBACK"), NULL, 0, NULL) != OK && status == OK)
            status = FAILED;
    }
    sqlite_connection_identify(connection, NULL);
    reader_give(state, connection);
    return status;
}

static enum status sqlite_run(struct store *store, struct tx *tx)
{
    struct sqlite_store *state = store->state;

    return tx->is_write ? sqlite_writer_run(state->writer, tx) : run_read(state, tx);
}

static void sqlite_run_later(struct store *store, struct later *later)
{
    struct sqlite_store *state = store->state;

    sqlite_writer_run_later(state->writer, later);
}

static void sqlite_settle(struct store *store)
{
    struct sqlite_store *state = store->state;

    sqlite_writer_settle(state->writer);
}

static enum status sqlite_identify(struct tx *tx)
{
    sqlite_connection_identify(tx->connection, tx->identity);
    return OK;
}

/* --- open and close */

/* Each reads the whole schema: a few milliseconds, which are spent beside each other. */
struct opening {
    struct sqlite_store *state;
    const struct schema *schema;
    struct sqlite_connection *reader;
    const char *reason;
    enum status status;
    bool has_thread;
    pthread_t thread;
};

static void *open_reader(void *context)
{
    struct opening *opening = context;
    struct sqlite_store *state = opening->state;
    struct sqlite_connection *reader = opening->reader;
    enum status status;

    reader->vfs = state->place.vfs;
    status = sqlite_connection_open(reader, state->place.path, opening->schema, state->is_durable,
                                    &opening->reason);
    if (status == OK)
        status = sqlite_connection_secure(reader, &opening->reason);
    if (status == OK && sqlite_connection_run(reader, "PRAGMA query_only = ON") != SQLITE_OK)
        status = FAILED;
    if (status == OK)
        reader_give(state, reader);
    opening->status = status;
    return NULL;
}

static enum status open_readers(struct sqlite_store *state, const struct schema *schema, int count,
                                const char **ret_reason)
{
    struct opening openings[LIMIT_READERS];
    enum status status = OK;

    state->readers = memory_alloc((size_t)count * sizeof *state->readers);
    state->reader_count = count;
    for (int i = 0; i < count; i++) {
        struct opening *opening = &openings[i];

        *opening = (struct opening){
            .state = state, .schema = schema, .reader = &state->readers[i], .reason = *ret_reason
        };
        opening->has_thread = pthread_create(&opening->thread, NULL, open_reader, opening) == 0;
        if (!opening->has_thread)
            open_reader(opening);
    }
    for (int i = 0; i < count; i++) {
        if (openings[i].has_thread)
            pthread_join(openings[i].thread, NULL);
        if (status == OK && openings[i].status != OK) {
            status = openings[i].status;
            *ret_reason = openings[i].reason;
        }
    }
    return status;
}

static void sqlite_close_store(struct store *store)
{
    struct sqlite_store *state = store->state;

    if (state->writer)
        sqlite_writer_stop(state->writer);
    for (int i = 0; i < state->reader_count; i++)
        sqlite_connection_close(&state->readers[i]);
    if (state->writing.db)
        sqlite_connection_close(&state->writing);
    pthread_cond_destroy(&state->has_idle);
    pthread_mutex_destroy(&state->lock);
    sqlite_place_close(&state->place);
    free(state->readers);
    free(state);
    store->state = NULL;
}

static enum status open_all(struct sqlite_store *state, const struct store *store,
                            const struct store_settings *settings, struct arena *arena,
                            struct text *ret_reason)
{
    const char *reason = "the database cannot be opened";
    int readers = settings->readers > 0 ? settings->readers : READERS_DEFAULT;
    enum status status;

    if (readers > LIMIT_READERS)
        readers = LIMIT_READERS;
    state->writing.vfs = state->place.vfs;
    status = sqlite_connection_open(&state->writing, state->place.path, store->schema,
                                    state->is_durable, &reason);
    *ret_reason = text_from(reason);
    if (status == OK)
        status =
            sqlite_migrate(&state->writing, store->schema, &settings->progress, arena, ret_reason);
    if (status == OK)
        status = sqlite_plan(&state->writing);
    if (status != OK)
        return status;
    status = sqlite_connection_secure(&state->writing, &reason);
    if (status == OK)
        status = open_readers(state, store->schema, readers, &reason);
    if (status == OK && !(state->writer = sqlite_writer_start(&state->writing)))
        status = FAILED;
    if (status != OK)
        *ret_reason = arena_print(arena, "%s", reason);
    return status;
}

static enum status sqlite_open_store(struct store *store, const struct store_settings *settings,
                                     struct arena *arena, struct text *ret_reason)
{
    struct sqlite_store *state = memory_alloc(sizeof *state);
    enum status status;

    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite_cache_install();
    mutex_init_brief(&state->lock);
    pthread_cond_init(&state->has_idle, NULL);
    state->is_durable = settings->is_durable;
    store->state = state;
    status = sqlite_place_open(&state->place, settings, arena, ret_reason);
    if (status == OK)
        status = open_all(state, store, settings, arena, ret_reason);
    if (status != OK) {
        struct text damage = sqlite_vfs_damage(state->place.vfs, arena);

        if (damage.size > 0)
            *ret_reason = arena_print(arena, "%s: %.*s", state->place.path, TEXT_ARG(damage));
        sqlite_close_store(store);
    }
    return status;
}

static enum status sqlite_verify(struct store *store, struct arena *arena, struct text *ret_report)
{
    struct sqlite_store *state = store->state;
    struct sqlite_connection *connection = reader_take(state);
    struct buffer report = buffer_in(arena, LIMIT_MIGRATION_SQL);
    static const char *const checks[] = { "PRAGMA integrity_check", "PRAGMA foreign_key_check" };
    enum status status = OK;
    struct text damage;

    for (size_t i = 0; i < 2; i++) {
        sqlite3_stmt *statement;
        int code;

        if (sqlite3_prepare_v2(connection->db, checks[i], -1, &statement, NULL) != SQLITE_OK) {
            status = FAILED;
            break;
        }
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            const char *line = (const char *)sqlite3_column_text(statement, 0);

            if (line && strcmp(line, "ok") != 0)
                buffer_print(&report, "%s: %s\n", checks[i], line);
        }
        if (code != SQLITE_DONE)
            buffer_print(&report, "%s: %s\n", checks[i], sqlite3_errmsg(connection->db));
        sqlite3_finalize(statement);
    }
    damage = sqlite_vfs_damage(state->place.vfs, arena);
    if (damage.size > 0)
        buffer_print(&report, "%.*s\n", TEXT_ARG(damage));
    reader_give(state, connection);
    *ret_report = buffer_text(&report);
    return status != OK ? status : report.size > 0 ? FAILED : OK;
}

const struct sqlite_place *sqlite_store_place(const struct store *store)
{
    return &((const struct sqlite_store *)store->state)->place;
}

const struct engine_ops sqlite_engine = {
    .engine = ENGINE_SQLITE,
    .open = sqlite_open_store,
    .close = sqlite_close_store,
    .run = sqlite_run,
    .run_later = sqlite_run_later,
    .settle = sqlite_settle,
    .identify = sqlite_identify,
    .savepoint = sqlite_savepoint,
    .query = sqlite_query,
    .next = sqlite_next,
    .value = sqlite_value,
    .column_name = sqlite_name,
    .close_cursor = sqlite_close_cursor,
    .execute = sqlite_execute,
    .verify = sqlite_verify,
};
